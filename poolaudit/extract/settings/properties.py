"""Java properties files. In: a `Source`. Out: a `SettingsDocument` with one flat mapping; keys keep their dots.

Grammar: java.util.Properties.load (https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html,
read 2026-11-20): `=`, `:` or blanks between key and value, `#` and `!` comments, continued lines, escapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

_BLANKS = " \t\f"
_ENDS = "\r\n"
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read(source: Source) -> SettingsDocument:
    r"""Read every entry; Java refuses nothing but a broken `\u` escape, which stays as written here."""
    text = source.text
    items = []
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        while at < len(text) and text[at] in _BLANKS + _ENDS:
            at += 1
        if at >= len(text):
            break
        if text[at] in "#!":
            while at < len(text) and text[at] not in _ENDS:
                at += 1
            continue
        end = _logical_end(text, at)
        key_end = _key_end(text, at, end)
        value_at = _value_start(text, key_end, end)
        key = Key(_decoded(text[at:key_end]), source.span(at, key_end))
        raw = text[value_at:end]
        items.append((key, ScalarNode(_decoded(raw), source.span(value_at, end), raw)))
        at = end
    return SettingsDocument("properties", (MappingNode(tuple(items), source.span(0, len(text))),))


FORMAT = Format("properties", ("*.properties",), read)


def _logical_end(text: str, at: int) -> int:
    """The end of the last line of an entry: the first line end that no backslash escapes."""
    while at < len(text):
        if text[at] == "\\":
            at += 3 if text.startswith("\r\n", at + 1) else 2
        elif text[at] in _ENDS:
            return at
        else:
            at += 1
    return len(text)


def _key_end(text: str, at: int, end: int) -> int:
    while at < end and text[at] not in "=:" + _BLANKS:
        at += 2 if text[at] == "\\" else 1
    return min(at, end)


def _value_start(text: str, at: int, end: int) -> int:
    """Behind blanks, at most one `=` or `:`, and blanks again."""
    signs = "=:"
    while at < end and text[at] in _BLANKS + signs:
        if text[at] in signs:
            signs = ""
        at += 1
    return at


def _decoded(raw: str) -> str:
    """Escapes and continued lines resolved; an unknown escape is the character itself."""
    out, at = [], 0
    while at < len(raw):
        if raw[at] != "\\" or at + 1 >= len(raw):
            out.append("" if raw[at] == "\\" else raw[at])
            at += 1
            continue
        mark = raw[at + 1]
        digits = raw[at + 2 : at + 6]
        if mark in _ENDS:
            at += 3 if raw.startswith("\r\n", at + 1) else 2
            while at < len(raw) and raw[at] in _BLANKS:
                at += 1
        elif mark == "u" and len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits):  # noqa: PLR2004 - \uXXXX
            out.append(chr(int(digits, 16)))
            at += 6
        else:
            out.append(_ESCAPES.get(mark, mark))
            at += 2
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
