"""Kotlin text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "src/main/kotlin/Db.kt"
VALUES = {
    "text": ('val x = "a\\tb"', "'a\\tb'"),
    "name in a text": ('val h = "h"\nval x = "jdbc:${h}:$p/db"', "'jdbc:'~'h'~':'~?a name in a text"),
    "raw text": ('val x = """SET a"""', "'SET a'"),
    "variable with a default": ('val x = System.getenv("A") ?: "d"', "$A|'d'"),
    "variable or an error": ('val x = System.getenv("A") ?: error("no")', "$A"),
    "number of a variable": ('val x = System.getenv("N")?.toInt() ?: 5', "$N|5"),
    "element of all variables": ('val x = System.getenv()["A"]', "$A|None"),
    "value of Spring": ('class A { @Value("\\${db.url}") lateinit var x: String }', "$db.url,DB_URL"),
    "sum": ('val x = "a" + "b"', "'a'~'b'"),
    "asserted": ('val x = System.getenv("A")!!', "$A|None"),
    "truth": ("val x = true", "True"),
    "nothing": ("val x = null", "None"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that Kotlin gives it, as far as that is known without running it."""
    module = code("kotlin", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "import with an alias": (
        "import com.zaxxer.hikari.HikariDataSource as DS\nval d = DS(c)",
        ["d = com.zaxxer.hikari.HikariDataSource(<c>)"],
    ),
    "filled by apply": (
        ('import com.zaxxer.hikari.HikariConfig\nval c = HikariConfig().apply { jdbcUrl = "u"; maximumPoolSize = 5 }'),
        ["c = com.zaxxer.hikari.HikariConfig(jdbcUrl='u', maximumPoolSize=5)"],
    ),
    "property of an object": (
        ("import com.zaxxer.hikari.HikariConfig\nfun f() { val c = HikariConfig(); c.setMaximumPoolSize(5) }"),
        ["c = com.zaxxer.hikari.HikariConfig() in f", "com.zaxxer.hikari.HikariConfig().setMaximumPoolSize(5) in f"],
    ),
    "named arguments": ('Database.connect(url = "u", *rest)', ["Database.connect(url='u', …)"]),
    "block": (
        (
            "import javax.sql.DataSource\nclass A(private val ds: DataSource) { fun f() {"
            " ds.connection.use { c -> c.createStatement() } } }"
        ),
        [
            "javax.sql.DataSource().connection.use(?a function) in A.f",
            "javax.sql.DataSource().connection.createStatement() in A.f",
        ],
    ),
    "suspending": ("class A { suspend fun f() { g(1) } }", ["g(1) in async A.f"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("kotlin", text, PATH))


MODULES = {
    "package": ("A.kt", "package com.acme\nval a = 1", "com.acme"),
}


@pytest.mark.parametrize(("path", "text", "expected"), MODULES.values(), ids=MODULES.keys())
def test_module(path: str, text: str, expected: str, code: Callable[..., CodeModule]) -> None:
    """A file is named as others name it."""
    assert expected == code("kotlin", text, path).module
