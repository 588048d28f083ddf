"""A module as somebody calls it. In: a `Module` and what its variables are given. Out: resources with their values.

Meaning: https://developer.hashicorp.com/terraform/language/modules/syntax,
https://developer.hashicorp.com/terraform/language/meta-arguments/for_each (1.13, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from poolaudit.catalog.terraform_outside import HOSTS
from poolaudit.catalog.terraform_resources import ADDRESSES, REPOSITORIES, WITH_PORTS
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.extract.terraform.constraints import with_defaults
from poolaudit.extract.terraform.copies import Copy, as_value, copies_of, indexed, opened, port_of, refuses_null
from poolaudit.extract.terraform.evaluate import evaluate
from poolaudit.extract.terraform.functions import is_known, is_null, scalar, text_of
from poolaudit.extract.terraform.module import called
from poolaudit.extract.terraform.names import Bound, Made
from poolaudit.extract.terraform.outside import outside_kind
from poolaudit.extract.terraform.registry import known_module, resources_of
from poolaudit.extract.terraform.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.catalog.terraform_modules import RegistryModule
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.terraform.module import Block, Module
    from poolaudit.extract.terraform.names import Budget, Names
    from poolaudit.facts.span import Span

_DEEPEST = 10
"""Modules that call each other in a row."""
_CALL = 20
"""Expressions that a call counts as, so that modules which call themselves come to an end."""
_OUTSIDE = frozenset({"terraform", "self", "ephemeral"})
"""First names of what only Terraform knows when it runs."""


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
        self._copies: dict[int, list[Copy] | None] = {}
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
            elif (known := known_module(block)) is not None:
                for copy in self._copies_or_one(block):
                    yield from self._fetched(known, name, block, copy)
            elif (kind := outside_kind(block)) in kinds:
                for copy in self._copies_or_one(block):
                    yield kind, self._absent(name, block, copy)

    def _absent(self, name: str, block: Block, copy: Copy) -> Resource:
        """What a module makes that is not here: all that is known are its arguments."""
        given = evaluate(MappingNode(self._arguments(block), block.body.span), Bound(self, copy.bindings))
        body = given if isinstance(given, MappingNode) else MappingNode((), block.body.span)
        title = ".".join((*(each.removeprefix("module.") for each in self._path), indexed(name, copy.key)))
        address = self.unknown(indexed(f"module.{name}", copy.key))
        return Resource(Key(title, block.key.span), block.key.span, body, address, cast("Source", block.part.source))

    def _fetched(self, known: RegistryModule, name: str, block: Block, copy: Copy) -> Iterator[tuple[str, Resource]]:
        """What a module of the registry makes, as far as the catalog knows it."""
        title = ".".join((*(each.removeprefix("module.") for each in self._path), f"{name}[{copy.key}]" if copy.key else name))
        address = self.unknown(indexed(f"module.{name}", copy.key))
        given = evaluate(MappingNode(self._arguments(block), block.body.span), Bound(self, copy.bindings))
        source = cast("Source", block.part.source)
        for kind, own, body in resources_of(known, given, address) if isinstance(given, MappingNode) else ():
            yield kind, Resource(Key(title, block.key.span), block.key.span, body, own, source)

    def _arguments(self, block: Block) -> tuple[tuple[Key, Node], ...]:
        return tuple((key, value) for key, value in block.body.items if key.name not in _META)

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
        if value is None or (is_null(value) and block is not None and refuses_null(block)):
            default = block.body.get("default") if block is not None and (self._defaults or self._path) else None
            value = evaluate(default, self) if default is not None else None
        kind = block.body.get("type") if block is not None else None
        return value if value is None or kind is None else with_defaults(value, kind, self)

    def _local(self, name: str) -> Node | None:
        value = self._module.values.get(name)
        return evaluate(value, self) if value is not None else None

    def _called(self, name: str) -> Node | None:
        block = self._module.calls.get(name)
        if block is None:
            return None
        if called(block) not in self._every:
            known = known_module(block)
            if known is None:
                return self._absent_value(name, block) if outside_kind(block) else None
            return as_value(self._copies_of(block), lambda copy: self._fetched_value(known, name, block, copy), block)

        def made(copy: Copy) -> Made:
            address = self.unknown(indexed(f"module.{name}", copy.key))

            def output(wanted: str, _: Span) -> Node | None:
                child = self._child(name, block, copy)
                return child.output(wanted) if child is not None else None

            return Made(address, block.key.span, address, "", address, "", output)

        return as_value(self._copies_of(block), made, block)

    def _absent_value(self, name: str, block: Block) -> Node | None:
        """A server of a module that is not here: the outputs whose names say that they are its host."""

        def made(copy: Copy) -> Made:
            address = self.unknown(indexed(f"module.{name}", copy.key))

            def output(wanted: str, span: Span) -> Node | None:
                return ScalarNode(address, span, address, WORKED_OUT) if wanted in HOSTS else None

            return Made(address, block.key.span, address, "", address, "", output)

        return as_value(self._copies_of(block), made, block)

    def _fetched_value(self, known: RegistryModule, name: str, block: Block, copy: Copy) -> Made:
        """A module of the registry: its outputs that are the address of what it makes."""
        address = self.unknown(indexed(f"module.{name}", copy.key))

        def output(wanted: str, span: Span) -> Node | None:
            names: Names = Bound(self, copy.bindings)
            written = {key.name: value for key, value in block.body.items if key.name in ("port", "engine")}
            port = port_of(*(evaluate(written[each], names) if each in written else None for each in ("port", "engine")))
            if wanted in known.hosts:
                return ScalarNode(address, span, address, WORKED_OUT)
            return ScalarNode(f"{address}:{port}", span, address, WORKED_OUT) if wanted in known.addresses and port else None

        return Made(address, block.key.span, address, "", address, "", output)

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

        def made(copy: Copy) -> Made:
            address = self.unknown(indexed(f"{kind}.{name}", copy.key))

            def attribute(wanted: str, span: Span) -> Node | None:
                if wanted in ADDRESSES.get(kind, ()):
                    return ScalarNode(address, span, address, WORKED_OUT)
                if wanted in WITH_PORTS.get(kind, ()):
                    port = port_of(argument("port"), argument("engine"))
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
                return opened(found) if is_known(found) and not is_null(found) else None

            return Made(address, block.key.span, address, "", address, "", attribute)

        return as_value(self._copies_of(block), made, block)

    def _resource(self, kind: str, name: str, block: Block, copy: Copy) -> Resource:
        body = evaluate(block.body, Bound(self, copy.bindings))
        title = f"{name}[{copy.key}]" if copy.key is not None else name
        whole = ".".join((*(each.removeprefix("module.") for each in self._path), title))
        address = self.unknown(indexed(f"{kind}.{name}", copy.key))
        found = body if isinstance(body, MappingNode) else MappingNode((), block.body.span)
        return Resource(Key(whole, block.key.span), block.key.span, found, address, cast("Source", block.part.source))

    def _child(self, name: str, block: Block, copy: Copy) -> Instance | None:
        folder = called(block)
        self.budget.left -= _CALL
        if folder is None or len(self._path) >= _DEEPEST or self.budget.left < 0:
            return None
        key = (name, copy.key)
        if key not in self._children:
            names: Names = Bound(self, copy.bindings)
            given = {each.name: evaluate(value, names) for each, value in self._arguments(block)}
            path = (*self._path, indexed(f"module.{name}", copy.key))
            self._children[key] = Instance(self._every[folder], self._every, given, self.budget, path, root=self._root)
        return self._children[key]

    def _copies_or_one(self, block: Block) -> list[Copy]:
        """The copies; where their number is not known, one that stands for all."""
        found = self._copies_of(block)
        return [Copy(None, {})] if found is None else found

    def _copies_of(self, block: Block) -> list[Copy] | None:
        """The copies of a resource or module; None where their number is not known."""
        if id(block) not in self._copies:
            self._copies[id(block)] = [Copy(None, {})]  # for what refers to itself
            self._copies[id(block)] = copies_of(block, self)
        return self._copies[id(block)]


_META = frozenset({"source", "version", "count", "for_each", "providers", "depends_on"})
