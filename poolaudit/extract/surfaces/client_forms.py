"""How languages other than Python hand arguments over: option objects, setters, chains of builders, fields.

In: a call, the catalog's `Constructor`, the module around. Out: `Arguments` under the constructor's own names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import constructors
from poolaudit.extract.surfaces.client_arguments import Arguments, spread
from poolaudit.extract.surfaces.client_openers import merge, opened, read_by_opener
from poolaudit.extract.surfaces.durations import coded_duration
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal, Reference, Unresolved
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Constructor
    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import Assignment, Call, CodeModule
    from poolaudit.facts.client_pool import Scope
    from poolaudit.facts.expression import Expression

_DATA_SOURCE = "NpgsqlDataSource"
"""Type of an open pool of Npgsql, and the beginning of what builds one."""
_ADDRESS_WORDS = ("url", "uri", "dsn", "connectionstring", "connstr", "connection_string", "conn_str", "datasource")
"""Names of variables that hold a connection string contain one of these; a name alone does not tell text from options."""


class Surroundings:
    """The calls and assignments of a module, arranged so that those on one object are found."""

    def __init__(self, source: Source, document: CodeModule) -> None:
        self.source = source
        self._chains: dict[int, list[Call]] = {}
        self._receivers: dict[str, list[Call]] = {}
        self._fields: dict[str, list[Assignment]] = {}
        self._calls = document.calls
        self.language = document.language
        for call in document.calls:
            self._chains.setdefault(call.span.offset, []).append(call)
            if call.receiver:
                self._receivers.setdefault(call.receiver, []).append(call)
        for assignment in document.assignments:
            owner, dot, _ = assignment.target.partition(".")
            if dot:
                self._fields.setdefault(owner, []).append(assignment)

    def steps(self, call: Call, constructor: Constructor) -> list[Call]:
        """Later calls on what the constructor returned, in written order: in its own chain, or on the name that it got."""
        prefixes = tuple(f"{callee}()." for callee in constructor.callees)
        chained = [each for each in self._chains.get(call.span.offset, ()) if each.callee.startswith(prefixes)]
        on_name = [
            each
            for each in self._receivers.get(call.scope.assigned_to, ())
            if each.callee.startswith((*prefixes, "?.")) and _within(each.scope, call.scope)
        ]
        found = [*chained, *on_name, *(self._further(call, constructor, prefixes) if constructor.setters else ())]
        return sorted({id(each): each for each in found}.values(), key=lambda each: each.span.end)

    def _further(self, call: Call, constructor: Constructor, prefixes: tuple[str, ...]) -> list[Call]:
        """Setters of something that the result gives (`db.DB().SetMaxOpenConns`), where only one result can be meant."""
        alike = [each for each in self._calls if each.callee in constructor.callees and _within(each.scope, call.scope)]
        setters = dict(constructor.setters)
        return [
            each
            for each in (self._calls if len(alike) == 1 else ())
            if each.callee.startswith(prefixes) and _within(each.scope, call.scope) and each.callee.rpartition(".")[2] in setters
        ]

    def may_be_set(self, call: Call, constructor: Constructor, steps: list[Call]) -> bool:
        """Whether other code may set the size of the pool: it is handed on at once, or a setter works on who knows what."""
        if not (call.scope.assigned_to or steps or any(argument.name for argument in call.arguments)):
            return True
        sizes = {each.name for each in constructor.parameters if each.field == "max_size"}
        methods = {method for method, name in constructor.setters if name in sizes}
        prefixes = tuple(f"{callee}()." for callee in constructor.callees)
        others = tuple(f"{callee}()." for callee in constructors(self.language))
        names = {each.scope.assigned_to for each in self._calls if each.callee in constructor.callees}
        return any(
            each.callee.rpartition(".")[2] in methods
            and (each.receiver not in names if each.callee.startswith(prefixes) else not each.callee.startswith(others))
            for each in self._calls
            if each not in steps
        )

    def of(self, scope: Scope) -> Iterator[Call]:
        """Calls of the same function."""
        return (each for each in self._calls if _within(each.scope, scope))

    def taker(self, call: Call, callees: tuple[str, ...]) -> Call | None:
        """The call of one of `callees` that is handed what `call` returns."""
        for each in self._calls if callees else ():
            values = [argument.value for argument in each.arguments] if each.callee in callees else []
            inner = [value for item in values if isinstance(item, Items) for _, value in item.items]
            if any(isinstance(value, CallResult) and value.span == call.span for value in (*values, *inner)):
                return each
        return None

    def fields(self, call: Call) -> Iterator[tuple[str, Assignment]]:
        """What is assigned to fields of the name that the constructor's result got: (`ConnConfig.MaxConns`, assignment)."""
        name = call.scope.assigned_to
        for each in self._fields.get(name.partition(".")[0], ()) if name else ():
            if each.target.startswith(f"{name}.") and _within(each.scope, call.scope):
                yield each.target.removeprefix(f"{name}."), each


def gather(call: Call, constructor: Constructor, around: Surroundings, seen_from: tuple[str, ...] = ()) -> Arguments:
    """Everything that a constructor is given, wherever the language writes it; `seen_from` are the names of an `Outer`."""
    given: dict[str, Expression] = {}
    plain: list[Expression] = []
    complete = call.complete
    for argument in call.arguments:
        if argument.name:
            spread(argument.name, argument.value, given)
        elif constructor.named_strings and _is_configured(argument.value):
            continue
        elif constructor.named_strings and _opens(argument.value, constructor):
            given[constructor.ready_pool[0]] = argument.value
        elif constructor.objects and isinstance(argument.value, Items):
            complete = merge(argument.value, given) and complete
        else:
            plain.append(argument.value)
    if constructor.holders:
        from poolaudit.extract.surfaces.client_holders import held  # noqa: PLC0415  # few libraries are configured so

        plain, further, whole = held(plain, call, constructor, around)
        complete = _set(further, constructor, given, ()) and complete and whole
        if constructor.discovers:
            plain, given[constructor.dsn_keywords[0]] = [], Unresolved(constructor.discovers, call.span)
    complete = _place(plain, constructor, given) and complete
    _named(constructor, given)
    _first(constructor, given)
    if constructor.setters or constructor.property_setters or constructor.fields:
        steps = around.steps(call, constructor)
        complete = _set(steps, constructor, given, seen_from) and complete
        if constructor.fields:
            for name, assignment in around.fields(call):
                spread(name, assignment.value, given)
        hidden = any(name in given for name in constructor.factories)
        filled = any(each.rpartition(".")[2] in constructor.filled_by for each in call.scope.decorators)
        complete = complete and not hidden and not filled
        if constructor.setters and not constructor.holders and around.may_be_set(call, constructor, steps):
            settable = {name for _, name in constructor.setters}
            for parameter in constructor.parameters:
                if parameter.field and parameter.name in settable:
                    given.setdefault(parameter.name, Unresolved("other code may set it", call.span))
    if around.language == "go" and (constructor.fields or constructor.objects):
        from poolaudit.extract.surfaces.client_changes import not_told  # noqa: PLC0415  # few languages hand pointers over

        given.update(not_told(call, constructor, given, around))
    taker = around.taker(call, constructor.unnamed_by)
    if taker is not None:
        given[taker.callee] = Literal(value=False, span=taker.span)
    return Arguments({name: _read(value, name, constructor, around.source) for name, value in given.items()}, complete)


def _place(plain: list[Expression], constructor: Constructor, given: dict[str, Expression]) -> bool:
    """Name what is passed by position; False when one of them may hold options that cannot be read."""
    openers = dict(constructor.openers)
    complete = True
    rest: list[Expression] = []
    for value in plain:
        if isinstance(value, CallResult) and value.callee in openers:
            given["opener"] = Literal(value.callee, value.span)
            read_by_opener(value, constructor, given)
            complete = opened(value, openers, given) and complete
        else:
            rest.append(value)
    names = _names(len(rest), constructor)
    for name, value in zip(names, rest, strict=False):
        if constructor.objects and name in constructor.dsn_keywords and not is_address(value):
            if constructor.ready_pool:
                given[constructor.ready_pool[0]] = value
                continue
            complete = False
            given[name] = Unresolved("it may be a connection string or options", value.span)
        elif name:
            spread(name, value, given)
    extra = rest[len(names) :]
    return complete and not (constructor.objects and any(not isinstance(value, Literal) for value in extra))


def _is_configured(value: Expression) -> bool:
    """Whether an argument is a function that sets options."""
    return isinstance(value, Unresolved) and value.why == "a function"


def _opens(value: Expression, constructor: Constructor) -> bool:
    """Whether an argument is a pool that is open already: `UseNpgsql(dataSource)`."""
    name = value.callee if isinstance(value, CallResult) else value.name if isinstance(value, Reference) else ""
    return bool(constructor.ready_pool) and _DATA_SOURCE in name


def _named(constructor: Constructor, given: dict[str, Expression]) -> None:
    """Put the entry of a section in the place of its name: `AddNpgsqlDataSource("shop")`."""
    for name in constructor.dsn_keywords if constructor.named_strings else ():
        value = given.get(name)
        text = value.value if isinstance(value, Literal) else None
        if isinstance(text, str) and "=" not in text and "://" not in text and value is not None:
            key = f"{constructor.named_strings}:{text}"
            given[name] = EnvLookup((key, key.replace(":", "__")), value.span, Literal(None, value.span), ignore_case=True)


def _first(constructor: Constructor, given: dict[str, Expression]) -> None:
    """Put the first of a list under its number, where the constructor names what is in it: `startupNodes.0.host`."""
    named = (*constructor.dsn_keywords, *(part for part, _ in constructor.parts))
    for name in {each.partition(".0")[0] for each in named if ".0" in each}:
        value = given.get(name)
        if isinstance(value, Elements) and value.elements:
            del given[name]
            spread(f"{name}.0", value.elements[0], given)


def _names(count: int, constructor: Constructor) -> tuple[str, ...]:
    fitting = [each for each in constructor.overloads if len(each) <= count]
    exact = [each for each in constructor.overloads if len(each) == count]
    if exact or not fitting:
        return exact[0] if exact else next((each[:count] for each in constructor.overloads), ())
    return max(fitting, key=len)


def _set(steps: list[Call], constructor: Constructor, given: dict[str, Expression], seen_from: tuple[str, ...]) -> bool:
    """Arguments that methods set; False when one of them hides which."""
    setters, property_setters, openers = dict(constructor.setters), dict(constructor.property_setters), dict(constructor.openers)
    complete = True
    for step in steps:
        method = step.callee.rpartition(".")[2]
        outer = next((each for each in step.outers if each.names == seen_from), None) if seen_from else None
        values = [argument.value for argument in (step.arguments if outer is None else outer.arguments)]
        if method in setters and values:
            if isinstance(values[0], CallResult) and values[0].callee in openers:
                complete = opened(values[0], openers, given) and complete
            else:
                spread(setters[method], values[0], given)
        elif method in property_setters:
            _property(property_setters[method], values, given)
    return complete


def _property(mapping: str, values: list[Expression], given: dict[str, Expression]) -> None:
    if len(values) == 2 and isinstance(values[0], Literal) and isinstance(values[0].value, str):  # noqa: PLR2004  # key, value
        given[f"{mapping}.{values[0].value}"] = values[1]
    elif values:
        given[f"{mapping}.*"] = Unresolved("some of its keys could not be read", values[0].span)


def is_address(value: Expression) -> bool:
    """Whether an argument is surely text, by its form or by the name of the variable."""
    if isinstance(value, Literal):
        return isinstance(value.value, (str, Secret))
    if isinstance(value, (EnvLookup, Joined)):
        return True
    if isinstance(value, Reference):
        return _names_address(value.name)
    if isinstance(value, CallResult) and value.callee in ("or", "if"):
        return any(is_address(each) for each in value.positional[-2:])
    if isinstance(value, CallResult):
        texts = [each.value for each in value.positional if isinstance(each, Literal) and isinstance(each.value, str)]
        return any(_names_address(text) for text in (value.callee, *texts))
    return False


def _names_address(name: str) -> bool:
    last = name.rpartition(".")[2].lower()
    return any(word in last for word in _ADDRESS_WORDS)


def _read(value: Expression, name: str, constructor: Constructor, source: Source) -> Expression:
    """Durations and constants of the library in place of the code that names them."""
    if isinstance(value, (Literal, Items, EnvLookup, Joined)) or value.span.path != source.path:
        return value
    if isinstance(value, Reference):
        last = value.name.rpartition(".")[2]
        for parameter in constructor.parameters:
            if parameter.name == name and any(written == last for written, _ in parameter.values):
                return Literal(last, value.span)
    duration = coded_duration(source.at(value.span))
    return value if duration is None else Literal(duration, value.span)


def _within(inner: Scope, outer: Scope) -> bool:
    """Whether a name of `outer` is the same object in `inner`."""
    if outer.assigned_to.startswith(("this.", "self.", "@")):
        return inner.class_name == outer.class_name
    return not outer.function or inner.function == outer.function or inner.function.startswith(f"{outer.function}.")
