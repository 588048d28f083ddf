"""What a function of Python does with what a call gives it.

In: a call, its place and the names of its module. Out: `Around`. A value is followed through `await`, `or`, conditions and local
names of the same function; whatever is not understood counts as stored, so that only what surely stays in the function seems to.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code._python_bindings import written
from poolaudit.extract.code._python_branches import branch_of
from poolaudit.extract.code._python_names import PASSES_ARGUMENT
from poolaudit.extract.code._python_retries import RETRIES, retried_at_once
from poolaudit.extract.code.shape import Around, Function, Use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolaudit.extract.code._python_branches import Branch
    from poolaudit.extract.code._python_collected import Collected, Place
    from poolaudit.extract.code._python_names import Names, Namespace

MOST_USES = 200
"""Uses of one value that are looked at."""
CLOSES = frozenset({"contextlib.closing", "contextlib.aclosing"})
_BRANCHES = (ast.If, ast.IfExp, ast.ExceptHandler, ast.match_case)
_READS = (
    *(ast.Expr, ast.Compare, ast.UnaryOp, ast.FormattedValue, ast.If, ast.While, ast.Assert, ast.Raise, ast.Delete, ast.For),
    *(ast.AsyncFor, ast.Subscript, ast.comprehension, ast.Match, ast.BinOp),
)
"""Parents that look at a value and keep nothing."""


class Followed:
    """Follows values through the functions of one module."""

    def __init__(self, walk: Collected, names: Names, callee: Callable[[ast.Call], str], prefix: int) -> None:
        self._walk = walk
        self._names = names
        self._callee = callee
        self._prefix = prefix
        self._parents: dict[ast.AST, dict[ast.AST, ast.AST]] = {}
        self._given: dict[str, ast.Call] | None = None

    def around(self, call: ast.Call, place: Place) -> Around:
        """The functions around a call, and what becomes of its result."""
        space = _function(place.space)
        if space.node is None:
            return Around(self._functions(space))
        parents = self._parents_in(space.node)
        uses = tuple(_Value(self._names, self._callee, parents, space).uses(call))
        return Around(self._functions(space), _is_conditional(call, parents), uses, self._retried(call, parents, space))

    def branch(self, call: ast.Call, space: Namespace) -> Branch:
        """The conditions of the function around a call, or of its module, without which it does not run."""
        root = _function(space).node
        return branch_of(call, self._parents_in(root)) if root is not None else ()

    def _parents_in(self, root: ast.AST) -> dict[ast.AST, ast.AST]:
        parents = self._parents.get(root)
        if parents is None:
            parents = self._parents[root] = {child: node for node in ast.walk(root) for child in ast.iter_child_nodes(node)}
        return parents

    def _retried(self, call: ast.Call, parents: dict[ast.AST, ast.AST], space: Namespace) -> str:
        if retried_at_once(call, parents):
            return "while True"
        node = space.node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and len(node.decorator_list) == 1:
            (plain,) = node.decorator_list
            if isinstance(plain, (ast.Name, ast.Attribute)) and self._names.origin(plain, space.parent or space) in RETRIES:
                return f"@{written(plain)}"
        return ""

    def _functions(self, space: Namespace) -> tuple[Function, ...]:
        found = []
        at: Namespace | None = space
        while at is not None:
            if at.kind == "function":
                name = "" if isinstance(at.node, ast.Lambda) else at.qualified[self._prefix :]
                taker = self._named().get(name)
                found.append(Function(name, tuple(self._parameters(at)), self._callee(taker) if taker is not None else ""))
            at = at.parent
        return tuple(found)

    def _named(self) -> dict[str, ast.Call]:
        """The first call that is handed each name: `Depends(get_db)`."""
        if self._given is None:
            self._given = {}
            for call, _ in self._walk.calls:
                for each in (*call.args, *(keyword.value for keyword in call.keywords)):
                    if isinstance(each, ast.Name):
                        self._given.setdefault(each.id, call)
        return self._given

    def _parameters(self, space: Namespace) -> Iterator[tuple[str, str]]:
        if not isinstance(space.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return
        arguments = space.node.args
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if each.arg != space.self_name:
                typed = each.annotation
                yield each.arg, self._names.origin(typed, space.parent or space) if typed is not None else ""


class _Value:
    """One value on its way through one function."""

    def __init__(
        self, names: Names, callee: Callable[[ast.Call], str], parents: dict[ast.AST, ast.AST], space: Namespace
    ) -> None:
        self._names = names
        self._callee = callee
        self._parents = parents
        self._space = space
        self._followed: set[str] = set()
        self._unpacked: list[str] = []
        """Names that got a part of the value each; all of them are followed as if they were the value."""

    def uses(self, node: ast.expr) -> list[Use]:
        """Each use, those of the names that it is bound to after the one that binds it."""
        found: list[Use] = []
        queue: list[ast.expr] = [node]
        while queue and len(found) < MOST_USES:
            name = self._climb(queue.pop(0), found)
            names, self._unpacked = [name, *self._unpacked], []
            for name in dict.fromkeys(names):
                if not name or name in self._followed:
                    continue
                self._followed.add(name)
                queue += (
                    each
                    for each in self._parents
                    if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
                )
        return found

    def _climb(self, node: ast.expr, found: list[Use]) -> str:
        """Note what is done with an expression; return the local name that it is bound to."""
        local = ""
        at: ast.AST = node
        while True:
            parent = self._parents.get(at)
            if parent is not None and (isinstance(parent, (ast.Await, ast.Starred)) or self._passes(at, parent)):
                at = parent
            elif isinstance(parent, ast.BoolOp):
                if parent.values[0] is not at:
                    found.append(Use("alternative", written(parent.values[0])))
                at = parent
            elif parent is not None and (
                (isinstance(parent, ast.IfExp) and parent.test is not at) or self._is_returned_with(parent)
            ):
                at = parent
            elif isinstance(parent, ast.NamedExpr):
                local = self._bound(parent.target, found) or local
                at = parent
            else:
                break
        return self._used(at, parent, found) or local

    def _is_returned_with(self, parent: ast.AST) -> bool:
        """Whether it is one of several values that a function returns."""
        return isinstance(parent, ast.Tuple) and isinstance(self._parents.get(parent), ast.Return)

    def _passes(self, at: ast.AST, parent: ast.AST | None) -> bool:
        """Whether a call gives back what its argument gives."""
        return isinstance(parent, ast.Call) and at in parent.args and self._callee(parent) in PASSES_ARGUMENT - CLOSES

    def _used(self, at: ast.AST, parent: ast.AST | None, found: list[Use]) -> str:
        if isinstance(parent, (ast.Assign, ast.AnnAssign)) and parent.value is at:
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            return next((name for target in targets if (name := self._bound(target, found))), "")
        if isinstance(parent, (ast.Return, ast.Yield, ast.YieldFrom, ast.Lambda)):
            found.append(Use("returned"))
        elif isinstance(parent, (ast.Call, ast.keyword)):
            call = self._parents.get(parent) if isinstance(parent, ast.keyword) else parent
            name = self._callee(call) if isinstance(call, ast.Call) else ""
            if name in CLOSES:
                found.append(Use("managed", always=True))
            else:
                found.append(self._at(parent, "argument", name) if at is not getattr(call, "func", None) else Use("method", "()"))
        elif isinstance(parent, ast.withitem):
            found.append(Use("managed", always=True))
            return self._bound(parent.optional_vars, found) if parent.optional_vars is not None else ""
        elif isinstance(parent, ast.Attribute):
            call = self._parents.get(parent)
            if isinstance(call, ast.Call) and call.func is parent:
                found.append(self._at(call, "method", parent.attr))
        elif not isinstance(parent, (*_READS, ast.IfExp)):
            found.append(Use("stored"))
        return ""

    def _bound(self, target: ast.expr, found: list[Use]) -> str:
        """The local name that a target is; anything else is noted."""
        space = self._space
        if isinstance(target, ast.Name) and space.kind == "function" and target.id not in space.globals | space.nonlocals:
            return target.id
        if isinstance(target, ast.Tuple) and target.elts and all(isinstance(each, ast.Name) for each in target.elts):
            self._unpacked += [self._bound(each, found) for each in target.elts]
            return ""
        found.append(Use("stored", written(target)))
        return ""

    def _at(self, node: ast.AST, how: str, name: str) -> Use:
        """A use with what its place says: in `finally`, where an exception is caught, in a `try`."""
        always = on_error = False
        tries: list[int] = []
        while (parent := self._parents.get(node)) is not None:
            if isinstance(parent, ast.Try):
                always = always or node in parent.finalbody
                tries += [parent.lineno] if parent.handlers and node in parent.body else []
            on_error = on_error or isinstance(parent, ast.ExceptHandler)
            node = parent
        return Use(how, name, always, always or on_error, tuple(tries))


def _function(space: Namespace) -> Namespace:
    while space.kind == "comprehension" and space.parent is not None:
        space = space.parent
    return space


def _is_conditional(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while (parent := parents.get(node)) is not None:
        if isinstance(parent, _BRANCHES) and getattr(parent, "test", None) is not node:
            return True
        node = parent
    return False
