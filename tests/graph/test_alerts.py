"""What alerts watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

INI = "[databases]\nshop = host=db\n\n[pgbouncer]\nlisten_port = 6432\n"


def rules(*expressions: str) -> str:
    """A file with one alert for each expression."""
    each = "".join(f"      - alert: A{number}\n        expr: {text}\n" for number, text in enumerate(expressions))
    return f"groups:\n  - name: g\n    rules:\n{each}"


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        pytest.param(["pg_stat_activity_count / pg_settings_max_connections > 0.9"], [(90.0, 90.0)], id="one"),
        pytest.param(
            [
                "pg_stat_activity_count / pg_settings_max_connections > 0.9",
                "pg_stat_activity_count / pg_settings_max_connections > 0.7",
                "hikaricp_connections_active / hikaricp_connections_max > 0.5",
            ],
            [(90.0, 70.0), (70.0, 70.0), (50.0, 50.0)],
            id="the same subject",
        ),
        pytest.param(
            ["pg_stat_activity_count / pg_settings_max_connections > 0.9", "pg_stat_activity_count > 5"],
            [(90.0, None), (None, None)],
            id="one that does not tell",
        ),
    ],
)
def test_earliest(
    expressions: list[str], expected: list[tuple[float | None, float | None]], graph_of: Callable[..., Graph]
) -> None:
    """An alert knows the lowest usage at which one of its subject fires."""
    graph = graph_of({"alerts.yml": rules(*expressions)})

    assert expected == [(each.percent.value, each.earliest.value) for each in graph.alerts]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, None, id="no alerts"),
        pytest.param({"alerts.yml": rules("pg_stat_activity_count > 5")}, False, id="of the server only"),
        pytest.param({"alerts.yml": rules("pgbouncer_pools_client_waiting > 5")}, True, id="of the pooler"),
    ],
)
def test_watched(files: dict[str, str], *, expected: bool | None, graph_of: Callable[..., Graph]) -> None:
    """A pooler knows whether an alert reads its metrics, where the tree has alerts."""
    graph = graph_of({"pgbouncer.ini": INI, **files})

    assert [expected] == [each.watched.value for each in graph.poolers]
