"""A walked syntax tree into the neutral shape.

In: a source and its tree. Out: `CodeModule`, with names resolved and values evaluated.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._python_bindings import written
from poolaudit.extract.code._python_branches import branches
from poolaudit.extract.code._python_late import LateAssignment, LateCall, LateModule, LateString
from poolaudit.extract.code._python_names import PASSES_ARGUMENT, Names
from poolaudit.extract.code._python_outer import Outside, parameters
from poolaudit.extract.code._python_text import Locator, parse
from poolaudit.extract.code._python_transactions import Transactions
from poolaudit.extract.code._python_uses import Followed
from poolaudit.extract.code._python_values import Values
from poolaudit.extract.code._python_walk import Walk
from poolaudit.extract.code.shape import ClassDefinition, ClassField, CodeModule, FunctionResult
from poolaudit.facts.client_pool import Scope
from poolaudit.facts.expression import Literal, Reference, Unresolved, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.code._python_branches import Branch
    from poolaudit.extract.code._python_calls import Arguments
    from poolaudit.extract.code._python_collected import Collected, Place
    from poolaudit.extract.code._python_names import Namespace
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

LONGEST_NAME = 200
"""Characters of a quoted annotation that is read."""
UNKNOWN = "?"
"""Stands for an object or function whose origin is not known: `?.execute`."""


def build(source: Source, tree: ast.Module) -> CodeModule:
    """The shape of one file."""
    module, package = module_name(source.path)
    locator = Locator(source)
    walk = Walk(tree, module, package, locator)
    return _Shapes(walk, locator).module()


def module_name(path: str) -> tuple[str, str]:
    """Dotted name by which others import a file, and the package that its relative imports start from.

    The import root is taken to be the folder after the last `src`, or after the last folder whose name is no identifier.
    """
    parts = path.removesuffix(".pyi").removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__"
    if is_package:
        parts.pop()
    for index in range(len(parts) - 1, -1, -1):
        if not parts[index].isidentifier() or (parts[index] == "src" and index < len(parts) - 1):
            parts = parts[index + 1 :]
            break
    return ".".join(parts), ".".join(parts if is_package else parts[:-1])


class _Shapes:
    """Makes the records of one module."""

    def __init__(self, walk: Collected, locator: Locator) -> None:
        self._walk = walk
        self._locator = locator
        self._names = Names(walk.classes, uses_partial=walk.imports_functools)
        self._values = Values(walk, self._names, locator)
        self._branches: dict[ast.expr, Branch] | None = None
        self._scopes: dict[Namespace, Scope] = {}
        self._callees: dict[ast.Call, str] = {}
        self._given: dict[ast.Call, Arguments] = {}
        self._prefix = len(walk.module.qualified) + 1 if walk.module.qualified else 0
        self._followed = Followed(walk, self._names, self._callee, self._prefix)
        self._transactions = Transactions(walk, self._names, self._callee, self._scope)

    def module(self) -> CodeModule:
        return LateModule(self._part, "language", "python")

    def _part(self, name: str) -> object:
        walk = self._walk
        if name == "module":
            return walk.module.qualified
        if name == "calls":
            return tuple(LateCall(partial(self._call, node, place), "callee", self._callee(node)) for node, place in walk.calls)
        if name == "strings":
            return tuple(LateString(partial(self._string, node, place), "", "") for node, place in walk.strings)
        if name == "assignments":
            return tuple(
                LateAssignment(partial(self._assignment, target, value, place), "target", written_)
                for target, value, place in walk.assignments
                if (written_ := written(target))
            )
        if name == "fields":
            return tuple(self._field(node, place) for node, place in walk.fields)
        if name == "results":
            found = (self._result(node, inner) for node, inner in walk.spaces.items())
            return tuple(result for result in found if result is not None)
        if name == "classes":
            return tuple(ClassDefinition(cls.qualified, self._bases(cls), self._place(cls)) for cls in walk.classes.values())
        if name == "finals":
            return tuple(self._finals())
        return tuple(self._imports())

    def _finals(self) -> Iterator[tuple[str, Expression | None, Span]]:
        for name, bindings in self._walk.module.names.items():
            first = bindings[0].node
            if len(bindings) > 1 and all(each.kind in ("value", "opaque") for each in bindings) and isinstance(first, ast.expr):
                yield name, self._values.held.final(name, self._walk.module), self._locator.span(first)

    def _call(self, node: ast.Call, place: Place, field: str) -> object:
        if field in ("arguments", "complete"):
            given = self._arguments(node, place)
            return (*given.positional, *given.keywords) if field == "arguments" else given.complete
        if field == "span":
            return self._locator.span(node)
        if field == "scope":
            return self._call_scope(node, place.space)
        if field == "around":
            return self._followed.around(node, place)
        if field == "outers":
            branch = self._followed.branch(node, place.space)
            return tuple(Outside(self._values, self._names).of(node, place.space, branch))
        if field == "when":
            return self._values.known_condition(self._followed.branch(node, place.space), place.space)
        return written(node.func.value) if isinstance(node.func, ast.Attribute) else ""

    def _arguments(self, node: ast.Call, place: Place) -> Arguments:
        found = self._given.get(node)
        if found is None:
            _, made, home = self._names.target(node, place.space)
            found = self._given[node] = self._values.calls.full_arguments(node, made, home, place.space)
        return found

    def _callee(self, node: ast.Call) -> str:
        found = self._callees.get(node)
        if found is None:
            place = self._walk.blocks.get(node)
            found = self._names.target(node, place.space)[0] if place else ""
            found = self._callees[node] = found or self._unknown(node.func)
        return found

    @staticmethod
    def _unknown(function: ast.expr) -> str:
        return f"{UNKNOWN}.{function.attr}" if isinstance(function, ast.Attribute) else UNKNOWN

    def _string(self, node: ast.expr, place: Place, field: str) -> object:
        if field == "value":
            return constants.folded(self._values.value(node, place.space), self._locator.span(node))
        if field == "span":
            return self._locator.inner(node) if isinstance(node, ast.Constant) else self._text_span(node, place)
        if field == "scope":
            return self._scope(place.space)
        taker = self._transactions.taker(node)
        if field == "in_transaction":
            return self._transactions.around(taker, place)
        if field == "call":
            return self._callee(taker) if taker is not None else ""
        return written(taker.func.value) if taker is not None and isinstance(taker.func, ast.Attribute) else ""

    def _text_span(self, node: ast.expr, place: Place) -> Span:
        whole = self._locator.span(node)
        value = constants.folded(self._values.value(node, place.space), whole)
        return value.span if isinstance(value, Literal) else whole

    def _assignment(self, target: ast.expr, value: ast.expr, place: Place, field: str) -> object:
        if field == "value":
            return self._values.named(written(target).rpartition(".")[2], value, place.space)
        if field == "annotation":
            return self._class_of(self._walk.annotations.get(target), place.space)
        if field == "when":
            return self._when(target)
        return self._locator.span(target) if field == "span" else self._scope(place.space)

    def _when(self, target: ast.expr) -> Expression | None:
        if self._branches is None:
            tree = self._walk.module.node
            self._branches = branches(tree) if isinstance(tree, ast.Module) else {}
        branch = self._branches.get(target, ())
        asked = self._values.condition(branch, self._walk.module) if branch else None
        return None if asked is None or any(isinstance(each, Unresolved) for each in inside(asked)) else asked

    def _field(self, node: ast.AnnAssign, place: Place) -> ClassField:
        cls = place.space
        name = written(node.target)
        given = node.value if node.value is not None else self._metadata(node.annotation, cls)
        value = self._values.named(name, given, cls) if given is not None else None
        annotation = " ".join(ast.unparse(node.annotation).split())
        return ClassField(cls.qualified, self._bases(cls), name, annotation, value, self._locator.span(node.target))

    def _metadata(self, annotation: ast.expr, space: Namespace) -> ast.Call | None:
        """The first call in `Annotated[T, Field(…)]`."""
        if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.slice, ast.Tuple):
            return None
        if self._names.origin(annotation.value, space) not in ("typing.Annotated", "typing_extensions.Annotated"):
            return None
        return next((item for item in annotation.slice.elts[1:] if isinstance(item, ast.Call)), None)

    def _place(self, cls: Namespace) -> Span | None:
        return self._locator.span(cls.node) if isinstance(cls.node, ast.stmt) else None

    def _bases(self, cls: Namespace) -> tuple[str, ...]:
        return tuple(self._names.origin(base, cls.parent or cls) or UNKNOWN for base in cls.bases)

    def _imports(self) -> Iterator[tuple[str, Reference]]:
        for name, bindings in self._walk.module.names.items():
            first = bindings[0]
            if first.kind == "import" and len(bindings) == 1 and isinstance(first.node, ast.ImportFrom):
                yield name, Reference(first.dotted, self._locator.span(first.node))

    def _result(self, node: ast.AST, inner: Namespace) -> FunctionResult | None:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return None
        value = self._values.held.inside(inner, node)
        if isinstance(value, Literal) and value.value is None:
            value = None
        annotation = self._class_of(node.returns, inner.parent or inner)
        if value is None:
            if not annotation:
                return None
            value = Unresolved("the result of code that cannot be followed", self._locator.span(node))
        span = self._locator.span(inner.returns[-1].value or node) if inner.returns else value.span
        return FunctionResult(value, span, self._scope(inner), self._parameters(node, inner, value), annotation)

    def _parameters(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, inner: Namespace, value: Expression
    ) -> tuple[tuple[str, Expression | None], ...]:
        return parameters(node, inner, self._values) if constants.names(value, f"{inner.qualified}(") else ()

    def _class_of(self, annotation: ast.expr | None, space: Namespace) -> str:
        """The class that an annotation names, quoted or with `| None`; empty for any other type."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str) and len(annotation.value) < LONGEST_NAME:
            try:
                made = parse(annotation.value.strip(), "eval")
            except (SyntaxError, ValueError):
                return ""
            annotation = made.body if isinstance(made, ast.Expression) else None
        if isinstance(annotation, ast.BinOp) and isinstance(annotation.right, ast.Constant) and annotation.right.value is None:
            annotation = annotation.left
        if isinstance(annotation, ast.Subscript) and self._names.origin(annotation.value, space) == "typing.Optional":
            annotation = annotation.slice
        return self._names.origin(annotation, space) if isinstance(annotation, (ast.Name, ast.Attribute)) else ""

    def _call_scope(self, node: ast.Call, space: Namespace) -> Scope:
        name = self._walk.assigned.get(node, "")
        managed = node in self._walk.managed
        outer = self._walk.taken_by.get(node)
        if outer is not None:
            taker = self._callee(outer)
            if taker in PASSES_ARGUMENT and outer.args and _awaited(outer.args[0]) is node:
                name = name or self._walk.assigned.get(outer, "")
                managed = managed or outer in self._walk.managed or ".enter_" in taker
        managed = managed or (name != "" and name in space.managed)
        scope = self._scope(space)
        return replace(scope, assigned_to=name, managed=managed) if name or managed else scope

    def _scope(self, space: Namespace) -> Scope:
        found = self._scopes.get(space)
        if found is None:
            found = self._scopes[space] = self._make_scope(space)
        return found

    def _make_scope(self, space: Namespace) -> Scope:
        function: Namespace | None = space
        while function is not None and (function.kind != "function" or isinstance(function.node, ast.Lambda)):
            function = None if function.kind == "class" else function.parent
        cls = space.class_space
        class_name = cls.qualified[self._prefix :] if cls is not None else ""
        if function is None:
            return Scope(class_name=class_name)
        outside = function.parent or function
        decorators = tuple(
            self._names.origin(item.func if isinstance(item, ast.Call) else item, outside) or self._unknown(item)
            for item in function.decorators
        )
        return Scope(function.qualified[self._prefix :], class_name, function.is_async, decorators)


def _awaited(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Await) else node
