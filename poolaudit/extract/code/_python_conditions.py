"""Python expressions that choose: `a or b`, `x if c else y`, comparisons.

In: a node and its namespace. Out: the value that is surely chosen, a look-up with its default, else a call by the name of the
operator, which whoever knows more can decide: `CallResult("or", (a, b))`, `CallResult("if", (condition, a, b))`, both with the
keyword `why`. A condition is made of `==`, `!=`, `in`, `not in`, `is`, `is not`, `not`, `and`, `str.startswith`, `str.endswith`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.catalog.django_backends import REDIS
from poolaudit.catalog.dsn_builders import URL_SCHEMES
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._python_env import with_default
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Literal, Reference, Unresolved, inside
from poolaudit.facts.function import NOT_GIVEN

if TYPE_CHECKING:
    from poolaudit.extract.code._python_branches import Branch
    from poolaudit.extract.code._python_names import Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.span import Span

OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
ENVIRONMENT = "os.environ"
CONNECTION_KEYS = frozenset({"ENGINE", "HOST", "host", "dsn"})
"""Keys of a mapping that is a connection: `DATABASES["default"]` of Django, arguments of a driver."""
QUERY_MARKS = frozenset({"?", "&"})
"""What stands before a parameter that code adds to a URL, by whether it has one already."""
DEEPEST_MAPPING = 4
"""Mappings and choices in which a connection is looked for."""
DEEPEST_NAME = 4
"""Names of conditions that stand for one another."""
MOST_KEYS = 12
"""Entries of a mapping of which a variable chooses one."""
LONGEST_CONDITION = 80
"""Characters of a condition that is quoted in a reason."""

LENGTHS: dict[tuple[type[ast.cmpop], object], bool] = {
    (ast.Gt, 0): True,
    (ast.GtE, 1): True,
    (ast.NotEq, 0): True,
    (ast.Eq, 0): False,
    (ast.Lt, 1): False,
    (ast.LtE, 0): False,
}
"""Comparisons of a length: whether they hold where there is something."""


class Conditions:
    """Evaluates the choices of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def either(self, node: ast.BoolOp, space: Namespace) -> Expression:
        """`a or b`: the first when it is surely true, the second when the first is surely not, a default for a look-up."""
        span = self._values.locator.span(node)
        if isinstance(node.op, ast.And):
            return Unresolved(self._condition(node), span)
        parts = [self._values.value(value, space) for value in node.values]
        result = parts.pop()
        for part in reversed(parts):
            if isinstance(part, Literal):
                result = part if constants.truth(part) else result
            elif isinstance(part, EnvLookup):
                result = self._or(part, result, node, span)
            elif isinstance(part, Unresolved):
                return Unresolved(self._condition(node), span)
            else:
                result = CallResult("or", (part, result), (("why", Unresolved(self._condition(node), span)),), span)
        return result

    def _or(self, lookup: EnvLookup, other: Expression, node: ast.expr, span: Span) -> Expression:
        """`lookup or other`; a default that is a look-up itself is not asked where the first variable is empty."""
        if _is_true(lookup.default):
            return lookup
        if isinstance(lookup.default, EnvLookup) and not lookup.skips_empty:
            return CallResult("or", (lookup, other), (("why", Unresolved(self._condition(node), span)),), span)
        return with_default(lookup, other, span, empty=True)

    def choice(self, node: ast.IfExp, space: Namespace) -> Expression:
        """`x if c else y`."""
        body = self._values.value(node.body, space)
        return self.choose(node.test, body, self._values.value(node.orelse, space), space, node)

    def choose(
        self, test: ast.expr, yes: Expression, no: Expression, space: Namespace, whole: ast.expr | None = None
    ) -> Expression:
        """`yes` where a condition holds, else `no`: an environment look-up with its default, or what is surely chosen."""
        span = self._values.locator.span(whole or test)
        test = self._without_length(test, space)
        value = self._values.value(test, space)
        if isinstance(value, Literal):
            return yes if constants.truth(value) else no
        if isinstance(yes, EnvLookup) and self._values.env.asks_for(test, value, yes, space):
            return with_default(yes, no, span, empty=isinstance(value, EnvLookup))
        if isinstance(no, EnvLookup) and self._denies(test, no, space):
            return with_default(no, yes, span, empty=isinstance(test, ast.UnaryOp))
        if constants.alike(yes, no):
            return yes
        unknown = self.unknown(test, span)
        if _is_plain(yes) and _is_plain(no):
            return unknown
        asked = self.condition(test, space)
        if constants.alike(asked, yes):
            return CallResult("or", (yes, no), (("why", unknown),), span)
        if isinstance(asked, CallResult) and asked.callee == "not" and constants.alike(asked.positional[0], no):
            return CallResult("or", (no, yes), (("why", unknown),), span)
        return CallResult("if", (asked, yes, no), (("why", unknown),), span)

    def decided(self, test: ast.expr, yes: Expression, no: Expression, space: Namespace) -> Expression:
        """As `choose`, for values of any kind and for what a branch leaves out (`NOT_GIVEN`).

        Only an environment, or another module, decides between such values later.
        """
        asked = self.condition(test, space)
        if isinstance(asked, Literal):
            return yes if constants.truth(asked) else no
        if _is_given(yes) and _is_given(no) and not (_is_plain(yes) and _is_plain(no)):
            return self.choose(test, yes, no, space)
        if constants.alike(yes, no):
            return yes
        why = self.unknown(test)
        choice = CallResult("if", (asked if _may_decide(asked) else why, yes, no), (("why", why),), why.span)
        return choice if _may_decide(asked) or not (_is_given(yes) and _is_given(no)) else why

    def by_key(self, whole: Items, key: Expression, span: Span) -> Expression | None:
        """`{"a": x, "b": y}[key]`, as choices by the key; None where the mapping is not one of connections."""
        if not whole.complete or len(whole.items) > MOST_KEYS or all(_is_plain(value) for _, value in whole.items):
            return None
        result: Expression = Unresolved("a key that the mapping does not have", span)
        why = Unresolved("depends on the key of a mapping", span)
        for name, value in reversed(whole.items):
            test = CallResult("==", (key, Literal(name, span)), (), span)
            result = CallResult("if", (test, value, result), (("why", why),), span)
        return result

    def unknown(self, test: ast.expr, span: Span | None = None) -> Unresolved:
        """What is not known because a condition decides it."""
        return Unresolved(self._condition(test), span or self._values.locator.span(test))

    def condition(self, test: ast.expr, space: Namespace) -> Expression:
        """A condition as calls by the names of its operators."""
        span = self._values.locator.span(test)
        test = self._without_length(test, space)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return CallResult("not", (self.condition(test.operand, space),), (), span)
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in OPERATORS:
            name = OPERATORS[type(test.ops[0])]
            left, right = self._values.value(test.left, space), self._values.value(test.comparators[0], space)
            if name in ("in", "not in") and isinstance(right, Reference) and right.name == ENVIRONMENT:
                asked = EnvLookup((left.value,), span) if isinstance(left, Literal) and isinstance(left.value, str) else left
                set_ = CallResult("is not", (asked, Literal(None, span)), (), span)
                return set_ if name == "in" else CallResult("not", (set_,), (), span)
            if isinstance(right, Literal) and right.value is None and name in ("is", "is not", "==", "!="):
                return left if name in ("is not", "!=") else CallResult("not", (left,), (), span)
            return CallResult(name, (left, right), (), span)
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            return CallResult("and", tuple(self.condition(each, space) for each in test.values), (), span)
        if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr in ("startswith", "endswith"):
            given = [self._values.value(each, space) for each in test.args]
            return CallResult(f"str.{test.func.attr}", (self._values.value(test.func.value, space), *given), (), span)
        return self._values.value(test, space)

    def _without_length(self, test: ast.expr, space: Namespace) -> ast.expr:
        """What asks for text or a collection itself, in place of what asks for its length: `url` for `len(url) > 0`."""
        length, asked = test, True
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.comparators[0], ast.Constant):
            length, found = test.left, LENGTHS.get((type(test.ops[0]), test.comparators[0].value))
            if found is None:
                return test
            asked = found
        if not isinstance(length, ast.Call) or len(length.args) != 1 or length.keywords:
            return test
        if self._values.names.origin(length.func, space) != "len":
            return test
        whole = length.args[0]
        return whole if asked else ast.copy_location(ast.UnaryOp(ast.Not(), whole), test)

    def all_of(self, branch: Branch, space: Namespace) -> Expression:
        """Several conditions at once, each with whether it holds."""
        parts = [self.condition(test, space) for test, _ in branch]
        asked = [
            part if holds else CallResult("not", (part,), (), part.span) for part, (_, holds) in zip(parts, branch, strict=True)
        ]
        return asked[0] if len(asked) == 1 else CallResult("and", tuple(asked), (), asked[0].span)

    def known_of(self, branch: Branch, space: Namespace) -> Expression | None:
        """Those of several conditions that are understood, as one; None where none is.

        What a name or attribute that changes says is true at one time and not at another: `if engine is None`.
        """
        asked = [(self._asked(test, space), holds) for test, holds in branch if _lasts(test, space)]
        known = [
            part if holds else CallResult("not", (part,), (), part.span)
            for part, holds in asked
            if not any(isinstance(each, Unresolved) for each in inside(part))
        ]
        return known[0] if len(known) == 1 else CallResult("and", tuple(known), (), known[0].span) if known else None

    def _asked(self, test: ast.expr, space: Namespace, depth: int = 0) -> Expression:
        """A condition, or what a name stands for that is one: `IS_SQLITE = url.startswith("sqlite")`."""
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) and depth < DEEPEST_NAME:
            parts = tuple(self._asked(each, space, depth + 1) for each in test.values)
            return CallResult("or", parts, (), self._values.locator.span(test))
        found = space.lookup(test.id) if isinstance(test, ast.Name) else []
        if (
            len(found) == 1
            and found[0].kind == "value"
            and isinstance(found[0].node, (ast.Call, ast.Compare, ast.BoolOp, ast.UnaryOp))
        ):
            inner = found[0]
            if depth < DEEPEST_NAME and isinstance(inner.node, ast.expr) and _lasts(inner.node, inner.namespace):
                return self._asked(inner.node, inner.namespace, depth + 1)
        return self.condition(test, space)

    def _denies(self, test: ast.expr, lookup: EnvLookup, space: Namespace) -> bool:
        """Whether a condition says that the variable of a look-up is not set: `not X`, `X is None`."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            value = self._values.value(test.operand, space)
            return isinstance(value, EnvLookup) and value.names == lookup.names
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Is):
            right, left = self._values.value(test.comparators[0], space), self._values.value(test.left, space)
            none = isinstance(right, Literal) and right.value is None
            return none and isinstance(left, EnvLookup) and left.names == lookup.names
        return False

    def comparison(self, node: ast.Compare, space: Namespace) -> Expression:
        """A truth value that depends on the run: a condition as `choose` asks for it, where its sides are known."""
        unknown = Unresolved(self._condition(node), self._values.locator.span(node))
        if len(node.ops) != 1 or type(node.ops[0]) not in OPERATORS:
            return unknown
        name = OPERATORS[type(node.ops[0])]
        left, right = self._values.value(node.left, space), self._values.value(node.comparators[0], space)
        if not _is_asked(left) or isinstance(right, Unresolved):
            return unknown
        return CallResult(name, (left, right), (("why", unknown),), unknown.span)

    def _condition(self, node: ast.expr) -> str:
        """The reason, with the condition where it is short and holds no text (which might be a secret)."""
        start, end = self._values.locator.range(node)
        text = " ".join(self._values.locator.text[start : min(end, start + LONGEST_CONDITION)].split())
        if "'" in text or '"' in text or end - start > LONGEST_CONDITION:
            return "depends on a condition"
        return f"depends on a condition: {text}"


def _lasts(test: ast.expr, space: Namespace) -> bool:
    """Whether all names of a condition get their values once, and are neither classes nor `self`."""
    for each in ast.walk(test):
        if isinstance(each, ast.Name):
            found = space.lookup(each.id)
            if len(found) > 1 or any(binding.kind in ("class", "function") for binding in found) or each.id == space.self_name:
                return False
    return True


def _is_given(value: Expression) -> bool:
    return not (isinstance(value, CallResult) and value.callee == NOT_GIVEN)


def _may_decide(condition: Expression) -> bool:
    """Whether whoever knows the environment and the other modules may decide a condition."""
    if isinstance(condition, CallResult):
        return all(map(_may_decide, condition.positional))
    return not isinstance(condition, Unresolved)


def _is_asked(value: Expression) -> bool:
    """Whether an environment may decide a value."""
    if isinstance(value, CallResult):
        return value.callee.startswith("str.") and bool(value.positional) and _is_asked(value.positional[0])
    return isinstance(value, EnvLookup)


def _is_true(value: Expression | None) -> bool:
    return isinstance(value, Literal) and constants.truth(value)


def _is_plain(value: Expression) -> bool:
    """Whether a value is no text that a connection may be made of: a number, a collection, nothing that is known."""
    if isinstance(value, Literal):
        text = constants.whole_text(value) if constants.is_text(value) else None
        telling = text is not None and (text in URL_SCHEMES or text in QUERY_MARKS or text.startswith(REDIS))
        return text is None or ("://" not in text and not telling)
    if isinstance(value, Elements):
        return all(_is_plain(each) for each in value.elements)
    return isinstance(value, (Unresolved, Items)) and not _is_connection(value)


def _is_connection(value: Expression, depth: int = 0) -> bool:
    """Whether a mapping is a connection, or holds one: `{"default": {"ENGINE": …}}`."""
    if depth > DEEPEST_MAPPING:
        return False
    if isinstance(value, CallResult):
        return value.callee == "if" and any(_is_connection(each, depth + 1) for each in value.positional[1:])
    if not isinstance(value, Items):
        return False
    return any(key in CONNECTION_KEYS or _is_connection(item, depth + 1) for key, item in value.items)
