"""Variables in compose files and env files. In: text and a lookup. Out: `Interpolated`, or `InterpolationError`.

Grammar: compose-go's template package (commit e70e961c): `$X ${X} ${X:-d} ${X-d} ${X:?e} ${X?e} ${X:+r} ${X+r} $$`, where the
word after an operator may hold variables itself. Imports nothing that parses files, so that it can be handed to the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    Lookup = Callable[[str], Union[str, None]]
    """Value of a variable, or None when nobody who was asked sets it."""

_MAX_NESTING = 10
"""Defaults inside defaults; compose itself has no bound, people write two or three."""
_MAX_REPLACED = 4096
"""Characters that variables may put into one text. Values made of each other would else double from line to line."""
_FIRST = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
_REST = _FIRST | frozenset("0123456789")
_OPERATORS = (":-", ":?", ":+", "-", "?", "+")


class InterpolationError(Exception):
    """The text is no template, or a required variable is missing; `str()` says which, with the message that the file gives."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A reference to a variable that the lookup does not know."""

    name: str
    operator: str
    """`:-`, `-`, `:?`, `?`, `:+`, `+` or empty."""
    word: Interpolated | None
    """What follows the operator, interpolated with the same lookup; None without an operator."""


@dataclass(frozen=True, slots=True)
class Interpolated:
    """Text whose known variables are replaced, in parts."""

    parts: tuple[str | Variable, ...]

    @property
    def text(self) -> str | None:
        """The whole text; None while a variable is missing."""
        return "".join(map(str, self.parts)) if all(isinstance(part, str) for part in self.parts) else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the variables that the lookup does not know and the text depends on, in order, each once."""
        names: dict[str, None] = {}
        for part in self.parts:
            if isinstance(part, Variable):
                names[part.name] = None
                if part.word and part.operator.endswith("-"):
                    names.update(dict.fromkeys(part.word.missing))
        return tuple(names)

    @property
    def needed(self) -> tuple[str, ...]:
        """The missing variables without a default: what keeps the text from being known."""
        names: dict[str, None] = {}
        for part in self.parts:
            if isinstance(part, Variable):
                defaulted = part.word is not None and part.operator.endswith("-")
                names.update(dict.fromkeys(part.word.needed if part.word and defaulted else (part.name,)))
        return tuple(names)

    def when_unset(self) -> str:
        """The text as compose makes it when the missing variables are set nowhere: defaults apply, others are empty.

        Raises `InterpolationError` when one of them is required.
        """
        return "".join(part if isinstance(part, str) else _unset(part) for part in self.parts)

    @property
    def defaulted(self) -> str | None:
        """`when_unset()` if every missing variable has a default of its own; None when one would be empty by omission."""
        out: list[str] = []
        for part in self.parts:
            if isinstance(part, Variable):
                inner = part.word.defaulted if part.word and part.operator.endswith("-") else None
                if inner is None:
                    return None
                out.append(inner)
            else:
                out.append(part)
        return "".join(out)


def interpolate(text: str, lookup: Lookup) -> Interpolated:
    """Replace the variables that `lookup` knows. Raises `InterpolationError` for text that compose refuses."""
    return _interpolate(text, bounded(lookup), 0)


def bounded(lookup: Lookup) -> Lookup:
    """The same lookup, which raises `InterpolationError` once its values together are longer than any sensible text."""
    left = _MAX_REPLACED

    def find(name: str) -> str | None:
        nonlocal left
        value = lookup(name)
        left -= len(value or "")
        if left < 0:
            raise InterpolationError(f"variables put more than {_MAX_REPLACED} characters into one text")
        return value

    return find


def _unset(variable: Variable) -> str:
    word = variable.word
    if word is None or variable.operator.endswith("+"):
        return ""
    if variable.operator.endswith("-"):
        return word.when_unset()
    raise InterpolationError(_required(variable.name, word.when_unset()))


def _required(name: str, message: str) -> str:
    head = f"required variable {name} is missing a value"
    return f"{head}: {message}" if message else head


def _interpolate(text: str, lookup: Lookup, depth: int) -> Interpolated:
    if depth > _MAX_NESTING:
        raise InterpolationError("variables nested too deeply")
    parts: list[str | Variable] = []
    at = 0
    while True:
        dollar = text.find("$", at)
        if dollar < 0:
            break
        parts.append(text[at:dollar])
        following = text[dollar + 1 : dollar + 2]
        if following == "$":
            parts.append("$")
            at = dollar + 2
        elif following in _FIRST and following:
            at = _name_end(text, dollar + 1)
            parts.append(_plain(text[dollar + 1 : at], lookup))
        elif following == "{":
            found, at = _braced(text, dollar, lookup, depth)
            parts += found
        else:
            parts.append("$")
            at = dollar + 1
    parts.append(text[at:])
    return Interpolated(_joined(parts))


def _joined(parts: list[str | Variable]) -> tuple[str | Variable, ...]:
    """Neighbouring texts as one, empty ones dropped; an empty text is one empty part."""
    out: list[str | Variable] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        elif part != "":
            out.append(part)
    return tuple(out) or ("",)


def _name_end(text: str, at: int) -> int:
    while at < len(text) and text[at] in _REST:
        at += 1
    return at


def _plain(name: str, lookup: Lookup) -> str | Variable:
    value = lookup(name)
    return Variable(name, "", None) if value is None else value


def _braced(text: str, dollar: int, lookup: Lookup, depth: int) -> tuple[tuple[str | Variable, ...], int]:
    """What `${…}` at `dollar` becomes, and the offset after it."""
    start = dollar + 2
    end = _name_end(text, start) if text[start : start + 1] in _FIRST else start
    if end == start:
        raise InterpolationError("invalid template: `${` without a variable name")
    name = text[start:end]
    if text.startswith("}", end):
        return (_plain(name, lookup),), end + 1
    operator = next((sign for sign in _OPERATORS if text.startswith(sign, end)), "")
    close = _closing(text, dollar)
    if not operator or close < end:
        raise InterpolationError(f"invalid template: ${{{name} is not closed or holds something else than an operator")
    word, value = text[end + len(operator) : close], lookup(name)
    if operator.startswith(":") and value == "":
        usable = None
    elif value is None:
        return (Variable(name, operator, _interpolate(word, lookup, depth + 1)),), close + 1
    else:
        usable = value
    kind = operator[-1]
    if kind == "+":
        return (_interpolate(word, lookup, depth + 1).parts if usable is not None else ("",)), close + 1
    if usable is not None:
        return (usable,), close + 1
    if kind == "?":
        raise InterpolationError(_required(name, _interpolate(word, lookup, depth + 1).when_unset()))
    return _interpolate(word, lookup, depth + 1).parts, close + 1


def _closing(text: str, dollar: int) -> int:
    """The brace that closes `${` at `dollar`: the balancing one, else the last of the line, else -1."""
    line = text.find("\n", dollar)
    line = len(text) if line < 0 else line
    depth, last = 0, -1
    for at in range(dollar + 1, line):
        if text[at] == "{":
            depth += 1
            if depth > _MAX_NESTING:
                raise InterpolationError("variables nested too deeply")
        elif text[at] == "}":
            depth -= 1
            last = at
            if depth == 0:
                return at
    return last
