"""URLs that code makes an object of, takes apart, or gives parameters: `url.searchParams.set("connection_limit", "5")`.

In: the walk over a file and the value of a name. Out: `CallResult("url&", (base,), parameters)`, as `url_objects.WITH_QUERY` of
the catalog has it, or `CallResult("url.host", (base,))`. What a statement sets that may not run, or a key that is not constant,
is unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolaudit.catalog.dsn_builders import URL_PART
from poolaudit.catalog.languages import family
from poolaudit.catalog.url_objects import URL_OBJECTS, WITH_QUERY
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._tree_conditions import WHY
from poolaudit.facts.expression import CallResult, Items, Literal, Unresolved

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_forms import Invocation
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.extract.code._tree_walk import Walk
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

BRANCHES = frozenset(
    "if_statement else_clause switch_statement for_statement for_in_statement while_statement catch_clause ternary_expression "
    "binary_expression".split()
)
"""Node types inside of which a statement may not run."""


class Change(NamedTuple):
    """One call that changes the parameters of a URL."""

    form: Invocation
    node: Node
    space: Namespace


class Urls:
    """Knows the URLs of one module."""

    def __init__(self, values: Values, walk: Walk) -> None:
        self._values = values
        self._walk = walk
        self._kind = URL_OBJECTS.get(family(values.language.name))
        self._changes: dict[str, list[Change]] | None = None

    def result(self, made: CallResult) -> CallResult:
        """What makes a URL, or a query of its own, in the form that the graph follows; any other call as it is."""
        kind = self._kind
        if kind is None or made.keywords or len(made.positional) > 1:
            return made
        if made.callee == kind.callee and made.positional:
            inner = made.positional[0]
            same = isinstance(inner, CallResult) and inner.callee == WITH_QUERY
            return inner if same and isinstance(inner, CallResult) else CallResult(WITH_QUERY, made.positional, (), made.span)
        if made.callee == kind.parameters:
            given = made.positional[0] if made.positional else Items((), made.span)
            if isinstance(given, Items) and given.complete:
                return CallResult(WITH_QUERY, (), given.items, made.span)
        return made

    def changed(self, name: str, value: Expression, space: Namespace) -> Expression:
        """The URL that a name holds, with the parameters that other statements of its function give it."""
        if self._kind is None or not isinstance(value, CallResult) or value.callee != WITH_QUERY:
            return value
        query = f"{name}.{self._kind.query}" if value.positional else name
        home = _home(name, space)
        found = dict(value.keywords)
        for change in self._of(query):
            if _home(name, change.space) is not home:
                continue
            key = (
                constants.constant(self._values.value(change.form.arguments[0].value, change.space))
                if change.form.arguments
                else None
            )
            if not isinstance(key, str):
                return Unresolved("its parameters are changed by code", value.span)
            found[key] = self._set(change, home)
        return CallResult(value.callee, value.positional, tuple(found.items()), value.span)

    def attribute(self, value: Expression, name: str, origin: str, span: Span) -> Expression | None:
        """What an attribute of a URL is; None for anything else."""
        if isinstance(value, Unresolved) and self._kind is not None and origin == f"{self._kind.callee}()":
            return value
        if self._kind is None or not isinstance(value, CallResult):
            return None
        if name in self._kind.whole:
            return value
        if value.callee != WITH_QUERY or not value.positional:
            return None
        part = self._kind.parts.get(name)
        return CallResult(f"{URL_PART}{part}", value.positional, (), span) if part else None

    def _set(self, change: Change, home: Namespace | None) -> Expression:
        """The value that a call surely gives a parameter; None for one that it takes away."""
        span, given = self._values.locator.span(change.node), change.form.arguments
        at, stop = change.node.parent, home.node.id if home is not None else None
        while at is not None and at.id != stop:
            if at.type in BRANCHES:
                return Unresolved(WHY, span)
            at = at.parent
        if self._kind is not None and change.form.name in self._kind.removers and len(given) == 1:
            return Literal(None, span)
        if self._kind is None or change.form.name not in self._kind.setters or len(given) != 2:  # noqa: PLR2004  # key, value
            return Unresolved("changed by code", span)
        return self._values.value(given[1].value, change.space)

    def _of(self, query: str) -> list[Change]:
        """Calls on the parameters that are written so."""
        if self._changes is None:
            self._changes = {}
            kind = self._kind
            changing = kind.setters | kind.removers if kind is not None else frozenset[str]()
            for node, form, space in self._walk.calls:
                if form.owner is not None and form.name in changing:
                    written = self._values.names.written(form.owner)
                    if written:
                        self._changes.setdefault(written, []).append(Change(form, node, space))
        return self._changes.get(query, [])


def _home(name: str, space: Namespace) -> Namespace | None:
    """The namespace that binds a name as it is seen from another."""
    at: Namespace | None = space
    while at is not None and name not in at.names:
        at = at.parent
    return at
