"""Reads of environment variables in Python code.

In: a call or subscript that `catalog.env_readers` knows. Out: `EnvLookup`, or `Unresolved` when the name is not constant.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.catalog import env_readers
from poolaudit.extract.code import _python_constants as constants
from poolaudit.facts.expression import EnvLookup, Expression, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from poolaudit.catalog.env_readers import EnvReader
    from poolaudit.extract.code._python_names import Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.extract.code._python_walk import Walk
    from poolaudit.facts.span import Span

READERS: dict[str, EnvReader] = {callee: reader for reader in env_readers.READERS for callee in reader.callees}
MAPPINGS = frozenset(env_readers.MAPPINGS)
CASTS = frozenset({"int", "float", "bool"})


class EnvReads:
    """Recognises look-ups in one module."""

    def __init__(self, walk: Walk, values: Values) -> None:
        self.walk = walk
        self._values = values

    def subscript(self, node: ast.Subscript, key: object, span: Span) -> Expression:
        """`os.environ["X"]`."""
        del node
        return (
            EnvLookup((key,), span)
            if isinstance(key, str)
            else Unresolved("an environment variable whose name is not known", span)
        )

    def call(self, node: ast.Call, callee: str, space: Namespace, span: Span) -> Expression:
        """A call of a reader."""
        reader = READERS[callee]
        given = self._values.arguments(node, space)
        positional, keywords = given.values()
        named = dict(keywords)
        name_value = positional[0] if positional else next((named[key] for key in reader.name_keywords if key in named), None)
        name = constants.constant(name_value) if name_value is not None else reader.default_name
        if not isinstance(name, str) or not name or not given.complete:
            return Unresolved("an environment variable whose name is not known", span)
        prefix = self._prefix(node, callee)
        if prefix is None:
            return Unresolved("an environment variable whose prefix is not known", span)
        default = next((named[key] for key in reader.default_keywords if key in named), None)
        if default is None and reader.default_position is not None and len(positional) > reader.default_position:
            default = positional[reader.default_position]
        if default is None and reader.missing_is_none:
            default = Literal(None, span)
        kind = next((named[key] for key in reader.cast_keywords if key in named), None)
        if isinstance(default, Literal) and reader.cast_default and isinstance(kind, Reference) and kind.name in CASTS:
            default = constants.cast(kind.name, default, default.span)
        if default is not None:
            default = constants.guard(name, default)
        return EnvLookup((prefix + name,), span, default)

    def asks_for(self, node: ast.expr, test: Expression, body: EnvLookup, space: Namespace) -> bool:
        """Whether a condition says that the variable of `body` is set: `if X`, `if "X" in os.environ`."""
        if isinstance(test, EnvLookup):
            return test.names == body.names
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            return False
        right = node.comparators[0]
        if isinstance(node.ops[0], ast.In):
            name = constants.constant(self._values.value(node.left, space))
            return (name,) == body.names and self._values.names.origin(right, space) in MAPPINGS
        if isinstance(node.ops[0], ast.IsNot) and isinstance(right, ast.Constant) and right.value is None:
            left = self._values.value(node.left, space)
            return isinstance(left, EnvLookup) and left.names == body.names
        return False

    def _prefix(self, node: ast.Call, callee: str) -> str | None:
        """What the `with env.prefixed("DB_")` blocks around a call put before its name; None when one is not constant."""
        place = self.walk.blocks.get(node)
        block = place.block if place else None
        reader = callee.partition("()")[0].rpartition(".")[0] if "()" in callee else callee.rpartition(".")[0]
        prefix = ""
        while block:
            for item in reversed(block.items):
                made = item.context_expr
                if isinstance(made, ast.Call):
                    opened = self._values.names.origin(made.func, block.space)
                    if opened in env_readers.PREFIX_BLOCKS and opened.startswith(reader):
                        first = constants.constant(self._values.value(made.args[0], block.space)) if made.args else None
                        if not isinstance(first, str):
                            return None
                        prefix = first + prefix
            block = block.parent
        return prefix


def with_default(lookup: EnvLookup, default: Expression, span: Span) -> EnvLookup:
    """`lookup or default`: at the end of the chain of defaults that are look-ups themselves."""
    inner = lookup.default
    if isinstance(inner, EnvLookup):
        default = with_default(inner, default, inner.span)
    elif inner is not None and not isinstance(inner, Literal):
        default = Unresolved("depends on a condition", span)
    return EnvLookup(lookup.names, span, default, lookup.ignore_case)
