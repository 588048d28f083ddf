"""libpq's keyword form: `host=db port=5432 dbname='my db'`.

In: a `Text` and its `Reader`. Out: a `Dsn` with grammar `keyword`, engine `postgresql`. Raises `DsnError` for what libpq refuses.
Grammar: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libpq_keywords import LIBPQ_KEYWORDS
from poolaudit.extract.dsn.hosts import listed_hosts
from poolaudit.extract.dsn.mask import mask_ranges
from poolaudit.extract.dsn.query import Pair, pair
from poolaudit.extract.dsn.text import DsnError, Range, Text
from poolaudit.facts.dsn import Dsn
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader

_BLANKS = " \t\n\r\v\f"
_PARTS = frozenset(("host", "port", "user", "password", "dbname"))


def read_keywords(text: Text, reader: Reader) -> Dsn:
    """Read one keyword string; without a reader, unknown keywords are accepted where a known one stands beside them."""
    pairs = _pairs(text, reader)
    if not reader.unknown_keywords and any(found.key not in LIBPQ_KEYWORDS for found in pairs):
        raise DsnError("a keyword is unknown to libpq")
    if not reader.name and not any(found.key in LIBPQ_KEYWORDS for found in pairs):
        raise DsnError("no keyword is one of a connection string")
    last = {found.key: found for found in pairs}
    password = last.get("password")
    host = last["host"] if "host" in last and last["host"].at[0] != last["host"].at[1] else last.get("hostaddr")
    return Dsn(
        span=text.span((0, len(text.text))),
        grammar="keyword",
        engine="postgresql",
        driver="",
        scheme=Setting.absent("scheme"),
        hosts=listed_hosts(
            text,
            [host.at] if host is not None else [],
            [last["port"].at] if "port" in last else [],
            reader,
            _unescape,
        ),
        user=last["user"].setting if "user" in last else Setting.absent("user"),
        password=text.secret(password.at, _unescape) if password is not None and password.at[0] != password.at[1] else None,
        password_span=text.span(password.at) if password is not None and password.at[0] != password.at[1] else None,
        database=last["dbname"].setting if "dbname" in last else Setting.absent("database"),
        parameters=tuple((found.key, found.setting) for found in pairs if found.key not in _PARTS),
        masked=mask_ranges(text.text, [found.at for found in pairs if found.is_secret]),
    )


def _pairs(text: Text, reader: Reader) -> tuple[Pair, ...]:
    found: list[Pair] = []
    covered, end = text.covered, len(text.covered)
    at = _skip(covered, 0)
    while at < end:
        equals = covered.find("=", at)
        if equals < 0:
            raise DsnError('a keyword has no "="')
        key = covered[at:equals].rstrip(_BLANKS)
        if any(blank in key for blank in _BLANKS):
            raise DsnError('a keyword has no "="')
        if not key and (reader.name or found):
            raise DsnError("a keyword is empty") if _closed(covered, equals + 1) else DsnError("a quoted value has no end")
        value, after = _value(covered, _skip(covered, equals + 1))
        found.append(pair(text, at, key, value, _unescape))
        at = _skip(covered, after)
    return tuple(found)


def _closed(covered: str, at: int) -> bool:
    _value(covered, _skip(covered, at))  # raises when it is not
    return True


def _value(covered: str, at: int) -> tuple[Range, int]:
    """Range of the value without quotes, and where to go on."""
    quoted = covered[at : at + 1] == "'"
    start = at = at + 1 if quoted else at
    while at < len(covered):
        letter = covered[at]
        if letter == "\\":
            at += 1
        elif quoted and letter == "'":
            return (start, at), at + 1
        elif not quoted and letter in _BLANKS:
            break
        at += 1
    if quoted:
        raise DsnError("a quoted value has no end")
    at = min(at, len(covered))
    return (start, at), at


def _skip(covered: str, at: int) -> int:
    while at < len(covered) and covered[at] in _BLANKS:
        at += 1
    return at


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    parts, escaped = [], False
    for letter in text:
        if letter == "\\" and not escaped:
            escaped = True
        else:
            parts.append(letter)
            escaped = False
    return "".join(parts)
