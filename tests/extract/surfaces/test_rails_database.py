"""config/database.yml becomes a pool for each database of each environment."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.rails_database import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Items, Literal
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin


def _pools(text: str) -> tuple[Source, list[ClientPool]]:
    source = Source("config/database.yml", text)
    return source, [each for each in SURFACE.extract(source, read(source)) if isinstance(each, ClientPool)]


_YAML = """\
default: &default
  adapter: postgresql
  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>
  prepared_statements: false
  checkout_timeout: 3
  variables:
    statement_timeout: 2500

development:
  <<: *default
  database: shop_dev
production:
  primary:
    <<: *default
    pool: 12
    host: db
    username: app
    password: s3cret
    database: shop
  queue:
    <<: *default
    url: <%= ENV["QUEUE_URL"] %>
"""


def test_databases_of_environments() -> None:
    """Each database of each environment is a pool; the block that others merge is none."""
    source, pools = _pools(_YAML)

    assert [
        ("database.yml['development']", "development", "development", None),
        ("database.yml['production.primary']", "production", "primary", 12),
        ("database.yml['production.queue']", "production", "queue", None),
    ] == [(each.call, each.environment, source.at(each.span), each.max_size.value) for each in pools]
    assert "set from the environment variable RAILS_MAX_THREADS" == pools[0].max_size.note
    assert [(False, Origin.WRITTEN), (3.0, Origin.WRITTEN), (2.5, Origin.WRITTEN), (300.0, Origin.DEFAULT)] == [
        (each.value, each.origin)
        for each in (
            pools[1].named_statements,
            pools[1].acquire_timeout,
            pools[1].statement_timeout,
            pools[1].idle_timeout,
        )
    ]


def test_connection_of_parts() -> None:
    """The parts have libpq's names, and the variable of the database beats them; the password is concealed."""
    _, (_, primary, queue) = _pools(_YAML)
    assert isinstance(primary.dsn, EnvLookup)
    assert isinstance(primary.dsn.default, Items)
    assert isinstance(queue.dsn, EnvLookup)
    parts = {name: part.value for name, part in primary.dsn.default.items if isinstance(part, Literal)}

    assert (("DATABASE_URL",), True) == (primary.dsn.names, primary.dsn.overrides)
    assert {"engine": "postgresql", "host": "db", "user": "app", "dbname": "shop", "password": Secret("s3cret")} == parts
    assert ("QUEUE_URL",) == queue.dsn.names
    assert "s3cret" not in repr(primary)


@pytest.mark.parametrize(
    ("adapter", "expected"),
    [
        pytest.param("postgis", (True, "postgresql"), id="postgis"),
        pytest.param("trilogy", (None, "mysql"), id="trilogy"),
        pytest.param("mysql2", (None, "mysql"), id="mysql2"),
    ],
)
def test_adapters(adapter: str, expected: tuple[bool | None, str]) -> None:
    """An adapter stands for its server family; statements have names by default with PostgreSQL only."""
    _, (pool,) = _pools(f"test:\n  adapter: {adapter}\n  database: x\n")
    assert isinstance(pool.dsn, EnvLookup)
    assert isinstance(pool.dsn.default, Items)
    engine = dict(pool.dsn.default.items)["engine"]
    assert isinstance(engine, Literal)

    assert expected == (pool.named_statements.value, engine.value)


def test_a_template_that_is_no_yaml() -> None:
    """Merged blocks are followed where conditions of the template keep the file from being YAML."""
    text = f"{_YAML}<% if ENV['X'] %>\nstaging:\n  <<: *default\n  database: <%= ENV[\"A\"] ? 'b: c' : \"d\" %>\n<% end %>\n"
    _, pools = _pools(text)

    assert ["development", "production", "production", "staging"] == [each.environment for each in pools]
    assert (3.0, "set from the environment variable RAILS_MAX_THREADS") == (
        pools[3].acquire_timeout.value,
        pools[3].max_size.note,
    )


def test_other_files() -> None:
    """A mapping without databases is none."""
    assert [] == _pools("adapter: x\nother:\n  key: value\nlist: [1]\n")[1]
