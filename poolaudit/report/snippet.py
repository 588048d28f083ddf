"""The line that a finding points at, if it may be shown. In: a span and the file's text. Out: the line with what to underline.

A report must never print a secret, and a line may hold one in forms that no grammar knows. So a line is shown only when
nothing about it or its file suggests a secret; showing none costs little, because the place is printed anyway.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.report.terminal import cells, printable

if TYPE_CHECKING:
    from poolaudit.facts.span import Span

MAX_LINE = 400
"""Longer lines are not shown: minified or generated."""
_SECRET_FILE = r"(?i)(?:^|[/._-])(?:env|envrc|pgpass|userlist|secrets?|credentials?|htpasswd|netrc)(?:[._-]|$)"
_SECRET_WORD = r"(?i)pass|pwd|pw\b|secret|token|credential|auth|key|private|cert"
_OPAQUE = r"[A-Za-z0-9+/=_-]{20,}"
_AT = r"(?<!^)@"


@dataclass(frozen=True, slots=True)
class Snippet:
    """One source line, safe to print."""

    line: int
    text: str
    """Without indentation that the whole line shares, tabs expanded, control characters escaped."""
    before: int
    """Cells in front of the underlined part."""
    length: int
    """Cells to underline, at least 1."""


def snippet(span: Span, text: str, width: int) -> Snippet | None:
    """The first line of `span`, or None when it may hold a secret or does not fit `width`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if span.line > len(lines) or re.search(_SECRET_FILE, span.path) or "kind: Secret" in text:
        return None
    line = lines[span.line - 1]
    if len(line) > MAX_LINE or _suspicious(line.strip()) or span.column > len(line) + 1:
        return None
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    before, marked = line[: span.column - 1], line[span.column - 1 : end]
    shared = len(before) - len(before.lstrip())
    before, rest = _shown(before[shared:]), _shown(line[end:].rstrip())
    marked = _shown(marked)
    whole = f"{before}{marked}{rest}"
    if not whole.strip() or cells(whole) > width:
        return None
    return Snippet(span.line, whole, cells(before), max(cells(marked), 1))


def _suspicious(line: str) -> bool:
    from poolaudit.extract.dsn.mask import mask  # noqa: PLC0415

    return bool(
        re.search(_AT, line)
        or "://" in line
        or re.search(_SECRET_WORD, line)
        or any(_is_opaque(word) for word in re.findall(_OPAQUE, line))
        or mask(line) != line
    )


def _is_opaque(word: str) -> bool:
    """Whether a long word looks like a key, a hash or base64 rather than like a name."""
    return any(each.isdigit() for each in word) or (word != word.lower() and "_" not in word)


def _shown(text: str) -> str:
    return printable(text.replace("\t", "    "))
