"""What an expression of any language says its value is, without running it.

In: a node and its namespace. Out: `facts.expression`. Constants of the file are followed when they are bound once; a name of
another file stays a `Reference`; whatever depends on the run is `Unresolved` with the reason.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code import _python_operators as operators
from poolaudit.extract.code._tree_calls import Calls
from poolaudit.extract.code._tree_conditions import WHY, Conditions
from poolaudit.extract.code._tree_env import EnvReads
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
from poolaudit.extract.code._tree_lower import ERROR
from poolaudit.extract.code._tree_names import MOST
from poolaudit.extract.code._tree_parameters import Parameters
from poolaudit.extract.code._tree_urls import Urls
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Literal, Reference, Unresolved

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
_OPERATORS: dict[str, ast.operator] = {"-": ast.Sub(), "*": ast.Mult(), "/": ast.Div()}


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
        self._spaces = walk.opened
        self._module = walk.module
        self._forms = names.forms
        self._depth = 0
        self._known: dict[int, Expression] = {}
        self._followed: dict[Binding, Expression] = {}
        self._following: set[Binding] = set()
        self._readers: dict[type, Callable[..., Expression]] = {
            Name: self._name,
            Member: self._member,
            Element: self._element,
            Invocation: self.calls.value,
            Text: self._text,
            Sum: self._sum,
            Arithmetic: self._arithmetic,
            Negative: self._negative,
            Test: self._test,
            Either: self._either,
            Choice: self._choice,
            Entries: self._entries,
            Sequence: self._sequence,
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
            value = self._key(value, key, bind.value, binding.space, span)
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

    def _member(self, form: Member, node: Node, space: Namespace) -> Expression:
        span = self.locator.span(node)
        base = self.names.origin(form.owner, space)
        looked_up = (
            self.env.member(base, form.name, span)
            or self._handed(form, node, space, span)
            or self.env.option(form, base, node, space, span)
        )
        if looked_up is not None:
            return looked_up
        of_parameter = self.parameters.attribute(form, space, span) if self.symbolic else None
        if of_parameter is not None:
            return of_parameter
        own = self.names.classes.get(base.removesuffix("()"))
        if own is not None:
            found = self.names.members(own, form.name)
            if found and all(binding.kind != "function" for binding in found[:MOST]):
                return self.bindings(self.names.written(node) or form.name, found, span, space)
        value = self.value(form.owner, space) if not base or base.endswith("()") or self._is_local(form.owner, space) else None
        if isinstance(value, Items):
            return self._key(value, form.name, form.owner, space, span)
        if isinstance(value, Reference):
            return self.reference(f"{value.name}.{form.name}", span)
        of_url = self.urls.attribute(value, form.name, base, span) if value is not None else None
        if of_url is not None:
            return of_url
        if base and not base.startswith("str"):
            return self.reference(f"{base}.{form.name}", span)
        return Unresolved(f"an attribute of `{self.names.written(form.owner) or 'something'}`, which is not known here", span)

    def _handed(self, form: Member, node: Node, space: Namespace, span: Span) -> EnvLookup | None:
        if not self.env.hands(form.name):
            return None
        written = self.names.written(node)
        at: Namespace | None = space
        while at is not None and written.partition(".")[0] not in at.names:
            at = at.parent
        return self.env.handed(written, at.parameters if at is not None else (), span)

    def _is_local(self, node: Node, space: Namespace) -> bool:
        found = self.names.single(node, space)
        return found is not None and found.kind == "value"

    def _element(self, form: Element, node: Node, space: Namespace) -> Expression:
        span = self.locator.span(node)
        key = constants.constant(self.value(form.key, space))
        looked_up = self.env.element(self.names.origin(form.owner, space), key, span, self.value(form.key, space))
        if looked_up is not None:
            return looked_up
        base = self.value(form.owner, space)
        if isinstance(base, Elements) and type(key) is int and 0 <= key < len(base.elements):
            return base.elements[key]
        if isinstance(key, str):
            return self._key(base, key, form.owner, space, span)
        return Unresolved("an element that cannot be told", span)

    def _key(self, base: Expression, key: str, owner: Node, space: Namespace, span: Span) -> Expression:
        """Attribute or element `key` of a value."""
        if isinstance(base, Items):
            known = dict(base.items).get(key)
            if known is not None:
                return known
            return Unresolved(f"no key `{key}` is written", span) if base.complete else Unresolved("a key that is not read", span)
        looked_up = self.env.member(self.names.origin(owner, space), key, span)
        if looked_up is not None:
            return looked_up
        if isinstance(base, Reference):
            return self.reference(f"{base.name}.{key}", span)
        if isinstance(base, CallResult) and "?" not in base.callee:
            return self.reference(f"{base.callee}().{key}", span)
        return base if isinstance(base, Unresolved) else Unresolved("an element that cannot be told", span)

    # Operators

    def _sum(self, form: Sum, node: Node, space: Namespace) -> Expression:
        return operators.add([self.value(term, space) for term in form.terms], self.locator.span(node))

    def _arithmetic(self, form: Arithmetic, node: Node, space: Namespace) -> Expression:
        left, right = self.value(form.left, space), self.value(form.right, space)
        span = self.locator.span(node)
        made = operators.arithmetic(_OPERATORS[form.operator], left, right, span)
        if form.operator == "/" and isinstance(made, Literal) and isinstance(made.value, float) and made.value.is_integer():
            return Literal(int(made.value), span)
        return made

    def _negative(self, form: Negative, node: Node, space: Namespace) -> Expression:
        return operators.unary(ast.USub(), self.value(form.value, space), self.locator.span(node))

    def _test(self, form: Test, node: Node, space: Namespace) -> Expression:
        """A truth value; what decides it is asked for where it decides (`_tree_conditions`)."""
        span = self.locator.span(node)
        if form.operator == "!":
            value = self.value(form.left, space)
            known = isinstance(value, Literal) and isinstance(value.value, bool)
            return Literal(not value.value, span) if known and isinstance(value, Literal) else Unresolved(WHY, span)
        return Unresolved(WHY, span)

    def _either(self, form: Either, node: Node, space: Namespace) -> Expression:
        first = self.value(form.first, space)
        if self._fails(form.second):
            return EnvLookup(first.names, first.span, None, first.ignore_case) if isinstance(first, EnvLookup) else first
        if isinstance(first, Literal):
            return first if constants.truth(first) else self.value(form.second, space)
        return self.conditions.either(first, self.value(form.second, space), self.locator.span(node))

    def _fails(self, node: Node) -> bool:
        """Whether an expression ends in an error."""
        form = self._forms.of(node)
        while isinstance(form, Same):
            form = self._forms.of(form.inner)
        if isinstance(form, Invocation):
            return form.owner is None and (form.name or form.type_name) in self.language.fails
        return isinstance(form, Other) and form.why == ERROR

    def _choice(self, form: Choice, node: Node, space: Namespace) -> Expression:
        """`test ? yes : no`."""
        yes, no = self.value(form.yes, space), self.value(form.no, space)
        for one, other in ((yes, no), (no, yes)):
            if isinstance(one, Items) and isinstance(other, Reference) and self.env.is_mapping(other.name):
                return one  # variables that are checked, or are not
        return self.conditions.choose(form.test, yes, no, space, self.locator.span(node))

    # Displays

    def _sequence(self, form: Sequence, node: Node, space: Namespace) -> Expression:
        found: list[Expression] = []
        for item, spread in form.items:
            value = self.value(item, space)
            if spread and isinstance(value, Elements):
                found += value.elements
            elif spread:
                found.append(Unresolved("elements of another collection", self.locator.span(item)))
            else:
                found.append(value)
        return Elements(tuple(found), self.locator.span(node))

    def _entries(self, form: Entries, node: Node, space: Namespace) -> Expression:
        span = self.locator.span(node)
        parts: list[Expression] = []
        for key, item in form.items:
            if key is None:
                parts.append(self._spread(item, space))
                continue
            name = key if isinstance(key, str) else constants.constant(self.value(key, space))
            if isinstance(name, str):
                parts.append(Items(((name, self.named(name, item, space)),), span))
            elif not isinstance(key, str) and isinstance(symbol := self.value(key, space), Reference):
                parts.append(Items(((symbol.name, self.value(item, space)),), span, complete=False))
            else:
                parts.append(Unresolved("a key that cannot be told", span))
        if not form.complete:
            parts.append(Unresolved("a part that cannot be read", span))
        return operators.merged(parts, span)

    def _spread(self, node: Node, space: Namespace) -> Expression:
        """A mapping that is laid over another, `...options`; of `...(test ? a : b)` the keys of both, whichever it is."""
        form = self._forms.of(node)
        while isinstance(form, Same):
            node, form = form.inner, self._forms.of(form.inner)
        value = self.value(node, space)
        sides: list[Expression] = []
        if isinstance(value, Unresolved) and isinstance(form, Choice):
            sides = [self.value(each, space) for each in (form.yes, form.no)]
        elif isinstance(form, Test) and form.operator == "&&" and form.right is not None:
            sides = [self.value(form.right, space)]
        if not sides or not all(isinstance(each, Items) and each.complete for each in sides):
            return value
        keys = dict.fromkeys(key for each in sides if isinstance(each, Items) for key, _ in each.items)
        return Items(tuple((key, Unresolved(WHY, value.span)) for key in keys), value.span)
