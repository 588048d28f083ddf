"""PA303, PA401 with Redis: who says that there are too many connections, and what happens to idle ones."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from live.program import requirements
from live.redis_server import RedisServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from live.lab import Lab

CLIENTS = 120
"""What the server takes."""
IDLE = 1
"""Seconds after which it closes a connection."""


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    """A server with few connections to give, which closes idle ones."""
    with RedisServer(f"maxclients {CLIENTS}", f"timeout {IDLE}") as started:
        yield started


def client(call: str) -> dict[str, str]:
    """A repository with a client of redis-py."""
    text = f"import redis\n\ncache = {call}\n"
    return {"app/cache.py": text, "requirements.txt": requirements("redis")}


@pytest.mark.parametrize(
    ("call", "told"),
    [
        pytest.param('redis.from_url("redis://redis:6379/0")', "Too many connections", id="default"),
        pytest.param('redis.from_url("redis://redis:6379/0", max_connections=0)', "Too many connections", id="zero"),
        pytest.param('redis.from_url("redis://redis:6379/0", max_connections=5)', "Too many connections", id="five"),
        pytest.param(
            'redis.Redis.from_pool(redis.BlockingConnectionPool.from_url("redis://redis:6379/0", max_connections=5, timeout=1))',
            "No connection available.",
            id="blocking",
        ),
        pytest.param(
            'redis.from_url("redis://redis:6379/0", max_connections=2**31)', "max number of clients reached", id="without-limit"
        ),
    ],
)
def test_too_many_connections(call: str, told: str, redis_server: RedisServer, lab: Lab) -> None:
    """The pool refuses at its limit, by default 100 since redis-py 8; without one the server does, at `maxclients`."""
    repository = lab.repository(client(call))
    with repository.run("app/cache.py", redis_server.address, redis_server.address) as app:
        held = app.do("hold", CLIENTS + 1)
    lab.saw("PA303", f"redis-py, {call}: {CLIENTS + 1} at once", None, held.error)

    assert told == held.error
    assert set() == repository.findings("PA303")


def test_the_default_is_a_hundred(redis_server: RedisServer, lab: Lab) -> None:
    """A pool gives a hundred connections, and no more."""
    repository = lab.repository(client('redis.from_url("redis://redis:6379/0")'))
    seen = []
    for number in (100, 101):
        with repository.run("app/cache.py", redis_server.address, redis_server.address) as app:
            seen.append(app.do("hold", number).error)

    assert ["", "Too many connections"] == seen


def test_after_the_server_closed_it(redis_server: RedisServer, lab: Lab) -> None:
    """A connection that the server closed for idleness is replaced when it is taken out of the pool."""
    repository = lab.repository(client('redis.from_url("redis://redis:6379/0")'))
    with repository.run("app/cache.py", redis_server.address, redis_server.address) as app:
        before = app.do("ping")
        time.sleep(IDLE + 1)
        after = app.do("ping")
    lab.saw("PA401", "redis-py, default: timeout of Redis passed", None, after.failure or "works")

    assert (True, True) == (before.value, after.value)
    assert set() == repository.findings("PA401")
