"""Where the parts of a URL begin and end, by three grammars that differ in `@`, `/`, `?` and `#`.

In: a string whose placeholders are covered, and its reader. Out: offsets of the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.dsn.placeholder import COVER
from poolaudit.extract.dsn.text import DsnError, Range

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader


@dataclass(frozen=True, slots=True)
class Cut:
    """Offsets of the parts of a URL; None for a part that is not there."""

    scheme: Range
    hosts: tuple[tuple[Range, Range | None], ...] = ()
    """Host (without brackets) and port of each."""
    user: Range | None = None
    password: Range | None = None
    database: Range | None = None
    query: Range | None = None
    doubt: str = ""
    """Why readers disagree about host and password; empty when they agree."""
    lost: bool = False
    """With a doubt: True when database and query are not known either."""


def split(text: str, reader: Reader) -> Cut:
    """The parts of `scheme://…`; raises `DsnError` for what the reader refuses."""
    colon = text.find("://")
    if reader.socket_scheme and text.startswith(f"{reader.socket_scheme}:/") and colon < 0:
        return _path_only(text, len(reader.socket_scheme))
    if colon <= 0:
        raise DsnError("a URL has no scheme")
    if reader.split == "libpq":
        return _libpq(text, colon)
    if reader.split == "sqlalchemy":
        return _sqlalchemy(text, colon)
    return _rfc(text, colon, reader)


def _path_only(text: str, colon: int) -> Cut:
    path = _first(text, colon + 1, "?#")
    query = (path + 1, _first(text, path, "#")) if text[path : path + 1] == "?" else None
    return Cut((0, colon), database=(colon + 2, path), query=query)


def _libpq(text: str, colon: int) -> Cut:
    start = at = colon + 3
    user = password = None
    ahead = _first(text, start, "@/")
    if text[ahead : ahead + 1] == "@":
        mid = _first(text, start, ":@")
        user = (start, mid)
        if text[mid] == ":":
            password = (mid + 1, ahead)
        at = ahead + 1
    hosts: list[tuple[Range, Range | None]] = []
    while True:
        host, at = _bracketed(text, at) if text[at : at + 1] == "[" else ((at, _first(text, at, ":/?,")), -1)
        at = host[1] if at < 0 else at
        port = None
        if text[at : at + 1] == ":":
            port = (at + 1, _first(text, at + 1, "/?,"))
            at = port[1]
        hosts.append((host, port))
        if text[at : at + 1] != ",":
            break
        at += 1
    database = query = None
    if text[at : at + 1] == "/":
        end = _first(text, at, "?")
        database = (at + 1, end)
        at = end
    if at < len(text):
        query = (at + 1, len(text))
    return Cut((0, colon), tuple(hosts), user, password, database, query)


def _bracketed(text: str, at: int) -> tuple[Range, int]:
    end = text.find("]", at)
    if end < 0:
        raise DsnError('an IPv6 address has no closing "]"')
    if end == at + 1:
        raise DsnError("an IPv6 address is empty")
    if text[end + 1 : end + 2] not in ("", ":", "/", "?", ","):
        raise DsnError("an IPv6 address is followed by something else than a port or a path")
    return (at + 1, end), end + 1


def _sqlalchemy(text: str, colon: int) -> Cut:
    start = at = colon + 3
    if not all(letter.isalnum() or letter in "_+" for letter in text[:colon]):
        raise DsnError("a scheme holds characters that SQLAlchemy refuses")
    user = password = None
    mid = _first(text, start, ":/")
    closing = text.find("@", mid) if text[mid : mid + 1] == ":" else -1
    if closing >= 0:
        user, password, at = (start, mid), (mid + 1, closing), closing + 1
    elif (closing := text.rfind("@", start, mid)) >= 0:
        user, at = (start, closing), closing + 1
    stop = _first(text, at, "/?")
    bracket = text.rfind("]", at + 2, stop) if text[at : at + 1] == "[" else -1
    host, at = ((at + 1, bracket), bracket + 1) if bracket > 0 else ((at, _first(text, at, "/:?")), -1)
    at = host[1] if at < 0 else at
    port = None
    if text[at : at + 1] == ":":
        port = (at + 1, stop)
        at = stop
    database = query = None
    if text[at : at + 1] == "/":
        end = _first(text, at, "?")
        database = (at + 1, end)
        at = end
    if text[at : at + 1] == "?":
        query = (at + 1, _first(text, at, "\n"))
    return Cut((0, colon), ((host, port),), user, password, database, query)


def _rfc(text: str, colon: int, reader: Reader) -> Cut:
    start = colon + 3
    end = _first(text, start, "/?#")
    neutral = not reader.name
    closing = text.find("@", start, end) if reader.first_at else text.rfind("@", start, end)
    user = password = None
    at = start
    doubt = ""
    if closing >= 0:
        mid = text.find(":", start, closing)
        user = (start, closing if mid < 0 else mid)
        password = (mid + 1, closing) if mid >= 0 else None
        at = closing + 1
        if neutral and text.find("@", start, closing) >= 0:
            doubt = "readers disagree about which @ ends the credentials"
    elif neutral and (found := unencoded_password(text, start, end)) is not None:
        return Cut((0, colon), (), *found, doubt="readers disagree about a password with an unencoded / ? or #", lost=True)
    path = _first(text, end, "?#") if reader.quiet_fragment and not neutral else _first(text, end, "?")
    database = (end + 1, path) if text[end : end + 1] == "/" else (end, path) if path > end else None
    query = None
    if text[path : path + 1] == "?":
        query = (path + 1, len(text) if neutral or not reader.quiet_fragment else _first(text, path, "#"))
    return Cut((0, colon), tuple(_hosts(text, at, end, reader)), user, password, database, query, doubt)


def unencoded_password(text: str, start: int, end: int) -> tuple[Range, Range] | None:
    """User and password of `user:pa/ss@host`, whose authority seems to end inside the password."""
    mid = text.find(":", start, end)
    closing = text.rfind("@", end)
    if mid < 0 or closing < 0 or text[start : start + 1] == "[":
        return None
    port = text[mid + 1 : end]
    if all(like_port(item) for item in _port_texts(port)):
        return None
    return (start, mid), (mid + 1, closing)


def like_port(covered: str) -> bool:
    """Whether the text is a number, a variable, both, or nothing."""
    return covered.replace(COVER, "0").isdigit() or not covered


def _port_texts(text: str) -> list[str]:
    """The ports of `1,host:2`; what follows a comma without a colon is a host."""
    first, *others = text.split(",")
    return [first, *(item.partition(":")[2] for item in others)]


def _hosts(text: str, at: int, end: int, reader: Reader) -> list[tuple[Range, Range | None]]:
    hosts: list[tuple[Range, Range | None]] = []
    while True:
        stop = _first(text, at, ",", end) if reader.multi_host else end
        hosts.append(host_and_port(text, at, stop))
        if stop >= end:
            return hosts
        at = stop + 1


def host_and_port(text: str, at: int, end: int) -> tuple[Range, Range | None]:
    """`host`, `host:port` or `[address]:port`."""
    if text[at : at + 1] == "[":
        closing = text.find("]", at, end)
        if closing < 0:
            raise DsnError('an IPv6 address has no closing "]"')
        if closing == at + 1:
            raise DsnError("an IPv6 address is empty")
        if closing + 1 < end and text[closing + 1] != ":":
            raise DsnError("an IPv6 address is followed by something else than a port or a path")
        return (at + 1, closing), (closing + 2, end) if closing + 1 < end else None
    colon = text.find(":", at, end)
    return ((at, end), None) if colon < 0 else ((at, colon), (colon + 1, end))


def _first(text: str, start: int, marks: str, end: int = -1) -> int:
    """Offset of the first of `marks` from `start` on, or the end."""
    end = len(text) if end < 0 else end
    found = [at for mark in marks if (at := text.find(mark, start, end)) >= 0]
    return min(found, default=end)
