"""Java text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "src/main/java/com/acme/Db.java"
VALUES = {
    "text": ('class A { String x = "a\\tb"; }', "'a\\tb'"),
    "text block": ('class A { String x = """\n  SET a\n  """; }', "'\\n  SET a\\n  '"),
    "sum": (
        ('class A { static final String H = "h"; String x = "jdbc:postgresql://" + H + "/db"; }'),
        "'jdbc:postgresql://'~'h'~'/db'",
    ),
    "format": ('class A { void f() { var x = String.format("jdbc:%s:%d", "h", 1); } }', "'jdbc:'~'h'~':'~1"),
    "variable": ('class A { String x = System.getenv("DATABASE_URL"); }', "$DATABASE_URL|None"),
    "variable with a default": ('class A { String x = System.getenv().getOrDefault("A", "d"); }', "$A|'d'"),
    "variable or else": (('class A { void f() { var x = Optional.ofNullable(System.getenv("A")).orElse("d"); } }'), "$A|'d'"),
    "property": ('class A { String x = System.getProperty("db.url", "d"); }', "$db.url,DB_URL|'d'"),
    "number of a variable": ('class A { int x = Integer.parseInt(System.getenv("N")); }', "$N"),
    "value of Spring": ('class A { @Value("${app.db-url:jdbc:x}") String x; }', "$app.db-url,APP_DBURL|'jdbc:x'"),
    "value of Spring by variable": ('class A { A(@Value("${DB_URL}") String x) {} }', "$DB_URL"),
    "number": ("class A { long x = 30_000L; }", "30000"),
    "hexadecimal number": ("class A { int x = 0xFF; }", "255"),
    "static field": ("class A { static final int N = 5; int x = A.N; }", "5"),
    "name of another class": ("import com.acme.Config;\nclass A { String x = Config.URL; }", "<com.acme.Config.URL>"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that Java gives it, as far as that is known without running it."""
    module = code("java", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "construction and setters": (
        (
            "import com.zaxxer.hikari.HikariConfig;\nclass A { void f() { HikariConfig c = new"
            " HikariConfig(); c.setMaximumPoolSize(10); } }"
        ),
        ["c = com.zaxxer.hikari.HikariConfig() in A.f", "com.zaxxer.hikari.HikariConfig().setMaximumPoolSize(10) in A.f"],
    ),
    "argument that is an object": (
        (
            "import com.zaxxer.hikari.*;\nclass A { Object f() { HikariConfig c = new"
            " HikariConfig(); return new HikariDataSource(c); } }"
        ),
        [
            "c = com.zaxxer.hikari.HikariConfig() in A.f",
            ("com.zaxxer.hikari.HikariDataSource(com.zaxxer.hikari.HikariConfig()) in A.f"),
        ],
    ),
    "field": (
        (
            "import org.springframework.jdbc.core.JdbcTemplate;\nclass A { private final"
            ' JdbcTemplate jdbc; void f() { jdbc.execute("SET x"); this.jdbc.execute("SET'
            ' y"); } }'
        ),
        [
            "org.springframework.jdbc.core.JdbcTemplate().execute('SET x') in A.f",
            "org.springframework.jdbc.core.JdbcTemplate().execute('SET y') in A.f",
        ],
    ),
    "try with resources": (
        (
            "import java.sql.DriverManager;\nclass A { void f() { try (var c ="
            ' DriverManager.getConnection("u")) { c.createStatement(); } } }'
        ),
        [
            "c = with java.sql.DriverManager.getConnection('u') in A.f",
            "java.sql.DriverManager.getConnection().createStatement() in A.f",
        ],
    ),
    "static import": (
        ('import static java.sql.DriverManager.getConnection;\nclass A { void f() { getConnection("u"); } }'),
        ["java.sql.DriverManager.getConnection('u') in A.f"],
    ),
    "own method": ("package com.acme;\nclass A { void g(int a) {} void f() { g(1); } }", ["com.acme.A.g(1) in A.f"]),
    "annotation": (
        (
            "import org.springframework.data.jpa.repository.Query;\ninterface A { @Query(value"
            ' = "SELECT 1", nativeQuery = true) int f(); }'
        ),
        [
            (
                "org.springframework.data.jpa.repository.Query(value='SELECT 1',"
                " nativeQuery=True) in A.f @org.springframework.data.jpa.repository.Query"
            )
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("java", text, PATH))


MODULES = {
    "package": ("A.java", "package com.acme;\nclass A {}", "com.acme"),
    "none": ("A.java", "class A {}", ""),
}


@pytest.mark.parametrize(("path", "text", "expected"), MODULES.values(), ids=MODULES.keys())
def test_module(path: str, text: str, expected: str, code: Callable[..., CodeModule]) -> None:
    """A file is named as others name it."""
    assert expected == code("java", text, path).module


STRINGS = {
    "transactional method": (
        (
            "import org.springframework.transaction.annotation.Transactional;\nclass A {"
            ' @Transactional void f() { jdbc.execute("SET x"); } }'
        ),
        [("'SET x'", "jdbc.execute", "jdbc", True)],
    ),
    "transactional class": (
        ('import jakarta.transaction.Transactional;\n@Transactional class A { void f() { em.createNativeQuery("SET x"); } }'),
        [("'SET x'", "em.createNativeQuery", "em", True)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_strings(
    text: str,
    expected: list[tuple[str, str, str, bool | None]],
    code: Callable[..., CodeModule],
    render: Callable[[Expression], str],
) -> None:
    """A string knows the call that takes it, its receiver, and whether a transaction is open for sure."""
    found = code("java", text, PATH).strings

    assert expected == [(render(item.value), item.call, item.receiver, item.in_transaction) for item in found]
