"""What a Python attribute or element says its value is: `settings.dsn`, `urlparse(url).hostname`, `options["host"]`.

In: a node and its namespace. Out: an expression; a `Reference` where another file, or the class itself, defines it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.catalog.dsn_builders import ENGINES, URL_OF_ENGINE, URL_PART, URL_PARTS
from poolaudit.catalog.proxies import MADE_BY_FUNCTION
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._python_bindings import kind, written
from poolaudit.extract.code._python_env import MAPPINGS
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Literal, Reference, Unresolved
from poolaudit.facts.function import ELEMENT, element

if TYPE_CHECKING:
    from poolaudit.extract.code._python_conditions import Conditions
    from poolaudit.extract.code._python_names import Binding, Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.span import Span

DEEPEST = 60
"""Attributes of attributes."""


class Attributes:
    """Evaluates the attributes and elements of one module."""

    def __init__(self, values: Values, conditions: Conditions) -> None:
        self._values = values
        self._conditions = conditions

    def attribute(self, node: ast.Attribute, space: Namespace) -> Expression:
        span = self._values.locator.span(node)
        base = self._values.names.origin(node.value, space)
        if node.attr == "url" and base.removesuffix("()") in ENGINES:
            engine = self._values.value(node.value, space)
            if isinstance(engine, CallResult) and engine.positional:
                return CallResult(URL_OF_ENGINE, engine.positional[:1], (), span)
        if base.endswith("()") and base.removesuffix("()") in MADE_BY_FUNCTION:
            proxy = self._values.value(node.value, space)
            made = proxy.positional[0] if isinstance(proxy, CallResult) and proxy.positional else None
            if isinstance(made, Reference):
                return Reference(f"{made.name}().{node.attr}", span)
        part = URL_PARTS.get(base.removesuffix("()"), {}).get(node.attr) if base.endswith("()") else None
        if part is not None:
            return url_part(part, self._values.value(node.value, space), span)
        own = self._values.names.classes.get(base.removesuffix("()"))
        if own is not None:
            found = self._values.names.members(own, node.attr, instance=base.endswith("()"))
            assigned = own.attributes.get(node.attr, [])
            if found and all(binding in assigned for binding in found) and base.endswith("()"):
                return self._values.held.bound(f"self.{node.attr}", found, node, space)
            if found and not found[0].is_placeholder and any(map(_is_of_class, assigned)) and not base.endswith("()"):
                return Unresolved(f"`{written(node)}` is set by a method of its class", span)
        symbol = self._of_parameter(node, space) or self._symbol(node, space) or self._of_declared(node, space)
        if symbol:
            return Reference(symbol, span)
        return Unresolved(f"an attribute of `{written(node.value) or kind(node.value)}`, which is not known here", span)

    def _symbol(self, node: ast.expr, space: Namespace, depth: int = 0) -> str:
        """Name under which another file, or the class itself, defines an attribute: `app.config.Settings.db.host`.

        A field of a class keeps its own name, because its value may come from elsewhere than from its default.
        """
        if not isinstance(node, ast.Attribute):
            return self._values.names.origin(node, space)
        base = self._symbol(node.value, space, depth + 1) if depth < DEEPEST else ""
        own = self._values.names.classes.get(base.removesuffix("()"))
        if own is None:
            return f"{base}.{node.attr}" if base else ""
        known = self._values.names.origin(node, space) if node.attr in own.attributes else ""
        return known or f"{own.qualified}.{node.attr}"

    def _of_parameter(self, node: ast.Attribute, space: Namespace) -> str:
        """Name of an attribute of a parameter that stands for itself, or of what `self` keeps of it."""
        if isinstance(node.value, ast.Name) and self._values.held.is_symbolic:
            found = space.lookup(node.value.id)
            given = self._values.held.parameter(node.value.id, found[0], node.value) if len(found) == 1 else None
        elif isinstance(node.value, ast.Attribute) and self._values.held.outside:
            held = self._values.value(node.value, space)
            given = held if isinstance(held, Reference) and ")" in held.name else None
        else:
            return ""
        return f"{given.name}.{node.attr}" if given is not None else ""

    def _of_declared(self, node: ast.Attribute, space: Namespace) -> str:
        """Name of an attribute of a parameter that is declared to hold settings: `app.config.Settings().dsn`."""
        names, owner = [node.attr], node.value
        while isinstance(owner, ast.Attribute) and len(names) <= DEEPEST:
            names.append(owner.attr)
            owner = owner.value
        found = space.lookup(owner.id) if isinstance(owner, ast.Name) else []
        held = self._values.held.declared(found[0], self._values.locator.span(node)) if len(found) == 1 else None
        return f"{held.callee}().{'.'.join(reversed(names))}" if isinstance(held, CallResult) else ""

    def subscript(self, node: ast.Subscript, space: Namespace) -> Expression:
        span = self._values.locator.span(node)
        index = self._values.value(node.slice, space) if not isinstance(node.slice, ast.Slice) else None
        if index is not None and self._values.names.origin(node.value, space) in MAPPINGS:
            return self._values.env.subscript(index, span)
        key = constants.constant(index) if index is not None else None
        base = self._values.value(node.value, space)
        if isinstance(base, CallResult) and base.callee == f"{URL_PART}path" and _is_rest(node.slice):
            return CallResult("str.lstrip", (base, Literal("/", span)), (), span)
        if isinstance(base, Items) and isinstance(key, str):
            known = dict(base.items).get(key)
            return known if known is not None else Unresolved(f"no key `{key}` is written", span)
        if isinstance(base, Items) and isinstance(index, (EnvLookup, Reference, CallResult)):
            chosen = self._conditions.by_key(base, index, span)
            if chosen is not None:
                return chosen
        if type(key) is int and isinstance(base, (Elements, CallResult, Reference, Unresolved)):
            return element(base, key, span)
        if isinstance(base, Reference) and isinstance(key, str):
            return Reference(f"{base.name}.{key}", span)
        if isinstance(base, CallResult) and isinstance(key, str) and "." in base.callee:
            return CallResult(ELEMENT, (base, Literal(key, span)), (), span)
        return Unresolved("an element that cannot be told", span)


def _is_of_class(binding: Binding) -> bool:
    """Whether a method of the class itself, `@classmethod`, binds an attribute."""
    space: Namespace | None = binding.namespace
    while space is not None and space.kind != "function":
        space = space.parent
    decorators = space.decorators if space is not None else []
    return any(isinstance(each, ast.Name) and each.id == "classmethod" for each in decorators)


def _is_rest(index: ast.expr) -> bool:
    """Whether it is `1:`."""
    if not isinstance(index, ast.Slice) or index.upper is not None or index.step is not None:
        return False
    return isinstance(index.lower, ast.Constant) and index.lower.value == 1


def url_part(part: str, whole: Expression, span: Span) -> Expression:
    """One part of a URL that a function takes apart."""
    if isinstance(whole, CallResult) and whole.callee in URL_PARTS and whole.positional:
        return CallResult(f"{URL_PART}{part}", whole.positional[:1], (), span)
    return Unresolved(whole.why if isinstance(whole, Unresolved) else "a part of a URL that cannot be told", span)
