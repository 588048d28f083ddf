"""Env files as node programs read them. In: text and a lookup (unused: neither expands). Out: entries.

Grammars: the npm package dotenv 18.0.10 (commit 2fc7eac8), and `node --env-file` of node 20.20.2, which both keep `$`.
Dotenv's is one regular expression over the whole text; here it is a scanner of linear time with the same choices.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from poolaudit.extract.settings.dotenv_entry import EnvLine

if TYPE_CHECKING:
    from poolaudit.extract.settings.interpolate import Lookup

_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")
_QUOTES = "'\"`"


def read_dotenv(text: str, _lookup: Lookup) -> tuple[EnvLine, ...]:
    """Entries of the npm package dotenv."""
    ends = _QuoteEnds(text)
    entries = []
    at = 0
    while at < len(text):
        found = _assignment(text, at, ends)
        if found is None:
            # blank lines lead to the same failure, so the search goes on behind them
            at = _next_line(text, _skip(text, at))
            continue
        entry, at = found
        entries.append(entry)
        at = _next_line(text, at) if at < len(text) and not _starts_line(text, at) else at
    return tuple(entries)


def _starts_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in "\r\n"


def _next_line(text: str, at: int) -> int:
    end = _line_end(text, at)
    return end + 2 if text.startswith("\r\n", end) else end + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    carriage = text.find("\r", at, end)
    return end if carriage < 0 else carriage


def _space(char: str) -> bool:
    """JavaScript's white space, which counts the byte order mark."""
    return char.isspace() or char == "\ufeff"


def _skip(text: str, at: int) -> int:
    while at < len(text) and _space(text[at]):
        at += 1
    return at


class _QuoteEnds:
    """For each kind of quote: where a quoted value may end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bare: dict[str, list[int]] = {quote: [] for quote in _QUOTES}
        """Quotes without a backslash before them."""
        self._escaped: dict[str, list[int]] = {quote: [] for quote in _QUOTES}
        """Quotes behind a backslash after which the line ends, so that they may close a value when nothing else does."""
        for at, char in enumerate(text):
            if char in _QUOTES:
                if at and text[at - 1] == "\\":
                    if self._tail(at + 1):
                        self._escaped[char].append(at)
                else:
                    self._bare[char].append(at)

    def close(self, start: int, quote: str) -> int:
        """Offset of the quote that ends a value whose content starts at `start`; -1 when none does."""
        bare = self._bare[quote]
        index = bisect_left(bare, start)
        bound = bare[index] if index < len(bare) else len(self.text)
        if index < len(bare) and self._tail(bound + 1):
            return bound
        escaped = self._escaped[quote]
        index = bisect_left(escaped, bound) - 1
        return escaped[index] if index >= 0 and escaped[index] > start else -1

    def _tail(self, at: int) -> bool:
        """Whether nothing but blanks and a comment follow in the line."""
        while at < len(self.text) and _space(self.text[at]):
            if self.text[at] in "\r\n":
                return True
            at += 1
        return at >= len(self.text) or self.text[at] == "#"


def _assignment(text: str, at: int, ends: _QuoteEnds) -> tuple[EnvLine, int] | None:
    """The entry whose line starts at `at`, blank lines before it included, and where its text ends."""
    at = _skip(text, at)
    if text.startswith("export", at) and _skip(text, at + 6) > at + 6:
        inner = _key_and_separator(text, _skip(text, at + 6))
        found = inner or _key_and_separator(text, at)
    else:
        found = _key_and_separator(text, at)
    if found is None:
        return None
    key, at = found
    quoted = _skip(text, at)
    quote = text[quoted : quoted + 1]
    if quote and quote in _QUOTES:
        close = ends.close(quoted + 1, quote)
        if close > 0:
            value = _unescaped(text[quoted + 1 : close], quote)
            return EnvLine(text[key[0] : key[1]], value, key, (quoted + 1, close), quote), close + 1
    end = _line_end(text, at)
    hash_at = text.find("#", at, end)
    stop = end if hash_at < 0 else hash_at
    while stop > at and _space(text[stop - 1]):
        stop -= 1
    while at < stop and _space(text[at]):
        at += 1
    mark = text[at : at + 1]
    # the quotes of a value that is not well quoted go too when its first and last character are the same one
    strip = stop - at > 1 and mark in _QUOTES and text[stop - 1] == mark
    start, stop = (at + 1, stop - 1) if strip else (at, stop)
    value = _unescaped(text[start:stop], mark)
    return EnvLine(text[key[0] : key[1]], value, key, (start, stop), mark if strip else ""), end


def _key_and_separator(text: str, at: int) -> tuple[tuple[int, int], int] | None:
    end = at
    while end < len(text) and text[end] in _NAME:
        end += 1
    if end == at:
        return None
    sign = _skip(text, end)
    if text[sign : sign + 1] == "=":
        return (at, end), sign + 1
    if text[end : end + 1] == ":" and end + 1 < len(text) and _space(text[end + 1]):
        return (at, end), end + (3 if text.startswith("\r\n", end + 1) else 2)
    return None


def _unescaped(value: str, quote: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.replace("\\n", "\n").replace("\\r", "\r") if quote == '"' else value


def read_env_file(text: str, _lookup: Lookup) -> tuple[EnvLine, ...]:
    """Entries of `node --env-file`.

    It drops every carriage return first, trims spaces but no tabs, takes a comment in a last line without end for an
    entry, and lets a name begin in the line of a word without `=`.
    """
    view = _WithoutReturns(text)
    text = view.text
    entries = []
    at = _trim(text, 0, len(text))[0]
    end_of_text = _trim(text, 0, len(text))[1]
    text = text[:end_of_text]
    while at < len(text):
        end = text.find("\n", at)
        if text[at] in "\n#" and end >= 0:
            at = end + 1
            continue
        equals = text.find("=", at)
        key = _trim(text, at, equals)
        if equals < 0 or key[0] == key[1]:
            break
        if text[key[0] : key[1]].startswith("export "):
            key = (key[0] + 7, key[1])
        value, where, quote, at = _node_value(text, equals + 1)
        if value is not None:
            entries.append(EnvLine(text[key[0] : key[1]], value, view.written(*key), view.written(*where), quote))
    return tuple(entries)


def _node_value(text: str, at: int) -> tuple[str | None, tuple[int, int], str, int]:
    """Value, its offsets, its quote, and where the next entry starts; None when node drops the entry."""
    while text[at : at + 1] == " ":
        at += 1
    quote = text[at : at + 1]
    line = text.find("\n", at)
    end = len(text) if line < 0 else line
    if quote and quote in _QUOTES:
        close = text.find(quote, at + 1)
        if close >= 0:
            value = text[at + 1 : close]
            line = text.find("\n", close + 1)
            after = len(text) if line < 0 else line + 1
            return value.replace("\\n", "\n") if quote == '"' else value, (at + 1, close), quote, after
        if line < 0:
            # without a line end either, node goes on inside of the value
            return None, (at, at), "", at
        return text[at:end], (at, end), "", end + 1
    hash_at = text.find("#", at, end)
    where = _trim(text, at, end if hash_at < 0 else hash_at)
    return text[where[0] : where[1]], where, "", end + 1


class _WithoutReturns:
    """A text without carriage returns that still knows the offsets of the text with them."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r", "")
        self._plain = len(self.text) == len(text)
        self._kept = [] if self._plain else [at for at, char in enumerate(text) if char != "\r"]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as written."""
        if self._plain:
            return start, end
        first = self._kept[start] if start < len(self._kept) else self._kept[-1] + 1
        return first, first if start == end else self._kept[end - 1] + 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without spaces at its ends."""
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end
