"""What a parameter of a function is: a reference for whoever asks for a result, or the argument of the only call.

In: a binding of a parameter and the walk over its file. Out: an expression. A function that only its own file sees, and that the
file calls once, is given what that call gives; a default holds where the only call in the file leaves it to the function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolaudit.extract.code._tree_forms import Member, Name, Same
from poolaudit.extract.code._tree_lower import named, text_of
from poolaudit.extract.code._tree_settings import holds_settings
from poolaudit.facts.expression import CallResult, Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Binding, Namespace
    from poolaudit.extract.code._tree_forms import Given, Invocation
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.extract.code._tree_walk import Walk
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

LISTS = frozenset({"formal_parameters", "parameter_list", "method_parameters"})
EXPORTS = frozenset({"export_statement"})
REST = "*"
"""Key of what is taken out of a parameter in another way than by its key."""


class Place(NamedTuple):
    """Where a parameter stands in the list of its function, and below which keys."""

    position: int
    path: tuple[str, ...]


class Parameters:
    """Knows the parameters of one module's functions."""

    def __init__(self, values: Values, walk: Walk) -> None:
        self._values = values
        self._walk = walk
        self._calls: dict[str, list[tuple[Invocation, Namespace]]] | None = None

    def value(self, binding: Binding, span: Span) -> Expression:
        """What a use of a parameter stands for."""
        bind, function = binding.bind, binding.space.function
        name = bind.name if bind is not None else ""
        unknown = Unresolved(f"`{name}` is a parameter", span)
        place = _place(bind.target, bind.path) if bind is not None else None
        if bind is None or function is None or function.kind != "function" or place is None:
            return unknown
        if self._values.symbolic:
            whole: Expression = Reference(_reference(function, place, name), span)
            return self._or_default(whole, binding, span) if bind.path else whole
        return self._given(function, place, binding, span) or unknown

    def attribute(self, form: Member, space: Namespace, span: Span) -> Reference | None:
        """`config.db.url`, where `config` is a parameter that stands for itself."""
        path = [form.name]
        owner = self._values.names.forms.of(form.owner)
        while isinstance(owner, (Member, Same)):
            if isinstance(owner, Member):
                path.append(owner.name)
            owner = self._values.names.forms.of(owner.owner if isinstance(owner, Member) else owner.inner)
        found = self._values.names.lookup(owner.text, space) if isinstance(owner, Name) else []
        bind = found[0].bind if len(found) == 1 else None
        whole = self.value(found[0], span) if bind is not None and bind.why == "a parameter" else None
        return Reference(".".join((whole.name, *reversed(path))), span) if isinstance(whole, Reference) else None

    def _declared(self, binding: Binding, function: Namespace) -> Expression | None:
        """An instance of the class of settings that a parameter is declared to be, whoever calls."""
        bind = binding.bind
        kind = self._values.names.typed(bind.type_name, function) if bind is not None and bind.type_name else ""
        if bind is None or not holds_settings(kind):
            return None
        span = self._values.locator.span(bind.target)
        return CallResult(self._values.reference(kind, span).name, (), (), span)

    def are_given(self, function: Namespace) -> bool:
        """Whether the only call of a function stands in its own file, so that nobody else decides anything."""
        return len(self._calls_of(function)) == 1 and self._is_private(function)

    def stands_for_one(self, value: Expression) -> bool:
        """Whether an expression is a parameter of the function that it stands in."""
        return self._values.symbolic and isinstance(value, Reference) and value.name.endswith(")")

    def of(self, function: Namespace) -> tuple[tuple[str, Expression | None], ...]:
        """Names of a function's parameters in order, as results refer to them, with defaults."""
        found: dict[int, tuple[str, Expression | None]] = {}
        for name in function.parameters:
            for binding in function.names.get(name, ())[:1]:
                bind = binding.bind
                place = _place(bind.target, bind.path) if bind is not None else None
                if bind is None or place is None:
                    continue
                default = self._declared(binding, function) if not bind.path else None
                if not bind.path and bind.default is not None:
                    default = self._values.value(bind.default, function)
                whole = f"{function.qualified}({place.position})" if place.path else _reference(function, place, name)
                found.setdefault(place.position, (whole, default))
        if sorted(found) != list(range(len(found))):
            return ()
        return tuple(found[position] for position in sorted(found))

    def _given(self, function: Namespace, place: Place, binding: Binding, span: Span) -> Expression | None:
        """What the file's own calls give, where that settles it."""
        calls = self._calls_of(function)
        if len(calls) != 1 or binding.bind is None:
            return None
        form, space = calls[0]
        given = [each for each in form.arguments if not each.name]
        if any(each.spread or each.opaque for each in form.arguments) or len(given) != len(form.arguments):
            return None
        if place.position < len(given):
            if not self._is_private(function) or _inside(given[place.position].value, function.node):
                return None
            return self._below(given[place.position], place, space, binding, span)
        default = binding.bind.default
        return self._values.value(default, function) if default is not None else None

    def _below(self, given: Given, place: Place, space: Namespace, binding: Binding, span: Span) -> Expression | None:
        value = self._values.value(given.value, space)
        if isinstance(value, Unresolved) and not place.path:
            return None
        for key in place.path:
            if not isinstance(value, Items) or key == REST:
                return None
            known = dict(value.items).get(key)
            if known is None and not value.complete:
                return None
            value = known if known is not None else Literal(None, span)
        return self._or_default(value, binding, span)

    def _or_default(self, value: Expression, binding: Binding, span: Span) -> Expression:
        bind = binding.bind
        if bind is None or bind.default is None:
            return value
        return self._values.conditions.either(value, self._values.value(bind.default, binding.space), span)

    def _calls_of(self, function: Namespace) -> list[tuple[Invocation, Namespace]]:
        if self._calls is None:
            self._calls = {}
            for node, form, space in self._walk.calls:
                del node
                last = form.name or text_of(form.function)
                if form.owner is None:
                    self._calls.setdefault(last, []).append((form, space))
        return self._calls.get(function.qualified.rpartition(".")[2], [])

    def _is_private(self, function: Namespace) -> bool:
        """Whether nobody but the one call in the file can call a function."""
        name = function.qualified.rpartition(".")[2]
        if not self._values.language.modules_end_names or self._values.locator.source.text.count(name) != 2:  # noqa: PLR2004  # itself, its call
            return False
        at: Node | None = function.node
        while at is not None:
            if at.type in EXPORTS:
                return False
            at = at.parent
        return True


def _reference(function: Namespace, place: Place, name: str) -> str:
    """`src.db.make(url)`; of a parameter that is taken apart, `src.db.make(0).url`."""
    if not place.path:
        return f"{function.qualified}({name})"
    return ".".join((f"{function.qualified}({place.position})", *place.path))


def _place(target: Node, path: tuple[str, ...]) -> Place | None:
    node = target
    while (parent := node.parent) is not None and parent.type not in LISTS:
        if parent.type == "arrow_function":
            return Place(0, path)  # `x => …`
        node = parent
    owner = parent.parent if parent is not None else None
    if parent is None or owner is None or owner.child_by_field_name("receiver") == parent:
        return None
    at = 0
    for each in named(parent):
        names = each.children_by_field_name("name") if each.type == "parameter_declaration" else [each]
        for name in names:
            if name in (node, target):
                return Place(at, path)
            at += 1
    return None


def _inside(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte < outer.end_byte
