"""Connection URLs: libpq's URI and the general `dialect+driver://user:password@host:port/database?key=value`.

In: a `Text` and its `Reader`. Out: a `Dsn` with grammar `url`. Raises `DsnError` for what the reader refuses.
Grammars: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS, RFC 3986, SQLAlchemy's `make_url`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.dsn.hosts import NO_HOST, host_name, listed_hosts
from poolaudit.extract.dsn.mask import mask_ranges
from poolaudit.extract.dsn.placeholder import COVER
from poolaudit.extract.dsn.query import Pair, decoder, query_decoder, read_query
from poolaudit.extract.dsn.scheme import engine_of
from poolaudit.extract.dsn.split import Cut, like_port, split
from poolaudit.extract.dsn.text import DsnError, Range, Text, unquote, unquote_path
from poolaudit.extract.dsn.unencoded import unencoded
from poolaudit.extract.dsn.values import in_force
from poolaudit.facts.dsn import Dsn, Host
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader
    from poolaudit.facts.secret import Secret

_SOCKET_PARAMETERS = {"mysql": ("socket", "unix_socket"), "mariadb": ("socket", "unix_socket")}
_DATABASE_PARAMETERS = {"asyncpg": ("dbname", "database"), "redis": ("db",)}
_SLASH = "%2f"
_SOCKET_ENGINES = {"socket": "postgresql", "unix": "redis"}


def read_url(text: Text, reader: Reader) -> Dsn:
    """Read one URL."""
    cut = split(text.covered, reader)
    scheme = text.raw(cut.scheme)
    if reader.socket_scheme and scheme == reader.socket_scheme:
        cut = _socket(cut)
    known = engine_of(scheme)
    plain = scheme if not reader.any_case else scheme.lower()
    if (reader.schemes and plain not in reader.schemes) or (known is None and not reader.any_scheme and not reader.schemes):
        raise DsnError("the scheme is none of a database that this reader knows")
    engine, driver = known or (_SOCKET_ENGINES.get(plain, ""), scheme.partition("+")[2])
    text.doubt = _doubt(text, cut)
    pairs = read_query(text, cut.query, reader) if cut.query is not None else ()
    pairs = tuple(pair for pair in pairs if not text.doubt[0] <= pair.start < text.doubt[1])
    password, password_at = _password(text, cut, pairs, reader)
    hidden = [pair.at for pair in pairs if pair.is_secret] + ([cut.password] if cut.password else [])
    hidden += [text.doubt] if text.doubt[1] > text.doubt[0] else []
    return Dsn(
        span=text.span((0, len(text.text))),
        grammar="url",
        engine=engine,
        driver=driver,
        scheme=Setting.written(scheme, text.span(cut.scheme), "scheme"),
        hosts=_hosts(text, cut, pairs, engine, reader),
        user=_component(text, cut.user, "user", reader, pairs=pairs, keys=("user",)),
        password=password,
        password_span=text.span(password_at) if password_at is not None else None,
        database=_database(text, cut, pairs, engine, reader),
        parameters=in_force(_parameters(pairs, scheme), reader.name),
        masked=mask_ranges(text.text, hidden),
        unencoded=unencoded(text, cut, reader),
    )


def _parameters(pairs: tuple[Pair, ...], scheme: str) -> tuple[tuple[str, Setting[str]], ...]:
    """The parameters but the password; in node-postgres' URLs of sockets `encoding` replaces `client_encoding`."""
    replaced = scheme == "socket" and any(pair.key == "encoding" for pair in pairs)
    return tuple(
        (pair.key, pair.setting) for pair in pairs if pair.key != "password" and not (replaced and pair.key == "client_encoding")
    )


def _doubt(text: Text, cut: Cut) -> Range:
    """From the end of the password, or the first port, up to an unencoded `@` further on: the password may reach there."""
    if cut.password is not None:
        start, last = cut.password[1] + 1, text.covered.rfind("@")
    else:
        ports = [port for _, port in cut.hosts if port is not None]
        numeric = all(like_port(text.covered[port[0] : port[1]]) for port in ports)
        start = ports[0][0] if ports else len(text.text)
        last = text.covered.rfind("@", 0, cut.query[0] if cut.query is not None and numeric else len(text.text))
    return (start, last) if last > start else (0, 0)


def _socket(cut: Cut) -> Cut:
    """The path is the socket, not the database."""
    path = (cut.database[0] - 1, cut.database[1]) if cut.database is not None else (0, 0)
    return replace(cut, hosts=((path, None),), database=None)


def _password(text: Text, cut: Cut, pairs: tuple[Pair, ...], reader: Reader) -> tuple[Secret | None, Range | None]:
    at, decode = cut.password, decoder(reader)
    for pair in pairs:
        if pair.key == "password" and (reader.query_wins or at is None):
            at, decode = pair.at, query_decoder(reader)
    if at is None or (at[0] == at[1] and reader.split != "sqlalchemy"):
        return None, None
    return (None if cut.doubt else text.secret(at, decode)), at


def _component(
    text: Text, at: Range | None, label: str, reader: Reader, *, pairs: tuple[Pair, ...], keys: tuple[str, ...]
) -> Setting[str]:
    """A component from the authority or path, or from a parameter that replaces it."""
    own: Setting[str] = text.setting(at, label, decoder(reader)) if at is not None and at[0] != at[1] else Setting.absent(label)
    if reader.split == "sqlalchemy":
        return Setting.written("", text.span(at), label) if at is not None and at[0] == at[1] else own
    if own.origin is not Origin.ABSENT and not reader.query_wins:
        return own
    for pair in pairs:
        if pair.key in keys:
            own = pair.setting
    return own


def _database(text: Text, cut: Cut, pairs: tuple[Pair, ...], engine: str, reader: Reader) -> Setting[str]:
    keys = _DATABASE_PARAMETERS.get(reader.name, ("dbname",) if engine in ("postgresql", "cockroachdb", "") else ())
    if text.raw(cut.scheme) == "socket":
        keys = ("db",)
    if cut.lost:
        return Setting.unresolved(cut.doubt, None, "database")
    raw = text.covered[cut.database[0] : cut.database[1]] if cut.database else ""
    if cut.database is not None and "#" in raw and not reader.name:
        return Setting.unresolved("readers disagree about # in a path", text.span(cut.database), "database")
    if cut.database is not None and reader.split == "sqlalchemy":
        return text.setting(cut.database, "database", unquote)
    if cut.database is not None and reader.keep_reserved and cut.hosts and any(pair.key == "host" for pair in pairs):
        start = cut.hosts[0][0][0]
        if text.covered[start : start + len(_SLASH)].lower() == _SLASH:  # a socket beside another host is part of the path
            return text.setting((start, cut.database[1]), "database", unquote_path)
    if cut.database is not None and reader.keep_reserved and raw:
        return text.setting(cut.database, "database", unquote_path)
    found = _component(text, cut.database, "database", reader, pairs=pairs, keys=keys)
    if reader.name == "redis" and found.is_known and not (found.value or "").isdigit():
        return Setting.absent("database")  # redis-py passes over a path that is no number
    return found


def _hosts(text: Text, cut: Cut, pairs: tuple[Pair, ...], engine: str, reader: Reader) -> tuple[Host, ...]:
    decode = decoder(reader)
    if cut.lost:
        return (Host(Setting.unresolved(cut.doubt, None, "host"), Setting.unresolved(cut.doubt, None, "port")),)
    own = tuple(_host(text, name, port, cut, reader) for name, port in cut.hosts) or (NO_HOST,)
    for pair in pairs:
        if pair.key in _SOCKET_PARAMETERS.get(engine, ()) and pair.setting.value is not None:
            at = (pair.at[0] + 1, pair.at[1] - 1) if pair.setting.value.startswith("(") else pair.at
            return (Host(text.setting(at, "host", decode), Setting.absent("port")),)
    if engine not in ("postgresql", "cockroachdb", "yugabytedb", "redshift", ""):
        return own
    has_own = any(host.name.origin is not Origin.ABSENT for host in own)
    names = [pair.at for pair in pairs if pair.key == "host"] if reader.query_wins or not has_own else []
    names = names if reader.split == "sqlalchemy" else names[-1:]
    ports = [pair.at for pair in pairs if pair.key == "port"] if reader.query_wins or not _has_port(own) else []
    if not names and not has_own:
        names = [pair.at for pair in pairs if pair.key == "hostaddr"][-1:]
    if not names and not ports:
        return own
    found = listed_hosts(text, names or [name for name, _ in cut.hosts], ports, reader, query_decoder(reader))
    _check_ports(found, reader)
    if ports or len(found) != len(own) or _has_port(found):
        return found
    return tuple(Host(host.name, mine.port) for host, mine in zip(found, own, strict=True))


def _host(text: Text, name: Range, port: Range | None, cut: Cut, reader: Reader) -> Host:
    setting = host_name(text, text.trim(name) if reader.trim else name, decoder(reader))
    if cut.doubt:
        setting = Setting.unresolved(cut.doubt, text.span(name), "host")
    host = Host(setting, text.port(port, decoder(reader)) if port is not None else Setting.absent("port"))
    if reader.strict_port and port is not None and COVER not in text.covered[port[0] : port[1]]:
        number = decoder(reader)(text.raw(port))
        if number and not number.isdigit():
            raise DsnError("a port is not a number")
    return host


def _check_ports(hosts: tuple[Host, ...], reader: Reader) -> None:
    if reader.strict_port and any(host.port.note == "it is not a port number" for host in hosts):
        raise DsnError("a port is not a number")


def _has_port(hosts: tuple[Host, ...]) -> bool:
    return any(host.port.origin is not Origin.ABSENT for host in hosts)
