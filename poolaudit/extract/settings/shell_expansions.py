"""What the shell replaces in a text: `$PORT`, `${PORT:-8000}`, `$1`, `$(date)`. In: text. Out: its pieces with their offsets.

Grammar: parameter expansion of the POSIX Shell Command Language (POSIX.1-2017, 2.6.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.settings.words import WordsError, closing
from poolaudit.facts.secret import MASK, Secret
from poolaudit.facts.shell import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.shell import Part

OPERATORS = (":-", ":=", ":?", ":+", "##", "%%", "-", "=", "?", "+", "#", "%")
_SIGNS = "@*#?$!-"
_DEEPEST = 8
"""Parameters inside of what stands behind an operator."""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a text: plain, or a parameter."""

    start: int
    end: int
    text: str
    """As written."""
    parameter: Parameter | None = None


def expansions(text: str, depth: int = 0) -> Iterator[Found]:
    """Every piece in order; together they are the whole text."""
    at = 0
    while at < len(text):
        sign = min((place for each in "$`" if (place := text.find(each, at)) >= 0), default=-1)
        if sign < 0:
            yield Found(at, len(text), text[at:])
            return
        found = _parameter(text, sign, depth)
        if found is None:
            yield Found(at, sign + 1, text[at : sign + 1])
            at = sign + 1
            continue
        if sign > at:
            yield Found(at, sign, text[at:sign])
        yield found
        at = found.end


def parts_of(text: str, depth: int = 0) -> tuple[Part, ...]:
    """The pieces without their places; plain text is hidden until somebody says how it may be shown."""
    return tuple(each.parameter or Secret(each.text, MASK) for each in expansions(text, depth))


def _parameter(text: str, at: int, depth: int) -> Found | None:
    """What the `$` or backtick at an offset begins; None when it stands for itself."""
    following = text[at + 1 : at + 2]
    if text[at] == "`":
        end = text.find("`", at + 1) + 1 or len(text)
        return Found(at, end, text[at:end], Parameter(""))
    if following in ("(", "{"):
        try:
            end = closing(text, at + 1)
            inner = text[at + 2 : end - 1]
        except WordsError:
            end = len(text)
            inner = text[at + 2 :]
        parameter = Parameter("") if following == "(" or depth > _DEEPEST else _braced(inner, depth)
        return Found(at, end, text[at:end], parameter)
    if following and (following in _SIGNS or following.isdigit()):
        return Found(at, at + 2, text[at : at + 2], Parameter(following))
    end = _name_end(text, at + 1)
    return Found(at, end, text[at:end], Parameter(text[at + 1 : end])) if end > at + 1 else None


def _braced(inner: str, depth: int) -> Parameter:
    """`NAME`, `NAME:-word`, `#NAME` between the braces."""
    end = 1 if inner[:1] in ("@", "*", "#", "?") and inner[:1] else _name_end(inner, 0)
    if inner[:1].isdigit():
        end = next((size for size, each in enumerate(inner) if not each.isdigit()), len(inner))
    name, rest = inner[:end], inner[end:]
    if not name or (name == "#" and rest):
        return Parameter("")
    if not rest:
        return Parameter(name)
    operator = next((each for each in OPERATORS if rest.startswith(each)), "")
    if not operator:
        return Parameter(name, rest[:1])
    word = rest[len(operator) :].replace('"', "").replace("'", "")
    return Parameter(name, operator, parts_of(word, depth + 1))


def _name_end(text: str, at: int) -> int:
    if not (text[at : at + 1].isalpha() or text[at : at + 1] == "_") or not text[at : at + 1].isascii():
        return at
    while at < len(text) and text[at].isascii() and (text[at].isalnum() or text[at] == "_"):
        at += 1
    return at
