"""ADO.NET connection strings: `Host=db;Port=5432;Username=app;Password=…`, as Npgsql, SqlClient and MySqlConnector read them.

In: a `Text` and its `Reader`. Out: a `Dsn` with grammar `ado`; its engine is empty unless the reader says which server it is for.
Grammar: https://learn.microsoft.com/dotnet/api/system.data.common.dbconnectionstringbuilder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.dsn.hosts import NO_HOST, comma_separated, host_name
from poolaudit.extract.dsn.mask import mask_ranges
from poolaudit.extract.dsn.query import Pair, pair
from poolaudit.extract.dsn.scheme import ADO_FIELDS
from poolaudit.extract.dsn.split import host_and_port
from poolaudit.extract.dsn.text import DsnError, Range, Text
from poolaudit.facts.dsn import Dsn, Host
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader


def read_ado(text: Text, reader: Reader) -> Dsn:
    """Read one ADO.NET string; keywords are matched without regard to case and blanks, the last one wins."""
    pairs = _pairs(text)
    last = {field: found for found in pairs if (field := _field(found.key))}
    if not last and not reader.name:
        raise DsnError("no keyword is one of a connection string")
    password = last.get("password")
    has_password = password is not None and password.at[0] != password.at[1]
    return Dsn(
        span=text.span((0, len(text.text))),
        grammar="ado",
        engine="postgresql" if reader.name == "npgsql" else "",
        driver="",
        scheme=Setting.absent("scheme"),
        hosts=_hosts(text, last, reader),
        user=last["user"].setting if "user" in last else Setting.absent("user"),
        password=text.secret(password.at, _undouble) if password is not None and has_password else None,
        password_span=text.span(password.at) if password is not None and has_password else None,
        database=last["database"].setting if "database" in last else Setting.absent("database"),
        parameters=tuple((found.key, found.setting) for found in pairs if not _field(found.key)),
        masked=mask_ranges(text.text, [found.at for found in pairs if found.is_secret]),
    )


def _field(key: str) -> str:
    return ADO_FIELDS.get(key.lower().replace(" ", ""), "")


def _hosts(text: Text, last: dict[str, Pair], reader: Reader) -> tuple[Host, ...]:
    port: Setting[int] = text.port(last["port"].at) if "port" in last else Setting.absent("port")
    if reader.name == "npgsql" and port.note == "it is not a port number":
        raise DsnError("the port is not a number")
    if "host" not in last or last["host"].at[0] == last["host"].at[1]:
        return (Host(NO_HOST.name, port),)
    start, end = last["host"].at
    if text.covered.startswith("tcp:", start, end):  # SqlClient: `tcp:host,port`
        start += len("tcp:")
    ranges = comma_separated(text.covered, (start, end))
    if len(ranges) == 2 and text.raw(ranges[1]).strip().isdigit():  # noqa: PLR2004 - `host,port` of SqlClient
        return (Host(host_name(text, text.trim(ranges[0]), str), text.port(ranges[1])),)
    return tuple(_host(text, at, port) for at in ranges)


def _host(text: Text, at: Range, port: Setting[int]) -> Host:
    start, end = text.trim(at)
    if text.covered[start : start + 1] == "/" or text.covered.count(":", start, end) != 1:
        return Host(host_name(text, (start, end), str), port)
    name, own = host_and_port(text.covered, start, end)
    found = text.port(own) if own is not None else port
    return Host(host_name(text, name, str), found if found.origin is not Origin.ABSENT else port)


def _pairs(text: Text) -> tuple[Pair, ...]:
    found: list[Pair] = []
    covered, at = text.covered, 0
    while True:
        while at < len(covered) and (covered[at] == ";" or covered[at].isspace()):
            at += 1
        if at >= len(covered):
            return tuple(found)
        equals = covered.find("=", at)
        if equals < 0 or ";" in covered[at:equals]:
            raise DsnError('a keyword has no "="')
        value, after = _value(text, equals + 1)
        found.append(pair(text, at, covered[at:equals].strip(), value, _undouble))
        at = after


def _value(text: Text, at: int) -> tuple[Range, int]:
    covered = text.covered
    start = at
    while start < len(covered) and covered[start].isspace():
        start += 1
    quote = covered[start : start + 1]
    if quote and quote in "'\"":
        end = start + 1
        while end < len(covered):
            if covered[end] == quote:
                if covered[end + 1 : end + 2] != quote:
                    break
                end += 1
            end += 1
        else:
            raise DsnError("a quoted value has no end")
        after = covered.find(";", end)
        after = len(covered) if after < 0 else after
        if covered[end + 1 : after].strip():
            raise DsnError("a quoted value is followed by something else than a semicolon")
        return (start + 1, end), after
    end = covered.find(";", at)
    end = len(covered) if end < 0 else end
    return text.trim((at, end)), end


def _undouble(text: str) -> str:
    return text.replace('""', '"').replace("''", "'") if '""' in text or "''" in text else text
