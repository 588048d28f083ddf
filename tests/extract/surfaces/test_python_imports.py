"""What is told about a Python file without parsing it."""

from __future__ import annotations

import pytest

from poolaudit.catalog.libraries import constructors
from poolaudit.discover.source import Source
from poolaudit.extract.surfaces.python_imports import may_connect

YES = {
    "import": "import asyncpg\nasyncpg.create_pool()",
    "from": "from asyncpg import create_pool",
    "submodule": "from redis.asyncio import Redis as Cache",
    "second of a list": "import os, asyncpg\nasyncpg.connect()",
    "after an alias": "import numpy as np, asyncpg\nasyncpg.connect()",
    "on a continued line": "from \\\n    psycopg2 import connect",
    "inside of a block": "try: import redis\nexcept ImportError: pass\nredis.from_url()",
}
NO = {
    "own module of the same name": "from app.redis import Redis",
    "own package": "from polar.postgres import create_engine",
    "no constructor": "from sqlalchemy import Column, select",
    "name in prose": "# asyncpg.create_pool opens a pool",
    "longer name": "import redis_lock\nredis_lock.Redis()",
}


@pytest.mark.parametrize("text", YES.values(), ids=YES)
def test_import_of_a_library_and_its_constructor(text: str) -> None:
    """A file that imports a library and has the name of one of its constructors may connect."""
    assert may_connect(Source("a.py", text))


@pytest.mark.parametrize("text", NO.values(), ids=NO)
def test_no_import_or_no_constructor(text: str) -> None:
    """A file without the import or without the name of a constructor surely does not connect."""
    assert not may_connect(Source("a.py", text))


def test_other_languages_are_read() -> None:
    """The look at imports is for Python, Go and JavaScript only."""
    assert may_connect(Source("a.rb", "x = 1"))


@pytest.mark.parametrize(
    ("text", "connects"),
    [
        ('import pg from "pg"', True),
        ("const { Pool } = require('pg')", True),
        ("import { PrismaClient } from '@prisma/client'", True),
        ('type Country = "PE" | "PG" | "PL"', False),
        ("// the worker of BullMQ has one of its own", False),
        ('new Worker("mail", run, { connection: { host: "redis" } }) // bullmq', True),
    ],
)
def test_packages_of_javascript_are_told_by_their_exact_names(text: str, connects: bool) -> None:  # noqa: FBT001
    """The name of a package in another case is no import of it."""
    assert may_connect(Source("a.ts", text)) == connects


@pytest.mark.parametrize("callee", list(constructors("go")))
def test_every_constructor_of_go(callee: str) -> None:
    """Each callee of the catalog passes with the import that reaches it, whatever that is called."""
    package, _, name = callee.rpartition(".")
    text = f'package db\n\nimport other "{package}"\n\nvar pool, err = other.{name}(url)\n'

    assert may_connect(Source("db.go", text))


def test_go_without_a_constructor_is_not_read() -> None:
    """A file that only uses a pool opens none."""
    text = 'package db\n\nimport "github.com/jackc/pgx/v5/pgxpool"\n\nfunc Get(pool *pgxpool.Pool) {}\n'

    assert not may_connect(Source("db.go", text))


@pytest.mark.parametrize("callee", [each for each in constructors("python") if "." in each])
def test_every_constructor(callee: str) -> None:
    """Each callee of the catalog passes under the import that reaches it."""
    module, _, name = callee.rpartition(".")

    assert may_connect(Source("a.py", f"from {module} import {name}"))


def test_hostile_text_takes_no_time() -> None:
    """Half a million characters of unfinished imports are looked through once."""
    assert not may_connect(Source("a.py", "import a as b, " * 35_000))
