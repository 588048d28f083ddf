"""Flask-Caching's keys become clients of Redis."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces.flask_caching import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Expression, Items, Literal
from poolaudit.facts.secret import Secret


def pools(text: str) -> list[ClientPool]:
    """The pools of a module."""
    source = Source.decode("shop/config.py", f"import os\nfrom flask_caching import Cache\n{text}\n".encode())
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
            "CACHE_TYPE = 'RedisCache'\nCACHE_REDIS_URL = os.environ['CACHE']\nCACHE_OPTIONS = {'max_connections': 9}",
            [(4, ("CACHE",), 9)],
            id="constants",
        ),
        pytest.param(
            "class Config:\n    CACHE_TYPE = 'redis'\n    CACHE_REDIS_HOST = 'cache'\n    CACHE_REDIS_PORT = 6380",
            [(5, {"host": "cache", "port": 6380}, 100)],
            id="class",
        ),
        pytest.param(
            "cache = Cache(config={'CACHE_TYPE': 'RedisCache', 'CACHE_REDIS_URL': 'redis://cache/1'})",
            [(3, "redis://cache/1", 100)],
            id="argument",
        ),
        pytest.param(
            "settings = {'CACHE_TYPE': 'RedisCache', 'CACHE_REDIS_URL': 'redis://cache/1'}\ncache = Cache(config=settings)",
            [(3, "redis://cache/1", 100)],
            id="a mapping with a name",
        ),
        pytest.param(
            "def create(app):\n    app.config['CACHE_TYPE'] = 'RedisCache'\n    app.config['CACHE_REDIS_URL'] = 'redis://cache'",
            [(5, "redis://cache", 100)],
            id="application",
        ),
        pytest.param(
            "CACHE_TYPE = os.environ.get('KIND')\nCACHE_REDIS_URL = 'redis://cache'",
            [(4, "redis://cache", 100)],
            id="a kind that is not known",
        ),
        pytest.param("CACHE_TYPE = 'SimpleCache'\nCACHE_REDIS_URL = 'redis://cache'", [], id="another kind"),
        pytest.param("CACHE_TYPE = 'RedisCache'", [], id="no server"),
        pytest.param("def f():\n    CACHE_REDIS_URL = 'redis://cache'", [], id="a variable of a function"),
        pytest.param("CACHE_REDIS_URL = None", [], id="none"),
    ],
)
def test_pools(text: str, expected: list[tuple[int, object, int]]) -> None:
    """Each configuration with a server of Redis at the line of its address, with the limit that is written."""
    assert expected == [(each.span.line, plain(each.dsn), each.max_size.value) for each in pools(text)]


def test_no_password_is_shown() -> None:
    """The password stays hidden."""
    assert "hunter2" not in repr(pools("CACHE_REDIS_HOST = 'cache'\nCACHE_REDIS_PASSWORD = 'hunter2'"))
