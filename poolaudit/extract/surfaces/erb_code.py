"""The Ruby that stands in ERB templates of configuration files.

In: text and the places of the code in it. Out: an `Expression`, or None. It reads `ENV[…]`, `ENV.fetch` with its default, `||`,
constants, conversions, and conditions about these (`a.present? ? b : c`, `a != "false"`), which `graph.decide` decides where the
repository does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.rails_files import EMPTY, PASSING, PRESENT
from poolaudit.facts.expression import CallResult, EnvLookup, Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_DEEPEST = 12
WORDS = {"nil": None, "true": True, "false": False}
_CONDITIONS = frozenset({"not", "and", "or", "==", "!="})
"""Callees of conditions (`graph.decide`)."""


class _NotReadError(Exception):
    """Code of another form."""


def read(text: str, start: int, end: int, place: Callable[[int, int], Span]) -> Expression | None:
    """The code between two places; None for another form."""
    reader = _Ruby(text, start, end, place)
    try:
        found = reader.choice(0)
        reader.blanks()
    except _NotReadError:
        return None
    return found if reader.at >= end or text.startswith("-", reader.at) else None


def _is_condition(value: Expression) -> bool:
    return isinstance(value, CallResult) and value.callee in _CONDITIONS


def as_value(value: Expression, span: Span) -> Expression:
    """A condition that is a value itself."""
    return choice(value, Literal(value=True, span=span), Literal(value=False, span=span), span) if _is_condition(value) else value


def choice(condition: Expression, yes: Expression, no: Expression, span: Span) -> Expression:
    """One of two values, by a condition."""
    if isinstance(condition, Literal):
        return yes if condition.value not in (None, False) else no
    why = f"depends on {' and '.join(dict.fromkeys(_names(condition)))}"
    return CallResult("if", (condition, yes, no), (("why", Unresolved(why, span)),), span)


def _names(expression: Expression) -> Iterator[str]:
    if isinstance(expression, EnvLookup):
        yield " or ".join(expression.names)
    for part in expression.positional if isinstance(expression, CallResult) else ():
        yield from _names(part)


@dataclass(slots=True)
class _Ruby:
    text: str
    at: int
    end: int
    place: Callable[[int, int], Span]

    def choice(self, depth: int) -> Expression:
        """`a ? b : c`, or what stands in place of it."""
        if depth > _DEEPEST:
            raise _NotReadError
        start = self.at
        found = self._either(depth)
        if not self._take("?"):
            return found
        yes = self.choice(depth + 1)
        self._need(":")
        no = self.choice(depth + 1)
        whole = self.place(start, self.at)
        return choice(found, as_value(yes, whole), as_value(no, whole), whole)

    def _either(self, depth: int) -> Expression:
        """`a || b`: the first that is set."""
        start = self.at
        choices = [self._both(depth)]
        while self._take("||"):
            choices.append(self._both(depth))
        found = choices.pop()
        for choice in reversed(choices):
            found = self._or(choice, found, self.place(start, self.at))
        return found

    def _both(self, depth: int) -> Expression:
        """`a && b`: a condition."""
        start = self.at
        parts = [self._compared(depth)]
        while self._take("&&"):
            parts.append(self._compared(depth))
        return parts[0] if len(parts) == 1 else CallResult("and", tuple(parts), (), self.place(start, self.at))

    def _compared(self, depth: int) -> Expression:
        """`a == b`, `a != b`, `!a`."""
        self.blanks()
        start = self.at
        if self._next() == "!" and not self.text.startswith("!=", start):
            self.at += 1
            return CallResult("not", (self._chain(depth),), (), self.place(start, self.at))
        left = self._chain(depth)
        for sign in ("==", "!="):
            if self._take(sign):
                return CallResult(sign, (left, self._chain(depth)), (), self.place(start, self.at))
        return left

    @staticmethod
    def _or(first: Expression, second: Expression, span: Span) -> Expression:
        if _is_condition(first):
            return CallResult("or", (first, second), (), span)
        if isinstance(first, EnvLookup) and first.default is None:
            if isinstance(second, EnvLookup) and not first.overrides:
                return EnvLookup((*first.names, *second.names), span, second.default)
            return EnvLookup(first.names, first.span, second)
        return first if isinstance(first, Literal) and first.value is not None else Unresolved("set by code", span)

    def _chain(self, depth: int) -> Expression:
        found = self._single(depth)
        start = self.at
        while self._take("."):
            name = self._word()
            if name in EMPTY:
                found = CallResult("not", (found,), (), self.place(start, self.at))
            elif (name not in PASSING and name not in PRESENT) or self._next() == "(" or _is_condition(found):
                raise _NotReadError
        self.blanks()
        if self._next() in "&+*=<>!-/%[{" and not self.text.startswith(("-%", "%>", "==", "!=", "&&"), self.at):
            raise _NotReadError
        return found

    def _single(self, depth: int) -> Expression:
        self.blanks()
        start, char = self.at, self._next()
        if char == "(":
            self.at += 1
            found = self.choice(depth + 1)
            self._need(")")
            return found
        if char in "\"'":
            value = self._string()
            return Literal(value, self.place(start + 1, self.at - 1))
        if char.isdigit():
            while self._next().isdigit() or self._next() == "_":
                self.at += 1
            digits = self.text[start : self.at].replace("_", "")
            if self._next() == "." and self.text[self.at + 1 : self.at + 2].isdigit():
                raise _NotReadError
            return Literal(int(digits[:20]), self.place(start, self.at))
        word = self._word()
        if word in WORDS:
            return Literal(WORDS[word], self.place(start, self.at))
        if word == "Integer":
            self._need("(")
            found = self.choice(depth + 1)
            self._need(")")
            return found
        if word != "ENV":
            raise _NotReadError
        return self._variable(start, depth)

    def _variable(self, start: int, depth: int) -> Expression:
        default: Expression | None = None
        if self._take("["):
            name = self._name()
            self._need("]")
        else:
            self._need(".")
            if self._word() != "fetch":
                raise _NotReadError
            bracket = self._take("(")
            name = self._name()
            if self._take(","):
                default = self.choice(depth + 1)
            if bracket:
                self._need(")")
            if self._take("{"):
                default = self.choice(depth + 1)
                self._need("}")
        if isinstance(default, Literal) and default.value is None:
            default = None
        return EnvLookup((name,), self.place(start, self.at), default)

    def blanks(self) -> None:
        while self.at < self.end and self.text[self.at] in " \t\r\n":
            self.at += 1

    def _next(self) -> str:
        """The next character that is no blank; a NUL at the end."""
        at = self.at
        while at < self.end and self.text[at] in " \t\r\n":
            at += 1
        return self.text[at] if at < self.end else "\0"

    def _take(self, sign: str) -> bool:
        self.blanks()
        if self.at < self.end and self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise _NotReadError

    def _word(self) -> str:
        self.blanks()
        start = self.at
        while self.at < self.end and (self.text[self.at].isalnum() or self.text[self.at] in "_?!"):
            self.at += 1
        return self.text[start : self.at]

    def _name(self) -> str:
        self.blanks()
        if self._next() not in "\"'":
            raise _NotReadError
        return self._string()

    def _string(self) -> str:
        quote = self.text[self.at]
        end = self.text.find(quote, self.at + 1, self.end)
        value = self.text[self.at + 1 : end]
        if end < 0 or "\\" in value or (quote == '"' and "#{" in value):
            raise _NotReadError
        self.at = end + 1
        return value
