"""Values of URL parameters that a library refuses or takes for another one."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import DsnError, parse_dsn
from poolaudit.facts.setting import Origin


@pytest.mark.parametrize(
    ("reader", "url", "message"),
    [
        ("prisma", "postgresql://h/d?connection_limit=abc", "the value of connection_limit is none that prisma takes"),
        ("prisma", "postgresql://h/d?pgbouncer=yes", "the value of pgbouncer is none that prisma takes"),
        ("prisma", "postgresql://h/d?pool_timeout=-1", "the value of pool_timeout is none that prisma takes"),
        ("redis", "redis://h/0?socket_timeout=slow", "the value of socket_timeout is none that redis takes"),
        ("redis", "redis://h/0?max_connections=1.5", "the value of max_connections is none that redis takes"),
        ("redis", "rediss://h?ssl_include_verify_flags=ALL", "the value of ssl_include_verify_flags is none that redis takes"),
        ("asyncpg", "postgresql://h/d?gsslib=other", "the value of gsslib is none that asyncpg takes"),
        ("node", "postgres://h/d?sslmode=verify-ca&uselibpqcompat=true", "node wants sslrootcert beside sslmode"),
    ],
)
def test_values_that_a_library_refuses(reader: str, url: str, message: str) -> None:
    """The reason names the parameter, and not its value."""
    with pytest.raises(DsnError) as refused:
        parse_dsn(url, Source("x", url).span, reader=reader)

    assert message == str(refused.value)


@pytest.mark.parametrize(
    ("reader", "url"),
    [
        ("prisma", "postgresql://h/d?connection_limit=${LIMIT}"),
        ("prisma", "postgresql://h/d?connection_limit=5&pgbouncer=true"),
        ("redis", "redis://h/0?socket_timeout=.5&max_connections=-1"),
        ("", "postgresql://h/d?connection_limit=abc"),
        ("node", "postgres://h/d?sslmode=verify-ca&uselibpqcompat=true&sslrootcert=/ca.pem"),
    ],
    ids=["a variable", "Prisma's", "redis-py's", "no library", "what is needed is there"],
)
def test_values_that_are_taken(reader: str, url: str) -> None:
    """A value that is not written, or that the library understands, is no reason to refuse the whole."""
    assert "h" == parse_dsn(url, Source("x", url).span, reader=reader).host.value


def test_a_value_that_is_taken_for_another_one() -> None:
    """Prisma knows three modes of TLS; any other is as if `prefer` were written, at the same place."""
    source = Source("x", "postgresql://h/d?sslmode=verify-full")
    mode = dict(parse_dsn(source.text, source.span, reader="prisma").parameters)["sslmode"]

    assert ("prefer", Origin.DERIVED, "verify-full") == (mode.value, mode.origin, mode.span and source.at(mode.span))


def test_a_text_that_is_no_url() -> None:
    """node-postgres resolves it against a URL of its own, so that it looks for a host called `base`."""
    dsn = parse_dsn("host=h dbname=d", Source("x", "host=h dbname=d").span, reader="node")

    assert ("base", "host=h dbname=d") == (dsn.host.value, dsn.database.value)
