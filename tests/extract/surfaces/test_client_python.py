"""Clients of Python that are built above others, or beside them, become pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces import client_calls
from poolaudit.facts.expression import EnvLookup, Items, Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.expression import Expression


def pools(text: str) -> list[ClientPool]:
    """The pools of a module."""
    source = Source.decode("app/db.py", text.encode())
    return [each for each in client_calls.extract(source, FORMAT.read(source)) if hasattr(each, "dsn")]


def only(text: str) -> ClientPool:
    """The single pool of a module."""
    (pool,) = pools(text)
    return pool


def address(expression: Expression) -> object:
    """What the connection string is, without places: variables, `text`, or the names of its parts."""
    if isinstance(expression, EnvLookup):
        return expression.names
    if isinstance(expression, Items):
        return [name for name, _ in expression.items]
    return "text" if isinstance(expression, Literal) and isinstance(expression.value, Secret) else type(expression).__name__


REDIS = "import aioredis\nclient = {}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("await aioredis.create_redis_pool('redis://cache')", ("pool", "text", 1, 10), id="pool-of-1"),
        pytest.param(
            "await aioredis.create_pool('redis://cache', minsize=5, maxsize=20)", ("pool", "text", 5, 20), id="sizes-of-1"
        ),
        pytest.param(
            "await aioredis.create_redis(('cache', 6379))", ("connection", "Elements", None, None), id="connection-of-1"
        ),
        pytest.param("aioredis.from_url('redis://cache', max_connections=7)", ("pool", "text", None, 7), id="url-of-2"),
        pytest.param("aioredis.Redis(host='cache', port=6379)", ("pool", ["host", "port"], None, None), id="client-of-2"),
        pytest.param("aioredis.BlockingConnectionPool(host='cache')", ("pool", ["host"], None, 50), id="blocking-of-2"),
    ],
)
def test_aioredis(text: str, expected: tuple[object, ...]) -> None:
    """Functions of the first release line and classes of the second are pools of Redis, each with its own sizes."""
    pool = only(REDIS.format(text))

    assert ("aioredis", *expected) == (pool.library, pool.kind, address(pool.dsn), pool.min_size.value, pool.max_size.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("aioredis.Redis(host='cache')", True, id="default"),
        pytest.param("aioredis.Redis(host='cache', max_connections=None)", True, id="none"),
        pytest.param("aioredis.Redis(host='cache', max_connections=9)", False, id="limited"),
        pytest.param("await aioredis.create_redis_pool('redis://cache')", False, id="ten-of-1"),
    ],
)
def test_aioredis_is_limited_by_its_maximum(text: str, *, expected: bool) -> None:
    """A client of 2.x without a maximum has none; a pool of 1.x always has one."""
    assert expected is only(REDIS.format(text)).unlimited.value


def test_aioredis_with_a_ready_pool_opens_none() -> None:
    """A client that is handed a pool is no second one."""
    text = REDIS.format("aioredis.Redis(connection_pool=aioredis.ConnectionPool.from_url('redis://cache'))")

    assert ["aioredis.ConnectionPool.from_url"] == [each.call for each in pools(text)]
