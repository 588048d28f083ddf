"""What an expression of any language says its value is, without running it.

In: a node and its namespace. Out: `facts.expression`. Constants of the file are followed when they are bound once; a name of
another file stays a `Reference`; whatever depends on the run is `Unresolved` with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._tree_attributes import Attributes
from poolaudit.extract.code._tree_calls import Calls
from poolaudit.extract.code._tree_conditions import Conditions
from poolaudit.extract.code._tree_env import EnvReads
from poolaudit.extract.code._tree_fields import PAIR, set_once
from poolaudit.extract.code._tree_flow import Flow
from poolaudit.extract.code._tree_forms import (
    Arithmetic,
    Choice,
    Constant,
    Either,
    Element,
    Entries,
    Invocation,
    Member,
    Name,
    Negative,
    Other,
    Run,
    Same,
    Sequence,
    Sum,
    Test,
    Text,
)
from poolaudit.extract.code._tree_names import MOST
from poolaudit.extract.code._tree_operations import Operations
from poolaudit.extract.code._tree_parameters import Parameters
from poolaudit.extract.code._tree_urls import Urls
from poolaudit.facts.expression import CallResult, Elements, Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Binding, Namespace
    from poolaudit.extract.code._tree_names import Names
    from poolaudit.extract.code._tree_text import Locator
    from poolaudit.extract.code._tree_walk import Walk
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

DEEPEST = 60
"""Nested expressions and followed names of one value."""
NESTING = frozenset({Invocation, Entries, Sequence, Text, Sum, Either, Choice})
"""Forms that nest, so that their values are kept."""


class Values:
    """Evaluates expressions of one module."""

    def __init__(self, names: Names, locator: Locator, walk: Walk, *, symbolic: bool = False) -> None:
        self.names = names
        self.language = names.language
        self.locator = locator
        self.symbolic = symbolic
        """Whether parameters stand as references, as for a result that any call may ask for."""
        self.env = EnvReads(self)
        self.calls = Calls(self)
        self.conditions = Conditions(self)
        self.flow = Flow(self)
        self.parameters = Parameters(self, walk)
        self.urls = Urls(self, walk)
        self.attributes = Attributes(self)
        operations = Operations(self)
        self._spaces = walk.opened
        self._module = walk.module
        self._forms = names.forms
        self._depth = 0
        self._known: dict[int, Expression] = {}
        self._followed: dict[Binding, Expression] = {}
        self._following: set[Binding] = set()
        self._readers: dict[type, Callable[..., Expression]] = {
            Name: self._name,
            Member: self.attributes.member,
            Element: self.attributes.element,
            Invocation: self.calls.value,
            Text: self._text,
            Sum: operations.sum,
            Arithmetic: operations.arithmetic,
            Negative: operations.negative,
            Test: operations.test,
            Either: operations.either,
            Choice: operations.choice,
            Entries: operations.entries,
            Sequence: operations.sequence,
            Constant: self._constant,
            Same: self._same,
            Other: self._other,
        }

    def value(self, node: Node, space: Namespace) -> Expression:
        """What `node` gives when it is evaluated in `space`."""
        if self._depth > DEEPEST:
            return Unresolved("nested too deeply", self.locator.span(node))
        known = self._known.get(node.id)
        if known is None:
            self._depth += 1
            try:
                form = self._forms.of(node)
                known = self._readers[form.__class__](form, node, space)
            finally:
                self._depth -= 1
            if form.__class__ in NESTING:
                self._known[node.id] = known
        return known

    def space_of(self, node: Node) -> Namespace:
        """The namespace that a node stands in."""
        at: Node | None = node
        while at is not None:
            found = self._spaces.get(at.id)
            if found is not None:
                return found
            at = at.parent
        return self._module

    def named(self, name: str, node: Node, space: Namespace) -> Expression:
        """The value of something called `name`; text of a password becomes a `Secret`."""
        return constants.guard(name, self.value(node, space))

    def bound(self, binding: Binding) -> Expression:
        """The value of a declaration: a key of a mapping where it takes one apart."""
        bind = binding.bind
        assert bind is not None  # noqa: S101  # every binding of a value has one
        span = self.locator.span(bind.target)
        if bind.lookup:
            return self.env.placeholder(bind.lookup, span) or Unresolved("set from configuration", span)
        if bind.value is None:
            return self.reference(binding.dotted, span)
        value = self.value(bind.value, binding.space)
        for key in bind.path:
            value = self.attributes.key(value, key, bind.value, binding.space, span)
        if bind.default is not None:
            value = self.conditions.either(value, self.value(bind.default, binding.space), span)
        return constants.guard(bind.name, value)

    # Constants and text

    def _constant(self, form: Constant, node: Node, space: Namespace) -> Expression:
        del space
        return Literal(form.value, self.locator.span(node))

    def _other(self, form: Other, node: Node, space: Namespace) -> Expression:
        del space
        return Unresolved(form.why, self.locator.span(node))

    def _same(self, form: Same, node: Node, space: Namespace) -> Expression:
        del node
        return self.value(form.inner, space)

    def _text(self, form: Text, node: Node, space: Namespace) -> Expression:
        parts = [
            constants.text(part.text, self.locator.between(part.start, part.end))
            if isinstance(part, Run)
            else self.value(part, space)
            for part in form.parts
        ]
        span = self.locator.span(node)
        return parts[0] if len(parts) == 1 and isinstance(form.parts[0], Run) else constants.joined(parts, span)

    # Names

    def _name(self, form: Name, node: Node, space: Namespace) -> Expression:
        span = self.locator.span(node)
        found = self.names.lookup(form.text, space)
        if found:
            return self.bindings(form.text, found, span, space, node)
        origin = self.names.origin(node, space)
        return self.reference(origin, span) if origin else Unresolved(f"`{form.text}` is not known here", span)

    def reference(self, name: str, span: Span) -> Reference:
        """A name as other files define it."""
        return Reference(self.language.reference(name) if self.language.reference is not None else name, span)

    def bindings(self, name: str, found: list[Binding], span: Span, space: Namespace, use: Node | None = None) -> Expression:
        """The value of a name by what it is bound to, where it is used."""
        if len(found) > MOST:
            return Unresolved(f"`{name}` is assigned {len(found)} times", span)
        kept = [binding for binding in found if binding.kind != "typed"] if len(found) > 1 else found
        kept = set_once(kept, self.language.name) if len(kept) == PAIR else kept
        if len(kept) > 1:
            held = self.flow.held(found, use) if use is not None else None
            if held is not None:
                return self._changed(name, held, space, span)
            return Unresolved(f"`{name}` is assigned {len(kept)} times", span)
        binding = kept[0] if kept else found[0]
        if binding.kind in ("import", "function", "class"):
            return self.reference(binding.dotted, span)
        if binding.bind is not None and binding.bind.why == "a parameter":
            return self.parameters.value(binding, span)
        if binding.kind != "value":
            why = (binding.bind.why if binding.bind is not None else "") or "set somewhere else"
            return Unresolved(f"`{name}` is {why}", span)
        if binding.bind is not None and binding.bind.why:
            return Unresolved(f"`{name}` is {binding.bind.why}", span)
        return self._changed(name, self._follow(name, binding, span), space, span)

    def _follow(self, name: str, binding: Binding, span: Span) -> Expression:
        known = self._followed.get(binding)
        if known is None:
            if binding in self._following:
                return Unresolved(f"`{name}` is defined by itself", span)
            self._following.add(binding)
            try:
                known = self._followed[binding] = self.bound(binding)
            finally:
                self._following.discard(binding)
        return known

    def _changed(self, name: str, value: Expression, space: Namespace, span: Span) -> Expression:
        """A mapping or list without what other statements may do to it; a URL with the parameters that they give it."""
        if isinstance(value, CallResult):
            return self.urls.changed(name, value, space)
        at: Namespace | None = space
        while at is not None and name not in at.changed:
            at = at.parent
        if at is None or not isinstance(value, (Items, Elements)):
            return value
        keys = at.changed[name]
        why = f"`{name}` is changed after it is made"
        if keys is None or isinstance(value, Elements):
            return Unresolved(why, span)
        kept = tuple((key, item) for key, item in value.items if key not in keys)
        return Items((*kept, *((key, Unresolved(why, span)) for key in sorted(keys))), value.span, value.complete)
