"""Rust text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "src/db.rs"
VALUES = {
    "text": ('const X: &str = "a\\tb";', "'a\\tb'"),
    "raw text": ('const X: &str = r#"a"b"#;', "'a\"b'"),
    "number": ("const X: u32 = 5_000u32;", "5000"),
    "variable or an error": ('fn f() { let x = std::env::var("DATABASE_URL").expect("no"); }', "$DATABASE_URL"),
    "variable with a default": ('use std::env;\nfn f() { let x = env::var("A").unwrap_or("d".into()); }', "$A|'d'"),
    "variable with a closure": (
        ('use std::env;\nfn f() { let x = env::var("A").unwrap_or_else(|_| "d".to_string()); }'),
        "$A|'d'",
    ),
    "variable when built": ('const X: &str = env!("A");', "$A"),
    "number of a variable": (
        ('use std::env;\nfn f() { let x: u32 = env::var("N").unwrap_or("5".into()).parse().unwrap(); }'),
        "$N|5",
    ),
    "format": (
        ('fn f() { let h = "h"; let x = format!("postgres://{}:{}/{h}", "a", 5); }'),
        "secret 'postgres://'~secret 'a'~secret ':'~5~secret '/'~secret 'h'",
    ),
    "struct": ('fn f() { let x = Config { host: "h".to_owned(), port: 5 }; }', "{host: 'h', port: 5}"),
    "struct with a rest": ("fn f() { let x = Config { port: 5, ..Default::default() }; }", "{port: 5, …}"),
    "list": ("fn f() { let x = [1, 2]; }", "[1, 2]"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that Rust gives it, as far as that is known without running it."""
    module = code("rust", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "chain": (
        (
            "use sqlx::postgres::PgPoolOptions;\nasync fn f() { let p ="
            ' PgPoolOptions::new().max_connections(5).connect("u").await?; }'
        ),
        [
            ("p = sqlx.postgres.PgPoolOptions.new().max_connections().connect('u') in async f"),
            "sqlx.postgres.PgPoolOptions.new().max_connections(5) in async f",
            "sqlx.postgres.PgPoolOptions.new() in async f",
        ],
    ),
    "alias": (
        ('use sqlx::{PgPool as P, query};\nasync fn f() { P::connect("u").await; query("SET x").execute(&p).await; }'),
        ["sqlx.PgPool.connect('u') in async f", "sqlx.query().execute(<p>) in async f", "sqlx.query('SET x') in async f"],
    ),
    "macro": (
        'fn f() { sqlx::query!("SELECT 1", a, b.c); }',
        ["sqlx.query!('SELECT 1', <a>, ?an expression inside a macro) in f"],
    ),
    "field": (
        ("use sqlx::PgPool;\nstruct A { pool: PgPool }\nimpl A { async fn f(&self) { self.pool.begin().await; } }"),
        ["sqlx.PgPool().begin() in async A.f"],
    ),
    "attribute": ("#[tokio::main]\nasync fn main() { g(1); }", ["g(1) in async main @tokio.main"]),
    "type behind a wrapper": ("use sqlx::PgPool;\nfn f(p: Arc<PgPool>) { p.close(); }", ["sqlx.PgPool().close() in f"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("rust", text, PATH))


MODULES = {
    "crate": ("src/lib.rs", "", ""),
    "file": ("src/db.rs", "", "db"),
    "folder": ("crates/api/src/db/mod.rs", "", "db"),
}


@pytest.mark.parametrize(("path", "text", "expected"), MODULES.values(), ids=MODULES.keys())
def test_module(path: str, text: str, expected: str, code: Callable[..., CodeModule]) -> None:
    """A file is named as others name it."""
    assert expected == code("rust", text, path).module
