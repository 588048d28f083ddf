"""Env files as docker compose reads them. In: text and a lookup. Out: entries, or `EnvTextError`.

Grammar: compose-go's dotenv package (commit e70e961c): `NAME=value` or `NAME: value`, `export`, names of letters, digits
and `_.-[]`, a value up to ` #`, quotes over several lines, escapes in double quotes, expansion outside of single quotes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.settings.dotenv_entry import EnvLine, EnvTextError
from poolaudit.extract.settings.interpolate import InterpolationError, interpolate

if TYPE_CHECKING:
    from poolaudit.extract.settings.interpolate import Lookup

_BLANKS = "\t\v\f\r \x85\xa0"
"""Blank but no line end."""
_SPACES = _BLANKS + "\n"
_ESCAPES = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\", "$": "$$",
}  # fmt: skip


def read(text: str, lookup: Lookup) -> tuple[EnvLine, ...]:
    """Read all entries; a variable that `lookup` sets beats one of the file, as the shell beats `.env`."""
    entries: list[EnvLine] = []
    known: dict[str, str] = {}

    def find(name: str) -> str | None:
        outside = lookup(name)
        return known.get(name) if outside is None else outside

    at = 1 if text.startswith("\ufeff") else 0
    while True:
        at = _statement(text, at)
        if at >= len(text):
            return tuple(entries)
        key, at, inherited = _name(text, at)
        name = text[key[0] : key[1]]
        if " " in name:
            raise EnvTextError("a name holds a blank")
        if inherited:
            value = lookup(name)
            why = "" if value is not None else "inherited"
            entries.append(EnvLine(name, value, key, (key[1], key[1]), why=why))
            continue
        entry, at = _value(text, at, name, key, find)
        entries.append(entry)
        known[name] = entry.value or ""


def _statement(text: str, at: int) -> int:
    """The next offset that is neither blank nor comment."""
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == "#":
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        else:
            break
    return at


def _name(text: str, at: int) -> tuple[tuple[int, int], int, bool]:
    """Offsets of the name, where the value starts, and whether the name stands alone on its line."""
    if text.startswith("export", at) and text[at + 6 : at + 7].isspace():
        at += 6
        while text[at : at + 1] and text[at] in _BLANKS:
            at += 1
    for index in range(at, len(text)):
        char = text[index]
        if char in "=:\n":
            end = at + len(text[at:index].rstrip())
            start = index + 1
            while start < len(text) and text[start] in _BLANKS:
                start += 1
            return (at, end), start, char == "\n"
        if char not in _BLANKS and char not in "_.-[]" and not char.isalnum():
            raise EnvTextError("a name holds a character that compose refuses")
    # without any separator up to the end of the text, compose takes the rest for the value of an empty name
    return (at, at), at, False


def _value(text: str, at: int, name: str, key: tuple[int, int], find: Lookup) -> tuple[EnvLine, int]:
    quote = text[at : at + 1]
    if quote not in ("'", '"'):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        stop = text.find(" #", at, end)
        stop = end if stop < 0 else stop
        stop = at + len(text[at:stop].rstrip())
        return _expanded(text[at:stop], EnvLine(name, None, key, (at, stop)), find), min(end + 1, len(text))
    close = _close(text, at + 1, quote)
    if quote == "'":
        return EnvLine(name, _unquoted(text[at + 1 : close]), key, (at + 1, close), quote), close + 1
    return _expanded(_unescaped(text[at + 1 : close]), EnvLine(name, None, key, (at + 1, close), quote), find), close + 1


def _close(text: str, at: int, quote: str) -> int:
    """The quote that no backslash escapes; a backslash escapes a backslash."""
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == quote:
            return at
        else:
            at += 1
    raise EnvTextError("a quoted value is not closed")


def _unquoted(inner: str) -> str:
    r"""Single quotes: `\'` is a quote, every other backslash stays; a doubled one is two."""
    out, at = [], 0
    while at < len(inner):
        if inner.startswith("\\'", at):
            out.append("'")
            at += 2
        elif inner[at] == "\\":
            out.append(inner[at : at + 2])
            at += 2
        else:
            out.append(inner[at])
            at += 1
    return "".join(out)


def _unescaped(inner: str) -> str:
    r"""Double quotes: the escapes of Go strings, octal as `\0123`; an unknown one stays."""
    out, at = [], 0
    while at < len(inner):
        char = inner[at + 1 : at + 2] if inner[at] == "\\" else ""
        if char in _ESCAPES and char:
            out.append(_ESCAPES[char])
            at += 2
        elif char == "0":
            end = at + 2
            while end < min(at + 5, len(inner)) and inner[end] in "01234567":
                end += 1
            # Go wants exactly three octal digits; anything else stays as written
            octal = end == at + 5 and int(inner[at + 2 : end], 8) <= 0xFF  # noqa: PLR2004
            out.append(chr(int(inner[at + 2 : end], 8)) if octal else inner[at:end])
            at = end
        else:
            out.append(inner[at])
            at += 1
    return "".join(out)


def _expanded(text: str, entry: EnvLine, find: Lookup) -> EnvLine:
    try:
        result = interpolate(text, find)
        value = result.when_unset()
    except InterpolationError as error:
        if "required" in str(error):
            raise EnvTextError("a required variable is missing") from None
        raise EnvTextError("a value holds an invalid template") from None
    return replace(entry, value=value, missing=result.missing, assumed=result.defaulted if result.missing else None)
