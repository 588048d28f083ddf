"""At which share of the limit an alert fires."""

from __future__ import annotations

import pytest

from poolaudit.extract.promql import alert_threshold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pg_stat_activity_count / pg_settings_max_connections > 0.8", 80.0, id="share"),
        pytest.param(
            "sum by (a, b) (pg_stat_activity_count) > min by (a, b) (pg_settings_max_connections * 0.8)", 80.0, id="grouped"
        ),
        pytest.param(
            '100 * sum(pg_stat_database_numbackends{job=~"a|b"}) by (x) / max(pg_settings_max_connections) by (x) > 95',
            95.0,
            id="percent",
        ),
        pytest.param(
            "(avg_over_time(mysql_global_status_threads_connected[1m])"
            " / on(instance) group_left mysql_global_variables_max_connections) * 100 > bool 90",
            90.0,
            id="matched",
        ),
        pytest.param("((hikaricp_connections_active / hikaricp_connections_max) >= 0.9)", 90.0, id="in parentheses"),
        pytest.param("0.7 < pg_stat_activity_count offset 5m / pg_settings_max_connections", 70.0, id="turned round"),
        pytest.param("1 - pg_stat_activity_count / pg_settings_max_connections < 0.1", 90.0, id="what is left"),
        pytest.param(
            "sum(pg_stat_activity_count) >= max(pg_settings_max_connections) - max(pg_settings_superuser_reserved_connections)",
            97.0,
            id="reserved slots",
        ),
        pytest.param('pg_stat_activity_count{state="active"} / pg_settings_max_connections > 0.5', 50.0, id="active"),
        pytest.param("sum(pg_stat_activity_count) > 150", None, id="a plain number"),
        pytest.param("pg_settings_max_connections - sum(pg_stat_activity_count) < 50", None, id="a number left"),
        pytest.param('pg_stat_activity_count{state="idle"} / pg_settings_max_connections > 0.5', None, id="one state"),
        pytest.param("pg_stat_activity_count / pg_settings_max_connections > 1.2", None, id="never"),
        pytest.param("pg_stat_activity_count / pg_settings_max_connections >= 0", None, id="always"),
        pytest.param("pg_locks_count / pg_settings_max_connections > 0.5", None, id="another metric"),
        pytest.param("predict_linear(pg_stat_activity_count[1h], 60) > pg_settings_max_connections", None, id="another function"),
        pytest.param("pg_stat_activity_count / pg_settings_max_connections > 0.9 and up == 1", None, id="joined"),
        pytest.param("pg_stat_activity_count / 0 > 0.9", None, id="no number"),
        pytest.param("pg_stat_activity_count{", None, id="broken off"),
        pytest.param("sum(" * 3000, None, id="too long"),
        pytest.param("(" * 900 + "1" + ")" * 900 + " > 1", None, id="deep"),
        pytest.param("'", None, id="an open quote"),
        pytest.param("1.2.3 > 1", None, id="no number at all"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_threshold(text: str, expected: float | None) -> None:
    """The lowest usage for which the expression holds, where it depends on usage and limit alone."""
    assert expected == alert_threshold(text)
