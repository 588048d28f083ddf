"""Django's caches and channel layers in Redis become clients of redis-py."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces.client_settings import with_version
from poolaudit.extract.surfaces.django_redis import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Expression, Items, Literal
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

OWN = "'BACKEND': 'django.core.cache.backends.redis.RedisCache'"
OTHER = "'BACKEND': 'django_redis.cache.RedisCache'"
LAYER = "CHANNEL_LAYERS = {'default': {'BACKEND': 'channels_redis.core.RedisChannelLayer', 'CONFIG': {'hosts': %s}}}\n"


def pools(text: str) -> list[ClientPool]:
    """The pools of a settings module."""
    source = Source.decode("shop/settings.py", f"import os\n{text}".encode())
    return [each for each in SURFACE.extract(source, FORMAT.read(source)) if isinstance(each, ClientPool)]


def plain(expression: Expression) -> object:
    """A connection string without its places."""
    if isinstance(expression, Literal):
        return expression.value.reveal() if isinstance(expression.value, Secret) else expression.value
    if isinstance(expression, Items):
        return {name: plain(value) for name, value in expression.items}
    return expression.names if isinstance(expression, EnvLookup) else type(expression).__name__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"CACHES = {{'default': {{{OWN}, 'LOCATION': 'redis://cache:6379', 'OPTIONS': {{'max_connections': 9}}}}}}",
            [("CACHES['default']", "redis://cache:6379", 9)],
            id="Django's own",
        ),
        pytest.param(
            f"CACHES = {{'default': {{{OTHER}, 'LOCATION': os.environ['CACHE'],"
            " 'OPTIONS': {'CONNECTION_POOL_KWARGS': {'max_connections': 20}}}}",
            [("CACHES['default']", ("CACHE",), 20)],
            id="django-redis",
        ),
        pytest.param(
            f"CACHES = {{'default': {{{OWN}, 'LOCATION': ['redis://a', 'redis://b']}}}}",
            [("CACHES['default']", "redis://a", 100), ("CACHES['default']", "redis://b", 100)],
            id="replicas",
        ),
        pytest.param(
            "KIND = os.getenv('KIND', 'a.Local' if DEBUG else 'django.core.cache.backends.redis.RedisCache')\n"
            "CACHES = {'default': {'BACKEND': KIND, 'LOCATION': 'redis://cache:6379'}}",
            [("CACHES['default']", "redis://cache:6379", 100)],
            id="the default of a variable, where a condition may choose another one",
        ),
        pytest.param(
            "KIND = os.getenv('KIND', 'channels_redis.pubsub.RedisPubSubChannelLayer')\n"
            "CHANNEL_LAYERS = {'default': {'BACKEND': KIND}}\n"
            "if KIND.startswith('channels_redis.'):\n"
            "    CHANNEL_LAYERS['default']['CONFIG'] = {'hosts': ['redis://cache:6379'], 'capacity': 2000}",
            [("CHANNEL_LAYERS['default']", "redis://cache:6379", 100)],
            id="a layer whose hosts stand under a condition",
        ),
        pytest.param(
            "KIND = os.getenv('KIND', 'a.Local')\nCACHES = {'default': {'BACKEND': KIND, 'LOCATION': 'redis://cache:6379'}}",
            [],
            id="another kind by default",
        ),
        pytest.param(
            f"CACHES = {{}}\nCACHES['sessions'] = {{{OTHER}, 'LOCATION': 'redis://cache/1'}}",
            [("CACHES['sessions']", "redis://cache/1", 100)],
            id="an alias of its own",
        ),
        pytest.param(
            f"if os.environ.get('TLS'):\n    CACHES = {{'default': {{{OTHER}, 'LOCATION': os.environ['CACHE']}}}}\n"
            f"else:\n    CACHES = {{'default': {{{OTHER}, 'LOCATION': os.environ['CACHE'], 'OPTIONS': {{}}}}}}",
            [("CACHES['default']", ("CACHE",), None)],
            id="a condition",
        ),
        pytest.param(
            f"if os.environ.get('CACHE'):\n    CACHES = {{'default': {{{OTHER}, 'LOCATION': os.environ['CACHE']}}}}\n"
            "else:\n    CACHES = {'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'}}",
            [("CACHES['default']", ("CACHE",), 100)],
            id="another kind where there is no server",
        ),
        pytest.param(
            "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.db.DatabaseCache', 'LOCATION': 'cache'}}",
            [],
            id="a table",
        ),
        pytest.param(
            "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.memcached.PyMemcacheCache', 'LOCATION': 'm:11211'}}",
            [],
            id="memcached",
        ),
        pytest.param(
            LAYER % "[('cache', 6379), 'redis://other/2', {'host': 'third', 'port': 6380}]",
            [
                ("CHANNEL_LAYERS['default']", {"host": "cache", "port": 6379}, 100),
                ("CHANNEL_LAYERS['default']", "redis://other/2", 100),
                ("CHANNEL_LAYERS['default']", {"host": "third", "port": 6380}, 100),
            ],
            id="channel-layer",
        ),
        pytest.param(LAYER % "[{'address': os.environ['R']}]", [("CHANNEL_LAYERS['default']", ("R",), 100)], id="address"),
        pytest.param(LAYER % "HOSTS", [], id="hosts-that-are-not-known"),
        pytest.param(
            "CHANNEL_LAYERS = {'default': {'BACKEND': 'channels.layers.InMemoryChannelLayer'}}", [], id="a layer in memory"
        ),
    ],
)
def test_pools(text: str, expected: list[tuple[str, object, int | None]]) -> None:
    """Each server of each alias in Redis, with the limit that is written."""
    assert expected == [(each.call, plain(each.dsn), each.max_size.value) for each in pools(text)]


@pytest.mark.parametrize(("release", "expected"), [("7.4.1", (None, True)), ("8.1.0", (100, False))])
def test_the_release_of_redis_decides_the_default(release: str, expected: tuple[int | None, bool]) -> None:
    """Without a limit there is none before release 8 of redis-py, which sets one."""
    (pool,) = pools(f"CACHES = {{'default': {{{OWN}, 'LOCATION': 'redis://cache'}}}}")
    pinned = with_version(pool, Setting.written(release, pool.span, "redis"))

    assert expected == (pinned.max_size.value, pinned.unlimited.value)


def test_no_password_is_shown() -> None:
    """The password of OPTIONS and that of a host stay hidden."""
    found = [
        *pools(f"CACHES = {{'default': {{{OTHER}, 'LOCATION': 'redis://cache', 'OPTIONS': {{'PASSWORD': 'hunter2'}}}}}}"),
        *pools(LAYER % "[{'host': 'cache', 'password': 'hunter2'}, 'redis://:hunter2@cache']"),
    ]

    assert "hunter2" not in repr(found)
