"""What one pass over a Python syntax tree finds, before anything is evaluated.

In: the pass (`_python_walk`). Out: namespaces, and calls, strings and assignments in source order with their places. They are
evaluated later, because what a name stands for is known only when the whole module has been seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._python_names import Namespace

if TYPE_CHECKING:
    import ast


class Block:
    """The `with` lines around a piece of code, innermost first."""

    __slots__ = ("items", "parent", "space")

    def __init__(self, node: ast.With | ast.AsyncWith, parent: Block | None, space: Namespace) -> None:
        self.items = node.items
        self.parent = parent
        self.space = space


class Place:
    """Where a node stands: its namespace and the `with` blocks around it."""

    __slots__ = ("block", "space")

    def __init__(self, space: Namespace, block: Block | None = None) -> None:
        self.space = space
        self.block = block


class Collected:
    """The findings of one pass."""

    def __init__(self, tree: ast.Module, module: str) -> None:
        self.module = Namespace("module", None, module, tree)
        self.imports_functools = False
        self.classes: dict[str, Namespace] = {}
        """Namespace of each class by qualified name."""
        self.spaces: dict[ast.AST, Namespace] = {}
        """Namespace of each function."""
        self.calls: list[tuple[ast.Call, Place]] = []
        self.strings: list[tuple[ast.expr, Place]] = []
        self.assignments: list[tuple[ast.expr, ast.expr, Place]] = []
        self.rewritten: list[tuple[ast.Subscript, Place]] = []
        """Elements that are deleted, or that get a value made of their own."""
        self.annotations: dict[ast.expr, ast.expr] = {}
        """The annotation of each target that has one."""
        self.fields: list[tuple[ast.AnnAssign, Place]] = []
        self.taken_by: dict[ast.expr, ast.Call] = {}
        """The call that takes an expression as an argument."""
        self.assigned: dict[ast.expr, str] = {}
        """The target that a call's result is bound to."""
        self.managed: set[ast.expr] = set()
        """Calls that stand in a `with` line."""
        self.blocks: dict[ast.expr, Place] = {}
        """Place of each call, kept for look-ups that depend on the block."""
