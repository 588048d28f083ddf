"""Programs that a deployment runs as an image and that open pools by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit._parts import parts
from poolaudit.catalog.client_images import IMAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  rest:
    image: docker.io/postgrest/postgrest:{tag}
    environment:
      PGRST_DB_URI: postgres://app:secret@pgbouncer:5432/shop
      {more}
  pgbouncer:
    image: edoburu/pgbouncer:v1.18.0
    environment: {{DB_HOST: db, POOL_MODE: transaction}}
  db:
    image: postgres:16
"""
HASURA = """services:
  graphql:
    image: hasura/graphql-engine:v2.48.1
    environment:
      HASURA_GRAPHQL_METADATA_DATABASE_URL: postgres://h:secret@db:5432/meta
      HASURA_GRAPHQL_DATABASE_URL: postgres://h:secret@db:5432/shop
      HASURA_GRAPHQL_PG_CONNECTIONS: 15
      HASURA_GRAPHQL_USE_PREPARED_STATEMENTS: "false"
  db:
    image: postgres:16
"""
SOURCES = """- name: shop
  kind: postgres
  configuration:
    connection_info:
      database_url: {from_env: HASURA_GRAPHQL_DATABASE_URL}
      pool_settings: {max_connections: 7}
"""


def seen(route: Route) -> tuple[object, ...]:
    """The program, what it calls the pool, its size and what it does with statements."""
    client = route.client
    return (
        client.library,
        client.call,
        client.max_connections.value,
        client.names_statements.value,
        client.acquire_timeout.value,
    )


@pytest.mark.parametrize(
    ("tag", "more", "expected"),
    [
        ("v12.2.0", "PGRST_DB_SCHEMAS: api", (10, True, 10.0)),
        ("v10.0.0", "PGRST_DB_SCHEMAS: api", (10, True, None)),
        ("v12.2.0", 'PGRST_DB_POOL: "40"', (40, True, 10.0)),
        ("v12.2.0", 'PGRST_DB_PREPARED_STATEMENTS: "false"', (10, False, 10.0)),
        ("v12.2.0", "PGRST_DB_PREPARED_STATEMENTS:", (10, None, 10.0)),
    ],
    ids=["defaults", "no limit of waiting before 10.2", "size", "unnamed", "the shell decides"],
)
def test_postgrest_by_its_variables(graph_of: Callable[..., Graph], tag: str, more: str, expected: tuple[object, ...]) -> None:
    """Its variables are the settings of one pool in one process, and the tag of its image decides what the defaults are."""
    (route,) = graph_of({"compose.yaml": COMPOSE.format(tag=tag, more=more)}).routes

    assert ("PostgREST", "db-uri", *expected) == seen(route)
    assert ("PgBouncer", "db", 1) == (
        route.pooler and route.pooler.name,
        route.server and route.server.name,
        route.workload and route.workload.processes.value,
    )


def test_postgrest_without_a_connection_string(graph_of: Callable[..., Graph]) -> None:
    """Nothing is said of a program whose database no file names."""
    text = COMPOSE.format(tag="latest", more="PGRST_DB_POOL: 5").replace("PGRST_DB_URI", "OTHER")

    assert () == graph_of({"compose.yaml": text}).routes


def test_a_mounted_file_describes_the_same_pool(graph_of: Callable[..., Graph]) -> None:
    """The file's values hold where no variable beats them, and there is one pool, not two."""
    text = COMPOSE.format(tag="v12.2.0", more='PGRST_DB_POOL: "40"\n    volumes: ["./postgrest.conf:/etc/postgrest.conf"]')
    conf = 'db-uri = "postgres://x@elsewhere/x"\ndb-pool = 3\ndb-pool-acquisition-timeout = 2\n'
    (route,) = graph_of({"compose.yaml": text, "postgrest.conf": conf}).routes

    assert ("PostgREST", "db-uri", 40, True, 2.0) == seen(route)
    assert "pgbouncer" == route.endpoint.host.value


def test_hasura_by_its_variables(graph_of: Callable[..., Graph]) -> None:
    """The pool of the metadata and that of the database follow the same variables."""
    routes = graph_of({"compose.yaml": HASURA}).routes

    assert [
        ("Hasura", "metadata-database-url", 15, False, None),
        ("Hasura", "database-url", 15, False, None),
    ] == [seen(route) for route in routes]


def test_a_source_of_the_metadata_beats_the_variables(graph_of: Callable[..., Graph]) -> None:
    """What the metadata says of a source runs in the engine's deployment, instead of the pool by variables."""
    routes = graph_of({"compose.yaml": HASURA, "hasura/metadata/databases/databases.yaml": SOURCES}).routes

    assert [
        ("Hasura", "metadata-database-url", 15, False, None),
        ("Hasura", "sources['shop']", 7, False, None),
    ] == [seen(route) for route in routes]
    assert ["graphql", "graphql"] == [route.workload.name if route.workload else "" for route in routes]


AIRFLOW = """\
x-airflow: &airflow
  image: ${AIRFLOW_IMAGE_NAME:-apache/airflow:2.9.3}
  environment:
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: postgresql+psycopg2://airflow@pgbouncer/airflow
    AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE: 20
services:
  scheduler: {<<: *airflow, command: scheduler}
  webserver: {<<: *airflow, command: webserver}
"""


def test_airflow_by_its_variables(graph_of: Callable[..., Graph]) -> None:
    """Each of its services opens the pool that the variables describe."""
    routes = graph_of({"compose.yaml": AIRFLOW}).routes

    assert [("scheduler", "Airflow", 30), ("webserver", "Airflow", 30)] == [
        (route.workload.name if route.workload else "", route.client.library, route.client.max_connections.value)
        for route in routes
    ]


PREFECT = """\
services:
  server:
    image: prefecthq/prefect:3-latest
    command: prefect server start --host 0.0.0.0
    environment:
      PREFECT_API_DATABASE_CONNECTION_URL: postgresql+asyncpg://prefect:secret@pgbouncer/prefect
      {more}
  worker:
    image: prefecthq/prefect:3-latest
    command: prefect worker start --pool shop
    environment: {{PREFECT_API_URL: "http://server:4200/api"}}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("PREFECT_HOME: /data", (15, True, 30.0)),
        ("PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE: 20", (30, True, 30.0)),
        ("PREFECT_SQLALCHEMY_MAX_OVERFLOW: 0", (5, True, 30.0)),
        ("PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_STATEMENT_CACHE_SIZE: 0", (15, None, 30.0)),
    ],
    ids=["defaults", "size", "an older name", "the cache of asyncpg"],
)
def test_prefect_by_its_variables(graph_of: Callable[..., Graph], more: str, expected: tuple[object, ...]) -> None:
    """Its server opens an engine above asyncpg; a worker that is told no database opens none."""
    (route,) = graph_of({"compose.yaml": PREFECT.format(more=more)}).routes

    assert ("Prefect", "server.database", *expected) == seen(route)
    assert ("server", "asyncpg") == (route.workload and route.workload.name, route.client.driver)


@pytest.mark.parametrize("image", IMAGES)
def test_each_image_is_a_client_that_variables_tell(image: str) -> None:
    """The name beside an image is a client of the catalog with a variable for its connection string."""
    (client,) = (each for each in parts("poolaudit.catalog.clients", "CLIENT") if each.name == IMAGES[image])
    known = {parameter.name for each in client.constructors for parameter in each.parameters}

    assert any(each.dsn_environment for each in client.constructors)
    assert set() == {name for each in client.constructors for _, name in each.environment} - known
