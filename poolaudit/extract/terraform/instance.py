"""A module as somebody calls it. In: a `Module` and what its variables are given. Out: resources with their values.

Meaning: https://developer.hashicorp.com/terraform/language/modules/syntax,
https://developer.hashicorp.com/terraform/language/meta-arguments/for_each (1.13, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from poolaudit._records import dataclass
from poolaudit.catalog.hosts import DEFAULT_PORTS
from poolaudit.catalog.terraform_resources import ADDRESSES, REPOSITORIES, WITH_PORTS, engine_family
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.extract.terraform.constraints import with_defaults
from poolaudit.extract.terraform.evaluate import OPEN, Bound, Made, evaluate
from poolaudit.extract.terraform.functions import is_known, is_null, name_of, scalar, text_of
from poolaudit.extract.terraform.module import called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.terraform.evaluate import Budget, Names
    from poolaudit.extract.terraform.module import Block, Module
    from poolaudit.facts.span import Span

_DEEPEST = 10
"""Modules that call each other in a row."""
_MOST = 400
"""Copies of one resource or module."""
_OUTSIDE = frozenset({"terraform", "self", "ephemeral"})
"""First names of what only Terraform knows when it runs."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource, once for each copy that `count`, `for_each` and calls of its module make."""

    key: Key
    """Its title: module path, name, key."""
    span: Span
    body: MappingNode
    address: str
    """`module.db.aws_db_instance.this`: its name in the whole configuration, without quotes and brackets, as values name it."""
    source: Source


@dataclass(frozen=True, slots=True)
class _Copy:
    key: str | None
    bindings: Mapping[str, Node]


class Instance:
    """One call of a module, or a configuration itself."""

    def __init__(
        self,
        module: Module,
        every: Mapping[str, Module],
        given: Mapping[str, Node],
        budget: Budget,
        path: tuple[str, ...] = (),
        *,
        defaults: bool = True,
        root: str | None = None,
    ) -> None:
        self._module = module
        self._every = every
        self._given = given
        self._path = path
        self._defaults = defaults
        self._root = module.folder if root is None else root
        self.budget = budget
        self._known: dict[tuple[str, str], Node] = {}
        self._busy: set[tuple[str, str]] = set()
        self._copies: dict[int, list[_Copy] | None] = {}
        self._children: dict[tuple[str, str | None], Instance] = {}

    def resources(self, kinds: frozenset[str]) -> Iterator[tuple[str, Resource]]:
        """Resources of these types here and in the modules that are called, in written order."""
        for (kind, name), block in self._module.resources.items():
            if kind in kinds:
                for copy in self._copies_or_one(block):
                    yield kind, self._resource(kind, name, block, copy)
        for name, block in self._module.calls.items():
            if called(block) in self._every:
                for copy in self._copies_or_one(block):
                    child = self._child(name, block, copy)
                    if child is not None:
                        yield from child.resources(kinds)

    def named(self, name: str, steps: tuple[Node, ...], span: Span) -> tuple[Node, tuple[Node, ...]] | None:
        """As `Names.named`."""
        first = steps[0].value if steps and isinstance(steps[0], ScalarNode) else None
        if not isinstance(first, str) or name in _OUTSIDE:
            return None
        found: Node | None
        if name == "var":
            found = self._once("var", first)
        elif name == "local":
            found = self._once("local", first)
        elif name == "module":
            found = self._called(first)
        elif name == "path":
            folder = {"module": self._module.folder, "root": self._root}.get(first)
            found = scalar(folder or ".", span) if folder is not None else None
        elif name == "data":
            second = steps[1].value if len(steps) > 1 and isinstance(steps[1], ScalarNode) else None
            found = self._of_type(f"data.{first}", second) if isinstance(second, str) else None
            return (found, steps[2:]) if found is not None else None
        else:
            found = self._of_type(name, first)
        return (found, steps[1:]) if found is not None else None

    def unknown(self, name: str) -> str:
        """As `Names.unknown`."""
        return ".".join((*self._path, name))

    def _once(self, kind: str, name: str) -> Node | None:
        """A variable or local, worked out when it is first asked for; None inside of its own value."""
        key = (kind, name)
        if key in self._known:
            return self._known[key]
        if key in self._busy:
            return None
        self._busy.add(key)
        try:
            found = self._variable(name) if kind == "var" else self._local(name)
        finally:
            self._busy.discard(key)
        if found is not None:
            self._known[key] = found
        return found

    def _variable(self, name: str) -> Node | None:
        block = self._module.variables.get(name)
        value = self._given.get(name)
        if value is None or (is_null(value) and block is not None and _refuses_null(block)):
            default = block.body.get("default") if block is not None and (self._defaults or self._path) else None
            value = evaluate(default, self) if default is not None else None
        kind = block.body.get("type") if block is not None else None
        return value if value is None or kind is None else with_defaults(value, kind, self)

    def _local(self, name: str) -> Node | None:
        value = self._module.values.get(name)
        return evaluate(value, self) if value is not None else None

    def _called(self, name: str) -> Node | None:
        block = self._module.calls.get(name)
        if block is None or called(block) not in self._every:
            return None

        def made(copy: _Copy) -> Made:
            address = self.unknown(_indexed(f"module.{name}", copy.key))

            def output(wanted: str, _: Span) -> Node | None:
                child = self._child(name, block, copy)
                return child.output(wanted) if child is not None else None

            return Made(address, block.key.span, address, "", address, "", output)

        return _as_value(self._copies_of(block), made, block)

    def output(self, name: str) -> Node | None:
        """The value of an output."""
        block = self._module.outputs.get(name)
        value = block.body.get("value") if block is not None else None
        if value is None or ("output", name) in self._busy:
            return None
        self._busy.add(("output", name))
        try:
            return evaluate(value, self)
        finally:
            self._busy.discard(("output", name))

    def _of_type(self, kind: str, name: str) -> Node | None:
        block = self._module.resources.get((kind, name))
        if block is None:
            return None

        def made(copy: _Copy) -> Made:
            address = self.unknown(_indexed(f"{kind}.{name}", copy.key))

            def attribute(wanted: str, span: Span) -> Node | None:
                if wanted in ADDRESSES.get(kind, ()):
                    return ScalarNode(address, span, address, WORKED_OUT)
                if wanted in WITH_PORTS.get(kind, ()):
                    port = _port(argument("port"), argument("engine"))
                    return ScalarNode(f"{address}:{port}", span, address, WORKED_OUT) if port else None
                if wanted in REPOSITORIES.get(kind, ()):
                    named = argument("name")
                    shown = text_of(named.value) if isinstance(named, ScalarNode) else ""
                    return ScalarNode(f"{address}/{shown}", span, address, WORKED_OUT) if shown else None
                return argument(wanted)

            def argument(wanted: str) -> Node | None:
                written = block.body.get(wanted)
                if written is None or (address, wanted) in self._busy:
                    return None
                self._busy.add((address, wanted))
                try:
                    found = evaluate(written, Bound(self, copy.bindings))
                finally:
                    self._busy.discard((address, wanted))
                return _open(found) if is_known(found) and not is_null(found) else None

            return Made(address, block.key.span, address, "", address, "", attribute)

        return _as_value(self._copies_of(block), made, block)

    def _resource(self, kind: str, name: str, block: Block, copy: _Copy) -> Resource:
        body = evaluate(block.body, Bound(self, copy.bindings))
        title = f"{name}[{copy.key}]" if copy.key is not None else name
        whole = ".".join((*(each.removeprefix("module.") for each in self._path), title))
        address = self.unknown(_indexed(f"{kind}.{name}", copy.key))
        found = body if isinstance(body, MappingNode) else MappingNode((), block.body.span)
        return Resource(Key(whole, block.key.span), block.key.span, found, address, cast("Source", block.part.source))

    def _child(self, name: str, block: Block, copy: _Copy) -> Instance | None:
        folder = called(block)
        if folder is None or len(self._path) >= _DEEPEST:
            return None
        key = (name, copy.key)
        if key not in self._children:
            names: Names = Bound(self, copy.bindings)
            given = {each.name: evaluate(value, names) for each, value in block.body.items if each.name not in _META}
            path = (*self._path, _indexed(f"module.{name}", copy.key))
            self._children[key] = Instance(self._every[folder], self._every, given, self.budget, path, root=self._root)
        return self._children[key]

    def _copies_or_one(self, block: Block) -> list[_Copy]:
        """The copies; where their number is not known, one that stands for all."""
        found = self._copies_of(block)
        return [_Copy(None, {})] if found is None else found

    def _copies_of(self, block: Block) -> list[_Copy] | None:
        """The copies of a resource or module; None where their number is not known."""
        if id(block) not in self._copies:
            self._copies[id(block)] = [_Copy(None, {})]  # for what refers to itself
            self._copies[id(block)] = self._counted(block)
        return self._copies[id(block)]

    def _counted(self, block: Block) -> list[_Copy] | None:
        each, number = block.body.get("for_each"), block.body.get("count")
        if each is not None:
            collection = evaluate(each, self)
            if isinstance(collection, MappingNode):
                pairs = [(name_of(key), value) for key, value in collection.items]
            elif isinstance(collection, SequenceNode):
                pairs = [(one, one) for one in collection.elements if isinstance(one, ScalarNode)]
            else:
                return None
            if not all(is_known(key) for key, _ in pairs):
                return None
            return [_Copy(text_of(key.value), {"each": _pair(key, value, block)}) for key, value in pairs[:_MOST]]
        if number is not None:
            value = evaluate(number, self)
            if not isinstance(value, ScalarNode) or not is_known(value) or not text_of(value.value).isdecimal():
                return None
            many = min(int(text_of(value.value)), _MOST)
            if many == 1:
                return [_Copy(None, {"count": _index(0, block)})]
            return [_Copy(str(at), {"count": _index(at, block)}) for at in range(many)]
        return [_Copy(None, {})]


_META = frozenset({"source", "version", "count", "for_each", "providers", "depends_on"})


def _as_value(copies: list[_Copy] | None, make: Callable[[_Copy], Node], block: Block) -> Node:
    """What the name of a resource or module stands for: one, a list with `count`, a mapping with `for_each`."""
    if copies is None:
        return make(_Copy(None, {}))
    if block.body.get("for_each") is not None:
        return MappingNode(tuple((Key(each.key or "", block.key.span), make(each)) for each in copies), block.key.span)
    if block.body.get("count") is not None:
        return SequenceNode(tuple(make(each) for each in copies), block.key.span)
    return make(copies[0])


def _open(node: Node) -> Node:
    """What a resource is given, to which its provider adds attributes."""
    if isinstance(node, SequenceNode):
        return SequenceNode(tuple(_open(each) for each in node.elements), node.span)
    return MappingNode(node.items, node.span, OPEN) if isinstance(node, MappingNode) else node


def _port(written: Node | None, engine: Node | None) -> str:
    """The port of a server: as written, else that of its engine; empty when neither is known."""
    if isinstance(written, ScalarNode):
        return text_of(written.value)
    family = engine_family(text_of(engine.value)) if isinstance(engine, ScalarNode) else ""
    return str(DEFAULT_PORTS.get(family, ""))


def _refuses_null(block: Block) -> bool:
    nullable = block.body.get("nullable")
    return isinstance(nullable, ScalarNode) and nullable.value is False


def _indexed(name: str, key: str | None) -> str:
    """The name of a copy, fit for a host: values take it for the address of a server."""
    plain = "".join(each if each.isalnum() or each in "-_." else "_" for each in key or "")
    return name if key is None else f"{name}.{plain}"


def _pair(key: Node, value: Node, block: Block) -> MappingNode:
    span = block.key.span
    return MappingNode(((Key("key", span), key), (Key("value", span), value)), span)


def _index(at: int, block: Block) -> MappingNode:
    return MappingNode(((Key("index", block.key.span), scalar(at, block.key.span)),), block.key.span)
