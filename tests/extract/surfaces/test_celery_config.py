"""Settings of Celery become clients of Redis."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import read
from poolaudit.extract.surfaces.celery_config import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.secret import Secret


def _pools(text: str, path: str = "shop/celery_app.py") -> list[ClientPool]:
    source = Source(path, text)
    return [each for each in SURFACE.extract(source, read(source)) if isinstance(each, ClientPool)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            'from celery import Celery\napp = Celery("shop", broker="redis://cache/0", backend="redis://cache/1")\n',
            [("broker_url", 2, 10), ("result_backend", 2, None)],
            id="arguments",
        ),
        pytest.param(
            'import celery\napp.conf.broker_url = "redis://cache/0"\napp.conf.broker_pool_limit = 3\n',
            [("broker_url", 2, 3)],
            id="attributes",
        ),
        pytest.param(
            'app.conf.update(broker_url="redis://cache/0", broker_pool_limit=4)  # celery\n', [("broker_url", 1, 4)], id="update"
        ),
        pytest.param(
            'app.config_from_object({"broker_url": "redis://cache/0", "broker_pool_limit": 4})  # celery\n',
            [("broker_url", 1, 4)],
            id="object",
        ),
        pytest.param(
            "def f(app):\n    url = 'redis://cache/0'  # celery\n    app.config_from_object({\n     'broker_url': url,\n    })\n",
            [("broker_url", 4, 10)],
            id="object of names",
        ),
        pytest.param('app.config_from_object("shop.celeryconfig")  # broker, celery\n', [], id="name-of-an-object"),
        pytest.param(
            'CELERY_BROKER_URL = "redis://a/0"\nCELERY_RESULT_BACKEND = "redis://a/1"\nCELERY_REDIS_MAX_CONNECTIONS = 20\n',
            [("broker_url", 1, 10), ("result_backend", 2, 20)],
            id="settings-of-django",
        ),
        pytest.param('class CeleryConfig:\n    broker_url = "redis://cache/0"\n', [("broker_url", 2, 10)], id="class"),
        pytest.param('CELERY = {"broker_url": "redis://cache/0"}\n', [("broker_url", 1, 10)], id="dictionary"),
        pytest.param('CELERY_BROKER_URL = "amqp://mq//"\nCELERY_RESULT_BACKEND = "django-db"\n', [], id="other-brokers"),
        pytest.param("import os  # celery\nBROKER_URL = os.getenv('MQ', 'amqp://mq//')\n", [], id="another-broker-by-default"),
        pytest.param('def f():\n    broker_url = "redis://cache/0"  # celery\n', [], id="a-variable-of-a-function"),
        pytest.param('broker_url = "redis://cache/0"\n', [], id="nothing-of-celery"),
    ],
)
def test_pools(text: str, expected: list[tuple[str, int, int | None]]) -> None:
    """Each connection string of Redis at its line, with the limit that is written beside it, else Celery's."""
    assert expected == [(each.call, each.span.line, each.max_size.value) for each in _pools(text)]


def test_variables_of_celery_win() -> None:
    """`CELERY_BROKER_URL` beats what the code says, and passwords stay hidden."""
    (pool,) = _pools('CELERY_BROKER_URL = "redis://:hunter2@cache/0"\n')

    assert isinstance(pool.dsn, EnvLookup)
    assert (("CELERY_BROKER_URL",), True) == (pool.dsn.names, pool.dsn.overrides)
    assert isinstance(pool.dsn.default, Literal)
    assert isinstance(pool.dsn.default.value, Secret)
    assert "hunter2" not in repr(pool)
