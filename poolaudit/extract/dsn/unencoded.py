"""Characters of a user name or password that separate parts of a URL and stand there as they are.

In: a URL whose placeholders are covered, and where its reader cut it. Out: the characters by kind, never which of them it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.placeholders import is_placeholder
from poolaudit.extract.dsn.placeholder import COVER
from poolaudit.extract.dsn.split import unencoded_password
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader
    from poolaudit.extract.dsn.split import Cut
    from poolaudit.extract.dsn.text import Text

SEPARATOR = "/ ? #"
AT = "@"
PERCENT = "%"
_LABEL = "unencoded in its credentials"
_HEX = frozenset("0123456789abcdefABCDEF")


def unencoded(text: Text, cut: Cut, reader: Reader) -> Setting[str]:
    """What should have been percent-encoded, where the reader takes the URL apart at a wrong place for it.

    The neutral reader speaks for all: it tells whatever makes some of them fail.
    """
    start = cut.scheme[1] + len("://")
    end = min((at for mark in "/?#" if (at := text.covered.find(mark, start)) >= 0), default=len(text.covered))
    kind, closing = "", text.covered.rfind("@", start, end)
    if closing < 0:
        found = unencoded_password(text.covered, start, end)
        kind, closing = (SEPARATOR, found[1][1]) if found is not None else ("", -1)
    elif text.covered.find("@", start, closing) >= 0:
        kind = AT
    elif not reader.name and _stray_percent(text.covered[start:closing]):
        kind = PERCENT
    if not kind or _reads_on(cut, closing, reader) or is_placeholder(text.text[start:closing].partition(":")[2]):
        return Setting.absent(_LABEL)
    return Setting.written(kind, text.span((0, len(text.text))), _LABEL)


def _reads_on(cut: Cut, closing: int, reader: Reader) -> bool:
    """Whether this reader finds the host where it is, after the last `@`."""
    return bool(reader.name and cut.hosts) and closing < cut.hosts[0][0][0] <= closing + len("@[")


def _stray_percent(credentials: str) -> bool:
    """Whether a percent sign is followed by no two hexadecimal digits; `%%` is the escape of some file formats."""
    after = credentials.replace("%%", "").split("%")[1:]
    return any(len(part) < 2 or not _HEX.issuperset(part[:2]) for part in after if part[:1] != COVER)  # noqa: PLR2004 - two hex digits
