"""Variables that a pooler's image makes nothing of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph


def compose(image: str, *lines: str, rest: str = "") -> dict[str, str]:
    """A pooler with these variables."""
    variables = "".join(f"      {line}\n" for line in lines)
    return {"docker-compose.yml": f"services:\n  pool:\n    image: {image}\n    environment:\n{variables}{rest}"}


MOUNTED = "    volumes:\n      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
FILE = "[databases]\nshop = host=db\n\n[pgbouncer]\nauth_type = trust\n"


@pytest.mark.parametrize(
    ("image", "name", "expected"),
    [
        ("edoburu/pgbouncer:1.24.1", "PGBOUNCER_POOL_MODE", ("pool_mode", "POOL_MODE", "session")),
        ("edoburu/pgbouncer:1.24.1", "PGBOUNCER_MAX_DB_CLIENT_CONNECTIONS", ("max_db_client_connections", None, "0")),
        ("bitnami/pgbouncer:1.24.1", "POOL_MODE", ("pool_mode", "PGBOUNCER_POOL_MODE", "session")),
        ("bitnami/pgbouncer:1.24.1", "DB_HOST", ("server address", "POSTGRESQL_HOST", None)),
    ],
    ids=["prefix too much", "no variable at all", "prefix missing", "address"],
)
def test_a_name_of_another_image(
    image: str, name: str, expected: tuple[str, str | None, str | None], graph_of: Callable[..., Graph]
) -> None:
    """A variable that other images read says what was meant, and which variable this one reads instead."""
    graph = graph_of(compose(image, f"{name}: '7'"))

    assert [(name, False, True, *expected)] == [
        (each.name, each.read.value, each.matters.value, each.setting, each.instead.value, each.in_force.value)
        for each in graph.pooler_variables
    ]


@pytest.mark.parametrize(
    ("image", "line"),
    [
        ("edoburu/pgbouncer:1.24.1", "POOL_MODE: transaction"),
        ("edoburu/pgbouncer:1.24.1", "USER: root"),
        ("edoburu/pgbouncer:1.24.1", "SOME_THING: '1'"),
        ("edoburu/pgbouncer:1.24.1", "PGHOST: db"),
        ("myorg/pgbouncer:1", "PGBOUNCER_POOL_MODE: transaction"),
        ("cloudnative-pg/pgbouncer:1.24.1", "PGBOUNCER_POOL_MODE: transaction"),
    ],
    ids=["read", "everybody's", "unknown", "libpq's", "unknown image", "image without variables"],
)
def test_others_are_left_alone(image: str, line: str, graph_of: Callable[..., Graph]) -> None:
    """Nothing is said about variables that the image reads or that nobody reads for a setting."""
    graph = graph_of(compose(image, line))

    assert () == graph.pooler_variables


def test_a_mounted_file_makes_variables_void_together(graph_of: Callable[..., Graph]) -> None:
    """Variables that the mounted file contradicts are one thing with all their names; those that it agrees with are left out."""
    files = compose(
        "edoburu/pgbouncer:1.24.1", "AUTH_TYPE: md5", "POOL_MODE: transaction", "MAX_CLIENT_CONN: '100'", rest=MOUNTED
    )
    graph = graph_of(files | {"pgbouncer.ini": FILE})

    assert [("AUTH_TYPE, POOL_MODE", True, "auth_type is trust, pool_mode is session", "pgbouncer.ini")] == [
        (each.name, each.read.value, each.effect, each.overridden_by.value) for each in graph.pooler_variables
    ]
