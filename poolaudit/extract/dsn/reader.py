"""Who reads a connection string: the points in which libraries differ, as data.

In: the name of a library. Out: its `Reader`; the neutral one for an unknown name, which leaves open what readers disagree about.
Each entry was checked against recorded runs of that library (tests/conformance/dsn).
"""

from __future__ import annotations

from poolaudit._records import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """How one library reads connection strings."""

    name: str
    split: str = "rfc"
    """Who divides a URL: `libpq`, `sqlalchemy` or `rfc` (an RFC 3986 library)."""
    first_at: bool = False
    """Whether the first `@` of the authority ends the credentials, rather than the last."""
    multi_host: bool = True
    """Whether commas separate hosts."""
    strict_escapes: bool = False
    """Whether malformed percent-escapes are errors."""
    strict_port: bool = False
    """Whether a port that is no number is an error."""
    strict_count: bool = False
    """Whether several ports must be as many as the hosts."""
    plus: str = "space"
    """What `+` in a query is: `space`, `plus`, or `open` (readers disagree)."""
    blank: str = "keep"
    """What `key=` in a query is: `keep`, or `drop`ped as if absent."""
    bare: str = "keep"
    """What `key` without `=` is: `keep`, `drop` or `error`."""
    repeated_equals: bool = True
    """Whether a query value may hold `=`."""
    trim: bool = False
    """Whether blanks round components are cut off and blanks inside are errors (libpq 18)."""
    quiet_fragment: bool = True
    """Whether `#` starts a fragment, which is dropped; False where it is data."""
    unknown_keywords: bool = True
    """Whether keywords outside libpq's list are accepted."""
    query_host_ports: bool = True
    """Whether `?host=a:1,b:2` names ports."""
    query_wins: bool = True
    """Whether `?host=` replaces the host of the authority."""
    keep_reserved: bool = False
    """Whether escapes of `;/?:@&=+$,#` in the path stay as they are (JavaScript's `decodeURI`)."""
    socket_scheme: str = ""
    """Scheme whose path is a socket."""
    schemes: tuple[str, ...] = ()
    """Schemes that it accepts; empty is every one of a known database."""
    any_scheme: bool = False
    any_case: bool = True
    """Whether schemes are matched without regard to case."""


NEUTRAL = Reader("", plus="open")

_LIBPQ = Reader(
    "libpq",
    split="libpq",
    first_at=True,
    strict_escapes=True,
    plus="plus",
    bare="error",
    repeated_equals=False,
    trim=True,
    quiet_fragment=False,
    unknown_keywords=False,
    query_host_ports=False,
    schemes=("postgres", "postgresql"),
    any_case=False,
)
_PGX = Reader(
    "pgx",
    split="libpq",
    first_at=True,
    strict_escapes=True,
    strict_count=True,
    plus="plus",
    bare="error",
    repeated_equals=False,
    trim=True,
    quiet_fragment=False,
    query_host_ports=False,
    schemes=("postgres", "postgresql"),
    any_case=False,
)
_NET_URL = Reader(
    "net_url",
    strict_escapes=True,
    strict_port=True,
    query_host_ports=False,
    schemes=("postgres", "postgresql"),
)
"""Go's net/url, as lib/pq and pgx up to 5.10.0 use it (https://pkg.go.dev/net/url#Parse, go1.25)."""
_SQLALCHEMY = Reader(
    "sqlalchemy",
    split="sqlalchemy",
    first_at=True,
    multi_host=False,
    strict_port=True,
    blank="drop",
    bare="drop",
    quiet_fragment=False,
    any_scheme=True,
    any_case=False,
)
_ASYNCPG = Reader(
    "asyncpg",
    first_at=True,
    strict_port=True,
    strict_count=True,
    blank="drop",
    bare="error",
    query_wins=False,
    schemes=("postgres", "postgresql"),
)
_NODE = Reader(
    "node",
    multi_host=False,
    strict_port=True,
    query_host_ports=False,
    any_scheme=True,
    keep_reserved=True,
    socket_scheme="socket",
)
_REDIS = Reader(
    "redis",
    multi_host=False,
    strict_port=True,
    blank="drop",
    bare="drop",
    plus="plus",
    socket_scheme="unix",
    schemes=("redis", "rediss", "unix"),
    any_case=False,
)
_PRISMA = Reader("prisma", multi_host=False, strict_port=True, query_host_ports=False)

_READERS = {
    "libpq": _LIBPQ,
    "psycopg": _LIBPQ,
    "psycopg2": _LIBPQ,
    "psql": _LIBPQ,
    "postgrest": _LIBPQ,
    "hasura": _LIBPQ,
    "pgx": _PGX,
    "net_url": _NET_URL,
    "sqlalchemy": _SQLALCHEMY,
    "asyncpg": _ASYNCPG,
    "node": _NODE,
    "pg": _NODE,
    "node-postgres": _NODE,
    "redis": _REDIS,
    "redis-py": _REDIS,
    "prisma": _PRISMA,
    "pgjdbc": Reader("pgjdbc"),
    "npgsql": Reader("npgsql"),
    "go_mysql": Reader("go_mysql"),
    "pdo": Reader("pdo"),
}


def reader_named(name: str) -> Reader:
    """The reader of that name, or the neutral one."""
    return _READERS.get(name, NEUTRAL)
