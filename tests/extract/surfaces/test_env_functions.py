"""Functions that read variables for others."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from poolaudit.config import Config
from poolaudit.discover.source import Source
from poolaudit.extract.surfaces.env_functions import SURFACE
from poolaudit.facts.name import NamedValue
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

GO = """package main

import (
	"database/sql"
	"os"
)

func getEnv(key, fallback string) string {
	if value, ok := os.LookupEnv(key); ok {
		return value
	}
	return fallback
}

func main() {
	db, _ := sql.Open("postgres", getEnv("DATABASE_URL", "postgres://app@localhost/shop"))
	db.SetMaxOpenConns(getEnvInt("MAX", 20))
}
"""


@pytest.mark.parametrize(
    ("language", "path", "text", "expected"),
    [
        ("go", "cmd/app/main.go", GO, ["cmd.app.getEnv()"]),
        ("php", "lib/cfg.php", "<?php\nfunction cfg($key, $or = null) { return getenv($key) ?: $or; }\n", ["lib.cfg.cfg()"]),
        ("rust", "src/cfg.rs", "fn get(key: &str) -> String { std::env::var(key).unwrap() }", ["cfg.get()"]),
        ("kotlin", "src/Cfg.kt", "package a\nfun env(key: String, d: String) = System.getenv(key) ?: d\n", ["a.env()"]),
        ("java", "A.java", "package a; class A { static String env(String k) { return System.getenv(k); } }", ["a.A.env()"]),
        ("go", "a/b.go", 'package b\nimport "os"\nfunc f(key string) string { return os.Getenv("APP_" + key) }\n', []),
        ("go", "a/b.go", 'package b\nimport "os"\nfunc f(a, b, c string) string { return os.Getenv(a) }\n', []),
        ("go", "a/b.go", 'package b\nimport "os"\nfunc f(a, b string) string { return os.Getenv(a) + os.Getenv(a) }\n', []),
        ("go", "a/b.go", 'package b\nimport "os"\nfunc f() string { return os.Getenv("A") }\n', []),
    ],
    ids=["go", "php", "rust", "kotlin", "java", "changed key", "three parameters", "two reads", "no parameter"],
)
def test_functions_that_hand_their_parameter_over(language: str, path: str, text: str, expected: list[str]) -> None:
    """A function with one read, of its first parameter as it is, stands for that read."""
    source = Source(path, text)
    document = import_module(f"poolaudit.extract.code.{language}").FORMAT.read(source)

    assert expected == [each.name for each in SURFACE.extract(source, document) if isinstance(each, NamedValue)]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [("DATABASE_URL=postgres://app@db/shop\n", "db"), ("OTHER=1\n", "localhost")],
    ids=["a variable", "the fallback"],
)
def test_what_the_function_gives(tmp_path: Path, variables: str, expected: str) -> None:
    """A call stands for the variable that it names, else for what it gives as the second argument."""
    (tmp_path / "main.go").write_text(GO, encoding="utf-8")
    (tmp_path / ".env").write_text(variables, encoding="utf-8")
    (route,) = survey(tmp_path, config=Config()).graph.routes

    assert expected == route.endpoint.host.value
