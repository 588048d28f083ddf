"""PostgREST's configuration file."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.ini import read
from poolaudit.extract.surfaces.postgrest_conf import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Joined, Literal, Unresolved
from poolaudit.facts.secret import Secret


def _pool(text: str) -> tuple[Source, ClientPool]:
    source = Source("postgrest.conf", text)
    (pool,) = SURFACE.extract(source, read(source))
    assert isinstance(pool, ClientPool)
    return source, pool


def test_values_are_those_of_the_file() -> None:
    """Numbers, switches and text in quotes are the settings, each at its own characters; a comment is none of it."""
    source, pool = _pool('db-uri = "postgres://a@h/d" # note\ndb-pool = 7 # many\ndb-prepared-statements = "false"\n')
    dsn = pool.dsn

    assert (7, False) == (pool.max_size.value, pool.named_statements.value)
    assert ["7", "false"] == [source.at(each.span) for each in (pool.max_size, pool.named_statements) if each.span]
    assert isinstance(dsn, EnvLookup)
    assert (("PGRST_DB_URI",), True) == (dsn.names, dsn.overrides)
    assert isinstance(dsn.default, Literal)
    assert ("postgres://a@h/d", Secret("postgres://a@h/d")) == (source.at(dsn.default.span), dsn.default.value)


def test_variables_inside_of_text() -> None:
    """`$(NAME)` is a look-up between the texts round it."""
    source, pool = _pool('db-uri = "postgres://a:$(PASS)@h/$(NAME)"\n')
    assert isinstance(pool.dsn, EnvLookup)
    assert isinstance(pool.dsn.default, Joined)

    assert ["postgres://a:", "$(PASS)", "@h/", "$(NAME)"] == [source.at(each.span) for each in pool.dsn.default.parts]


def test_a_connection_string_in_another_file() -> None:
    """A text that starts with `@` names a file, whose content is not known."""
    _, pool = _pool('db-uri = "@/run/secrets/uri"\n')
    assert isinstance(pool.dsn, EnvLookup)

    assert isinstance(pool.dsn.default, Unresolved)


@pytest.mark.parametrize("text", ["db-pool = 7\n", "", "[db-uri]\nx = 1\n"])
def test_a_file_without_a_connection_string(text: str) -> None:
    """Nothing is said without `db-uri`."""
    source = Source("postgrest.conf", text)

    assert [] == list(SURFACE.extract(source, read(source)))
