"""A syntax tree of any language into the neutral shape.

In: a source, its tree and the table of its language. Out: `CodeModule`, with names resolved and values evaluated when they are
looked at.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from poolaudit.catalog.transaction_blocks import CALLBACK_METHODS, FUNCTIONS, METHODS, TEXT_WRAPPERS
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._python_late import LateAssignment, LateCall, LateResult, LateString
from poolaudit.extract.code._tree_forms import Invocation, Text
from poolaudit.extract.code._tree_hints import hint, may_connect
from poolaudit.extract.code._tree_known import Forms
from poolaudit.extract.code._tree_names import Names
from poolaudit.extract.code._tree_outer import outers
from poolaudit.extract.code._tree_settings import holds_settings
from poolaudit.extract.code._tree_text import Locator
from poolaudit.extract.code._tree_uses import Followed
from poolaudit.extract.code._tree_values import Values
from poolaudit.extract.code._tree_walk import Walk
from poolaudit.extract.code.shape import ClassDefinition, CodeModule
from poolaudit.facts.client_pool import Scope
from poolaudit.facts.expression import Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from poolaudit.discover.source import Source
    from poolaudit.extract.code._tree_bindings import Binding, Namespace
    from poolaudit.extract.code._tree_calls import Arguments
    from poolaudit.extract.code._tree_language import Language
    from poolaudit.extract.code._tree_walk import Assigned
    from poolaudit.extract.code.shape import FunctionResult
    from poolaudit.facts.expression import Expression

UNKNOWN = "?"
"""Stands for an object or function whose origin is not known: `?.execute`."""
CALLBACK = "<callback>"
"""Function without a name that stands in no function with one: its body does not run when the module is loaded."""
TRANSACTIONS = METHODS | CALLBACK_METHODS
TRANSACTION_STEPS = tuple(f".{method}()" for method in sorted(TRANSACTIONS))
"""Parts of a resolved name that say that it is a method of a transaction: `database/sql.Open().Begin().Exec`."""


LARGEST_RESULT = 200
"""Parts of what a function gives, unless that is a mapping of many entries; an address that is put together has a few dozen."""


def build(source: Source, data: bytes, root: Node, nodes: Iterable[Node], language: Language) -> CodeModule:
    """The shape of one file; `nodes` are those that the language's table names, in the order in which they begin."""
    names = Names(language, source.path, Forms(language))
    walk = Walk(nodes, root, language.module(source.path, root), source.path, names)
    return _Shapes(walk, names, Locator(source, data), data).module(language.name)


class _Shapes:
    """Makes the records of one module."""

    def __init__(self, walk: Walk, names: Names, locator: Locator, data: bytes) -> None:
        self._walk = walk
        self._data = data
        self._names = names
        self._forms = names.forms
        self._locator = locator
        self._values = Values(names, locator, walk)
        self._symbolic: Values | None = None
        names.handed = self._handed
        self._scopes: dict[Namespace, Scope] = {}
        self._callees: dict[int, str] = {}
        self._given: dict[int, Arguments] = {}
        self._prefix = len(walk.module.qualified) + 1 if walk.module.qualified else 0
        self._followed = Followed(walk, names, self._callee, self._prefix)

    def module(self, language: str) -> CodeModule:
        walk = self._walk
        return CodeModule(
            language,
            walk.module.qualified,
            tuple(
                LateCall(partial(self._call, node, form, space), "callee", self._callee(node, form, space))
                for node, form, space in walk.calls
            ),
            tuple(LateString(partial(self._string, node, space), "", "") for node, space in walk.strings),
            tuple(LateAssignment(partial(self._assignment, item), "target", item.target) for item in walk.assignments),
            results=tuple(self._results()),
            classes=tuple(
                ClassDefinition(cls.qualified, tuple(self._names.typed(base, cls.parent or cls) or UNKNOWN for base in cls.bases))
                for cls in self._names.classes.values()
            ),
            imports=tuple(self._imports()),
        )

    def _callee(self, node: Node, form: Invocation, space: Namespace) -> str:
        found = self._callees.get(node.id)
        if found is None:
            found = self._names.callee(form, space)
            if not found:
                last = form.name if form.owner is not None else self._last(form)
                found = f"{UNKNOWN}.{last}" if last else UNKNOWN
            if form.type_argument and form.name in self._names.language.typed_calls:
                found += f"<{form.type_argument}>"
            self._callees[node.id] = found
        return found

    def _last(self, form: Invocation) -> str:
        """The method of a call whose object is not known."""
        inside = self._forms.of(form.function) if form.function is not None else None
        return getattr(inside, "name", "") if inside is not None and not isinstance(inside, Invocation) else ""

    def _call(self, node: Node, form: Invocation, space: Namespace, field: str) -> object:
        if field in ("arguments", "complete"):
            given = self._given.get(node.id)
            if given is None:
                given = self._given[node.id] = self._values.calls.arguments(form, space)
            return tuple(given.every) if field == "arguments" else given.complete
        if field == "outers":
            return tuple(outers(form, space, self._symbolized()))
        if field == "span":
            return self._locator.between(node.start_byte, form.end if form.end >= 0 else node.end_byte)
        if field == "scope":
            scope = self._scope(space)
            name, managed = self._walk.assigned.get(node.id, ("", False))
            return replace(scope, assigned_to=name, managed=managed) if name or managed else scope
        if field == "when":
            return None  # conditions are followed in Python alone so far
        return self._followed.around(node, space) if field == "around" else self._receiver(form)

    def _receiver(self, form: Invocation) -> str:
        """The object of a method as written."""
        if form.owner is not None:
            return self._names.written(form.owner)
        written = self._names.written(form.function) if form.function is not None else ""
        return written.rpartition(".")[0]

    def _string(self, node: Node, space: Namespace, field: str) -> object:
        if field == "value":
            return self._text(node, space)
        if field == "span":
            form = self._forms.of(node)
            if isinstance(form, Text):
                return self._locator.between(form.start, form.end)
            value = self._text(node, space)
            return value.span if isinstance(value, Literal) else self._locator.span(node)
        if field == "scope":
            return self._scope(space)
        taker = self._taker(node)
        if field == "in_transaction":
            return self._in_transaction(taker, space)
        if taker is None:
            return ""
        return self._callee(*taker) if field == "call" else self._object(taker)

    def _object(self, taker: tuple[Node, Invocation, Namespace]) -> str:
        """What runs a string: the object of a method, or the object that is called itself (`sql` of Postgres.js)."""
        form = taker[1]
        return form.name if form.owner is None and self._callee(*taker).endswith("()") else self._receiver(form)

    def _text(self, node: Node, space: Namespace) -> Expression:
        return constants.folded(self._values.value(node, space), self._locator.span(node))

    def _taker(self, node: Node) -> tuple[Node, Invocation, Namespace] | None:
        """The call that a string is handed to, through functions that hand it on."""
        taken_by = self._walk.taken_by
        taker = taken_by.get(node.id)
        while taker is not None and taker[0].id in taken_by and self._hands_on(taker):
            taker = taken_by[taker[0].id]
        return taker

    def _hands_on(self, taker: tuple[Node, Invocation, Namespace]) -> bool:
        callee = self._callee(*taker)
        language = self._names.language
        return (
            callee in TEXT_WRAPPERS
            or callee in language.wrappers
            or callee in language.percent
            or callee in language.braces
            or callee.rpartition(".")[2] in language.same
        )

    def _handed(self, binding: Binding) -> str:
        """What a function gives to its callback: the transaction of `sql.begin(async tx => …)`, the object of `x.use { it }`."""
        space, bind = binding.space, binding.bind
        call = self._walk.taken_by.get(space.node.id) if space.kind == "callback" else None
        if call is None or bind is None or bind.name != next(iter(space.parameters), ""):
            return ""
        if call[1].name in self._names.language.hands_owner:
            return self._names.origin(call[1].owner, call[2])
        if call[1].name not in TRANSACTIONS:
            return ""
        opened = self._names.callee(call[1], call[2])
        return f"{opened}()" if opened else ""

    def _in_transaction(self, taker: tuple[Node, Invocation, Namespace] | None, space: Namespace) -> bool | None:
        """True for a method of a transaction, inside a block or callback of one, or below an annotation that opens one."""
        if any(step in (self._callee(*taker) if taker else "") for step in TRANSACTION_STEPS):
            return True
        if any(name in FUNCTIONS for name in self._scope(space).decorators):
            return True
        cls = space.class_space
        if cls is not None and any(self._names.typed(name, cls.parent or cls) in FUNCTIONS for name in cls.decorators):
            return True
        used = self._object(taker).partition(".")[0] if taker else ""
        at: Namespace | None = space
        while at is not None:
            call = self._walk.taken_by.get(at.node.id) if at.kind in ("callback", "function") else None
            if call is not None and call[1].name in TRANSACTIONS:
                own = used in at.parameters or (not used and self._names.language.implicit_self)
                return True if own or not at.parameters else None
            at = at.parent
        return None

    def _assignment(self, item: Assigned, field: str) -> object:
        if field == "value":
            return self._values.bound(item.binding)
        if field in ("annotation", "when"):
            return "" if field == "annotation" else None  # other languages than Python need neither so far
        return self._locator.span(item.bind.target) if field == "span" else self._scope(item.space)

    def _imports(self) -> Iterator[tuple[str, Reference]]:
        seen: set[str] = set()
        for name, dotted, node in self._walk.imports:
            if name not in seen:
                seen.add(name)
                yield name, Reference(dotted, self._locator.span(node))

    def _results(self) -> Iterator[FunctionResult]:
        """Functions that give something, as far as it may be part of a connection."""
        told = hint().search(self._data) is not None
        for space in self._walk.functions:
            returns = space.returns
            if returns and (
                (len(returns) == 1 and not space.parameters)
                or (space.result and holds_settings(space.result))
                or (told and may_connect(space.node))
            ):
                yield LateResult(partial(self._result, space), "", "")

    def _result(self, space: Namespace, field: str) -> object:
        if field == "scope":
            return self._scope(space)
        if field == "annotation":
            return self._values.reference(self._names.typed(space.result, space), self._locator.span(space.node)).name
        if field == "span":
            return self._locator.span(space.returns[0])
        symbolic = self._symbolized()
        parameters = symbolic.parameters.of(space)
        value = symbolic.flow.returned(space)
        if field == "parameters":
            start = f"{space.qualified}("
            return parameters if value is not None and constants.names(value, start) else ()
        if value is None:
            return Unresolved("what it gives cannot be told", self._locator.span(space.returns[0]))
        if constants.size(value) > (constants.LARGEST_VALUE if isinstance(value, Items) else LARGEST_RESULT):
            return Unresolved("a value too large to matter", value.span)
        return value

    def _symbolized(self) -> Values:
        """Values in which parameters stand for themselves."""
        if self._symbolic is None:
            self._symbolic = Values(self._names, self._locator, self._walk, symbolic=True)
        return self._symbolic

    def _scope(self, space: Namespace) -> Scope:
        found = self._scopes.get(space)
        if found is None:
            found = self._scopes[space] = self._make_scope(space)
        return found

    def _make_scope(self, space: Namespace) -> Scope:
        cls = space.class_space
        class_name = cls.qualified[self._prefix :] if cls is not None else ""
        inner = function = space.function
        while function is not None and function.kind == "callback":
            function = function.parent.function if function.parent is not None else None
        if function is None:
            return Scope(CALLBACK if inner is not None else "", class_name, inner is not None and inner.is_async)
        outside = function.parent or function
        decorators = tuple(
            self._names.typed(name, outside) or f"{UNKNOWN}.{name.rpartition('.')[2]}" for name in function.decorators
        )
        is_async = function.is_async or (inner is not None and inner.is_async)
        return Scope(function.qualified[self._prefix :], class_name, is_async, decorators)
