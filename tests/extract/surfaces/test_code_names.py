"""Names that files of other languages define for each other."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import csharp, go, java, javascript, php, typescript
from poolaudit.extract.surfaces.code_names import SURFACE
from poolaudit.facts.expression import EnvLookup, Items, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.graph.names import Names

CASES = {
    "constant": (typescript, "src/config.ts", "export const dbUrl = process.env.DATABASE_URL", ["src.config.dbUrl"]),
    "default export": (javascript, "src/config.js", "export default { url: 'u' }", ["src.config"]),
    "CommonJS": (javascript, "src/config.js", "module.exports.url = process.env.A", ["src.config.url"]),
    "constant without meaning": (typescript, "src/config.ts", "export const title = 'Hello'", []),
    "assigned twice": (typescript, "src/config.ts", "let url = process.env.A; url = process.env.B", []),
    "inside a function": (typescript, "src/config.ts", "function f() { const url = process.env.A }", []),
    "function": (typescript, "src/config.ts", "export function getUrl() { return process.env.A }", ["src.config.getUrl()"]),
    "function with a parameter": (
        typescript,
        "src/config.ts",
        "export function getUrl(a) { return process.env.A }",
        ["src.config.getUrl()"],
    ),
    "static field": (
        java, "Config.java", 'package com.acme;\nclass Config { static final String URL = System.getenv("A"); }',
        ["com.acme.Config.URL", "com.acme.Config().URL"],
    ),
    "tag": (
        go, "internal/config/config.go", 'package config\ntype Config struct {\n\tDSN string `env:"DATABASE_URL"`\n}',
        ["internal.config.Config.DSN", "internal.config.Config().DSN"],
    ),
    "property": (
        csharp, "A.cs", 'namespace Acme;\nclass A { public string Url { get; } = Environment.GetEnvironmentVariable("A"); }',
        ["Acme.A.Url", "Acme.A().Url"],
    ),
    "constant of PHP": (php, "config/db.php", "<?php const URL = 'pgsql:host=h';", ["config.db.URL"]),
}  # fmt: skip


@pytest.mark.parametrize(("reader", "path", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_names(reader: object, path: str, text: str, expected: list[str]) -> None:
    """A module names what others may put into a connection."""
    source = Source(path, text)
    module = reader.read(source)  # type: ignore[attr-defined]  # a module of `extract.code`

    assert expected == [each.name for each in SURFACE.extract(source, module) if isinstance(each, NamedValue)]


def test_import_of_another_file() -> None:
    """A name that one file imports is what the other one defines."""
    files = (
        Source("src/config/index.ts", "export default { db: { url: process.env.DATABASE_URL } }"),
        Source("src/env.ts", "export const env = createEnv({ server: { DB_URL: z.string() }, runtimeEnv: process.env })"),
    )
    names = Names(each for source in files for each in SURFACE.extract(source, typescript.read(source)))  # type: ignore[misc]  # names only
    text = 'import config from "../config"\nimport { env } from "@/env"\nf(config.db.url, env.DB_URL)'
    user = Source("src/db/pool.ts", text)
    arguments = typescript.read(user).calls[0].arguments
    found = [names.find(each.value.name, user.path) for each in arguments]  # type: ignore[union-attr]  # both are references

    assert [("DATABASE_URL",), ("DB_URL",)] == [each.names for each in found if isinstance(each, EnvLookup)]


def test_password_is_secret() -> None:
    """The text of a password is in no fact as text."""
    source = Source("src/config.ts", "export const db = { password: 'hunter2', url: 'postgres://u:hunter2@h/d' }")
    named = next(iter(SURFACE.extract(source, typescript.read(source))))

    assert isinstance(named, NamedValue)
    assert isinstance(named.value, Items)
    assert "hunter2" not in repr(named.value)
    assert all(isinstance(value, Literal) and not isinstance(value.value, str) for _, value in named.value.items)
