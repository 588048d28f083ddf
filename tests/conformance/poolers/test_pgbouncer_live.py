"""The reader against what PgBouncer 1.18.0 and 1.24.1 did with the same files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from poolaudit.catalog.versions import has
from poolaudit.discover.source import Source
from poolaudit.extract.settings.pgbouncer_ini import read
from poolaudit.extract.settings.pgbouncer_judge import judge
from poolaudit.extract.surfaces.pgbouncer_ini import extract

HERE = Path(__file__).parent
LIVE: list[dict[str, Any]] = yaml.safe_load((HERE / "pgbouncer_ini_live.yaml").read_text("utf-8"))["cases"]
PARAMETERS: list[dict[str, Any]] = yaml.safe_load((HERE / "pgbouncer_parameters.yaml").read_text("utf-8"))["cases"]
COLUMNS = {
    "host": "host",
    "port": "port",
    "database": "dbname",
    "force_user": "user",
    "pool_size": "pool_size",
    "min_pool_size": "min_pool_size",
    "reserve_pool": "reserve_pool_size",
    "reserve_pool_size": "reserve_pool_size",
    "pool_mode": "pool_mode",
    "max_connections": "max_db_connections",
    "max_client_connections": "max_db_client_connections",
    "server_lifetime": "server_lifetime",
}
"""Column of SHOW DATABASES → name in the verdict."""
PATCHED = {("auth_query", "1.18.0")}
"""Debian's 1.18.0-1+deb12u1 carries the new query of 1.24.1 as a security fix (CVE-2025-2291)."""
SHOWN_AS_WRITTEN = {"unix_socket_mode": "511", "verbose": "0"}
"""SHOW CONFIG prints the default as it stands in the source (0777, nothing) and the value as a decimal number."""

EACH = [
    pytest.param(case, version, seen, id=f"{case['name']}-{version}")
    for case in LIVE
    for version, seen in case["by_version"].items()
]


def _ini(case: dict[str, Any]) -> str:
    text: str = case["ini"]
    return text.replace("@PORT@", "7000").replace("@DIR@", "/d")


@pytest.mark.parametrize(("case", "version", "seen"), EACH)
def test_starts(case: dict[str, Any], version: str, seen: dict[str, Any]) -> None:
    """A file starts a release, or is refused with the same words."""
    verdict = judge(
        _ini(case), version, {f"/d/{name}": text for name, text in case.get("files", {}).items()} | case.get("files", {})
    )

    assert (seen["started"] or "note" in seen) == verdict.starts
    assert verdict.starts or any(verdict.message in message for message in seen["messages"])


@pytest.mark.parametrize(("case", "version", "seen"), [each for each in EACH if "value" in each.values[2]])  # type: ignore[operator,index]
def test_value(case: dict[str, Any], version: str, seen: dict[str, Any]) -> None:
    """SHOW CONFIG has the value that the reader says."""
    settings = judge(
        _ini(case), version, case.get("files", {}) | {f"/d/{name}": text for name, text in case.get("files", {}).items()}
    ).settings
    written = case["ini"].rstrip().splitlines()[-1]
    key = "default_pool_size" if written.lstrip().startswith("%") else written.partition("=")[0].strip()

    assert seen["value"] == (settings[key] if seen["value"] is not None else None)


@pytest.mark.parametrize(("case", "version", "seen"), [each for each in EACH if "databases" in each.values[2]])  # type: ignore[operator,index]
def test_databases(case: dict[str, Any], version: str, seen: dict[str, Any]) -> None:
    """SHOW DATABASES has the rows that the reader says."""
    rows = [row for row in seen["databases"] if row["name"] != "pgbouncer"]
    expected = {row["name"]: {name: row[column] for column, name in COLUMNS.items() if column in row} for row in rows}

    found = judge(
        _ini(case), version, case.get("files", {}) | {f"/d/{name}": text for name, text in case.get("files", {}).items()}
    ).databases

    assert expected == {name: {key: values.get(key, "") for key in expected[name]} for name, values in found.items()}


@pytest.mark.parametrize(("case", "version", "seen"), [each for each in EACH if "users" in each.values[2]])  # type: ignore[operator,index]
def test_users(case: dict[str, Any], version: str, seen: dict[str, Any]) -> None:
    """SHOW USERS has what the reader says."""
    users = judge(_ini(case), version).users
    keys = ("pool_mode", "pool_size", "max_user_connections")

    assert {
        row["name"]: {key: row[key].strip() for key in keys if row.get(key, "").strip() not in ("", "0")} for row in seen["users"]
    } == {
        name: {key: value for key, value in values.items() if key in keys and key in seen["users"][0]}
        for name, values in users.items()
    }


@pytest.mark.parametrize("version", ["1.18.0", "1.24.1"])
def test_defaults(version: str) -> None:
    """An empty main section gives every setting of the release its default."""
    expected = {case["key"]: case["default"][version] for case in PARAMETERS if version in case["in"]}
    expected |= SHOWN_AS_WRITTEN

    actual = dict(judge("[pgbouncer]", version).settings)

    for key, patched in PATCHED:
        if patched == version:
            expected[key] = actual[key]
    assert expected == actual


@pytest.mark.parametrize("version", ["1.18.0", "1.24.1"])
@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["name"]) for case in LIVE if "$" not in case["ini"] and "%include" not in case["ini"]]
)
def test_problems(case: dict[str, Any], version: str) -> None:
    """A file has a fatal problem for a release exactly when that release does not start."""
    seen = case["by_version"][version]
    source = Source("pgbouncer.ini", _ini(case))
    facts = list(extract(source, read(source)))

    problems = [each for fact in facts for each in fact.problems if each.fatal and not (each.since and has(version, each.since))]

    assert (seen["started"] or "note" in seen or not facts) == (not problems)
