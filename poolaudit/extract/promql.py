"""At which share of the limit does an alert on connections fire?

In: an expression of PromQL that compares. Out: the lowest usage, in percent of the limit, at which it is true; None where the
expression does not tell. It is computed, not matched: the metrics of usage and of limits get numbers, and the lowest usage for
which the comparison holds is searched. Functions and metrics of which nothing is known make it unknown.
Grammar: https://prometheus.io/docs/prometheus/latest/querying/basics/ (3.5, read 2026-11-21).
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from poolaudit.catalog.connection_metrics import LIMITS, RESERVED, USED

if TYPE_CHECKING:
    from collections.abc import Callable

    Number = Callable[[float], float]
    """Usage as a share of the limit → the value of a part of the expression."""

_LIMITS = (1000.0, 10000.0)
"""Limits that are computed with: two, since what compares usage with a plain number gives another share for each."""
_SAME = 0.1
"""Percent by which the two may differ."""
_LONGEST = 2000
"""Characters of one expression."""
_DEEPEST = 40
"""Levels of parentheses."""
_AGGREGATES = frozenset(
    {"sum", "max", "min", "avg", "scalar", "abs", "ceil", "floor", "round", "avg_over_time", "max_over_time", "min_over_time"}
)
"""Functions that leave the size of what they are given as it is, where there is one server."""
_GROUPING = frozenset({"by", "without", "on", "ignoring", "group_left", "group_right"})
_COMPARE = {">": operator.gt, ">=": operator.ge}
_ACTIVE = "active"


class _UnknownError(Exception):
    """The expression says something that this reader does not know."""


def alert_threshold(text: str) -> float | None:
    """Percent of the limit, to one decimal; None where the expression does not tell."""
    if len(text) > _LONGEST:
        return None
    try:
        first, second = (_lowest(_Reader(_tokens(text), limit).comparison()) for limit in _LIMITS)
    except (_UnknownError, ArithmeticError):
        return None
    return first if first is not None and second is not None and abs(first - second) <= _SAME else None


def _lowest(holds: Callable[[float], bool]) -> float | None:
    """The least usage from which on the comparison holds."""
    if holds(0.0) or not holds(1.0):
        return None
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return round(100 * high, 1)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text):
        one = text[at]
        end = at + 1
        if one.isspace():
            at = end
            continue
        if one in "\"'`":
            end = text.find(one, at + 1) + 1
            if not end:
                raise _UnknownError
        elif one.isalnum() or one in "_:.":
            while end < len(text) and (text[end].isalnum() or text[end] in "_:."):
                end += 1
        elif text[at : at + 2] in (">=", "<=", "==", "!=", "=~", "!~"):
            end = at + 2
        found.append(text[at:end])
        at = end
    return found


class _Reader:
    """Reads one comparison; each method gives the value of what it has read as a function of the usage."""

    def __init__(self, tokens: list[str], limit: float) -> None:
        self._limit = limit
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def comparison(self) -> Callable[[float], bool]:
        """`sum(a) / b > 0.8`: two sides, or the same in parentheses."""
        while self._wrapped():
            self._tokens = self._tokens[1:-1]
        left = self._sum()
        sign = self._take()
        if sign in ("<", "<="):
            right, sign = left, {"<": ">", "<=": ">="}[sign]
            left = self._sum()
        elif sign in _COMPARE:
            self._skip_words("bool")
            right = self._sum()
        else:
            raise _UnknownError
        if self._next():
            raise _UnknownError
        compare = _COMPARE[sign]
        return lambda usage: compare(left(usage), right(usage))

    def _wrapped(self) -> bool:
        """Whether one pair of parentheses holds everything."""
        depth = 0
        for at, token in enumerate(self._tokens):
            depth += (token == "(") - (token == ")")
            if not depth:
                return bool(at) and at == len(self._tokens) - 1
        return False

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise _UnknownError

    def _sum(self) -> Number:
        left = self._product()
        while self._next() in ("+", "-"):
            left = _apply(operator.add if self._take() == "+" else operator.sub, left, self._after_matching(self._product))
        return left

    def _product(self) -> Number:
        left = self._value()
        while self._next() in ("*", "/"):
            left = _apply(operator.mul if self._take() == "*" else operator.truediv, left, self._after_matching(self._value))
        return left

    def _after_matching(self, read: Callable[[], Number]) -> Number:
        self._groups()
        return read()

    def _value(self) -> Number:
        token = self._take()
        if token == "(":
            return self._inside()
        number = _number(token)
        if number is not None:
            return lambda _usage: number
        if token in _AGGREGATES:
            self._groups()
            self._expect("(")
            inner = self._inside()
            self._groups()
            return inner
        return self._metric(token)

    def _inside(self) -> Number:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _UnknownError
        inner = self._sum()
        self._expect(")")
        self._depth -= 1
        return inner

    def _metric(self, name: str) -> Number:
        counted = self._selector()
        self._window()
        limit = self._limit
        if name in LIMITS:
            return lambda _usage: limit
        if name in RESERVED:
            return lambda _usage: limit * RESERVED[name]
        if name in USED and counted:
            return lambda usage: usage * limit
        raise _UnknownError

    def _selector(self) -> bool:
        """Take `{…}`; false where it counts connections in one state that is not all of the work."""
        if self._next() != "{":
            return True
        self._take()
        counted = True
        while self._next() not in ("}", ""):
            label = self._take()
            if label == "state":
                counted = self._take() == "=" and self._take().strip("\"'`") == _ACTIVE
        self._expect("}")
        return counted

    def _window(self) -> None:
        """Take `[5m]` and `offset 5m`."""
        if self._next() == "[":
            while self._next() not in ("]", ""):
                self._take()
            self._expect("]")
        if self._next() == "offset":
            self._take()
            self._take()

    def _groups(self) -> None:
        """Take `by (a, b)`, `on (a) group_left`."""
        while self._next() in _GROUPING:
            self._take()
            if self._next() == "(":
                while self._next() not in (")", ""):
                    self._take()
                self._expect(")")

    def _skip_words(self, *words: str) -> None:
        while self._next() in words:
            self._take()
        self._groups()


def _apply(operation: Callable[[float, float], float], left: Number, right: Number) -> Number:
    return lambda usage: operation(left(usage), right(usage))


def _number(token: str) -> float | None:
    if not token[:1].isdigit() and not token.startswith("."):
        return None
    try:
        return float(token)
    except ValueError:
        raise _UnknownError from None
