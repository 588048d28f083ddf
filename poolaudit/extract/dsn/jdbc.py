"""JDBC URLs: `jdbc:postgresql://host:5432/db?user=app`, `jdbc:mysql://…`, `jdbc:mariadb://…`, `jdbc:sqlserver://…`.

In: a `Text` and its `Reader`. Out: a `Dsn` with grammar `jdbc`.
Wrappers (`jdbc:p6spy:`, `jdbc:tc:`, `jdbc:aws-wrapper:`) are passed over.
Grammars: https://jdbc.postgresql.org/documentation/use/#connecting-to-the-database,
https://dev.mysql.com/doc/connector-j/en/connector-j-reference-jdbc-url-format.html, both read 2026-11-20.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.dsn.hosts import NO_HOST, comma_separated, host_name
from poolaudit.extract.dsn.jdbc_mysql import mysql_authority
from poolaudit.extract.dsn.mask import mask_ranges
from poolaudit.extract.dsn.query import Pair, pair
from poolaudit.extract.dsn.split import host_and_port
from poolaudit.extract.dsn.text import MAX_PORT, DsnError, Range, Text, unquote_strict
from poolaudit.facts.dsn import Dsn, Host
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader

_ENGINES = {"postgresql": "postgresql", "pgsql": "postgresql", "mysql": "mysql", "mariadb": "mariadb", "sqlserver": "mssql"}
_EMBEDDED = frozenset(("h2", "hsqldb", "derby", "sqlite", "duckdb"))
_NOT_READ = frozenset(("oracle", "db2", "snowflake", "clickhouse", "redshift", "trino", "databricks"))
_WRAPPERS = ("p6spy:", "tc:", "log4jdbc:", "otel:", "aws-wrapper:", "datadog:", "tracing:")
_DATABASE_KEYS = {"dbname", "PGDBNAME", "databaseName", "database"}


def read_jdbc(text: Text, reader: Reader) -> Dsn:
    """Read one JDBC URL; with the reader `pgjdbc` only what that driver itself accepts."""
    covered = text.covered
    start = len("jdbc:")
    wrapper = next((word for word in _WRAPPERS if covered.startswith(word, start)), "") if reader.name != "pgjdbc" else ""
    start += len(wrapper)
    colon = covered.find(":", start)
    protocol = covered[start:colon].partition("+")[0] if colon >= 0 else ""
    if not reader.name and (protocol in _EMBEDDED or protocol in _NOT_READ):
        return _other(text, (0, colon), protocol)
    engine = _ENGINES.get(protocol)
    if engine is None or (reader.name == "pgjdbc" and protocol != "postgresql"):
        raise DsnError("the JDBC subprotocol is none that this reader knows")
    body = colon + 1
    slashes = covered.find("//", body)
    if engine != "postgresql" and slashes >= 0:
        body = slashes  # jdbc:mysql:loadbalance://, jdbc:tc:mysql:8://
    elif wrapper == "tc:" and slashes >= 0:
        body = slashes
    tail = "mssql" if engine == "mssql" else ""
    question = covered.find(";" if tail else "?", body)
    question = len(covered) if question < 0 else question
    pairs = _pairs(text, (question + 1, len(covered)), ";" if tail else "&")
    if engine == "postgresql":
        hosts, database = _postgresql(text, body, question)
        user: Range | None = None
        password: Range | None = None
    else:
        hosts, database, user, password = mysql_authority(text, body, question)
    return _dsn(text, (0, colon), engine, hosts=hosts, database=database, user=user, password=password, pairs=pairs)


def _dsn(
    text: Text,
    scheme: Range,
    engine: str,
    *,
    hosts: tuple[Host, ...],
    database: Range | None,
    user: Range | None,
    password: Range | None,
    pairs: tuple[Pair, ...],
) -> Dsn:
    last = {found.key: found for found in pairs}
    named = next((last[key] for key in ("password", "PWD") if key in last), None)
    password_at = named.at if named is not None else password
    if password_at is not None and password_at[0] == password_at[1]:
        password_at = None
    decode = decode_form if named is not None else str
    ports = [last[key].at for key in ("port", "PGPORT", "portNumber") if key in last]
    names = [last[key].at for key in ("host", "PGHOST", "serverName") if key in last]
    if names:
        hosts = tuple(Host(host_name(text, at, decode_form), hosts[0].port) for at in comma_separated(text.covered, names[0]))
    if ports:
        hosts = tuple(Host(host.name, text.port(ports[0], decode_form)) for host in hosts)
    base = next((last[key].setting for key in last if key in _DATABASE_KEYS), None)
    own: Setting[str] = Setting.absent("user") if user is None or user[0] == user[1] else text.setting(user, "user")
    return Dsn(
        span=text.span((0, len(text.text))),
        grammar="jdbc",
        engine=engine,
        driver="",
        scheme=Setting.written(text.raw(scheme), text.span(scheme), "scheme"),
        hosts=hosts,
        user=last["user"].setting if "user" in last else own,
        password=text.secret(password_at, decode) if password_at is not None else None,
        password_span=text.span(password_at) if password_at is not None else None,
        database=base
        or (text.setting(database, "database", decode_form) if database is not None else Setting.absent("database")),
        parameters=tuple((found.key, found.setting) for found in pairs if found.key != "password"),
        masked=mask_ranges(text.text, [found.at for found in pairs if found.is_secret] + ([password] if password else [])),
    )


def _other(text: Text, scheme: Range, protocol: str) -> Dsn:
    """A database inside the process, or a server whose addresses are not read here."""
    why = f"addresses of {protocol} are not read"
    port: Setting[int] = Setting.unresolved(why, None, "port")
    host = NO_HOST if protocol in _EMBEDDED else Host(Setting.unresolved(why, None, "host"), port)
    absent: Setting[str] = Setting.absent("user")
    return Dsn(
        span=text.span((0, len(text.text))),
        grammar="jdbc",
        engine=protocol,
        driver="",
        scheme=Setting.written(text.raw(scheme), text.span(scheme), "scheme"),
        hosts=(host,),
        user=absent if protocol in _EMBEDDED else Setting.unresolved(why, None, "user"),
        password=None,
        password_span=None,
        database=Setting.unresolved(why, None, "database"),
        parameters=(),
        masked=mask_ranges(text.text, []),
    )


def _postgresql(text: Text, start: int, end: int) -> tuple[tuple[Host, ...], Range | None]:
    covered = text.covered
    body = covered[start:end]
    if body in ("//", "///"):
        return (NO_HOST,), None
    if not body.startswith("//"):
        if body.startswith("/"):
            raise DsnError("a single slash stands after the subprotocol")
        decode_form(text.raw((start, end)))
        return (NO_HOST,), (start, end) if start < end else None
    slash = covered.find("/", start + 2, end)
    if slash < 0 or "/" in covered[slash + 1 : end]:
        raise DsnError("exactly one slash must follow the hosts")
    decode_form(text.raw((slash + 1, end)))
    hosts = tuple(_host(text, at) for at in comma_separated(covered, (start + 2, slash)))
    return hosts, (slash + 1, end) if slash + 1 < end else None


def _host(text: Text, at: Range) -> Host:
    name, port_at = host_and_port(text.covered, *at)
    port: Setting[int] = text.port(port_at) if port_at is not None else Setting.absent("port")
    known = port_at is not None and not text.unknown(port_at)
    if known and (port.value is None or not 1 <= port.value <= MAX_PORT):
        raise DsnError("a port is not a number from 1 to 65535")
    return Host(host_name(text, name, str), port)


def _pairs(text: Text, at: Range, separator: str) -> tuple[Pair, ...]:
    found: list[Pair] = []
    start, end = at
    while start < end:
        stop = text.covered.find(separator, start, end)
        stop = end if stop < 0 else stop
        equals = text.covered.find("=", start, stop)
        equals = stop if equals < 0 else equals
        if start < stop:
            found.append(pair(text, start, text.raw((start, equals)), (min(equals + 1, stop), stop), decode_form))
        start = stop + 1
    return tuple(found)


def decode_form(text: str) -> str:
    """Java's `URLDecoder`: `+` is a space, a malformed escape is an error."""
    return unquote_strict(text.replace("+", " "))
