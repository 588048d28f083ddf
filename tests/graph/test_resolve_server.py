"""How many connections a server leaves to applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.server import Server
    from poolaudit.graph.topology import Graph

SERVICE = "services:\n  db:\n    image: {image}\n"
MOUNT = "    volumes: ['./postgresql.conf:/etc/postgresql/postgresql.conf']\n"
BOTH = "    command: postgres -c config_file=/etc/postgresql/postgresql.conf -c max_connections=90\n"
RESERVED = "postgres -c max_connections=50 -c superuser_reserved_connections=5 -c reserved_connections=7"
USE = "    command: postgres -c config_file=/etc/postgresql/postgresql.conf\n"


def server(graph: Graph) -> Server:
    """The only one."""
    (found,) = graph.servers
    return found


@pytest.mark.parametrize(
    ("lines", "files", "expected"),
    [
        pytest.param("", {}, (100, 3, 97), id="defaults"),
        pytest.param("    command: postgres -c max_connections=200\n", {}, (200, 3, 197), id="command line"),
        pytest.param("    command: -c max_connections=200\n", {}, (200, 3, 197), id="arguments of the entry point"),
        pytest.param("    command: docker-entrypoint.sh postgres -N 9\n", {}, (9, 3, 6), id="entry point and server"),
        pytest.param("    command: ['postgres', '-N', '50']\n", {}, (50, 3, 47), id="short option"),
        pytest.param("    command: postgres --max-connections=60\n", {}, (60, 3, 57), id="long option"),
        pytest.param("    command: sh -c 'chown x /y && exec postgres -N 70'\n", {}, (70, 3, 67), id="behind a shell"),
        pytest.param(f"    command: {RESERVED}\n", {}, (50, 12, 38), id="both kinds of reserved slots"),
        pytest.param(MOUNT + USE, {"postgresql.conf": "max_connections = 80\n"}, (80, 3, 77), id="file"),
        pytest.param(MOUNT + USE, {"postgresql.conf": "shared_buffers = 1GB\n"}, (100, 3, 97), id="a file that is silent"),
        pytest.param(
            MOUNT + BOTH, {"postgresql.conf": "max_connections = 80\n"}, (90, 3, 87), id="the command line beats the file"
        ),
        pytest.param(MOUNT + USE, {}, (None, None, None), id="a file that is not in the tree"),
        pytest.param("    command: postgres -c max_connections=$${N}\n", {}, (None, 3, None), id="a variable of the shell"),
        pytest.param("    command: postgres -c max_connections=${N}\n", {}, (None, None, None), id="a variable that nobody sets"),
        pytest.param("    command: postgres -N ${N}\n", {".env": "N=40\n"}, (40, 3, 37), id="a variable that is set"),
        pytest.param("    command: ./start.sh\n", {}, (None, None, None), id="a script"),
    ],
)
def test_a_limit_comes_from_the_closest_place(
    graph_of: Callable[..., Graph], lines: str, files: dict[str, str], expected: tuple[int | None, ...]
) -> None:
    """Command line, then file, then the default of the server."""
    found = server(graph_of({"docker-compose.yml": SERVICE.format(image="postgres:16") + lines, **files}))

    assert expected == (found.max_connections.value, found.reserved_connections.value, found.usable_connections.value)


@pytest.mark.parametrize(
    ("image", "expected"),
    [("postgres:16", "16"), ("postgres:15.4-alpine", "15.4"), ("timescale/timescaledb:2.14.2-pg16", "16"), ("postgres", None)],
)
def test_the_tag_tells_the_release(graph_of: Callable[..., Graph], image: str, expected: str | None) -> None:
    """A tag without a number tells nothing."""
    assert expected == server(graph_of({"docker-compose.yml": SERVICE.format(image=image)})).version.value


@pytest.mark.parametrize("image", ["redis:7", "example/postgres-backup:1", "edoburu/pgbouncer:1.24.1"])
def test_other_images_are_no_server(graph_of: Callable[..., Graph], image: str) -> None:
    """Only images that the catalog knows as servers have limits."""
    assert () == graph_of({"docker-compose.yml": SERVICE.format(image=image)}).servers


SCRIPT = "#!/bin/sh\nwhile ! pg_isready -h db -U postgres; do\n  sleep 1\ndone\ncreatedb -h db shop\n"


@pytest.mark.parametrize(
    ("image", "command", "files", "expected"),
    [
        pytest.param("postgres:16", "psql -h db -U postgres -f /init.sql", {}, [], id="psql"),
        pytest.param("postgres:16", "['sh', '-c', 'until pg_isready -h db; do sleep 1; done']", {}, [], id="waits"),
        pytest.param("postgres:16", "sh -c 'PGPASSWORD=x psql -h db -U postgres shop'", {}, [], id="a variable before it"),
        pytest.param("postgres:16", "|\n      sh -c '\n      set -e\n      ! pg_dump -h db shop'", {}, [], id="several lines"),
        pytest.param("postgres:16", "sh /scripts/create.sh", {"scripts/create.sh": SCRIPT}, [], id="a script of clients"),
        pytest.param("postgres:16", "/bin/true", {}, [], id="switched off"),
        pytest.param("postgres:16", "docker-entrypoint.sh psql -h db", {}, [], id="behind the entry point"),
        pytest.param("mysql:8", "mysqldump -h db shop", {}, [], id="mysqldump"),
        pytest.param("postgres:16", "sh -c 'pg_isready -h db; exec postgres -N 9'", {}, ["db"], id="a server after it"),
        pytest.param(
            "postgres:16", "sh -c 'psql -h a; docker-entrypoint.sh postgres'", {}, ["db"], id="the entry point after it"
        ),
        pytest.param("postgres:16", "sh -c 'psql -h a; ./start.sh'", {}, ["db"], id="a script that is not in the tree"),
        pytest.param(
            "postgres:16", "sh /scripts/start.sh", {"scripts/start.sh": SCRIPT + "exec postgres\n"}, ["db"], id="a script of both"
        ),
        pytest.param("postgres:16", "postgres -c cluster_name=psql", {}, ["db"], id="an argument of a server"),
    ],
)
def test_clients_in_the_image_of_a_server(
    graph_of: Callable[..., Graph], image: str, command: str, files: dict[str, str], expected: list[str]
) -> None:
    """A container whose command only connects to a server is none itself."""
    compose = SERVICE.format(image=image) + f"    command: {command}\n    volumes: ['./scripts:/scripts']\n"
    graph = graph_of({"docker-compose.yml": compose, **files})

    assert expected == [each.name for each in graph.servers]


def test_the_limit_can_be_followed(graph_of: Callable[..., Graph]) -> None:
    """The number of usable slots carries the places that it was worked out from."""
    compose = SERVICE.format(image="postgres:16") + "    command: postgres -c max_connections=80\n"
    found = server(graph_of({"docker-compose.yml": compose}))

    assert [
        ("docker-compose.yml", "max_connections = 80"),
        (None, "superuser_reserved_connections = 3 (default of PostgreSQL)"),
        (None, "reserved_connections = 0 (default of PostgreSQL)"),
        ("docker-compose.yml", "usable connections = 77 (80 - 3 reserved)"),
    ] == [(step.span.path if step.span else None, step.text) for step in found.usable_connections.evidence()]
