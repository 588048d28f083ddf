"""The pool that a library takes for an address by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PLAIN = "from sqlalchemy import create_engine\n\nengine = create_engine({})\n"
ASYNC = "from sqlalchemy.ext.asyncio import create_async_engine\n\nengine = create_async_engine({})\n"
CHOSEN = "from sqlalchemy import create_engine\nfrom sqlalchemy.pool import {0}\n\nengine = create_engine({1}, poolclass={0})\n"
FLASK = "SQLALCHEMY_DATABASE_URI = {}\n"
THREADS = "one connection for each thread"


@pytest.mark.parametrize(
    ("code", "version", "expected"),
    [
        (PLAIN.format("'sqlite://'"), "2.0.44", (True, None, THREADS)),
        (PLAIN.format("'sqlite:///:memory:'"), "1.4.54", (True, None, THREADS)),
        (PLAIN.format("'sqlite+pysqlite:///:memory:', pool_size=3"), "2.0.44", (True, None, THREADS)),
        (PLAIN.format("'sqlite:///file:shop?mode=memory&uri=true'"), "2.0.44", (True, None, THREADS)),
        (PLAIN.format("'sqlite:///shop.db'"), "2.0.44", (True, 15, "")),
        (PLAIN.format("'sqlite:///shop.db'"), "1.4.54", (False, None, "")),
        (PLAIN.format("'sqlite:///shop.db', pool_size=2"), "1.4.54", (True, 12, "")),
        (PLAIN.format("'sqlite:///shop.db'"), "", (True, 15, "")),
        (PLAIN.format("'postgresql://app@db/shop'"), "1.4.54", (True, 15, "")),
        (ASYNC.format("'sqlite+aiosqlite://'"), "2.0.44", (True, 1, "")),
        (ASYNC.format("'sqlite+aiosqlite:///:memory:'"), "1.4.54", (True, 1, "")),
        (ASYNC.format("'sqlite+aiosqlite:///shop.db'"), "2.0.37", (False, None, "")),
        (ASYNC.format("'sqlite+aiosqlite:///shop.db'"), "2.0.38", (True, 15, "")),
        (CHOSEN.format("QueuePool", "'sqlite://'"), "2.0.44", (True, 15, "")),
        (CHOSEN.format("StaticPool", "'sqlite://'"), "2.0.44", (True, 1, "")),
        (FLASK.format("'sqlite:///:memory:'"), "2.0.44", (True, 1, "")),
    ],
    ids=[
        "memory",
        "memory, by its name",
        "memory, with a size",
        "memory, by its mode",
        "file",
        "file, before 2.0",
        "file with a size, before 2.0",
        "file, release not pinned",
        "a server",
        "aiosqlite in memory",
        "aiosqlite in memory, before 2.0",
        "aiosqlite and a file, before 2.0.38",
        "aiosqlite and a file",
        "chosen class",
        "chosen class of one connection",
        "Flask-SQLAlchemy in memory",
    ],
)
def test_sqlite_has_pools_of_its_own(
    graph_of: Callable[..., Graph], code: str, version: str, expected: tuple[bool, int | None, str]
) -> None:
    """A database in memory has one connection, or one for each thread; files get a pool in later releases only."""
    pinned = {"requirements.txt": f"sqlalchemy=={version}\n"} if version else {}
    (route,) = graph_of({**pinned, "app/config.py": code}).routes
    most = route.client.max_connections

    assert expected == (route.client.pooling.value, most.value, "" if most.is_known else most.note)
