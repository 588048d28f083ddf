"""The part of a MySQL, MariaDB or SQL Server JDBC URL between `//` and the parameters.

In: a `Text` and the range from `//` on. Out: hosts and the ranges of database, user and password.
Host forms: `host:port`, `(host=a,port=1)`, `address=(host=a)(port=1)`, `[a,b]`, each with credentials before an `@`.
"""

from __future__ import annotations

from poolaudit.extract.dsn.hosts import NO_HOST, host_name
from poolaudit.extract.dsn.split import host_and_port
from poolaudit.extract.dsn.text import DsnError, Range, Text
from poolaudit.facts.dsn import Host
from poolaudit.facts.setting import Origin, Setting

Authority = tuple[tuple[Host, ...], "Range | None", "Range | None", "Range | None"]


def mysql_authority(text: Text, start: int, end: int) -> Authority:
    """Hosts, and the ranges of database, user and password; None for each that is not written."""
    covered = text.covered
    if not covered.startswith("//", start):
        if start < end:
            raise DsnError("two slashes must follow the subprotocol")
        return (NO_HOST,), None, None, None
    start += 2
    at = covered.rfind("@", start, end)
    slash = covered.find("/", max(at, start), end)
    stop = end if slash < 0 else slash
    user = password = None
    if at >= 0:
        colon = covered.find(":", start, at)
        user = (start, at if colon < 0 else colon)
        password = (colon + 1, at) if colon >= 0 else None
        start = at + 1
    database = (slash + 1, end) if 0 <= slash < end - 1 else None
    if covered[start : start + 1] == "[" and covered[stop - 1 : stop] == "]" and "," in covered[start:stop]:
        start, stop = start + 1, stop - 1
    return tuple(_host(text, piece) for piece in _pieces(covered, start, stop)), database, user, password


def _pieces(covered: str, start: int, end: int) -> list[Range]:
    """Ranges between the commas outside of parentheses."""
    found, depth, at = [], 0, start
    for index in range(start, end):
        letter = covered[index]
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            found.append((at, index))
            at = index + 1
    return [*found, (at, end)]


def _host(text: Text, at: Range) -> Host:
    covered = text.covered
    if covered.startswith("(", at[0]) or covered.startswith("address=", at[0]):
        fields = dict(_fields(covered, at))
        name, port = fields.get("host"), fields.get("port")
        if covered.startswith("address=", at[0]) and name is None:
            raise DsnError("an address names no host")
        return Host(
            host_name(text, name, str) if name is not None else Setting.absent("host"),
            text.port(port) if port is not None else Setting.absent("port"),
        )
    backslash = covered.find("\\", *at)  # SQL Server: host\instance:port
    name, port = host_and_port(covered, *at)
    if 0 <= backslash < name[1]:
        name = (name[0], backslash)
    found: Setting[int] = text.port(port) if port is not None else Setting.absent("port")
    if port is not None and found.origin is Origin.UNRESOLVED and not text.unknown(port):
        raise DsnError("a port is not a number")
    return Host(host_name(text, name, str), found)


def _fields(covered: str, at: Range) -> list[tuple[str, Range]]:
    found: list[tuple[str, Range]] = []
    start = at[0] + (len("address=") if covered.startswith("address=", at[0]) else 0)
    for index in range(start, at[1] + 1):
        if index == at[1] or covered[index] in "(),":
            equals = covered.find("=", start, index)
            if equals >= 0:
                found.append((covered[start:equals].strip().lower(), (equals + 1, index)))
            start = index + 1
    return found
