"""Where names live in a file of any language. In: what `_tree_walk` finds. Out: namespaces and the bindings in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Bind

COLLECTIONS: dict[str, type] = {
    "attributes": dict,
    "bases": tuple,
    "changed": dict,
    "decorators": tuple,
    "parameters": dict,
    "result": str,
    "returns": list,
    "stars": list,
}
"""Fields of a namespace that begin empty."""


class Binding:
    """One way in which a name gets its value."""

    __slots__ = ("bind", "dotted", "kind", "origin", "space")

    def __init__(self, kind: str, space: Namespace, bind: Bind | None, dotted: str = "") -> None:
        self.kind = kind
        """`import`, `value`, `typed` (of a declared type, value not known), `function`, `class` or `opaque`."""
        self.space = space
        """Where the right-hand side is evaluated."""
        self.bind = bind
        self.dotted = dotted
        self.origin: str | None = None

    @property
    def node(self) -> Node | None:
        """The right-hand side."""
        return self.bind.value if self.bind is not None else None


class Namespace:
    """A module, class, function, callback or block with the names that it binds."""

    __slots__ = (
        "attributes",
        "bases",
        "changed",
        "class_space",
        "decorators",
        "end",
        "is_async",
        "kind",
        "module",
        "names",
        "node",
        "parameters",
        "parent",
        "qualified",
        "result",
        "returns",
        "stars",
    )

    def __init__(self, kind: str, parent: Namespace | None, qualified: str, node: Node, end: int) -> None:
        self.kind = kind
        self.parent = parent
        self.module: Namespace = parent.module if parent else self
        self.qualified = qualified
        """Dotted with the module."""
        self.node = node
        self.end = end
        self.names: dict[str, list[Binding]] = {}
        self.is_async = False
        self.class_space: Namespace | None = self if kind == "class" else parent.class_space if parent else None

    attributes: dict[str, list[Binding]]
    changed: dict[str, set[str] | None]
    """Names whose value is changed in place: the constant keys that are set, or None for anything else."""
    parameters: dict[str, None]
    """Names of the parameters in order."""
    result: str
    """Declared type of the result as written."""
    returns: list[Node]
    stars: list[str]
    bases: tuple[str, ...]
    decorators: tuple[str, ...]

    def __getattr__(self, name: str) -> Any:
        """Collections come to be on first use: most blocks need none of them."""
        if name not in COLLECTIONS:
            raise AttributeError(name)
        made = COLLECTIONS[name]()
        setattr(self, name, made)
        return made

    @property
    def function(self) -> Namespace | None:
        """The function or callback around; None in the module and in a class body."""
        space: Namespace | None = self
        while space is not None and space.kind == "block":
            space = space.parent
        return space if space is not None and space.kind in ("function", "callback") else None
