"""The catalog entry of PgBouncer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.catalog.poolers.pgbouncer import POOLER
from poolaudit.catalog.versions import in_force, numbers

if TYPE_CHECKING:
    from poolaudit.catalog.model import PoolerImage, PoolerParameter

BY_NAME = {(each.name, each.scopes[0]): each for each in POOLER.parameters}


@pytest.mark.parametrize("each", [pytest.param(each, id=f"{each.scopes[0]}.{each.name}") for each in POOLER.parameters])
def test_parameter(each: PoolerParameter) -> None:
    """Releases are numbers in order, scopes and types are known, and defaults of enums are among their words."""
    releases = [each.since, *(default.since for default in each.defaults[1:])]

    assert sorted(releases, key=numbers) == releases
    assert set(each.scopes) <= {"global", "database", "user", "peer"}
    assert each.type in {"int", "uint", "bool", "seconds", "enum", "text", "list", "sql", "path"}
    assert (each.type == "enum") == bool(each.values)
    assert not each.values or all(default.value in each.values for default in each.defaults[-1:])


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("max_prepared_statements", "1.21.0", 0),
        ("max_prepared_statements", "1.24.0", 200),
        ("server_tls_sslmode", "1.19.1", "disable"),
        ("server_tls_sslmode", "1.20.0", "prefer"),
        ("default_pool_size", "1.18.0", 20),
        ("query_wait_timeout", "1.24.1", 120),
        ("server_reset_query", "1.24.1", "DISCARD ALL"),
    ],
)
def test_default(name: str, version: str, expected: object) -> None:
    """Defaults that rules rest on are those of the release."""
    found = in_force(BY_NAME[name, "global"].defaults, version)

    assert expected == (found.value if found is not None else None)


@pytest.mark.parametrize("image", [pytest.param(image, id=image.repositories[0]) for image in POOLER.images])
def test_image(image: PoolerImage) -> None:
    """An image sets settings that PgBouncer knows, and says where that was read."""
    names = {name for name, scope in BY_NAME if scope == "global"}
    meanings = {"@url", "@host", "@port", "@user", "@database", "@entry", "@listen_port"}
    refused = {"pool_size", "timezone"} if image.repositories[0] == "edoburu/pgbouncer" else set()

    assert {setting for _, setting in image.environment} <= names | meanings | refused
    assert {setting for setting, _ in image.settings} <= names
    assert all(source.url.startswith("https://") and source.read for source in image.sources)


def test_images() -> None:
    """Every repository stands at one image."""
    actual = [repository for image in POOLER.images for repository in image.repositories]

    expected = [
        "edoburu/pgbouncer",
        "bitnami/pgbouncer",
        "bitnamilegacy/pgbouncer",
        "pgbouncer/pgbouncer",
        "brainsam/pgbouncer",
        "acid/pgbouncer",
        "zalando/postgres-operator/pgbouncer",
        "cloudnative-pg/pgbouncer",
        "crunchydata/crunchy-pgbouncer",
    ]
    assert expected == actual
