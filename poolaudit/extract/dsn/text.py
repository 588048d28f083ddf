"""A connection string under the reader's eye: pieces of it as settings with their spans.

In: the text and a function that maps its offsets to spans. Out: `Setting`s and `Secret`s for ranges of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.dsn.placeholder import COVER, cover, placeholder_name
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.span import Span

Range = tuple[int, int]
"""Start and end offset in the text."""

MAX_PORT = 65535
MAYBE_PASSWORD = "an @ is written without encoding, so part of it may be a password"
_RESERVED = frozenset(f"{ord(letter):x}" for letter in ";/?:@&=+$,#")


class DsnError(ValueError):
    """A string that is no connection string or a malformed one; `str()` is one line, free of its text."""


class Text:
    """The text of a connection string, its placeholders covered, and where it stands in a file."""

    __slots__ = ("covered", "doubt", "place", "text")

    def __init__(self, text: str, place: Callable[[int, int], Span]) -> None:
        self.text = text
        self.covered = cover(text)
        """The text with placeholders covered: grammars split this one."""
        self.place = place
        self.doubt: Range = (0, 0)
        """Where a part of an unencoded password may stand: nothing that begins in it is known."""

    def raw(self, at: Range) -> str:
        """The characters of a range as written."""
        return self.text[at[0] : at[1]]

    def span(self, at: Range) -> Span:
        """The place of a range in the file."""
        return self.place(at[0], at[1])

    def unknown(self, at: Range) -> str:
        """Why the range has no known value; empty when it has one."""
        if self.doubt[0] <= at[0] < self.doubt[1]:
            return MAYBE_PASSWORD
        if COVER not in self.covered[at[0] : at[1]]:
            return ""
        name = placeholder_name(self.raw(at))
        return f"it is filled in from {name}" if name else "it is filled in at run time"

    def setting(self, at: Range, label: str, decode: Callable[[str], str] = str) -> Setting[str]:
        """The decoded text of a range; unresolved when it holds a placeholder or a URL with credentials."""
        if why := self.unknown(at):
            return Setting.unresolved(why, self.span(at), label)
        value = decode(self.raw(at))
        if "://" in value and "@" in value:
            return Setting.unresolved("it is a URL that may hold a password", self.span(at), label)
        return Setting.written(value, self.span(at), label)

    def port(self, at: Range, decode: Callable[[str], str] = str) -> Setting[int]:
        """The port of a range: absent when empty, unresolved when it is no number."""
        setting = self.setting(at, "port", decode)
        if setting.value is None:
            return Setting.unresolved(setting.note, setting.span, "port")
        value = setting.value.strip()
        if not value:
            return Setting.absent("port")
        if not value.isascii() or not value.isdigit() or len(value) > len(str(MAX_PORT)):
            return Setting.unresolved("it is not a port number", self.span(at), "port")
        return Setting.written(int(value), self.span(at), "port")

    def secret(self, at: Range, decode: Callable[[str], str] = str) -> Secret | None:
        """The decoded password of a range; None when it holds a placeholder."""
        return None if self.unknown(at) else Secret(decode(self.raw(at)))

    def trim(self, at: Range) -> Range:
        """The range without blanks at its ends."""
        start, end = at
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end


def unquote(text: str) -> str:
    """Percent-decoding that keeps what is no valid escape, as RFC 3986 libraries do."""
    return _unquote(text, strict=False) if "%" in text else text


def unquote_path(text: str) -> str:
    """Percent-decoding that keeps the escapes of reserved characters, as JavaScript's `decodeURI` does."""
    head, *rest = text.split("%")
    kept = [f"%25{part}" if part[:2].lower() in _RESERVED else f"%{part}" for part in rest]
    return unquote(head + "".join(kept))


def unquote_strict(text: str) -> str:
    """Percent-decoding that refuses malformed escapes and `%00`, as libpq does."""
    return _unquote(text, strict=True) if "%" in text else text


def _unquote(text: str, *, strict: bool) -> str:
    head, *rest = text.split("%")
    data = bytearray(head.encode("utf-8", "surrogatepass"))
    for part in rest:
        code = part[:2]
        if len(code) == 2 and all(digit in "0123456789abcdefABCDEF" for digit in code):  # noqa: PLR2004 - two hex digits
            if strict and code == "00":
                raise DsnError("a percent-encoded NUL is not allowed")
            data += bytes.fromhex(code) + part[2:].encode("utf-8", "surrogatepass")
        elif strict:
            raise DsnError("a percent sign is not followed by two hexadecimal digits")
        else:
            data += b"%" + part.encode("utf-8", "surrogatepass")
    return data.decode("utf-8", "replace")
