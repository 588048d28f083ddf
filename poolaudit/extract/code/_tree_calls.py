"""What a call in any language says its result is: text that is filled in, a number that is read from text, a look-up, or itself.

In: a call and its namespace. Out: its arguments, and its result as `facts.expression`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolaudit.extract.code import _python_methods as methods
from poolaudit.extract.code import _python_operators as operators
from poolaudit.extract.code import _tree_templates as templates
from poolaudit.extract.code._tree_env import with_default
from poolaudit.extract.code.shape import Argument
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal, Unresolved

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_forms import Invocation
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span


class Arguments(NamedTuple):
    """The arguments of a call."""

    every: list[Argument]
    """Positional ones in order, then keywords."""
    complete: bool

    @property
    def positional(self) -> list[Expression]:
        """Values without a name."""
        return [item.value for item in self.every if not item.name]

    @property
    def keywords(self) -> list[tuple[str, Expression]]:
        """Values with their names."""
        return [(item.name, item.value) for item in self.every if item.name]


class Calls:
    """Evaluates the calls of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def arguments(self, form: Invocation, space: Namespace) -> Arguments:
        """Values of the arguments of one call, spread mappings and lists included."""
        positional: list[Argument] = []
        keywords: list[Argument] = []
        complete = positions = True
        for given in form.arguments:
            span = self._values.locator.span(given.value)
            if given.opaque:
                positional.append(Argument("", Unresolved("an expression inside a macro", span), span))
            elif given.spread:
                value = self._values.value(given.value, space)
                if isinstance(value, Elements) and positions:
                    positional += (Argument("", element, element.span) for element in value.elements)
                elif isinstance(value, Items):
                    keywords += (Argument(name, item, item.span) for name, item in value.items)
                    complete = complete and value.complete
                else:
                    complete = positions = False
            elif given.name:
                keywords.append(Argument(given.name, self._values.named(given.name, given.value, space), span))
            elif positions:  # what follows a spread list has no known position
                positional.append(Argument("", self._values.value(given.value, space), span))
        return Arguments(positional + keywords, complete)

    def value(self, form: Invocation, node: Node, space: Namespace) -> Expression:
        """What a call gives."""
        span = self._values.locator.span(node)
        imported = self._values.names.required(form, space)
        if imported:
            return self._values.reference(imported, span)
        if form.type_argument and form.name in self._values.language.gives_type:
            made = self._values.names.origin(node, space)
            if made:
                return self._values.reference(made, span)
        callee = self._values.names.callee(form, space)
        looked_up = self._values.env.call(form, callee, node, space, span)
        if looked_up is not None:
            return looked_up
        method = self._method(form, callee, space, span)
        if method is not None:
            return method
        if not callee:
            written = self._values.names.written(node)
            return Unresolved(f"the result of `{written}`" if written else "the result of a call", span)
        given = self.arguments(form, space)
        known = self._known_function(callee, given, span, space)
        if known is not None:
            return known
        if not given.complete:
            return Unresolved(f"the result of `{callee}` with arguments that cannot be told", span)
        return self._values.urls.result(CallResult(callee, tuple(given.positional), tuple(given.keywords), span))

    def _method(self, form: Invocation, callee: str, space: Namespace, span: Span) -> Expression | None:
        """A method that hands on, replaces or converts the text that it is called on; None for any other call."""
        owner = form.owner
        if owner is None:
            return None
        cast = self._values.language.casts.get(f".{form.name}")
        same = form.name in self._values.language.same and not (form.name == "String" and form.arguments)
        if same or cast is not None:  # `pulumi.String("x")` makes a text, `url.String()` is one
            value = self._values.value(owner, space)
            return value if cast is None else operators.cast(cast, value, span)
        if form.name in self._values.language.mergers and form.arguments:
            laid = [
                self._values.value(owner, space),
                *(self._values.value(each.value, space) for each in form.arguments if not each.name),
            ]
            laid.append(
                Items(tuple((each.name, self._values.value(each.value, space)) for each in form.arguments if each.name), span)
            )
            return operators.merged(laid, span) if isinstance(laid[0], Items) else None
        if form.name in self._values.language.defaults and form.arguments:
            value = self._values.value(owner, space)
            if isinstance(value, EnvLookup):
                return with_default(value, self._values.value(form.arguments[-1].value, space), span)
            return value if isinstance(value, (Literal, Joined)) else None
        if form.name == "replace" and not callee.startswith("?"):
            value = self._values.value(owner, space)
            given = self.arguments(form, space)
            if given.complete and isinstance(value, (EnvLookup, Joined, Literal)):
                return methods.method("replace", value, given.positional, given.keywords, span)
        return None

    def _known_function(self, callee: str, given: Arguments, span: Span, space: Namespace) -> Expression | None:
        language, positional = self._values.language, given.positional
        if not given.complete or not positional:
            return None
        if callee in language.percent:
            return templates.percent(positional[0], positional[1:], span)
        if callee in language.braces:
            return templates.braces(
                positional[0], positional[1:], dict(given.keywords), span, lambda name: self._captured(name, span, space)
            )
        if callee in language.casts:
            return operators.cast(language.casts[callee], positional[0], span)
        return positional[0] if callee in language.wrappers else None

    def _captured(self, name: str, span: Span, space: Namespace) -> Expression:
        """A name inside the braces of a format string."""
        found = self._values.names.lookup(name, space)
        return self._values.bindings(name, found, span, space) if found else Unresolved(f"`{name}` is not known here", span)
