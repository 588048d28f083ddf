"""Sources in Hasura's metadata."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.hasura_metadata import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Items, Literal
from poolaudit.facts.secret import Secret

TEXT = """\
- name: default
  kind: postgres
  configuration:
    connection_info:
      database_url:
        from_env: PG_DATABASE_URL
      pool_settings:
        connection_lifetime: 0
        max_connections: 12
        pool_timeout: 30
      use_prepared_statements: true
    read_replicas:
      - database_url: postgres://u:secret@replica/d
- name: apart
  kind: citus
  configuration:
    connection_info:
      database_url:
        connection_parameters: {host: h, port: 5433, username: u, password: secret, database: d}
- name: other
  kind: mssql
  configuration:
    connection_info:
      connection_string: {from_env: MSSQL}
"""


def _pools() -> tuple[Source, list[ClientPool]]:
    source = Source("metadata/databases/databases.yaml", TEXT)
    return source, [each for each in SURFACE.extract(source, read(source)) if isinstance(each, ClientPool)]


def test_sources_and_replicas_are_pools() -> None:
    """Each PostgreSQL source has its own pool, by default of 50 connections without prepared statements."""
    source, pools = _pools()

    assert [
        ("sources['default']", "default", 12, True, 30.0, None),
        ("sources['default.read_replicas.0']", "database_url: postgres://u:secret@replica/d", 50, False, None, 600.0),
        ("sources['apart']", "apart", 50, False, None, 600.0),
    ] == [
        (
            pool.call,
            source.at(pool.span).strip(),
            pool.max_size.value,
            pool.named_statements.value,
            pool.acquire_timeout.value,
            pool.max_lifetime.value,
        )
        for pool in pools
    ]


def test_three_ways_to_name_the_database() -> None:
    """A variable is looked up, text is a secret, and parameters are parts whose password is one."""
    _, (variable, text, parts) = _pools()

    assert isinstance(variable.dsn, EnvLookup)
    assert ("PG_DATABASE_URL",) == variable.dsn.names
    assert isinstance(text.dsn, Literal)
    assert Secret("postgres://u:secret@replica/d") == text.dsn.value
    assert isinstance(parts.dsn, Items)
    assert [("host", "h"), ("port", 5433), ("user", "u"), ("password", Secret("secret")), ("dbname", "d")] == [
        (name, value.value) for name, value in parts.dsn.items if isinstance(value, Literal)
    ]
