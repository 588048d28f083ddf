"""Fields that get their value in the constructor alone."""

from __future__ import annotations

from importlib import import_module

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.surfaces.client_calls import extract
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup

CSHARP = """using Npgsql;
class Shop {
    %s string url;
    public Shop(IConfiguration configuration) { url = configuration["Shop"]; }
    %s
    void Open() { var c = new NpgsqlConnection(url); }
}
"""
JAVA = """import java.sql.DriverManager;
class Shop {
    %s String url;
    Shop() { this.url = System.getenv("SHOP_URL"); }
    %s
    void open() throws Exception { DriverManager.getConnection(url); }
}
"""
CASES = {
    "csharp": ("csharp", CSHARP % ("", ""), ("Shop",)),
    "csharp readonly": ("csharp", CSHARP % ("public readonly", ""), ("Shop",)),
    "near miss: csharp public": ("csharp", CSHARP % ("public", ""), "`url` is assigned 2 times"),
    "near miss: csharp with a setter": (
        "csharp",
        CSHARP % ("private", "void Set(string given) { url = given; }"),
        "`url` is assigned 3 times",
    ),
    "java": ("java", JAVA % ("private final", ""), ("SHOP_URL",)),
    "near miss: java that is not final": ("java", JAVA % ("private", ""), "`url` is assigned 2 times"),
}


@pytest.mark.parametrize(("language", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_fields(language: str, text: str, expected: object) -> None:
    """A field that nobody else can set holds what the constructor gives it."""
    source = Source(f"src/Shop.{language}", text)
    found = extract(source, import_module(f"poolaudit.extract.code.{language}").FORMAT.read(source))
    (pool,) = (each for each in found if isinstance(each, ClientPool))

    assert expected == (pool.dsn.names if isinstance(pool.dsn, EnvLookup) else getattr(pool.dsn, "why", None))
