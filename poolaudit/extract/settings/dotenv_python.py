"""Env files as python-dotenv reads them. In: text and a lookup. Out: entries, or `EnvTextError`.

Grammar: python-dotenv 1.2.4 (commit bca6644d): statements by line, a broken one is dropped up to its line end; quotes over
several lines; ` #` starts a comment; only `${NAME}` and `${NAME:-default}` are expanded, in single quotes too.
Of `dotenv_values`, whose expansion prefers the file to the environment.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from poolaudit.extract.settings.dotenv_entry import EnvLine, EnvTextError
from poolaudit.extract.settings.interpolate import InterpolationError, bounded

if TYPE_CHECKING:
    from poolaudit.extract.settings.interpolate import Lookup

_ENDS = "\r\n"
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def read(text: str, lookup: Lookup) -> tuple[EnvLine, ...]:
    """Read all statements that are well formed; a name without `=` has no value."""
    known: dict[str, str | None] = {}

    def find(name: str) -> str | None:
        return (known[name] or "") if name in known else lookup(name)

    entries = []
    for line in bindings(text):
        entry = line if line.value is None else _expanded(line, find)
        known[entry.name] = entry.value
        entries.append(entry)
    return tuple(entries)


def bindings(text: str) -> tuple[EnvLine, ...]:
    """The statements before expansion."""
    found = []
    closers = _Closers(text)
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            break
        entry, at = _statement(text, at, closers)
        if entry is not None:
            found.append(entry)
    return tuple(found)


class _Closers:
    """The quotes that close a value: those behind an even number of backslashes."""

    def __init__(self, text: str) -> None:
        self._bare: dict[str, list[int]] = {"'": [], '"': []}
        backslashes = 0
        for at, char in enumerate(text):
            if char in self._bare and backslashes % 2 == 0:
                self._bare[char].append(at)
            backslashes = backslashes + 1 if char == "\\" else 0

    def after(self, start: int, quote: str) -> int:
        """Offset of the quote that closes a value starting at `start`, or -1."""
        bare = self._bare[quote]
        index = bisect_left(bare, start)
        return bare[index] if index < len(bare) else -1


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace() and text[at] not in _ENDS:
        at += 1
    return at


def _statement(text: str, at: int, closers: _Closers) -> tuple[EnvLine | None, int]:
    """The entry at `at`, None for a comment or a broken one, and where the next statement starts."""
    if text.startswith("export", at) and _blanks(text, at + 6) > at + 6:
        at = _blanks(text, at + 6)
    key = (at, at)
    if text[at : at + 1] == "'":
        close = text.find("'", at + 1)
        if close <= at + 1:
            return None, _rest(text, at)
        key, at = (at + 1, close), close + 1
    elif text[at : at + 1] != "#":
        end = at
        while end < len(text) and text[end] not in "=#" and not text[end].isspace():
            end += 1
        if end == at:
            return None, _rest(text, at)
        key, at = (at, end), end
    at = _blanks(text, at)
    value: str | None = None
    where, quote, why = (at, at), "", "no value"
    if text[at : at + 1] == "=":
        sign, at = at, _blanks(text, at + 1)
        why, char = "", text[at : at + 1]
        if char == "#" and at > sign + 1:
            value, where = "", (at, at)
        elif char in ("'", '"') and char:
            close = closers.after(at + 1, char)
            if close < 0:
                return None, _rest(text, at)
            where, quote = (at + 1, close), char
            value = _decoded(text[at + 1 : close], "\\'" if char == "'" else "".join(_ESCAPES))
            at = close + 1
        else:
            end = _line_end(text, at)
            stop = at + len(_uncommented(text[at:end]))
            where, value = (at, stop), text[at:stop]
            at = end
    after = _blanks(text, at)
    at = _line_end(text, after) if text[after : after + 1] == "#" else after
    if at < len(text) and text[at] not in _ENDS:
        return None, _rest(text, at)
    at += 2 if text.startswith("\r\n", at) else 1
    if key[0] == key[1]:
        return None, at
    return EnvLine(text[key[0] : key[1]], value, key, where, quote, why=why), at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    carriage = text.find("\r", at, end)
    return end if carriage < 0 else carriage


def _rest(text: str, at: int) -> int:
    return _line_end(text, at) + 1


def _uncommented(line: str) -> str:
    """The line up to the first `#` behind a blank, without blanks at its end."""
    at = line.find("#")
    while at >= 0:
        if at > 0 and line[at - 1].isspace():
            return line[:at].rstrip()
        at = line.find("#", at + 1)
    return line.rstrip()


def _decoded(inner: str, escapes: str) -> str:
    out, at = [], 0
    while at < len(inner):
        if inner[at] == "\\" and inner[at + 1 : at + 2] and inner[at + 1] in escapes:
            out.append(_ESCAPES[inner[at + 1]])
            at += 2
        else:
            out.append(inner[at])
            at += 1
    return "".join(out)


def _expanded(line: EnvLine, lookup: Lookup) -> EnvLine:
    text, find = line.value or "", bounded(lookup)
    out: list[str] = []
    missing: list[str] = []
    defaulted = True
    at = 0
    while True:
        start = text.find("${", at)
        close = text.find("}", start) if start >= 0 else -1
        if close < 0:
            break
        name, colon, default = text[start + 2 : close].partition(":")
        if colon and not default.startswith("-"):
            out.append(text[at : start + 2])
            at = start + 2
            continue
        out.append(text[at:start])
        try:
            value = find(name)
        except InterpolationError as error:
            raise EnvTextError(str(error)) from None
        if value is None:
            missing.append(name)
            defaulted = defaulted and bool(colon)
        out.append((default[1:] if colon else "") if value is None else value)
        at = close + 1
    out.append(text[at:])
    value = "".join(out)
    names = tuple(dict.fromkeys(missing))
    return EnvLine(line.name, value, line.key, line.at, line.quote, names, "", value if names and defaulted else None)
