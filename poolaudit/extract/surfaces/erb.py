"""Values of ERB templates: `<%= ENV.fetch("X") { 5 } %>`, alone or inside text.

In: a `ScalarNode`. Out: an `Expression`. Of Ruby it reads what configuration files say: `ENV[…]`, `ENV.fetch` with its default,
`||`, constants, conversions; any other code is unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.rails_files import PASSING
from poolaudit.facts.expression import EnvLookup, Joined, Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import ScalarNode
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_DEEPEST = 12
_MOST = 20
"""Code blocks in one value."""
_WORDS = {"nil": None, "true": True, "false": False}


def expression_of(source: Source, node: ScalarNode) -> Expression:
    """What a value stands for, whether it holds code or not."""
    text = node.value
    if not isinstance(text, str):
        return Literal(text, node.span)
    if "<%" not in text:
        return Unresolved(node.template, node.span) if node.template else Literal(text, node.span)
    exact = text == node.raw

    def place(start: int, end: int) -> Span:
        return source.span(node.span.offset + start, node.span.offset + end) if exact else node.span

    parts: list[Expression] = []
    at = 0
    for _ in range(_MOST):
        start = text.find("<%", at)
        end = text.find("%>", start) if start >= 0 else -1
        if end < 0:
            break
        if start > at:
            parts.append(Literal(text[at:start], place(at, start)))
        if not text.startswith("<%=", start):
            return Unresolved("code decides what stands here", node.span)
        parts.append(_code(text, start + 3, end, place, place(start, end + 2)))
        at = end + 2
    if at < len(text):
        parts.append(Literal(text[at:], place(at, len(text))))
    return parts[0] if len(parts) == 1 else Joined(tuple(parts), node.span)


class _NotReadError(Exception):
    """Code of another form."""


def _code(text: str, start: int, end: int, place: Callable[[int, int], Span], whole: Span) -> Expression:
    reader = _Ruby(text, start, end, place)
    try:
        found = reader.either(0)
        reader.blanks()
    except _NotReadError:
        return Unresolved("set by code", whole)
    return found if reader.at >= end or text.startswith("-", reader.at) else Unresolved("set by code", whole)


@dataclass(slots=True)
class _Ruby:
    text: str
    at: int
    end: int
    place: Callable[[int, int], Span]

    def either(self, depth: int) -> Expression:
        """`a || b`: the first that is set."""
        if depth > _DEEPEST:
            raise _NotReadError
        start = self.at
        choices = [self._chain(depth)]
        while self._take("||"):
            choices.append(self._chain(depth))
        found = choices.pop()
        for choice in reversed(choices):
            found = self._or(choice, found, self.place(start, self.at))
        return found

    @staticmethod
    def _or(first: Expression, second: Expression, span: Span) -> Expression:
        if isinstance(first, EnvLookup) and first.default is None:
            if isinstance(second, EnvLookup) and not first.overrides:
                return EnvLookup((*first.names, *second.names), span, second.default)
            return EnvLookup(first.names, first.span, second)
        return first if isinstance(first, Literal) and first.value is not None else Unresolved("set by code", span)

    def _chain(self, depth: int) -> Expression:
        found = self._single(depth)
        while self._take("."):
            name = self._word()
            if name not in PASSING or self._next() == "(":
                raise _NotReadError
        if self._next() in "?&+*=<>!-/%[{" and not self.text.startswith(("-%", "%>"), self.at):
            raise _NotReadError
        return found

    def _single(self, depth: int) -> Expression:
        self.blanks()
        start, char = self.at, self._next()
        if char == "(":
            self.at += 1
            found = self.either(depth + 1)
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
        if word in _WORDS:
            return Literal(_WORDS[word], self.place(start, self.at))
        if word == "Integer":
            self._need("(")
            found = self.either(depth + 1)
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
                default = self.either(depth + 1)
            if bracket:
                self._need(")")
            if self._take("{"):
                default = self.either(depth + 1)
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
