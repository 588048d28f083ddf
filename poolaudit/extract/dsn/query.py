"""The query of a connection URL. In: its range and reader. Out: its pairs with their spans, secrets left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.libpq_keywords import LIBPQ_KEYWORDS
from poolaudit.extract.dsn.harmless import is_opaque
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.dsn.text import DsnError, Range, Text, unquote, unquote_strict
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.dsn.reader import Reader

SECRET_VALUE = "it is a secret, which is not kept"


@dataclass(frozen=True, slots=True)
class Pair:
    """One `key=value` of a query or keyword string."""

    start: int
    """Offset of the key."""
    key: str
    """Decoded."""
    at: Range
    """The value as written, without quotes."""
    setting: Setting[str]
    """The value; unresolved when it is secret."""

    @property
    def is_secret(self) -> bool:
        """Whether the value must not be shown."""
        return self.setting.note == SECRET_VALUE


def read_query(text: Text, at: Range, reader: Reader) -> tuple[Pair, ...]:
    """The pairs of a query in written order; raises `DsnError` for what the reader refuses."""
    pairs: list[Pair] = []
    start, end = at
    while start < end:
        stop = text.covered.find("&", start, end)
        stop = end if stop < 0 else stop
        pair = _pair(text, start, stop, reader)
        if pair is not None:
            pairs.append(pair)
        start = stop + 1
    return tuple(pairs)


def _pair(text: Text, start: int, stop: int, reader: Reader) -> Pair | None:
    equals = text.covered.find("=", start, stop)
    if equals < 0:
        if reader.bare == "error":
            raise DsnError('a query parameter has no "="')
        if reader.bare == "drop" or start == stop:
            return None
    value = (stop, stop) if equals < 0 else (equals + 1, stop)
    if not reader.repeated_equals and text.covered.find("=", value[0], stop) >= 0:
        raise DsnError('a query parameter has more than one "="')
    if reader.blank == "drop" and value[0] == value[1]:
        return None
    decode = decoder(reader)
    name = (start, stop if equals < 0 else equals)
    key = decode(text.raw(text.trim(name) if reader.trim else name))
    if not reader.unknown_keywords and key not in LIBPQ_KEYWORDS and not (key == "ssl" and text.raw(value) == "true"):
        raise DsnError("a query parameter is unknown to libpq")
    return pair(text, start, key, text.trim(value) if reader.trim else value, query_decoder(reader), neutral=not reader.name)


def pair(text: Text, start: int, key: str, value: Range, decode: Callable[[str], str], *, neutral: bool = False) -> Pair:
    """The pair with its setting, which keeps no secret."""
    if is_secret_key(key) or (
        key.lower() not in LIBPQ_KEYWORDS and not text.unknown(value) and is_opaque(unquote(text.raw(value)))
    ):
        decode(text.raw(value))  # refuses what the reader refuses
        return Pair(start, key, value, Setting.unresolved(SECRET_VALUE, text.span(value), key))
    raw = text.raw(value)
    if neutral and ("+" in raw or "#" in raw):
        why = "readers disagree about + and # in a query"
        return Pair(start, key, value, Setting.unresolved(why, text.span(value), key))
    return Pair(start, key, value, text.setting(value, key, decode))


def decoder(reader: Reader) -> Callable[[str], str]:
    """How the reader decodes user, password, host and database."""
    if not reader.strict_escapes:
        return unquote
    return _unquote_trimmed if reader.trim else unquote_strict


def query_decoder(reader: Reader) -> Callable[[str], str]:
    """How the reader decodes the values of a query."""
    decode = decoder(reader)
    return (lambda text: decode(text.replace("+", " "))) if reader.plus == "space" else decode


def _unquote_trimmed(text: str) -> str:
    if any(letter.isspace() for letter in text.strip()):
        raise DsnError("a component holds an unencoded blank")
    return unquote_strict(text.strip())
