"""Which call takes a text, and does it run in a transaction?

In: a string or a call of a module and its place. Out: the call; True inside a block that surely opens a transaction.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.catalog.transaction_blocks import FUNCTIONS, METHODS, TEXT_WRAPPERS
from poolaudit.extract.code._python_autocommit import runs_alone
from poolaudit.extract.code._python_bindings import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code._python_collected import Collected, Place
    from poolaudit.extract.code._python_names import Names, Namespace
    from poolaudit.facts.client_pool import Scope


class Transactions:
    """Looks around the calls of one module."""

    def __init__(
        self, walk: Collected, names: Names, callee: Callable[[ast.Call], str], scope: Callable[[Namespace], Scope]
    ) -> None:
        self._walk = walk
        self._names = names
        self._callee = callee
        self._scope = scope

    def taker(self, node: ast.expr) -> ast.Call | None:
        """The call that a string is handed to, through functions that hand it on."""
        taken_by = self._walk.taken_by
        taker = taken_by.get(node)
        while taker is not None and taker in taken_by and self._callee(taker) in TEXT_WRAPPERS:
            taker = taken_by[taker]
        return taker

    def around(self, taker: ast.Call | None, place: Place) -> bool | None:
        space: Namespace | None = place.space
        while space is not None and space.kind == "comprehension":
            space = space.parent
        if space is not None and any(item in FUNCTIONS for item in self._scope(space).decorators):
            return True
        alone = taker is not None and runs_alone(taker, place.space, self._names)
        block = place.block
        if block is None:
            return False if alone else None
        receivers = self._receivers(taker, place.space)
        while block is not None:
            for item in block.items:
                made = item.context_expr.value if isinstance(item.context_expr, ast.Await) else item.context_expr
                opened = self._names.origin(made.func if isinstance(made, ast.Call) else made, block.space)
                if opened in FUNCTIONS:
                    return True
                if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute) or made.func.attr not in METHODS:
                    continue
                if receivers & {written(made.func.value), written(item.optional_vars)} - {""}:
                    return True
            block = block.parent
        return False if alone else None

    def _receivers(self, taker: ast.Call | None, space: Namespace) -> set[str]:
        """The objects, as written, that a call goes through: `cur`, and `conn` for `cur = conn.cursor()`."""
        found: set[str] = set()
        node: ast.AST | None = taker.func.value if taker is not None and isinstance(taker.func, ast.Attribute) else None
        while node is not None and len(found) < 10:  # noqa: PLR2004  # nobody chains more cursors
            name = written(node)
            if name in found:
                break
            found.add(name)
            made = node.value if isinstance(node, ast.Await) else node
            if isinstance(made, ast.Call):
                node = made.func.value if isinstance(made.func, ast.Attribute) else None
                continue
            binding = self._names.single(made, space)
            node = binding.node if binding is not None and binding.kind in ("value", "opened") else None
        return found
