"""What a name of a Python module holds where it is used.

In: a name and its namespace. Out: an expression. A name that is bound once is followed, one that branches bind several times
holds a choice, and the parameter of a function stands for itself while it is asked what the function gives for it.
"""

from __future__ import annotations

import ast
from contextlib import contextmanager
from typing import TYPE_CHECKING

from poolaudit.extract.code._python_changes import Changes
from poolaudit.extract.code.shape import RESHAPED
from poolaudit.facts.expression import CallResult, Expression, Items, Reference, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code._python_names import Binding, Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.span import Span

MOST_BINDINGS = 12
"""Times that one name may be bound, branch by branch."""


class Held:
    """Follows the names of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._changes = Changes(values)
        self._followed: dict[Binding, Expression] = {}
        self._followed_inside: dict[Binding, Expression] = {}
        """The same for locals of a function whose parameters stand for themselves."""
        self._following: set[Binding] = set()
        self._symbolic: set[Namespace] = set()
        self.outside = False
        """Whether it is asked what the callers of a function decide."""
        self._finally: dict[tuple[Namespace, str, bool], Expression | None] = {}
        self._assumed: dict[tuple[Namespace, str], Expression | None] = {}

    @property
    def is_symbolic(self) -> bool:
        """Whether the parameters of any function stand for themselves."""
        return bool(self._symbolic)

    def is_inside(self, space: Namespace) -> bool:
        """Whether the parameters of this function do."""
        return space in self._symbolic

    def name(self, node: ast.Name, space: Namespace) -> Expression:
        found = space.lookup(node.id)
        if not found:
            origin = self._values.names.origin(node, space)
            span = self._values.locator.span(node)
            return Reference(origin, span) if origin else Unresolved(f"`{node.id}` is not defined in this file", span)
        return self.bound(node.id, found, node, space)

    def bound(self, name: str, found: list[Binding], node: ast.expr, space: Namespace) -> Expression:
        span = self._values.locator.span(node)
        assumed = (found[0].namespace, name)
        if assumed in self._assumed:
            known = self._assumed[assumed]
            return known if known is not None else Unresolved(f"`{name}` is defined by itself", span)
        if len(found) > 1:
            if any(binding.why == RESHAPED for binding in found):
                return Unresolved(f"`{name}` is {RESHAPED}", span)
            origins = {self._values.names.of(binding) for binding in found if binding.kind == "import"}
            if len(origins) == 1 and all(binding.kind == "import" for binding in found):
                return Reference(origins.pop(), span)
            mended = self._values.calls.repaired(name, found, span)
            if mended is None:
                held = self._held(name, found, node, space)
                mended = self._changes.without(name, held, space, span) if held is not None else None
            late = _filled_late(name, found)
            if mended is None and late is not None:
                mended = self.follow(name, late, span)
            return mended if mended is not None else Unresolved(f"`{name}` is assigned {len(found)} times", span)
        binding = found[0]
        if binding.kind == "opaque":
            return (
                self._values.env.option(name, binding)
                or self.parameter(name, binding, node)
                or self._rest(binding, span)
                or self.declared(binding, span)
                or Unresolved(f"`{name}` is {binding.why}", span)
            )
        if binding.kind in ("import", "function", "class"):
            return Reference(binding.dotted, span)
        value = self.follow(name, binding, span)
        return self._changes.after(name, value, space, span)

    def follow(self, name: str, binding: Binding, span: Span) -> Expression:
        """What a binding gives; evaluated once, and cut off where it needs itself."""
        cache = self._followed_inside if binding.namespace in self._symbolic else self._followed
        known = cache.get(binding)
        if known is None:
            if binding in self._following or not isinstance(binding.node, ast.expr):
                return Unresolved(f"`{name}` is defined by itself", span)
            self._following.add(binding)
            try:
                known = cache[binding] = self._values.named(name, binding.node, binding.namespace)
            finally:
                self._following.discard(binding)
        return self._values.affordable(known)

    def final(self, name: str, space: Namespace) -> Expression | None:
        """What a name that is bound several times holds after all statements of its block; None when that cannot be told."""
        found = space.names[name]
        if not isinstance(found[0].node, ast.expr):
            return None
        mended = self._values.calls.repaired(name, found, self._values.locator.span(found[0].node))
        return mended if mended is not None else self._held(name, found, None, space)

    def _held(self, name: str, found: list[Binding], node: ast.expr | None, space: Namespace) -> Expression | None:
        """What a name that is bound several times, branch by branch, holds after the last of them."""
        home = found[0].namespace
        if any(binding.namespace is not home or binding.kind not in ("value", "opaque") for binding in found):
            return None
        start = self.parameter(name, found[0], node)
        if any(binding.kind == "opaque" or not isinstance(binding.node, ast.expr) for binding in found[start is not None :]):
            return None
        last = max(binding.node.end_lineno or 0 for binding in found if isinstance(binding.node, ast.expr))
        if len(found) > MOST_BINDINGS or (
            node is not None and (not isinstance(node, ast.Name) or (home is space and node.lineno <= last))
        ):
            return None
        key = (home, name, home in self._symbolic)
        if key not in self._finally:
            self._finally[key] = None
            self._finally[key] = self._values.flow.held(name, home, start)
        known = self._finally[key]
        return None if known is None else self._values.affordable(known)

    def inside(self, inner: Namespace, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Expression | None:
        """What a function returns, with its parameters as references that `parameter` names."""
        if inner in self._symbolic:
            return None
        self._symbolic.add(inner)
        try:
            return self._values.flow.returned(node, inner)
        finally:
            self._symbolic.discard(inner)

    @contextmanager
    def symbolic(self, inner: Namespace) -> Iterator[None]:
        """While it lasts, the parameters of one function are references that `parameter` names, wherever they lead."""
        kept = self._followed, self._followed_inside, self._finally, self._symbolic
        built, self._values.mappings.known = self._values.mappings.known, {}
        self._followed, self._followed_inside, self._finally, self._symbolic = {}, {}, {}, {inner}
        self.outside = True
        try:
            yield
        finally:
            self._followed, self._followed_inside, self._finally, self._symbolic = kept
            self._values.mappings.known = built
            self.outside = False

    @contextmanager
    def assuming(self, name: str, value: Expression | None, space: Namespace) -> Iterator[None]:
        """While it lasts, a name that `space` binds holds `value`."""
        key = (space, name)
        kept, inside, assumed = self._followed, self._followed_inside, self._assumed
        self._followed, self._followed_inside, self._assumed = {}, {}, {**assumed, key: value}
        built, self._values.mappings.known = self._values.mappings.known, {}
        try:
            yield
        finally:
            self._values.mappings.known = built
            self._followed, self._followed_inside, self._assumed = kept, inside, assumed

    def parameter(self, name: str, binding: Binding, node: ast.expr | None) -> Reference | None:
        """What stands for a parameter of a function whose parameters stand for themselves, where `node` uses it."""
        if node is None or binding.namespace not in self._symbolic or not isinstance(binding.node, ast.arg):
            return None
        arguments = getattr(binding.namespace.node, "args", None)
        if isinstance(arguments, ast.arguments) and binding.node in (arguments.vararg, arguments.kwarg):
            return None
        return Reference(parameter_name(binding.namespace, name), self._values.locator.span(node))

    def _rest(self, binding: Binding, span: Span) -> Items | None:
        """The further keywords of a function whose callers are asked what they give: none, unless a caller gives some."""
        arguments = getattr(binding.namespace.node, "args", None)
        asked = self.outside and binding.namespace in self._symbolic and isinstance(arguments, ast.arguments)
        return Items((), span) if asked and arguments is not None and binding.node is arguments.kwarg else None

    def declared(self, binding: Binding, span: Span) -> Expression | None:
        """An instance of the class that a parameter is declared to be, where that holds settings by its name."""
        note = binding.node.annotation if isinstance(binding.node, ast.arg) else None
        if isinstance(note, ast.Subscript) and isinstance(note.slice, ast.Tuple) and note.slice.elts:
            note = note.slice.elts[0]  # Annotated[Settings, Depends(…)]
        name = self._values.names.origin(note, binding.namespace) if isinstance(note, (ast.Name, ast.Attribute)) else ""
        last = name.rpartition(".")[2].lower()
        return CallResult(name, (), (), span) if "settings" in last or "config" in last else None


def parameter_name(function: Namespace, name: str) -> str:
    """Name under which the result of a function refers to a parameter of it."""
    return f"{function.qualified}({name})"


def _filled_late(name: str, found: list[Binding]) -> Binding | None:
    """What one function puts in the place of None, as for an engine that is made when it is first needed.

    The None is what a module begins with, or what any method leaves in an attribute: nobody connects to None.
    """
    kept = [each for each in found if not each.is_placeholder]
    late = name.startswith("self.") or (found[0].is_placeholder and found[0].namespace.kind == "module")
    return kept[0] if late and len(kept) == 1 and kept[0].kind == "value" and kept[0].namespace.kind == "function" else None
