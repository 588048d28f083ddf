"""What a call passes to a client library, name by name: values that are known, and what must be looked up elsewhere.

In: a `Call` and the catalog's `Constructor`. Out: `Arguments`, the connection string among them, passwords concealed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.url_objects import WITH_QUERY
from poolaudit.extract.surfaces.alembic_env import followed, section
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal, Reference, Unresolved
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolaudit.catalog.model import Constructor
    from poolaudit.extract.code.shape import Call
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_CONVERSIONS = frozenset({"int", "float", "bool"})
_DEEPEST = 8
"""Mappings inside mappings; deeper ones say nothing about connections."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call or settings block."""

    given: Mapping[str, Expression]
    """Expressions by name; keys of a mapping argument as `outer.inner`, the mapping itself as `outer`."""
    complete: bool
    """False when some could not be read."""

    def settings(self, secret: Iterable[str]) -> tuple[tuple[str, Setting[object]], ...]:
        """Each argument as a setting, without mappings that were taken apart; those in `secret` do not show their text."""
        hidden = frozenset(secret)
        found: list[tuple[str, Setting[object]]] = []
        for name, expression in self.given.items():
            if isinstance(expression, Items):
                if not expression.complete:
                    found.append((f"{name}.*", Setting.unresolved("some of its keys could not be read", expression.span, name)))
                continue
            concealed = conceal(expression) if name in hidden or "password" in name.lower() else expression
            found.append((name, setting_of(concealed, name)))
        return tuple(found)

    def lookups(self) -> tuple[tuple[str, Expression], ...]:
        """Arguments whose value another file or the environment decides."""
        return tuple(
            (name, inner)
            for name, expression in self.given.items()
            if isinstance(inner := unwrap(expression), (EnvLookup, Reference, CallResult, Joined))
        )


def arguments_of(call: Call, constructor: Constructor) -> Arguments:
    """Name every argument of a call by the constructor's own names."""
    names = dict(enumerate(constructor.positions))
    if constructor.dsn_position is not None and constructor.dsn_keywords:
        names[constructor.dsn_position] = constructor.dsn_keywords[0]
    mapping, prefix = constructor.mapping
    if mapping:
        names.update({0: mapping, 1: "prefix"})
    openers = dict(constructor.openers)
    given: dict[str, Expression] = {}
    position = 0
    for argument in call.arguments:
        name, value = argument.name, argument.value
        if not name:
            name = names.get(position, f"[{position}]")
            position += 1
        if isinstance(value, CallResult) and value.callee in openers and not value.positional:
            value = Items(value.keywords, value.span)  # an object that only holds arguments
        spread(name, (section(value) or value) if name == mapping else value, given)
    complete = call.complete
    if mapping and mapping in given:
        complete = _take_mapping(mapping, prefix, given) and complete
    return Arguments(given, complete)


def from_items(items: Items) -> Arguments:
    """The entries of a settings block as arguments."""
    given: dict[str, Expression] = {}
    for name, value in items.items:
        spread(name, value, given)
    return Arguments(given, items.complete)


def connection_string(arguments: Arguments, constructor: Constructor, span: Span) -> Expression:
    """The expression of the connection string, or its parts under libpq's names; text in it is concealed."""
    given = arguments.given
    factory = next((name for name in constructor.factories if name in given and not _is_read(given[name])), None)
    if factory is not None:
        return Unresolved(f"it is inside what is given as {factory}", given[factory].span)
    pairs = {name for name, meaning in constructor.parts if meaning == "address" and isinstance(given.get(name), Elements)}
    for name in constructor.dsn_keywords:
        if name in given and name not in pairs and not _is_read(given[name]):
            return conceal(followed(given[name]))
    parts = tuple(
        part
        for name, meaning in constructor.parts
        if name in given and not is_none(given[name])
        for part in _parts(meaning, given[name])
    )
    if not parts and constructor.dsn_environment:
        return EnvLookup(constructor.dsn_environment, span)
    if not parts and not arguments.complete:
        return Unresolved("the arguments of the call could not be read", span)
    return Items(parts, span, arguments.complete)


def _parts(meaning: str, value: Expression) -> tuple[tuple[str, Expression], ...]:
    """A part of a connection string; `address` is host and port in one text, or a pair of them."""
    if meaning == "password":
        return ((meaning, conceal(value)),)
    if meaning != "address":
        return ((meaning, value),)
    if isinstance(value, Elements):
        return tuple(zip(("host", "port"), value.elements, strict=False))
    if not isinstance(value, Literal) or not isinstance(value.value, str) or ":" not in value.value:
        return (("host", value),)
    host, _, port = value.value.rpartition(":")
    return (("host", Literal(host, value.span)), ("port", Literal(port, value.span)))


def setting_of(expression: Expression, label: str) -> Setting[object]:
    """A known value, or why it is not known."""
    inner = unwrap(expression)
    if isinstance(inner, Literal):
        return Setting.written(inner.value, expression.span, label)
    return Setting.unresolved(reason(inner), expression.span, label)


def reason(expression: Expression) -> str:
    """Why an expression is not a known value, as a phrase."""
    if isinstance(expression, EnvLookup):
        plural = "s" if len(expression.names) > 1 else ""
        return f"set from the environment variable{plural} {' or '.join(expression.names)}"
    if isinstance(expression, Reference):
        return f"set from {expression.name}"
    if isinstance(expression, CallResult):
        why = dict(expression.keywords).get("why") if expression.callee in ("if", "or") else None
        if expression.callee == WITH_QUERY:
            return "a URL to which code gives parameters"
        return why.why if isinstance(why, Unresolved) else f"the result of {expression.callee}()"
    if isinstance(expression, Joined):
        return "text put together from parts"
    if isinstance(expression, Unresolved):
        return expression.why
    return "a list" if isinstance(expression, Elements) else "a mapping"


def unwrap(expression: Expression) -> Expression:
    """What a conversion such as `int(…)` converts."""
    while isinstance(expression, CallResult) and expression.callee in _CONVERSIONS and len(expression.positional) == 1:
        expression = expression.positional[0]
    return expression


def conceal(expression: Expression) -> Expression:
    """The same expression with every text that may hold a password inside a `Secret`."""
    if isinstance(expression, Literal):
        return replace(expression, value=Secret(expression.value)) if isinstance(expression.value, str) else expression
    if isinstance(expression, EnvLookup):
        return replace(expression, default=conceal(expression.default)) if expression.default is not None else expression
    if isinstance(expression, Joined):
        return replace(expression, parts=tuple(map(conceal, expression.parts)))
    if isinstance(expression, Elements):
        return replace(expression, elements=tuple(map(conceal, expression.elements)))
    if isinstance(expression, Items):
        return replace(expression, items=tuple((name, conceal(value)) for name, value in expression.items))
    if isinstance(expression, CallResult):
        keywords = tuple((name, conceal(value)) for name, value in expression.keywords)
        return replace(expression, positional=tuple(map(conceal, expression.positional)), keywords=keywords)
    return expression


def is_none(expression: Expression) -> bool:
    """Whether an argument is a literal None, as if it were not given."""
    return isinstance(expression, Literal) and expression.value is None


def _is_read(value: Expression) -> bool:
    """Whether a value is none, or a mapping that was taken apart, so that it is no connection string itself."""
    return is_none(value) or isinstance(value, Items)


def spread(name: str, value: Expression, given: dict[str, Expression], depth: int = 0) -> None:
    """Put an argument under its name, and the entries of a mapping under `outer.inner`."""
    given[name] = value
    if isinstance(value, Items) and depth < _DEEPEST:
        for key, inner in value.items:
            spread(f"{name}.{key}", inner, given, depth + 1)


def _take_mapping(mapping: str, prefix: str, given: dict[str, Expression]) -> bool:
    """Move prefixed keys of a configuration mapping to the top, below what the call itself passes."""
    asked = given.pop("prefix", None)
    whole = given.pop(mapping)
    if isinstance(asked, Literal) and isinstance(asked.value, str):
        prefix = asked.value
    elif asked is not None or not isinstance(whole, Items):
        return False
    inner = [(name, given.pop(name)) for name in list(given) if name.startswith(f"{mapping}.")]
    for name, value in inner:
        key = name.removeprefix(f"{mapping}.")
        if key.startswith(prefix):
            given.setdefault(key.removeprefix(prefix), value)
    return isinstance(whole, Items) and whole.complete
