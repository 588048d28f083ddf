"""What a name in a file of any language stands for: imports, aliases, declared types and known objects, never a guess.

In: the namespaces that `_tree_walk` fills. Out: `origin`, a dotted name as `shape.Call.callee` has it. A name that the file binds
nowhere stands for itself (`process`, `PG.connect`), unless a wildcard import brings it and the catalog knows it there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.catalog.languages import family
from poolaudit.extract.code._tree_forms import Choice, Either, Element, Invocation, Member, Name, Same, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Binding, Namespace
    from poolaudit.extract.code._tree_forms import Form
    from poolaudit.extract.code._tree_known import Forms
    from poolaudit.extract.code._tree_language import Language

LONGEST = 240
"""Characters of an origin; longer chains of calls are unknown."""
DEEPEST = 60
"""Steps of one resolution, and links of a chain of calls as written."""
MOST = 50
"""Bindings of one name; a name that is bound more often is unknown."""


class Names:
    """Resolves expressions of one module to origins."""

    def __init__(self, language: Language, path: str, forms: Forms) -> None:
        self.language = language
        self.forms = forms
        self.classes: dict[str, Namespace] = {}
        """Classes of the module by qualified name."""
        self.declared: dict[int, str] = {}
        """Declared type of what a construction without a type is assigned to, by the id of its node."""
        self.handed: Callable[[Binding], str] | None = None
        """What a function gives to its callback: the origin of a parameter, or empty."""
        self._path = path
        self._depth = 0
        self._known: dict[int, str] = {}

    def origin(self, node: Node | None, space: Namespace) -> str:
        """Dotted name of what the expression gives; empty when unknown."""
        if node is None or self._depth > DEEPEST:
            return ""
        form = self.forms.of(node)
        if isinstance(form, Name):
            return self.name(form.text, space)
        found = self._known.get(node.id)
        if found is None:
            self._depth += 1
            try:
                found = self._origin(form, space)
            finally:
                self._depth -= 1
            found = self._known[node.id] = found if len(found) <= LONGEST else ""
        return found

    def _origin(self, form: Form, space: Namespace) -> str:
        if isinstance(form, Member):
            base = self.origin(form.owner, space)
            return self.attribute(base, form.name) if base else ""
        if isinstance(form, Invocation):
            imported = self.required(form, space)
            if form.type_argument and form.name in self.language.gives_type:
                kind = self.typed(form.type_argument, space)
                return f"{kind}()" if kind else ""
            callee = "" if imported else self.callee(form, space)
            return imported or (callee + "()" if callee else "")
        if isinstance(form, Same):
            return self.origin(form.inner, space)
        if isinstance(form, Text):
            return "str"
        if isinstance(form, Either):
            return _same(self.origin(each, space) for each in (form.first, form.second))
        if isinstance(form, Choice):
            return _same(self.origin(each, space) for each in (form.yes, form.no))
        return ""

    def callee(self, form: Invocation, space: Namespace) -> str:
        """Name of what a call calls; empty when unknown."""
        made = form.type_name or self.declared.get(form.node, "")
        if made in self.language.self_names:
            return self.name(made, space).removesuffix("()")
        if made:
            return self.typed(made, space)
        if form.owner is not None:
            base = self.origin(form.owner, space)
            return self.attribute(base, form.name) if base else ""
        if form.function is not None:
            return self.origin(form.function, space)
        own = space.class_space if self.language.implicit_self and not self.lookup(form.name, space) else None
        if own and self.members(own, form.name):
            return f"{own.qualified}().{form.name}"
        if not self.language.calls_values and any(
            binding.kind in ("value", "opaque") for binding in self.lookup(form.name, space)
        ):
            return form.name
        return self.name(form.name, space)

    def required(self, form: Invocation, space: Namespace) -> str:
        """The module that `require("x")` gives; empty for any other call."""
        if not self.language.require or not form.arguments or self.language.resolve is None:
            return ""
        called = form.name if form.owner is None and form.function is None else self.written(form.function)
        if called not in self.language.require or self.lookup(called, space):
            return ""
        text = self.forms.of(form.arguments[0].value)
        whole = self.forms.constant_text(text)
        return self.language.resolve(self._path, whole) if whole is not None else ""

    def typed(self, written: str, space: Namespace) -> str:
        """Dotted name of a type as written, `Outer.Inner` included."""
        head, dot, tail = written.partition(".")
        base = self.name(head, space)
        return f"{base}{dot}{tail}" if base else ""

    def attribute(self, base: str, name: str) -> str:
        """Origin of an attribute of an object whose origin is `base`."""
        own = self.classes.get(base.removesuffix("()"))
        if name in self.language.transparent and base.endswith("()") and (own is None or not self.members(own, name)):
            return base
        if own is not None:
            found = [binding for binding in self.members(own, name) if not self.is_placeholder(binding)]
            if len(found) <= MOST and found and all(binding.kind != "function" for binding in found):
                return _same(self.of(binding) for binding in found) or f"{base}.{name}"
        return base if name == "default" and self.language.require else f"{base}.{name}"

    def members(self, cls: Namespace, name: str) -> list[Binding]:
        """Bindings of an attribute in a class of this module or in its bases here."""
        seen: set[str] = set()
        queue = [cls]
        while queue:
            current = queue.pop(0)
            if current.qualified in seen:
                continue
            seen.add(current.qualified)
            found = current.names.get(name, []) + current.attributes.get(name, [])
            if found:
                return found
            queue += (known for base in current.bases if (known := self.classes.get(self.typed(base, current.parent or current))))
        return []

    def lookup(self, name: str, space: Namespace | None) -> list[Binding]:
        """Bindings that a use of `name` here can see; empty when the file binds it nowhere."""
        while space:
            found = space.names.get(name)
            if found and (space.kind != "class" or self.language.implicit_self):
                return found
            if space.kind == "class" and self.language.implicit_self:
                inherited = self.members(space, name)
                if inherited:
                    return inherited
            space = space.parent
        return []

    def of(self, binding: Binding) -> str:
        """Origin of what a binding binds."""
        if binding.origin is None:
            binding.origin = ""  # stands for itself while it is being resolved: a cycle is unknown
            bind = binding.bind
            if binding.kind in ("import", "function", "class"):
                binding.origin = binding.dotted
            elif bind is not None:
                if bind.why == "a parameter" and self.handed is not None:
                    binding.origin = self.handed(binding)
                if binding.kind == "value":
                    binding.origin = self.origin(bind.value, binding.space)
                    for key in bind.path if binding.origin else ():
                        binding.origin = self.attribute(binding.origin, key)
                if not binding.origin and bind.type_name:
                    declared = self.typed(bind.type_name, binding.space)
                    binding.origin = f"{declared}()" if declared else ""
        return binding.origin

    def name(self, name: str, space: Namespace) -> str:
        """Origin of a name."""
        if name in self.language.self_names:
            return f"{space.class_space.qualified}()" if space.class_space is not None else ""
        found = self.lookup(name, space)
        if len(found) > MOST:
            return ""
        if found:
            return _same(self.of(binding) for binding in found if not self.is_placeholder(binding))
        if name.startswith("$") and not name.startswith(("$_", "$env")):
            return ""  # a variable that nothing here sets
        module = space.module
        known = _known(family(self.language.name)) if module.stars else frozenset()
        brought = next((dotted for star in module.stars if (dotted := f"{star}.{name}") in known), "")
        own = self.language.builtins is not None and name not in self.language.builtins and module.qualified
        return brought or (f"{module.qualified}.{name}" if own else name)

    def single(self, node: Node, space: Namespace) -> Binding | None:
        """The only binding of a name or of an attribute of the object around; None when there are more, or none."""
        form = self.forms.of(node)
        found: list[Binding] = []
        if isinstance(form, Name):
            found = self.lookup(form.text, space)
        elif isinstance(form, Member):
            own = self.classes.get(self.origin(form.owner, space).removesuffix("()"))
            found = self.members(own, form.name) if own is not None else []
        return found[0] if len(found) == 1 else None

    def written(self, node: Node | None) -> str:
        """The expression as written, as far as it is names, attributes and constant keys; arguments are left out."""
        tail: list[str] = []
        while node is not None and len(tail) <= DEEPEST:
            form = self.forms.of(node)
            if isinstance(form, Member):
                tail.append(f".{form.name}")
                node = form.owner
            elif isinstance(form, Element):
                key = self.forms.constant_key(form.key)
                if key is None:
                    return ""
                tail.append(f".{key}")
                node = form.owner
            elif isinstance(form, Invocation):
                tail.append("()")
                if form.function is not None:
                    node = form.function
                    continue
                if form.owner is None:
                    return (form.type_name or form.name) + "".join(reversed(tail))
                tail.append(f".{form.name}")
                node = form.owner
            elif isinstance(form, Same):
                node = form.inner
            else:
                return form.text + "".join(reversed(tail)) if isinstance(form, Name) else ""
        return ""

    def is_placeholder(self, binding: Binding) -> bool:
        """Whether the value is a bare null."""
        if binding.kind != "value" or binding.node is None or (binding.bind is not None and binding.bind.type_name):
            return False
        return self.forms.is_none(binding.node)


def _same(origins: Iterable[str]) -> str:
    found = set(origins)
    return found.pop() if len(found) == 1 else ""


@cache
def _known(language: str) -> frozenset[str]:
    """Every dotted name that leads to what the catalog's clients of a language can be called by."""
    found: set[str] = set()
    for client in parts("poolaudit.catalog.clients", "CLIENT"):
        if family(client.language) == language:
            for constructor in client.constructors:
                for callee in constructor.callees:
                    steps = callee.partition("()")[0].split(".")
                    found.update(".".join(steps[: count + 1]) for count in range(len(steps)))
    return frozenset(found)
