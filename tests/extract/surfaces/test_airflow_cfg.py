"""Airflow's configuration file becomes the pool of its metadata database."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.ini import read
from poolaudit.extract.surfaces.airflow_cfg import SURFACE
from poolaudit.facts.client_pool import ClientPool


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[database]\nsql_alchemy_conn = postgresql+psycopg2://a:hunter2@db/airflow\nsql_alchemy_pool_size = 20\n",
            [(2, 20, 10, 1800.0)],
            id="sizes",
        ),
        pytest.param("[core]\nsql_alchemy_conn = postgresql://db/airflow\n", [(2, 5, 10, 1800.0)], id="before-2.3"),
        pytest.param("[database]\nsql_alchemy_conn =\n", [], id="empty"),
        pytest.param("[celery]\nresult_backend = db+postgresql://db/airflow\n", [], id="another-section"),
    ],
)
def test_pool(text: str, expected: list[tuple[object, ...]]) -> None:
    """The line of the connection string, what is written of the sizes, else Airflow's own defaults; no password in it."""
    source = Source("airflow.cfg", text)
    pools = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, ClientPool)]

    assert expected == [(each.span.line, each.max_size.value, each.max_overflow.value, each.max_lifetime.value) for each in pools]
    assert "hunter2" not in repr(pools)
