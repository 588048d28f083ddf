"""Malformed files of every format: each is told with one line, and the other files are still scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.config import Config
from poolaudit.discover.triggers import Selector
from poolaudit.extract.run import readings
from poolaudit.lint.finding import Unread
from poolaudit.scan import scan

if TYPE_CHECKING:
    from pathlib import Path

    from poolaudit.extract.run import Reading

DEEP = 20_000
LONG = 5_000_000
FAULT = {
    "app/pool.py": "import asyncpg\n\n\nasync def open_pool():\n    return await asyncpg.create_pool(\n"
    '        "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"\n    )\n'
}
"""A fault in one file, which must be found whatever else is there."""
ONE = Config(select=("txn-pool-prepared-statement",))
FOUND = ("app/pool.py", "txn-pool-prepared-statement")

COMMENTS = {
    **dict.fromkeys(
        (
            "chart_file", "dockerfile", "dotenv", "elixir", "gemfile_lock", "hcl", "ini", "libconfig", "mix_lock",
            "mysql_cnf", "pnpm_lock", "postgresql_conf", "procfile", "properties", "python", "requirements", "ruby",
            "shell_script", "toml", "toml_lock", "yaml", "yarn_lock",
        ),
        "# {}\n",
    ),
    **dict.fromkeys(
        ("bicep", "csharp", "go", "go_mod", "gradle", "java", "javascript", "kotlin", "prisma", "rust", "typescript"), "// {}\n"
    ),
    "pgbouncer_ini": "{}]\n",
    "php": "<?php // {}\n",
    "shell_commands": "#!/bin/sh\n# {}\n",
    "sql_file": "-- {}\n",
    "xml": "<!-- {} -->",
}  # fmt: skip
"""Format → how a word stands in it that decides nothing; JSON has it as a key."""
JSON = ("json", "composer_lock", "npm_lock")
POOL = "import asyncpg\nasyncpg.create_pool()\n"
"""What makes every reader of Python look closer."""


def _files() -> dict[str, list[tuple[str, str]]]:
    """Format → a path that each of its surfaces wants, with a word for which it looks into the file.

    What only supports others is not asked: its files are read where a connection is opened.
    """
    every = tuple(each for each in readings() if not each.surface.on_demand and not each.surface.supporting)
    selector: Selector[Reading] = Selector(every)
    found: dict[str, list[tuple[str, str]]] = {}
    for reading in every:
        for each in reading.formats:
            for pattern in reading.globs:
                path = f"{reading.surface.name}/{pattern.replace('*', 'x')}"
                if reading in selector.by_name(path) and reading.format_for(path).name == each.name:
                    found.setdefault(each.name, []).append((path, (reading.triggers or ("",))[0]))
                    break
    return found


FILES = _files()
PYTHON = "line 4: invalid syntax"
CLOSED = "not a Prisma schema: datasource is not closed, line 2"
DEEPER = "nested deeper than 100 levels"
CALL = ("f(", f"f{'(' * DEEP}", "x = 1;\nx = 2;\n")
BODIES: dict[str, tuple[str, str, str]] = {
    "bicep": ("resource a 'b' = {", f"param a = {'[' * DEEP}", "param a int\nparam a int\n"),
    "chart_file": ("name: [1, 'x\n", f"a: {'[' * DEEP}", "name: a\nname: b\n"),
    "composer_lock": ('{"packages": [', f'{{"packages":{"[" * DEEP}', '{"packages": [], "packages": []}'),
    "dockerfile": ('FROM a AS\nCMD ["a"\n', f"FROM a\nCMD {'[' * DEEP}", "FROM a\nCMD b\nCMD c\n"),
    "dotenv": ('A="x\n', f"A={'${A:-' * DEEP}", "A=1\nA=2\n"),
    "gemfile_lock": ("GEM\n  specs:\n    pg (", f"GEM\n{'(' * DEEP}", "GEM\n  specs:\n    pg (1)\n    pg (1)\n"),
    "go_mod": ("require (", f"require {'(' * DEEP}", "require a v1\nrequire a v1\n"),
    "gradle": ("dependencies {", f"dependencies {'{' * DEEP}", "a = 1\na = 2\n"),
    "hcl": ('resource "a" "b" {\n', f"a = {'[' * DEEP}", "a = 1\na = 2\n"),
    "ini": ("[a\n", f"[a]\n{'[' * DEEP}\n", "[a]\nx=1\nx=2\n"),
    "json": ('{"a": "x', f'{{"a":{"[" * DEEP}', '{"a": 1, "a": 2}'),
    "libconfig": ("a {\n", f"a {'{' * DEEP}", "a 1\na 2\n"),
    "mix_lock": ('%{"postgrex": {:hex', f'%{{"a": {"[" * DEEP}', '%{"a": 1, "a": 2}'),
    "mysql_cnf": ("[mysqld\n", f"[mysqld]\na={'[' * DEEP}\n", "[mysqld]\na=1\na=2\n"),
    "npm_lock": ('{"packages": {', f'{{"packages":{"[" * DEEP}', '{"packages": {}, "packages": {}}'),
    "pgbouncer_ini": ("[data", f"a = {'(' * DEEP}", "a = 1\na = 2\n"),
    "pnpm_lock": ("packages: {", f"packages: {'[' * DEEP}", "packages: {}\npackages: {}\n"),
    "postgresql_conf": ("a = 'x\n", f"a = {'(' * DEEP}", "a = 1\na = 2\n"),
    "prisma": ("datasource db {\n", f"datasource db {'{' * DEEP}", "datasource db {\n a = 1\n a = 2\n}\n"),
    "procfile": ("web", f"web: {'$(' * DEEP}", "web: a\nweb: b\n"),
    "properties": ("a=\\", f"a={'${' * DEEP}", "a=1\na=2\n"),
    "python": (f"{POOL}x = (\n", f"{POOL}x = {'(' * DEEP}", f"{POOL}x = 1\nx = 2\n"),
    "requirements": ("asyncpg==", f"asyncpg{'[' * DEEP}", "asyncpg==1\nasyncpg==2\n"),
    "shell_commands": ("echo 'x", f"echo {'$(' * DEEP}", "a=1\na=2\n"),
    "shell_script": ("echo 'x", f"echo {'$(' * DEEP}", "a=1\na=2\n"),
    "sql_file": ("SELECT 'x", f"SELECT {'(' * DEEP}", "SET a = 1; SET a = 1;\n"),
    "toml": ("a = [1,\n", f"a = {'[' * DEEP}", "a = 1\na = 2\n"),
    "toml_lock": ("[[package]]\nname = 'x\n", f"a = {'[' * DEEP}", "a = 1\na = 2\n"),
    "xml": ("<a><b", "<a>" * DEEP, '<a x="1" x="2"/>'),
    "yaml": ("a: [1, 'x\n", f"a: {'[' * DEEP}", "a: 1\na: 2\n"),
    "yarn_lock": ('asyncpg@1:\n  version "', f"a:\n{'(' * DEEP}", 'a@1:\n  version "1"\na@1:\n  version "1"\n'),
    **dict.fromkeys(("csharp", "elixir", "go", "java", "javascript", "kotlin", "php", "ruby", "rust", "typescript"), CALL),
}
"""Format → a file that ends too early, one that nests too deeply, and one that says a thing twice."""
REASONS: dict[str, tuple[str, str, str]] = {
    "bicep": ("a brace is not closed", "", ""),
    "chart_file": ("not YAML: found unexpected end of stream, line 3", DEEPER, ""),
    "hcl": ("", "not HCL, line 1", ""),
    "json": ("not JSON: a string is not closed, line 1", DEEPER, ""),
    "libconfig": ("not libconfig: a brace is not closed, line 3", "not libconfig: expected a name, line 2", ""),
    "mysql_cnf": ("not an option file: a group without its end, line 2", "", ""),
    "prisma": (CLOSED, CLOSED, ""),
    "procfile": ("no line is a process type with a command", "", ""),
    "python": (PYTHON, PYTHON, ""),
    "shell_commands": (
        "not a shell script: a single quote is not closed",
        "not a shell script: substitutions nested too deeply",
        "",
    ),
    "toml": ("not TOML", "nested too deeply", "not TOML, line 3, column 6"),
    "toml_lock": ("", "nested too deeply", "not TOML, line 3, column 6"),
    "xml": ("not XML: unclosed token, line 1", DEEPER, "not XML: duplicate attribute, line 1"),
    "yaml": ("not YAML: found unexpected end of stream, line 3", DEEPER, ""),
}
"""Format → why each of the three is unread; empty where what can be read is taken, and of what stands twice the last."""
KINDS = ("truncated", "deep", "twice")
LINES = {
    "composer_lock": f'{{"a": "{"x" * LONG}"}}',
    "dockerfile": f"FROM {'x' * LONG}\n",
    "json": f'{{"a": "{"x" * LONG}"}}',
    "mysql_cnf": f"[mysqld]\na = {'x' * LONG}\n",
    "npm_lock": f'{{"a": "{"x" * LONG}"}}',
    "procfile": f"web: {'x' * LONG}\n",
    "xml": f"<a>{'x' * LONG}</a>",
}
"""Format → one line of five million characters, where it is not a text that is assigned."""


def _text(format_: str, word: str, body: str) -> str:
    """A file of the format with the word in it, so that its surface is asked."""
    if format_ in JSON:
        return body.replace("{", f'{{"{word.strip(chr(34))}": 1, ', 1)
    return COMMENTS[format_].format(word) + body


def _write(root: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_every_format_has_malformed_files() -> None:
    """A new format needs its three files above."""
    assert set(FILES) == set(BODIES)


@pytest.mark.parametrize("format_", sorted(BODIES))
@pytest.mark.parametrize("kind", KINDS)
def test_a_malformed_file(format_: str, kind: str, tmp_path: Path) -> None:
    """The files of all surfaces of a format are unread for one reason, or are read, and the fault beside them is found."""
    body = BODIES[format_][KINDS.index(kind)]
    reason = REASONS.get(format_, ("", "", ""))[KINDS.index(kind)]
    _write(tmp_path, {**FAULT, **{path: _text(format_, word, body) for path, word in FILES[format_]}})
    result = scan(tmp_path, config=ONE)

    assert {Unread(path, reason) for path, _ in FILES[format_] if reason} == set(result.unread)
    assert FOUND in {(finding.span.path, finding.rule) for finding in result.findings}


@pytest.mark.parametrize("format_", sorted(BODIES))
def test_bytes_of_another_encoding(format_: str, tmp_path: Path) -> None:
    """A file that is no UTF-8 is unread for every surface, and the fault beside it is found."""
    files = {path: _text(format_, word, BODIES[format_][2]).encode() + b"\n\xe9\xff\n" for path, word in FILES[format_]}
    _write(tmp_path, {**FAULT, **files})
    result = scan(tmp_path, config=ONE)

    assert {Unread(path, "is no UTF-8 text") for path in files} == set(result.unread)
    assert FOUND in {(finding.span.path, finding.rule) for finding in result.findings}


@pytest.mark.parametrize("format_", sorted(BODIES))
def test_a_line_of_five_megabytes(format_: str, tmp_path: Path) -> None:
    """It is read, or unread where the reader says that it is too long, and the fault beside it is found."""
    path, word = FILES[format_][0]
    reasons = {
        **dict.fromkeys(("dotenv", "hcl"), "longer than 1000000 characters"),
        "shell_commands": "not a shell script: longer than 100000 characters",
    }
    _write(tmp_path, {**FAULT, path: _text(format_, word, LINES.get(format_, f"a = '{'x' * LONG}'\n"))})
    result = scan(tmp_path, config=ONE)

    assert ({Unread(path, reasons[format_])} if format_ in reasons else set()) == set(result.unread)
    assert FOUND in {(finding.span.path, finding.rule) for finding in result.findings}
