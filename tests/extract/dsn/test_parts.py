"""Connections given in separate settings."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import dsn_from_parts
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

SOURCE = Source("settings.py", "ENGINE NAME USER PASSWORD HOST PORT")
SPAN = SOURCE.span(0, 6)


def written(value: str) -> Setting[str]:
    """A setting somewhere."""
    return Setting.written(value, SPAN)


def test_builds_a_dsn() -> None:
    """Parts under libpq's names give the components; the rest stays a parameter."""
    parts = [
        (name, written(value))
        for name, value in [("host", "db"), ("port", "6432"), ("user", "u"), ("dbname", "d"), ("sslmode", "require")]
    ]
    dsn = dsn_from_parts(parts, span=SPAN, engine="postgresql", password=Setting.written(Secret("geheim"), SPAN))

    assert ("parts", "postgresql", "db", 6432, "u", "d") == (
        dsn.grammar,
        dsn.engine,
        dsn.host.value,
        dsn.port.value,
        dsn.user.value,
        dsn.database.value,
    )
    assert (("sslmode", written("require")),) == dsn.parameters
    assert "host=db:6432 user=u password=*** dbname=d" == dsn.masked
    assert Secret("geheim") == dsn.password
    assert "geheim" not in repr(dsn)


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("a,b", "1,2", [("a", 1), ("b", 2)]),
        ("a,b", "1", [("a", 1), ("b", 1)]),
        ("a,b", "1,2,3", [("a", None), ("b", None)]),
        ("", "", [(None, None)]),
        ("db", "abc", [("db", None)]),
    ],
    ids=["two", "shared", "mismatch", "empty", "no-number"],
)
def test_hosts_and_ports(host: str, port: str, expected: list[tuple[str | None, int | None]]) -> None:
    """Lists of hosts and ports are joined as libpq joins them; what does not fit is not known."""
    dsn = dsn_from_parts([("host", written(host)), ("port", written(port))], span=SPAN)

    assert expected == [(each.name.value, each.port.value) for each in dsn.hosts]


def test_password_among_parts_is_kept_secret() -> None:
    """A password given as plain text is put away, and other secrets are not kept."""
    dsn = dsn_from_parts([("password", written("geheim")), ("sslpassword", written("geheim"))], span=SPAN)

    assert Secret("geheim") == dsn.password
    assert "geheim" not in repr(dsn) + dsn.masked


def test_engine_of_a_scheme_part() -> None:
    """An engine given as a scheme names server family and driver."""
    dsn = dsn_from_parts([("engine", written("mysql+pymysql"))], span=SPAN)

    assert ("mysql", "pymysql") == (dsn.engine, dsn.driver)


def test_unresolved_parts_stay_unresolved() -> None:
    """A part from a variable leaves its component open."""
    unknown: Setting[str] = Setting.unresolved("DB_HOST is not set", SPAN, "HOST")
    dsn = dsn_from_parts([("host", unknown), ("port", unknown)], span=SPAN)

    assert (unknown, unknown) == (dsn.host, dsn.port)
