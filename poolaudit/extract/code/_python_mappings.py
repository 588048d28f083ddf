"""What a mapping holds that is made in one statement and filled in others: `kw["a"] = 1`, `kw.update(b)`.

In: a name, the mapping it is bound to, and the line that uses it. Out: `Items`. A key that only some ways to the line set is
not known; a statement that is not followed (a loop, a function inside) makes unknown what it may touch.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code import _python_operators as operators
from poolaudit.extract.code._python_bindings import MUTATORS
from poolaudit.extract.code._python_flow import ends
from poolaudit.facts.expression import CallResult, Expression, Items, Literal, Unresolved
from poolaudit.facts.function import NOT_GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolaudit.extract.code._python_conditions import Conditions
    from poolaudit.extract.code._python_names import Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.span import Span

MOST_STEPS = 5_000
"""Statements that are looked at for all mappings of a module."""
DEEPEST = 20
"""Branches inside of branches."""


class Mappings:
    """Follows the mappings of one module."""

    def __init__(self, values: Values, conditions: Conditions) -> None:
        self._values = values
        self._conditions = conditions
        self._left = MOST_STEPS
        self._assigned: dict[ast.expr, ast.expr] | None = None
        self._changing: dict[tuple[ast.AST, str], bool] = {}
        self.known: dict[tuple[Namespace, str, int | None, bool], Items | None] = {}
        """What was asked before, as long as parameters stand for the same."""

    def built(self, name: str, start: Items, space: Namespace, line: int | None, *, inside: bool) -> Items | None:
        """What `name` of `space` holds where `line` uses it, at the end without one; None when it is not followed."""
        asked = (space, name, line, inside)
        if asked not in self.known:
            self.known[asked] = self._built(name, start, space, line)
        return self.known[asked]

    def _built(self, name: str, start: Items, space: Namespace, line: int | None) -> Items | None:
        body: list[ast.stmt] | None = getattr(space.node, "body", None)
        if not isinstance(body, list):
            return None
        made = space.names[name][0].node if name in space.names else None
        at = next((number for number, each in enumerate(body) if made is not None and _value(each) is made), None)
        if at is None:
            return self._from_inside(start, body, made, _Asked(name, space, line))
        return self._after(body[at + 1 :], start, _Asked(name, space, line), 0)

    def _from_inside(self, start: Items, body: Sequence[ast.stmt], made: ast.AST | None, asked: _Asked) -> Items | None:
        """The same for a mapping that is made in a block (`with`, `try`, a branch) that holds its use as well."""
        line = asked.line
        for _ in range(DEEPEST):
            holder = next((each for each in body if made is not None and _holds(each, getattr(made, "lineno", 0))), None)
            if holder is None or line is None or not _holds(holder, line) or isinstance(holder, LOOPS):
                return None
            inner = next((block for block in _blocks(holder) if any(_holds(each, line) for each in block)), [])
            at = next((number for number, each in enumerate(inner) if _value(each) is made), None)
            if at is not None:
                return self._after(inner[at + 1 :], start, asked, 0)
            body = inner
        return None

    def _after(self, statements: Sequence[ast.stmt], value: Items, asked: _Asked, depth: int) -> Items:
        """The mapping after statements, or where the one that uses it stands."""
        for statement in statements:
            inside = asked.line is not None and _holds(statement, asked.line)
            if asked.line is not None and statement.lineno > asked.line:
                break
            if self._changes(statement, asked.name):
                value = self._step(statement, value, asked, depth, inside=inside)
            if inside:
                break
        return value

    def _step(self, statement: ast.stmt, value: Items, asked: _Asked, depth: int, *, inside: bool) -> Items:
        self._left -= 1
        statement = self._values.flow.branches(statement)
        if self._left < 0 or depth > DEEPEST:
            return self._unknown(statement, value, asked, everything=True)
        if inside:
            block = next((each for each in _blocks(statement) if any(_holds(one, asked.line or 0) for one in each)), None)
            followed = block is not None and isinstance(statement, (ast.If, ast.With, ast.AsyncWith, ast.Try))
            if block is None or not followed or (isinstance(statement, ast.Try) and block is not statement.body):
                return self._unknown(statement, value, asked)
            return self._after(block, value, asked, depth + 1)
        if isinstance(statement, ast.If) and not self._changes(statement.test, asked.name):
            return self._branches(statement, value, asked, depth)
        if isinstance(statement, (ast.With, ast.AsyncWith)) and not any(
            self._changes(item.context_expr, asked.name) for item in statement.items
        ):
            return self._after(statement.body, value, asked, depth + 1)
        known = self._simple(statement, value, asked)
        return known if known is not None else self._unknown(statement, value, asked)

    def _branches(self, statement: ast.If, value: Items, asked: _Asked, depth: int) -> Items:
        test = self._values.value(statement.test, asked.space)
        yes = self._after(statement.body, value, asked, depth + 1)
        no = self._after(statement.orelse, value, asked, depth + 1)
        if isinstance(test, Literal):
            return yes if constants.truth(test) else no
        if ends(statement.body) or ends(statement.orelse):
            return no if ends(statement.body) else yes
        first, second = dict(yes.items), dict(no.items)
        found: dict[str, Expression] = {}
        for key in (*first, *(key for key in second if key not in first)):
            one, other = first.get(key), second.get(key)
            if one is other and one is not None:
                found[key] = one
                continue
            nothing = CallResult(NOT_GIVEN, (), (), self._values.locator.span(statement.test))
            if (one is None and not yes.complete) or (other is None and not no.complete):
                why = self._conditions.unknown(statement.test)
                found[key] = CallResult("if", (why, one or nothing, other or nothing), (("why", why),), why.span)
            else:
                found[key] = self._conditions.decided(statement.test, one or nothing, other or nothing, asked.space)
        return Items(tuple(found.items()), value.span, yes.complete and no.complete)

    def _simple(self, statement: ast.stmt, value: Items, asked: _Asked) -> Items | None:
        """The mapping after a statement that sets, takes or deletes constant keys, or lays another mapping over it."""
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            plain = len(targets) == 1 and statement.value is not None and not self._changes(statement.value, asked.name)
            return self._set(targets[0], value, asked) if plain else None
        if isinstance(statement, ast.Delete):
            for target in statement.targets:
                key = self._key(target, asked)
                if key is None:
                    return None
                value = _without(value, key)
            return value
        call = statement.value if isinstance(statement, ast.Expr) else None
        function = call.func if isinstance(call, ast.Call) else None
        if not isinstance(call, ast.Call) or not isinstance(function, ast.Attribute) or not _is_name(function.value, asked.name):
            return None
        if any(self._changes(each, asked.name) for each in (*call.args, *(item.value for item in call.keywords))):
            return None
        given = self._values.calls.arguments(call, asked.space)
        positional, keywords = given.values()
        span = self._values.locator.span(call)
        if function.attr == "update" and len(positional) <= 1:
            own = Items(tuple(keywords), span, given.complete)
            return operators.merged([value, *positional, own], value.span)
        if not given.complete or keywords or not positional:
            return None
        named = constants.constant(positional[0])
        if not isinstance(named, str):
            return None
        if function.attr == "pop":
            return _without(value, named)
        if function.attr == "setdefault":
            if named in dict(value.items):
                return value
            default = positional[1] if len(positional) > 1 else Literal(None, span)
            return _with(value, named, constants.guard(named, default) if value.complete else self._why(span, asked))
        return None

    def _set(self, target: ast.expr, value: Items, asked: _Asked) -> Items | None:
        if isinstance(target, (ast.Tuple, ast.List)):
            for item in target.elts:
                if not isinstance(item, (ast.Name, ast.Attribute)):
                    known = self._set(item, value, asked)
                    if known is None:
                        return None
                    value = known
            return value
        key = self._key(target, asked)
        if key is None:
            return None
        if self._assigned is None:
            every = self._values.walk.assignments
            self._assigned = {each: given for each, given, _ in every if isinstance(each, ast.Subscript)}
        given = self._assigned.get(target)
        return None if given is None else _with(value, key, self._values.named(key, given, asked.space))

    def _key(self, target: ast.expr, asked: _Asked) -> str | None:
        """The constant key of an element of the mapping itself."""
        if not isinstance(target, ast.Subscript) or not _is_name(target.value, asked.name) or isinstance(target.slice, ast.Slice):
            return None
        key = constants.constant(self._values.value(target.slice, asked.space))
        return key if isinstance(key, str) else None

    def _changes(self, tree: ast.AST, name: str) -> bool:
        """Whether code may change a mapping."""
        key = (tree, name)
        if key not in self._changing:
            self._changing[key] = next(_changes(tree, name), None) is not None
        return self._changing[key]

    def _unknown(self, statement: ast.stmt, value: Items, asked: _Asked, *, everything: bool = False) -> Items:
        """The mapping after a statement that is not followed."""
        why = self._why(self._values.locator.span(statement), asked)
        keys = None if everything else touched(statement, asked.name)
        if keys is None:
            return operators.merged([value, why], value.span)
        for key in sorted(keys):
            value = _with(value, key, why)
        return value

    @staticmethod
    def _why(span: Span, asked: _Asked) -> Unresolved:
        return Unresolved(f"`{asked.name}` is changed after it is made", span)


LOOPS = (ast.For, ast.AsyncFor, ast.While)


class _Asked:
    """Which mapping is asked for, and where."""

    __slots__ = ("line", "name", "space")

    def __init__(self, name: str, space: Namespace, line: int | None) -> None:
        self.name = name
        self.space = space
        self.line = line


def touched(statement: ast.stmt, name: str) -> set[str] | None:
    """Constant keys of a mapping that a statement may set or delete; None when it may be any."""
    keys: set[str] = set()
    for node in _changes(statement, name):
        key: ast.expr | None = node.slice if isinstance(node, ast.Subscript) else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("pop", "setdefault"):
            key = node.args[0] if node.args else None
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        keys.add(key.value)
    return keys


def _changes(tree: ast.AST, name: str) -> Iterator[ast.expr]:
    """Elements of a name that are bound, deleted or changed, and calls that change it as a whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
            inner: ast.Subscript | None = _first(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
            receiver = node.func.value
            if _is_name(receiver, name):
                yield node
            inner = _first(receiver) if isinstance(receiver, ast.Subscript) else None
        else:
            continue
        if inner is not None and _is_name(inner.value, name):
            yield inner


def _first(node: ast.Subscript) -> ast.Subscript:
    """`a["x"]` of `a["x"]["y"]`."""
    while isinstance(node.value, ast.Subscript):
        node = node.value
    return node


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _holds(statement: ast.stmt, line: int) -> bool:
    return statement.lineno <= line <= (statement.end_lineno or statement.lineno)


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a compound statement."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return []
    named = [getattr(statement, field, None) or [] for field in ("body", "orelse", "finalbody")]
    return [*named, *(each.body for each in getattr(statement, "handlers", None) or [])]


def _value(statement: ast.stmt) -> ast.expr | None:
    return statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None


def _with(value: Items, key: str, item: Expression) -> Items:
    return Items((*((name, each) for name, each in value.items if name != key), (key, item)), value.span, value.complete)


def _without(value: Items, key: str) -> Items:
    return Items(tuple((name, each) for name, each in value.items if name != key), value.span, value.complete)
