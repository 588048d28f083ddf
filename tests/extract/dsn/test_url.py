"""Connection URLs beyond what the recorded runs hold: readers, variables, spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import DsnError, parse_dsn

if TYPE_CHECKING:
    from collections.abc import Callable

    Reads = Callable[..., dict[str, Any]]

AT = "? readers disagree about which @ ends the credentials"
SLASH = "? readers disagree about a password with an unencoded / ? or #"
MAYBE = "? an @ is written without encoding, so part of it may be a password"
PG = {"engine": "postgresql"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://db", {**PG, "hosts": [("db", None)]}),
        ("postgresql+asyncpg://u@db/d", {**PG, "driver": "asyncpg", "hosts": [("db", None)], "user": "u", "database": "d"}),
        ("mysql+pymysql://db:3307/d", {"engine": "mysql", "driver": "pymysql", "hosts": [("db", 3307)], "database": "d"}),
        ("cockroachdb://db:26257/d", {"engine": "cockroachdb", "hosts": [("db", 26257)], "database": "d"}),
        ("rediss://:pw@cache:6380/2", {"engine": "redis", "hosts": [("cache", 6380)], "password": "pw", "database": "2"}),
        (
            "mongodb+srv://u:p@cl.example/d",
            {"engine": "mongodb", "hosts": [("cl.example", None)], "user": "u", "password": "p", "database": "d"},
        ),
        (
            "prisma+postgres://accelerate.prisma-data.net/?api_key=k",
            {
                **PG,
                "hosts": [("accelerate.prisma-data.net", None)],
                "parameters": {"api_key": "? it is a secret, which is not kept"},
            },
        ),
        ("sqlite:////var/db.sqlite3", {"engine": "sqlite", "hosts": [(None, None)], "database": "/var/db.sqlite3"}),
        ("file:./dev.db", {"engine": "sqlite", "hosts": [(None, None)], "database": "./dev.db"}),
        ("postgres://a:1,b,[::1]:3/d", {**PG, "hosts": [("a", 1), ("b", None), ("::1", 3)], "database": "d"}),
        (
            "postgres:///d?host=/cloudsql/p:r:i",
            {**PG, "hosts": [("/cloudsql/p:r:i", None)], "database": "d", "parameters": {"host": "/cloudsql/p:r:i"}},
        ),
        (
            "postgres://x/d?host=a,b&port=1,2",
            {**PG, "hosts": [("a", 1), ("b", 2)], "database": "d", "parameters": {"host": "a,b", "port": "1,2"}},
        ),
        (
            "postgres://a,b,c/d?port=1,2",
            {
                **PG,
                "hosts": [(h, "? 2 ports are written for 3 hosts") for h in "abc"],
                "database": "d",
                "parameters": {"port": "1,2"},
            },
        ),
        ("postgres://?hostaddr=10.0.0.1", {**PG, "hosts": [("10.0.0.1", None)], "parameters": {"hostaddr": "10.0.0.1"}}),
        (
            "mysql://u@/d?unix_socket=/run/m.sock",
            {
                "engine": "mysql",
                "hosts": [("/run/m.sock", None)],
                "user": "u",
                "database": "d",
                "parameters": {"unix_socket": "/run/m.sock"},
            },
        ),
        (" postgres://db/d\n", {**PG, "hosts": [("db", None)], "database": "d"}),
        ("postgres://db:abc/d", {**PG, "hosts": [("db", "? it is not a port number")], "database": "d"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reads_what_all_readers_read(read: Reads, text: str, expected: dict[str, Any]) -> None:
    """Without a reader, a URL says what every library reads in it."""
    assert expected == read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://u:p@q@db/d", {**PG, "hosts": [(AT, None)], "user": "u", "database": "d"}),
        ("postgres://u:p/q@db/d", {**PG, "hosts": [(SLASH, SLASH)], "user": "u", "database": SLASH}),
        ("postgres://u:p#q@db/d", {**PG, "hosts": [(SLASH, SLASH)], "user": "u", "database": SLASH}),
        (
            "postgres://db/d?a=b+c",
            {**PG, "hosts": [("db", None)], "database": "d", "parameters": {"a": "? readers disagree about + and # in a query"}},
        ),
        ("postgres://db/d#e", {**PG, "hosts": [("db", None)], "database": "? readers disagree about # in a path"}),
        ("postgres://u:p@db/d?mail=me@x", {**PG, "hosts": [(MAYBE, None)], "user": "u", "password": "p", "database": MAYBE}),
    ],
    ids=["second-at", "slash", "hash", "plus", "fragment", "at-in-query"],
)
def test_leaves_open_what_readers_disagree_about(read: Reads, text: str, expected: dict[str, Any]) -> None:
    """Without a reader, what libraries read differently is unresolved, with the reason."""
    assert expected == read(text)


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("node", ("db", "p@q")),
        ("prisma", ("db", "p@q")),
        ("libpq", (MAYBE, "p")),
        ("sqlalchemy", (MAYBE, "p")),
        ("asyncpg", (MAYBE, "p")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_readers_split_credentials_differently(read: Reads, reader: str, expected: tuple[str, str]) -> None:
    """The last `@` ends the password for RFC readers, the first for the others, whose host is then doubtful."""
    said = read("postgresql://u:p@q@db/d", reader)

    assert expected == (said["hosts"][0][0], said["password"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://user:${PW}@pgbouncer:6432/app", {**PG, "hosts": [("pgbouncer", 6432)], "user": "user", "database": "app"}),
        (
            "postgres://u:p@${DB_HOST:-db}:${DB_PORT:-5432}/${DB}",
            {
                **PG,
                "hosts": [("? it is filled in from DB_HOST", "? it is filled in from DB_PORT")],
                "user": "u",
                "password": "p",
                "database": "? it is filled in from DB",
            },
        ),
        (
            "postgres://%s:%s@db:5432/%s",
            {**PG, "hosts": [("db", 5432)], "user": "? it is filled in at run time", "database": "? it is filled in at run time"},
        ),
        (
            "postgres://{u}:{p}@{h}/d",
            {**PG, "hosts": [("? it is filled in from h", None)], "user": "? it is filled in from u", "database": "d"},
        ),
        ("postgres://u:$(PW)@db/d", {**PG, "hosts": [("db", None)], "user": "u", "database": "d"}),
        ("postgres://u:[YOUR-PASSWORD]@db/d", {**PG, "hosts": [("db", None)], "user": "u", "database": "d"}),
        (
            "postgres://u:<password>@db/d?sslmode={{ .Values.ssl }}",
            {
                **PG,
                "hosts": [("db", None)],
                "user": "u",
                "database": "d",
                "parameters": {"sslmode": "? it is filled in from Values.ssl"},
            },
        ),
        (
            "postgres://%(user)s@db-${STAGE}.internal/d",
            {**PG, "hosts": [("? it is filled in from STAGE", None)], "user": "? it is filled in from user", "database": "d"},
        ),
    ],
    ids=["shell", "defaults", "printf", "format", "kubernetes", "supabase", "helm", "percent"],
)
def test_keeps_what_stands_around_variables(read: Reads, text: str, expected: dict[str, Any]) -> None:
    """A variable leaves its own component open and no other."""
    assert expected == read(text)


def test_variable_password_keeps_its_place() -> None:
    """A password from a variable is not known but has a span, and its default is not shown."""
    text = "postgres://user:${PW:-geheim}@db/app"
    source = Source("f", text)
    dsn = parse_dsn(text, source.span)

    assert (None, "${PW:-geheim}") == (dsn.password, source.at(dsn.password_span) if dsn.password_span else "")
    assert "geheim" not in repr(dsn)


def test_spans_are_exact() -> None:
    """Each component points at its characters in the file."""
    source = Source(".env", "A=1\nDATABASE_URL=postgresql+asyncpg://us%40er:pw@db.example:6432/ap%70?ssl=require\n")
    base = source.text.index("postgresql")
    dsn = parse_dsn(source.text[base:-1], lambda start, end: source.span(base + start, base + end))
    settings = [dsn.scheme, dsn.user, dsn.host, dsn.port, dsn.database, dsn.parameter("ssl")]

    assert [
        ("postgresql+asyncpg", "postgresql+asyncpg"),
        ("us@er", "us%40er"),
        ("db.example", "db.example"),
        (6432, "6432"),
        ("app", "ap%70"),
        ("require", "require"),
    ] == [(setting.value, source.at(setting.span)) for setting in settings if setting.span]
    assert (2, 14) == (dsn.span.line, dsn.span.column)


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("https://example.com/x", ""),
        ("postgres://db/d\0", ""),
        ("postgres://[::1/d", ""),
        ("postgres://" + "a" * 9000, ""),
        ("mysql://db/d", "asyncpg"),
        ("POSTGRES://db/d", "libpq"),
        ("postgres://db/d?pgbouncer=true", "libpq"),
        ("postgres://db:x/d", "asyncpg"),
        ("${DATABASE_URL}?pgbouncer=true", ""),
        ("see postgres://db", ""),
        ("", ""),
    ],
    ids=["http", "nul", "bracket", "long", "scheme", "case", "unknown-key", "port", "variable", "sentence", "empty"],
)
def test_refuses(text: str, reader: str) -> None:
    """What is no connection string for the reader is refused in one line without its text."""
    with pytest.raises(DsnError) as refusal:
        parse_dsn(text, Source("f", text).span, reader=reader)

    assert 1 == len(str(refusal.value).splitlines())
    assert not text or text not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql://u:a/b@h/d", {"": "/ ? #", "psycopg": "/ ? #", "sqlalchemy": None}),
        ("postgresql://u:a?b@h/d", {"": "/ ? #", "psycopg": None, "sqlalchemy": None}),
        ("postgresql://u:a#b@h/d", {"": "/ ? #", "psycopg": None, "sqlalchemy": None}),
        ("postgresql://u:a@b@h/d", {"": "@", "psycopg": "@", "asyncpg": "@", "sqlalchemy": "@", "pg": None, "prisma": None}),
        ("postgresql://u@s:xy@h/d", {"": "@", "psycopg": "@", "sqlalchemy": None, "pg": None}),
        ("postgresql://u:a%b@h/d", {"": "%", "sqlalchemy": None, "asyncpg": None}),
        ("postgresql://u:a%40b@h/d", {"": None, "psycopg": None}),
        ("postgresql://u:a%%40b@h/d", {"": None}),
        ("postgresql://u:a%%s@h/d", {"": None}),
        ("postgresql://u:<a/b>@h/d", {"": None}),
        ("postgresql://u:${A/B}@h/d", {"": None}),
        ("postgresql://u:your/password@h/d", {"": None}),
        ("postgresql://u:a@[::1]:5432/d", {"": None, "psycopg": None}),
        ("postgresql://u:a@h/d?application_name=x@y", {"": None}),
        ("postgresql://h:5432/d?user=x@y", {"": None}),
        ("postgresql://h:${PORT}/d?user=x@y", {"": None}),
        ("postgresql://h,i:5432/d?user=x@y", {"": None}),
    ],
)
def test_characters_that_are_not_encoded(text: str, expected: dict[str, str | None]) -> None:
    """Who takes a URL apart at a wrong place is told by kind of character, for each reader and for all."""
    source = Source.decode("x", text.encode())
    found = {name: parse_dsn(text, source.span, reader=name).unencoded.value for name in expected}

    assert expected == found
