"""Objects that hold arguments and are filled before a client gets them: Jedis."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.surfaces.client_calls import extract
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import Items, Literal

if TYPE_CHECKING:
    from poolaudit.facts.setting import Setting

IMPORTS = "import redis.clients.jedis.*;\nimport org.apache.commons.pool2.impl.GenericObjectPoolConfig;\n"
IMPORTS += "".join(
    f"import redis.clients.jedis.{name};\n"
    for name in ("JedisPool", "JedisPooled", "JedisCluster", "JedisSentinelPool", "JedisPoolConfig", "HostAndPort", "Jedis")
)
IMPORTS += "import redis.clients.jedis.DefaultJedisClientConfig;\n"
SLOW = "DefaultJedisClientConfig.builder().connectionTimeoutMillis(30_000)"
TWO = "JedisPoolConfig a = new JedisPoolConfig(); JedisPoolConfig b = new JedisPoolConfig();"
CASES = {
    "host and port": ('new JedisPool("cache", 6380);', ("JedisPool", {"host": "cache", "port": 6380}, 8, 2.0)),
    "one connection": ('new Jedis("cache", 6380);', ("Jedis", {"host": "cache", "port": 6380}, "", 2.0)),
    "url": ('new JedisPool("redis://cache:6380/1");', ("JedisPool", "redis://cache:6380/1", 8, 2.0)),
    "settings": (
        'JedisPoolConfig c = new JedisPoolConfig(); c.setMaxTotal(20); new JedisPool(c, "cache", 6380, 500);',
        ("JedisPool", {"host": "cache", "port": 6380}, 20, 2.0),
    ),
    "settings of its base": (
        'GenericObjectPoolConfig<C> c = new GenericObjectPoolConfig<>(); c.setMaxTotal(12); new JedisPooled(c, "cache", 6380);',
        ("JedisPooled", {"host": "cache", "port": 6380}, 12, 2.0),
    ),
    "settings of the connection": (
        f'HostAndPort at = new HostAndPort("cache", 6380); new JedisPooled(at, {SLOW}.build());',
        ("JedisPooled", {"host": "cache", "port": 6380}, 8, 30.0),
    ),
    "two objects": (
        f'{TWO} a.setMaxTotal(20); b.setMaxTotal(30); JedisPool p = new JedisPool(b, "cache", 6380);',
        ("JedisPool", {"host": "cache", "port": 6380}, 30, 2.0),
    ),
    "an object of another function": (
        'new JedisPool(poolConfig(), "cache", 6380);',
        (
            "JedisPool",
            {"host": "cache", "port": 6380},
            "some arguments of the call could not be read",
            "some arguments of the call could not be read",
        ),
    ),
    "a parameter": (
        'new JedisPool(given, "cache", 6380);',
        (
            "JedisPool",
            "the arguments of the call could not be read",
            "some arguments of the call could not be read",
            "some arguments of the call could not be read",
        ),
    ),
    "cluster": ("new JedisCluster(nodes());", ("JedisCluster", "its nodes tell of each other", 8, 2.0)),
    "sentinel": (
        'JedisPoolConfig c = new JedisPoolConfig(); c.setMaxTotal(5); new JedisSentinelPool("main", nodes(), c);',
        ("JedisSentinelPool", "its sentinels tell which server leads", 5, 2.0),
    ),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES.keys())
def test_jedis(body: str, expected: tuple[object, ...]) -> None:
    """A pool has what is set on the objects that it is given; of an object from elsewhere nothing is known."""
    source = Source("src/A.java", f"{IMPORTS}class A {{ void f(JedisPoolConfig given) {{ {body} }} }}")
    found = extract(source, import_module("poolaudit.extract.code.java").FORMAT.read(source))
    (pool,) = (each for each in found if isinstance(each, ClientPool))

    assert expected == (
        pool.call.rpartition(".")[2],
        _address(pool),
        _known(pool.max_size),
        _known(pool.connect_timeout),
    )


def _address(pool: ClientPool) -> object:
    """The parts, the text, or why neither is known."""
    if isinstance(pool.dsn, Items):
        return {name: _text(value) for name, value in pool.dsn.items}
    return _text(pool.dsn) if isinstance(pool.dsn, Literal) else getattr(pool.dsn, "why", None)


def _text(value: object) -> object:
    written = getattr(value, "value", None)
    return written.reveal() if hasattr(written, "reveal") else written


def _known(setting: Setting[object]) -> object:
    return setting.value if setting.is_known else setting.note


@pytest.mark.parametrize("argument", ["node.getConnection()", "given"])
def test_a_ready_connection(argument: str) -> None:
    """A connection around one that is open already opens none."""
    source = Source("src/A.java", f"{IMPORTS}class A {{ void f(Node node, Connection given) {{ new Jedis({argument}); }} }}")
    found = extract(source, import_module("poolaudit.extract.code.java").FORMAT.read(source))

    assert [] == [each for each in found if isinstance(each, ClientPool)]
