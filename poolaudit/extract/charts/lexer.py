"""Texts and actions of a Go template, and the words of an action. In: template text. Out: `Stretch`es and `Token`s.

Grammar: https://pkg.go.dev/text/template (Go 1.25, read 2026-11-21): `{{- ` and ` -}}` take the blanks beside them away,
`{{/* … */}}` is a comment, texts are quoted as in Go.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.base import UnreadError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANKS = " \t\r\n"
_NEAR = 50
"""Characters in which a comment begins."""
LONGEST = 20_000
"""Characters of the longest action."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text, or an action: what stands between its braces."""

    start: int
    end: int
    """Of the text without trimmed blanks, or of the whole action with its braces."""
    action: str | None = None
    inner: int = 0
    """Where the content of the action begins."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an action."""

    kind: str
    """`text`, `number`, `field`, `variable`, `word`, `dot` or `mark`."""
    text: str
    """The value of a text, the name of a field or variable without `.` and with `$`."""
    close: bool
    """Whether nothing stands between it and the token before."""


def stretches(text: str) -> Iterator[Stretch]:
    """Texts and actions in order; comments and empty texts are left out. Raises `UnreadError` for an action without an end."""
    at, trim = 0, False
    while True:
        open_ = text.find("{{", at)
        end = open_ if open_ >= 0 else len(text)
        left = open_ >= 0 and text[open_ + 2 : open_ + 3] == "-" and text[open_ + 3 : open_ + 4] in (*_BLANKS, "")
        begin = at
        if trim:
            begin = end - len(text[begin:end].lstrip(_BLANKS))
        stop = begin + len(text[begin:end].rstrip(_BLANKS)) if left else end
        if stop > begin:
            yield Stretch(begin, stop)
        if open_ < 0:
            return
        inner = open_ + (3 if left else 2)
        close = _close(text, inner)
        trim = text[close - 1] == "-" and close - 1 > inner - 1 and text[close - 2] in _BLANKS
        body = text[inner : close - 1 if trim else close]
        at = close + 2
        if not body.lstrip(_BLANKS).startswith("/*"):
            yield Stretch(open_, at, body, inner)


def _close(text: str, at: int) -> int:
    """Where the braces of an action close, outside of its texts."""
    if text[at : at + _NEAR].lstrip(_BLANKS).startswith("/*"):
        end = text.find("*/", at)
        end = text.find("}}", end) if end >= 0 else -1
        if end < 0:
            raise UnreadError("no Go template: a comment does not end")
        return end
    found = _ends().match(text, at, at + LONGEST)
    if found is None or not text.startswith("}}", found.end()):
        raise UnreadError("no Go template: an action does not end")
    return found.end()


def tokens(action: str) -> list[Token]:
    """The words of an action. Raises `UnreadError` for characters that no action has."""
    found: list[Token] = []
    at, last = 0, -1
    while at < len(action):
        if action[at] in _BLANKS:
            at += 1
            continue
        match = _token().match(action, at)
        if match is None:
            raise UnreadError("no Go template: an action cannot be read")
        kind = match.lastgroup or ""
        found.append(Token(kind, _told(kind, match[0]), at == last))
        at = last = match.end()
    return found


def _told(kind: str, text: str) -> str:
    if kind == "field":
        return text[1:]
    if kind != "text":
        return text
    if text[0] == "`":
        return text[1:-1]
    if "\\" not in text:
        return text[1:-1]
    return _escape().sub(_unescaped, text[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    body = found[0][1:]
    if body[0] in "xuU":
        return chr(int(body[1:], 16)) if int(body[1:], 16) <= 0x10FFFF else ""  # noqa: PLR2004  # the last character there is
    return {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}.get(body[0], body)


@cache
def _ends() -> re.Pattern[str]:
    """Up to `}}`, texts taken whole; each alternative begins with a character of its own, so nothing is tried twice."""
    return re.compile(r"""(?:[^"`'}]|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\}(?!\}))*""", re.DOTALL)


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"""(?P<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+')"""
        r"|(?P<number>[+-]?(?:0[xX][0-9a-fA-F]{1,16}|[0-9][0-9_]{0,30}(?:\.[0-9]{0,30})?(?:[eE][+-]?[0-9]{1,3})?))"
        r"|(?P<field>\.[A-Za-z_]\w*)|(?P<dot>\.)|(?P<variable>\$\w*)|(?P<word>[A-Za-z_]\w*)|(?P<mark>:=|[=|(),])"
    )


@cache
def _escape() -> re.Pattern[str]:
    return re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
