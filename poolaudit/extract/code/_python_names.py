"""What a name in a Python module stands for: imports, aliases and known objects, never a guess.

In: the namespaces that `_python_walk` fills (https://docs.python.org/3/reference/executionmodel.html#naming-and-binding).
Out: `origin`, a dotted name. `X()` in it is an instance or result of `X`, so a method of a pool that the module opens is
`asyncpg.create_pool().execute`. Empty text: unknown, because the name is a parameter, a loop variable, or bound twice
to different things. A binding to None only is a placeholder: no attribute of it can be used.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 240
"""Characters of an origin; longer chains of calls are unknown."""
DEEPEST = 60
"""Steps of one resolution."""
BUILTINS = frozenset({*dir(builtins), "BaseExceptionGroup", "ExceptionGroup", "PythonFinalizationError"})
"""Names of the interpreter that runs, and those of newer ones, so that every interpreter reads a file alike."""
PASSES_ARGUMENT = frozenset(
    {
        "contextlib.closing",
        "contextlib.aclosing",
        "contextlib.AsyncExitStack().enter_async_context",
        "contextlib.AsyncExitStack().enter_context",
        "contextlib.ExitStack().enter_context",
        "asyncio.run",
        "asyncio.wait_for",
        "asyncio.get_event_loop().run_until_complete",
        "asyncio.new_event_loop().run_until_complete",
    }
)
"""Functions of the standard library that give back what their first argument gives."""
PARTIAL = "functools.partial"


class Binding:
    """One way in which a name gets its value."""

    __slots__ = ("dotted", "kind", "namespace", "node", "origin", "why")

    def __init__(self, kind: str, namespace: Namespace, node: ast.AST | None = None, dotted: str = "", why: str = "") -> None:
        self.kind = kind
        """`import`, `value`, `opened` (`with … as name`), `function`, `class` or `opaque`."""
        self.namespace = namespace
        """Where the right-hand side is evaluated."""
        self.node = node
        self.dotted = dotted
        self.why = why
        """For an opaque binding: what it is, `a parameter`."""
        self.origin: str | None = None

    @property
    def is_placeholder(self) -> bool:
        """Whether the value is a bare None."""
        return self.kind == "value" and isinstance(self.node, ast.Constant) and self.node.value is None


class Namespace:
    """A module, class, function or comprehension with the names that it binds."""

    __slots__ = (
        "attributes",
        "bases",
        "changed",
        "class_space",
        "decorators",
        "globals",
        "is_async",
        "kind",
        "managed",
        "module",
        "names",
        "node",
        "nonlocals",
        "parent",
        "qualified",
        "returns",
        "self_name",
        "stars",
    )

    def __init__(self, kind: str, parent: Namespace | None, qualified: str, node: ast.AST | None = None) -> None:
        self.kind = kind
        """`module`, `class`, `function` or `comprehension`."""
        self.parent = parent
        self.module: Namespace = parent.module if parent else self
        self.qualified = qualified
        """Dotted with the module."""
        self.node = node
        self.names: dict[str, list[Binding]] = {}
        self.attributes: dict[str, list[Binding]] = {}
        """For a class: what its methods assign to `self.x`."""
        self.changed: dict[str, set[str] | None] = {}
        """Names whose value is changed in place: the constant keys that are set, or None for anything else."""
        self.managed: set[str] = set()
        """Names (`pool`, `self.pool`) that stand in a `with` line."""
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.returns: list[ast.Return | ast.Yield | ast.YieldFrom] = []
        self.stars: list[str] = []
        self.bases: list[ast.expr] = []
        self.decorators: list[ast.expr] = []
        self.is_async = False
        self.self_name = ""
        """First parameter of a method; the class itself for a class method, then `names` binds it."""
        self.class_space: Namespace | None = self if kind == "class" else parent.class_space if parent else None

    def bind(self, name: str, binding: Binding) -> None:
        """Add a binding where Python would put it."""
        target = self
        while target.kind == "comprehension" and binding.kind == "value" and target.parent:
            target = target.parent  # a walrus binds outside of the comprehension
        if name in target.globals:
            target = target.module
        elif name in target.nonlocals:
            target = target.owner(name) or target
        target.names.setdefault(name, []).append(binding)

    def owner(self, name: str) -> Namespace | None:
        """The enclosing function that a `nonlocal` name belongs to."""
        space = self.parent
        while space and not (space.kind == "function" and name in space.names):
            space = space.parent
        return space

    def lookup(self, name: str) -> list[Binding]:
        """Bindings that a use of `name` here can see; empty when the module binds it nowhere."""
        space: Namespace | None = self
        while space:
            if space.kind != "class" or space is self:
                if name in space.globals:
                    return space.module.names.get(name, [])
                found = space.names.get(name)
                if found:
                    return found
            space = space.parent
        return []


class Names:
    """Resolves expressions of one module to origins."""

    def __init__(self, classes: dict[str, Namespace], *, uses_partial: bool) -> None:
        self.classes = classes
        """Classes of the module by qualified name."""
        self.uses_partial = uses_partial
        """Whether the module imports `functools`, so that a name may be a `functools.partial`."""
        self._depth = 0

    def origin(self, node: ast.AST | None, space: Namespace) -> str:
        """Dotted name of what the expression gives; empty when unknown."""
        if self._depth > DEEPEST:
            return ""
        self._depth += 1
        try:
            found = self._origin(node, space)
        finally:
            self._depth -= 1
        return found if len(found) <= LONGEST else ""

    def _origin(self, node: ast.AST | None, space: Namespace) -> str:
        if isinstance(node, ast.Name):
            return self._name(node.id, space)
        if isinstance(node, ast.Attribute):
            base = self.origin(node.value, space)
            return self.attribute(base, node.attr) if base else ""
        if isinstance(node, ast.Call):
            callee, _, _ = self.target(node, space)
            if callee in PASSES_ARGUMENT and node.args:
                return self.origin(node.args[0], space)
            if callee == "typing.cast" and len(node.args) > 1:
                return self.origin(node.args[1], space)
            return callee + "()" if callee else ""
        if isinstance(node, (ast.Await, ast.NamedExpr)):
            return self.origin(node.value, space)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            return "str"
        if isinstance(node, ast.Subscript):
            return self._generic(node, space)
        if isinstance(node, ast.BoolOp):
            return self._same(self.origin(value, space) for value in node.values)
        if isinstance(node, ast.IfExp):
            return self._same(self.origin(value, space) for value in (node.body, node.orelse))
        return ""

    def target(self, call: ast.Call, space: Namespace) -> tuple[str, ast.Call | None, Namespace]:
        """Name of what a call calls, and the `functools.partial(…)` (with its namespace) that it goes through."""
        made = self.single(call.func, space) if self.uses_partial else None
        if made is not None and isinstance(made.node, ast.Call) and made.kind == "value":
            inner = made.node
            if inner.args and self.origin(inner.func, made.namespace) == PARTIAL:
                return self.origin(inner.args[0], made.namespace), inner, made.namespace
        return self.origin(call.func, space), None, space

    def single(self, node: ast.AST, space: Namespace) -> Binding | None:
        """The only binding of a name or of an attribute of `self`; None when there are more, or none."""
        found: list[Binding] = []
        if isinstance(node, ast.Name):
            found = space.lookup(node.id)
        elif isinstance(node, ast.Attribute):
            if not isinstance(node.value, ast.Name):
                return None
            base = self._name(node.value.id, space)
            own = self.classes.get(base.removesuffix("()"))
            found = [] if own is None else self.members(own, node.attr, instance=base.endswith("()"))
        return found[0] if len(found) == 1 else None

    def members(self, cls: Namespace, name: str, *, instance: bool) -> list[Binding]:
        """Bindings of an attribute in a class of this module or in its bases here."""
        seen: set[str] = set()
        queue = [cls]
        while queue:
            current = queue.pop(0)
            if current.qualified in seen:
                continue
            seen.add(current.qualified)
            found = current.names.get(name, []) + (current.attributes.get(name, []) if instance else [])
            if found:
                return found
            for base in current.bases:
                known = self.classes.get(self.origin(base, current.parent or current))
                if known:
                    queue.append(known)
        return []

    def attribute(self, base: str, name: str) -> str:
        """Origin of an attribute of an object whose origin is `base`."""
        own = self.classes.get(base.removesuffix("()"))
        if own is not None:
            found = self.members(own, name, instance=base.endswith("()"))
            kept = [binding for binding in found if not binding.is_placeholder]
            if kept and all(binding.kind == "function" for binding in kept):
                if any(self._is_property(binding) for binding in kept):
                    return f"{own.qualified}.{name}"
            elif kept:
                return self._same(self.of(binding) for binding in kept) or f"{own.qualified}.{name}"
        return f"{base}.{name}"

    def of(self, binding: Binding) -> str:
        """Origin of what a binding binds."""
        if binding.origin is None:
            binding.origin = ""  # stands for itself while it is being resolved: a cycle is unknown
            if binding.kind in ("import", "function", "class"):
                binding.origin = binding.dotted
            elif binding.kind in ("value", "opened"):
                binding.origin = self.origin(binding.node, binding.namespace)
        return binding.origin

    def _name(self, name: str, space: Namespace) -> str:
        found = space.lookup(name)
        if len(found) == 1:
            known = found[0].origin
            return self.of(found[0]) if known is None else known
        if found:
            return self._same(self.of(binding) for binding in found if not binding.is_placeholder)
        stars = space.module.stars
        if name in BUILTINS:
            return name
        return f"{stars[0]}.{name}" if len(stars) == 1 else ""

    def _generic(self, node: ast.Subscript, space: Namespace) -> str:
        """`Pool[Connection]` is `Pool`; an element of a mapping is unknown."""
        if isinstance(node.slice, (ast.Constant, ast.Slice)):
            return ""
        base = self.origin(node.value, space)
        last = base.rpartition(".")[2]
        return base if last[:1].isupper() and not last.isupper() and not last.endswith(")") else ""

    @staticmethod
    def _same(origins: Iterable[str]) -> str:
        found = set(origins)
        return found.pop() if len(found) == 1 else ""

    def _is_property(self, binding: Binding) -> bool:
        node = binding.node
        decorators = node.decorator_list if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
        return any(self.origin(item, binding.namespace) in PROPERTIES for item in decorators)


PROPERTIES = frozenset({"property", "functools.cached_property", "pydantic.computed_field"})
"""Decorators that make a method an attribute."""
