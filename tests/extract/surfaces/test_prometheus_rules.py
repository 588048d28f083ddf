"""Alerting rules on the use of connections."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.prometheus_rules import SURFACE
from poolaudit.facts.alert_rule import AlertRule

_RULES = """\
groups:
  - name: db
    rules:
      - alert: TooMany
        expr: |
          sum(pg_stat_activity_count) > 0.8 * pg_settings_max_connections
      - alert: Waiting
        expr: pgbouncer_pools_client_waiting > 0
      - alert: Disk
        expr: node_filesystem_avail_bytes < 1
      - record: x
        expr: pg_stat_activity_count
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_RULES, id="plain"),
        pytest.param("kind: PrometheusRule\nspec:\n  " + _RULES.rstrip("\n").replace("\n", "\n  ") + "\n", id="operator"),
    ],
)
def test_rules(text: str) -> None:
    """Rules that read a metric of connections are alerts; others and recordings are not."""
    source = Source("rules.yml", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, AlertRule)]

    assert [
        (
            "TooMany",
            "postgresql",
            ("pg_stat_activity_count", "pg_settings_max_connections"),
            "sum(pg_stat_activity_count) > 0.8 * pg_settings_max_connections",
        ),
        ("Waiting", "pgbouncer", ("pgbouncer_pools_client_waiting",), "pgbouncer_pools_client_waiting > 0"),
    ] == [(each.name, each.subject, each.metrics, each.expression.value) for each in found]
    assert ["TooMany", "Waiting"] == [source.at(each.span) for each in found]
