"""What attributes and elements of objects are: variables, fields of classes here, keys of mappings, names of other files.

In: a `Member` or `Element` and its namespace. Out: `facts.expression`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._tree_names import MOST
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Reference, Unresolved

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_forms import Element, Member
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span


class Attributes:
    """Evaluates attributes and elements of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def member(self, form: Member, node: Node, space: Namespace) -> Expression:
        """`owner.name`."""
        span = self._values.locator.span(node)
        base = self._values.names.origin(form.owner, space)
        looked_up = (
            self._values.env.member(base, form.name, span)
            or self._handed(form, node, space, span)
            or self._values.env.option(form, base, node, space, span)
        )
        if looked_up is not None:
            return looked_up
        of_parameter = self._values.parameters.attribute(form, space, span) if self._values.symbolic else None
        if of_parameter is not None:
            return of_parameter
        own = self._values.names.classes.get(base.removesuffix("()"))
        if own is not None:
            found = self._values.names.members(own, form.name)
            if found and all(binding.kind != "function" for binding in found[:MOST]):
                return self._values.bindings(self._values.names.written(node) or form.name, found, span, space)
        value = (
            self._values.value(form.owner, space)
            if not base or base.endswith("()") or self._is_local(form.owner, space)
            else None
        )
        if isinstance(value, Items):
            return self.key(value, form.name, form.owner, space, span)
        if isinstance(value, Reference):
            return self._values.reference(f"{value.name}.{form.name}", span)
        of_url = self._values.urls.attribute(value, form.name, base, span) if value is not None else None
        if of_url is not None:
            return of_url
        if base and not base.startswith("str"):
            return self._values.reference(f"{base}.{form.name}", span)
        return Unresolved(
            f"an attribute of `{self._values.names.written(form.owner) or 'something'}`, which is not known here", span
        )

    def _handed(self, form: Member, node: Node, space: Namespace, span: Span) -> EnvLookup | None:
        if not self._values.env.hands(form.name):
            return None
        written = self._values.names.written(node)
        at: Namespace | None = space
        while at is not None and written.partition(".")[0] not in at.names:
            at = at.parent
        return self._values.env.handed(written, at.parameters if at is not None else (), span)

    def _is_local(self, node: Node, space: Namespace) -> bool:
        found = self._values.names.single(node, space)
        return found is not None and found.kind == "value"

    def element(self, form: Element, node: Node, space: Namespace) -> Expression:
        """`owner[key]`."""
        span = self._values.locator.span(node)
        key = constants.constant(self._values.value(form.key, space))
        looked_up = self._values.env.element(
            self._values.names.origin(form.owner, space), key, span, self._values.value(form.key, space)
        )
        if looked_up is not None:
            return looked_up
        base = self._values.value(form.owner, space)
        if isinstance(base, Elements) and type(key) is int and 0 <= key < len(base.elements):
            return base.elements[key]
        if isinstance(key, str):
            return self.key(base, key, form.owner, space, span)
        return Unresolved("an element that cannot be told", span)

    def key(self, base: Expression, key: str, owner: Node, space: Namespace, span: Span) -> Expression:
        """Attribute or element `key` of a value."""
        if isinstance(base, Items):
            known = dict(base.items).get(key)
            if known is not None:
                return known
            return Unresolved(f"no key `{key}` is written", span) if base.complete else Unresolved("a key that is not read", span)
        looked_up = self._values.env.member(self._values.names.origin(owner, space), key, span)
        if looked_up is not None:
            return looked_up
        if isinstance(base, Reference):
            return self._values.reference(f"{base.name}.{key}", span)
        if isinstance(base, CallResult) and "?" not in base.callee:
            return self._values.reference(f"{base.callee}().{key}", span)
        return base if isinstance(base, Unresolved) else Unresolved("an element that cannot be told", span)
