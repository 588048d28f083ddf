"""Whether a call surely runs outside of a transaction: on a connection in autocommit mode, with no sign of BEGIN around it.

In: a call and the names of its module. Out: yes, or no answer: a connection that comes from elsewhere (a parameter, another
module) may be in a transaction of its caller.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.transaction_blocks import (
    AUTOCOMMIT_CONNECTIONS,
    AUTOCOMMIT_LEVEL,
    AUTOCOMMIT_METHODS,
    BEGINNINGS,
    METHODS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code._python_names import Binding, Names, Namespace

_MOST_STEPS = 10
"""Nobody chains more cursors, awaits and names."""


def runs_alone(call: ast.Call, space: Namespace, names: Names) -> bool:
    """Whether the statement that a call runs is a transaction of its own."""
    found = _opened(call, space, names)
    if found is None:
        return False
    name, home = found
    scope = home.node if isinstance(home.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)) else None
    if scope is None:
        return False
    seen = _seen_in(scope)
    if home.kind != "module":
        return not seen.begins
    return not seen.begins and not seen.blocks and name not in seen.rebound


def _opened(call: ast.Call, space: Namespace, names: Names) -> tuple[str, Namespace] | None:
    """The connection under a call, when it is opened in autocommit mode: its name and where that is bound."""
    node: ast.AST | None = call.func.value if isinstance(call.func, ast.Attribute) else None
    name, home = "", space
    own = _function(space)
    for _ in range(_MOST_STEPS):
        if isinstance(node, (ast.Await, ast.NamedExpr)):
            node = node.value
        elif isinstance(node, ast.Call):
            if _is_autocommit(node, home, names):
                return name, _function(home)
            node = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == "cursor" else None
        elif isinstance(node, ast.Name):
            bound: Binding | None = names.single(node, home)
            if bound is None or bound.kind not in ("value", "opened"):
                return None
            name, home = node.id, bound.namespace
            if _function(home) is not own and home.kind != "module":
                return None
            if _switched_on(name, _function(home)):
                return name, _function(home)
            node = bound.node
        else:
            return None
    return None


def _function(space: Namespace) -> Namespace:
    while space.kind not in ("function", "module") and space.parent is not None:
        space = space.parent
    return space


def _is_autocommit(call: ast.Call, space: Namespace, names: Names) -> bool:
    """A connection of a library without implicit transactions, or one that is asked for autocommit."""
    if any(_is_true(each.value) for each in call.keywords if each.arg == "autocommit"):
        return True
    if any(
        isinstance(each.value, ast.Constant) and each.value.value == AUTOCOMMIT_LEVEL
        for each in call.keywords
        if each.arg == "isolation_level"
    ):
        return True
    if isinstance(call.func, ast.Attribute) and call.func.attr in AUTOCOMMIT_METHODS:
        return True
    return names.origin(call.func, space) in AUTOCOMMIT_CONNECTIONS


def _switched_on(name: str, home: Namespace) -> bool:
    """Whether `name.autocommit = True` stands in the same function or module."""
    return isinstance(home.node, ast.AST) and name in _seen_in(home.node).switched_on


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look at a function or module shows."""

    switched_on: frozenset[str]
    """Names of which it says `name.autocommit = True`."""
    rebound: frozenset[str]
    """Names that a function in it calls `global`."""
    begins: bool
    """Whether somebody begins a transaction by hand."""
    blocks: bool
    """Whether a `with` holds a transaction."""


@lru_cache(maxsize=8)
def _seen_in(scope: ast.AST) -> _Seen:
    """Looked at once: a module may hold thousands of calls."""
    switched_on: set[str] = set()
    rebound: set[str] = set()
    begins = blocks = False
    for node in ast.walk(scope):
        if isinstance(node, ast.Constant):
            begins = begins or (isinstance(node.value, str) and node.value.lstrip().upper().startswith(BEGINNINGS))
        elif isinstance(node, ast.Global):
            rebound.update(node.names)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            blocks = blocks or any(_is_transaction(each.context_expr) for each in node.items)
        elif isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Attribute) and each.attr == "autocommit" for each in node.targets
        ):
            switched_on.update(_owners(node.targets) if _is_true(node.value) else ())
            begins = begins or not _is_true(node.value)
        elif isinstance(node, (ast.Assign, ast.Expr, ast.Await)):
            begins = begins or _is_transaction(getattr(node, "value", None))
    return _Seen(frozenset(switched_on), frozenset(rebound), begins, blocks)


def _is_switch(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "autocommit"


def _owners(targets: list[ast.expr]) -> Iterator[str]:
    """The names before `.autocommit`."""
    for each in targets:
        if isinstance(each, ast.Attribute) and each.attr == "autocommit" and isinstance(each.value, ast.Name):
            yield each.value.id


def _is_transaction(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS


def _is_true(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is True
