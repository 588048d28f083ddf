"""Names to values: follows an expression through constants, classes, variables and files until text stands there.

In: an `Expression`, the world it runs in, the names that the repository defines. Out: a `Bound` value with every step taken.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from poolaudit.catalog.alembic_config import ATTRIBUTES
from poolaudit.catalog.dotnet import handed_in
from poolaudit.catalog.dsn_builders import (
    AS_TEXT,
    BUILDERS,
    ENCODERS,
    ENGINES,
    FIELD_DEFAULTS,
    MASKING_URLS,
    PARTS,
    PASS_THROUGH,
    PASS_THROUGH_METHODS,
    UNMASKED,
    URL_PART,
)
from poolaudit.catalog.env_readers import FILE, READERS
from poolaudit.catalog.url_objects import WITH_QUERY
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal, Reference, Unresolved
from poolaudit.facts.function import ELEMENT, FUNCTION, NOT_GIVEN, apply_arguments, element
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph import configuration_keys
from poolaudit.graph.bound import Bound, of_literal, placeholder, stand_in
from poolaudit.graph.decide import CONDITIONS, chosen, first_true, truth
from poolaudit.graph.entries import entry, parts_of
from poolaudit.graph.env_objects import known_read
from poolaudit.graph.text import Piece, Text, pieces_of
from poolaudit.graph.text_methods import JOIN, TEXT_METHODS, applied, listed
from poolaudit.graph.url_parts import taken
from poolaudit.graph.world import step

if TYPE_CHECKING:
    from poolaudit.catalog.env_readers import EnvReader
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span
    from poolaudit.graph.names import Names
    from poolaudit.graph.world import World

_DEEPEST = 24
"""Steps in one chain; a longer one is a cycle or generated code."""

_MOST = 20_000
"""Expressions that one value may be made of; functions that call each other twice would double it at each step."""
_SETS = " sets "
"""What stands before the names in the reason why nothing fills variables (`configuration_keys.unset`)."""
_READERS = {callee: reader for reader in READERS for callee in reader.callees}


class Binder:
    """Evaluates expressions in one world."""

    def __init__(self, world: World, names: Names) -> None:
        self._world = world
        self._names = names
        self._left = _MOST

    def bind(self, expression: Expression, depth: int = 0, *, optional: bool = False) -> Bound:
        """Evaluate; never raises, and says why where it cannot. What is `optional` is merely asked whether it is there."""
        self._left = _MOST if depth == 0 else self._left - 1
        if depth > _DEEPEST or self._left < 0:
            return Bound(expression.span, why="the chain of names is too long")
        if isinstance(expression, Literal):
            return of_literal(expression)
        if isinstance(expression, EnvLookup):
            return self._variable(expression, depth, optional=optional)
        if isinstance(expression, Reference):
            return self._reference(expression, depth, optional=optional)
        if isinstance(expression, Joined):
            return self._joined(expression, depth)
        if isinstance(expression, CallResult):
            return self._call(expression, depth)
        if isinstance(expression, Items):
            return self._items(expression, depth)
        if isinstance(expression, Elements):
            return Bound(expression.span, why="it is a list")
        assert isinstance(expression, Unresolved)  # noqa: S101  # the union is closed
        return Bound(expression.span, why=expression.why)

    def _variable(self, lookup: EnvLookup, depth: int, *, optional: bool = False) -> Bound:
        unknown: Setting[Secret] | None = None
        empty: tuple[Evidence, ...] = ()
        given = lookup.default is not None and not (isinstance(lookup.default, Literal) and lookup.default.value is None)
        for name in configuration_keys.variables(lookup, self._names):
            value = self._world.lookup(name, ignore_case=lookup.ignore_case, optional=optional or given)
            if lookup.skips_empty and value.is_known and value.value is not None and not value.value.reveal():
                empty = (*value.because, step(name, value))
                continue
            if value.is_known and value.value is not None:
                piece = Piece(value.value.reveal(), value.span or lookup.span)
                steps = (*value.because, step(name, value))
                return Bound(piece.span, Text((piece,)), steps=steps, assumed=value.assumed)
            if value.origin is Origin.UNRESOLVED:
                if value.value is not None and value.span is not None:
                    text = Text(tuple(pieces_of(value.value.reveal(), value.span)))
                    return Bound(value.span, text, steps=(*value.because, step(name, value)), why=value.note)
                unknown = unknown or value
        found, entry = configuration_keys.entry(lookup, self._names)
        if found is not None:  # what no variable sets, files of settings do
            return self.bind(found, depth + 1).after(Evidence(found.span, Origin.WRITTEN, entry))
        names = " or ".join(configuration_keys.variables(lookup, self._names))
        filed = next((f"{name}{FILE}" for name in lookup.names if self._is_set(f"{name}{FILE}")), "")
        if filed and not lookup.overrides:
            return placeholder(lookup.span, names, f"it stands in the file that {filed} names")
        filled = lookup.overrides and lookup.default is not None
        if unknown is not None and not (filled and not configuration_keys.gives(self._world, unknown)):
            return placeholder(lookup.span, names, unknown.note or f"{names} is not known")
        if lookup.default is None or configuration_keys.lacks_a_host(lookup, self._world, self._names):
            return placeholder(lookup.span, names, configuration_keys.unset(lookup, names, self._names))
        bound = self.bind(lookup.default, depth + 1)
        if empty:
            return bound.after(*empty)
        if bound.is_scalar and bound.scalar is None:
            bound = replace(bound, why=configuration_keys.unset(lookup, names, self._names), unset=names)
        if isinstance(lookup.default, EnvLookup) and bound.why.startswith("nothing ") and _SETS in bound.why:
            nothing, _, others = bound.why.partition(_SETS)
            bound = replace(bound, why=f"{nothing}{_SETS}{names} or {others}")
        certain = lookup.overrides and unknown is None
        return bound if certain else replace(bound, assumed=True, why=bound.why or "")

    def _is_set(self, name: str) -> bool:
        return bool(self._world.lookup(name, optional=True).value)

    def _reference(self, reference: Reference, depth: int, *, optional: bool) -> Bound:
        found = self._names.find(reference.name, reference.span.path)
        if found is None and reference.name.endswith(".url"):
            engine = self._names.find(reference.name.removesuffix(".url"), reference.span.path)
            if isinstance(engine, CallResult) and engine.callee in ENGINES and engine.positional:
                return replace(self.bind(engine.positional[0], depth + 1), masks=True)
        if found is None:
            return placeholder(reference.span, reference.name, f"what {reference.name} is cannot be told")
        bound = self.bind(found, depth + 1, optional=optional)
        if found.span.path == reference.span.path and not isinstance(found, EnvLookup):
            return bound
        return bound.after(Evidence(found.span, Origin.WRITTEN, reference.name))

    def _joined(self, joined: Joined, depth: int) -> Bound:
        pieces: list[Piece] = []
        steps: list[Evidence] = []
        why = ""
        assumed = False
        masked_at: Span | None = None
        for part in joined.parts:
            bound = self.bind(part, depth + 1)
            steps += bound.steps
            assumed = assumed or bound.assumed
            why = why or bound.why
            if bound.text is not None:
                pieces += bound.text.pieces
            elif bound.is_scalar and not bound.unset:
                pieces.append(Piece(str(bound.scalar), bound.span))
            else:  # a variable that nothing sets is set by somebody else: nobody connects to a host named None
                pieces.append(stand_in(bound.unset or "UNKNOWN", bound.span))
            masked_at = masked_at or bound.masked_at or (joined.span if bound.masks else None)
        text = Text(tuple(pieces)) if pieces else None
        return Bound(joined.span, text, steps=tuple(steps), why=why, assumed=assumed, masked_at=masked_at)

    def _call(self, call: CallResult, depth: int) -> Bound:
        method = call.callee.rpartition(".")[2]
        if call.callee in BUILDERS:
            return replace(self._built(call, depth), masks=call.callee in MASKING_URLS)
        asked = partial(self.bind, depth=depth + 1, optional=True)
        if call.callee == "or":
            return first_true(call, partial(self.bind, depth=depth + 1), asked, Bound(call.span))
        if call.callee == "if":
            return chosen(call, partial(self.bind, depth=depth + 1), asked, Bound(call.span))
        if call.callee == ELEMENT:
            return self._element(call, depth)
        if call.callee == NOT_GIVEN:
            return Bound(call.span, not_given=True)
        if call.callee in CONDITIONS:
            return truth(call, asked, Bound(call.span))
        reader = _READERS.get(call.callee)
        if reader is not None and call.positional:
            return self._read(call, reader, depth)
        if (call.callee in PASS_THROUGH or call.callee in ENCODERS) and call.positional:
            return _passed(call, self.bind(call.positional[0], depth + 1))
        if method == "replace" and len(call.positional) >= 3:  # noqa: PLR2004  # receiver, old, new
            return self._replaced(call, depth)
        if call.callee.startswith(URL_PART):
            return taken(self.bind(call.positional[0], depth + 1), method, Bound(call.span))
        if call.callee == WITH_QUERY:
            return self._queried(call, depth)
        if call.callee == JOIN and len(call.positional) > 1:
            return self._listed(call, depth)
        if call.callee in TEXT_METHODS and call.positional:
            return applied(call.callee, *(self.bind(part, depth + 1) for part in call.positional))
        if method in PASS_THROUGH_METHODS and call.positional:
            return _passed(call, self.bind(call.positional[0], depth + 1))
        if call.callee in FIELD_DEFAULTS:
            default = dict(call.keywords).get("default") or (call.positional[0] if call.positional else None)
            return self.bind(default, depth + 1) if default is not None else Bound(call.span, why="the field has no default")
        if call.callee in ATTRIBUTES and call.positional:  # what a program would pass; on the command line nobody does
            rest = call.positional[1:]
            return self.bind(rest[0], depth + 1) if rest else Bound(call.span, is_scalar=True, why="a program may pass it")
        found = self._names.find(f"{call.callee}()", call.span.path)
        if isinstance(found, CallResult) and found.callee == FUNCTION:
            return self.bind(apply_arguments(found, call), depth + 1).after(
                Evidence(found.span, Origin.WRITTEN, f"{call.callee}()")
            )
        if found is not None:
            return self.bind(found, depth + 1).after(Evidence(found.span, Origin.WRITTEN, f"{call.callee}()"))
        read = known_read(call, self._names, _READERS) if call.positional else None
        if read is not None:
            return self._read(read, _READERS[read.callee], depth)
        return placeholder(call.span, call.callee, handed_in(call.callee) or f"{call.callee}() is not followed")

    def _element(self, call: CallResult, depth: int) -> Bound:
        """An element, or an entry, of what a function of another file returns, or of what a name of it holds."""
        whole, number = call.positional
        name = whole.name if isinstance(whole, Reference) else f"{whole.callee}()" if isinstance(whole, CallResult) else ""
        found = self._names.find(name, call.span.path) if name else None
        if isinstance(whole, CallResult) and isinstance(found, CallResult) and found.callee == FUNCTION:
            found = apply_arguments(found, whole)
        key = number.value if isinstance(number, Literal) else None
        key = key.reveal() if isinstance(key, Secret) else key
        if found is not None and isinstance(key, str):
            return self.bind(entry(found, key, call.span), depth + 1).after(Evidence(found.span, Origin.WRITTEN, name))
        if found is None or not isinstance(number, Literal) or not isinstance(number.value, int):
            return placeholder(call.span, name, f"an element of {name or 'something else'} is not followed")
        return self.bind(element(found, number.value, call.span), depth + 1).after(Evidence(found.span, Origin.WRITTEN, name))

    def _read(self, call: CallResult, reader: EnvReader, depth: int) -> Bound:
        """A look-up of a variable whose name is an argument of the function around it."""
        name = self.bind(call.positional[0], depth + 1)
        if name.text is None or not name.text.known:
            return Bound(call.span, why=name.why or "an environment variable whose name is not known")
        named = dict(call.keywords)
        default = next((named[key] for key in reader.default_keywords if key in named), None)
        at = reader.default_position
        if default is None and at is not None and at < len(call.positional):
            default = call.positional[at]
        if default is None and reader.missing_is_none:
            default = Literal(None, call.span)
        return self._variable(EnvLookup((name.text.value,), call.span, default), depth)

    def _queried(self, call: CallResult, depth: int) -> Bound:
        from poolaudit.graph.url_queries import with_query  # noqa: PLC0415  # little code makes a URL so

        base = self.bind(call.positional[0], depth + 1) if call.positional else None
        return with_query(base, [(name, self.bind(value, depth + 1)) for name, value in call.keywords], Bound(call.span))

    def _listed(self, call: CallResult, depth: int) -> Bound:
        separator, chosen = call.positional
        elements = chosen.positional[-1] if isinstance(chosen, CallResult) and chosen.positional else chosen
        if not isinstance(elements, Elements):
            return Bound(call.span, why="it is a list")
        parts = [self.bind(each, depth + 1) for each in elements.elements]
        return listed(self.bind(separator, depth + 1), parts, Bound(call.span))

    def _replaced(self, call: CallResult, depth: int) -> Bound:
        target, old, new = (self.bind(part, depth + 1) for part in call.positional[:3])
        if target.text is None or old.text is None or new.text is None or not (old.text.known and new.text.known):
            return replace(target, text=None, why=target.why or "it is changed by code on its way")
        return replace(target, text=target.text.replaced(old.text.value, new.text.value))

    def _built(self, call: CallResult, depth: int) -> Bound:
        named = dict(PARTS)
        parts = list(zip(BUILDERS[call.callee], call.positional, strict=False))
        parts += [(named[key], value) for key, value in call.keywords if key in named]
        return self._apart(tuple(parts), call, depth)

    def _items(self, items: Items, depth: int) -> Bound:
        return self._apart(parts_of(items), items, depth)

    def _apart(self, parts: tuple[tuple[str, Expression], ...], whole: Items | CallResult, depth: int) -> Bound:
        bound = tuple((name, self.bind(part, depth + 1)) for name, part in parts)
        steps = tuple(dict.fromkeys(step for _, each in bound for step in each.steps))
        return Bound(whole.span, parts=bound, steps=steps, assumed=any(each.assumed for _, each in bound))


def _passed(call: CallResult, inner: Bound) -> Bound:
    """What a function makes of a connection string that it hands on; SQLAlchemy's URL as text has lost its password."""
    if call.callee in MASKING_URLS:
        return replace(inner, masks=True)
    if not inner.masks or call.callee.rpartition(".")[2] not in AS_TEXT:
        return inner
    return replace(inner, masks=False, masked_at=call.span if _hides_password(call) else inner.masked_at)


def _hides_password(call: CallResult) -> bool:
    """Whether such a URL surely becomes text without its password: nothing says otherwise, not even a value that is unknown."""
    method, keyword = UNMASKED
    said = [value for key, value in call.keywords if key == keyword]
    if call.callee.rpartition(".")[2] == method:
        said += call.positional[1:2]  # the first is the receiver
    return all(isinstance(each, Literal) and each.value is True for each in said)
