"""Follows what a Django settings module does to DATABASES, statement by statement, as far as it can be told.

In: a `CodeModule`. Out: for each alias its settings as one mapping; what depends on a condition is unresolved.
A statement that does not start in the first column stands in a block (`if`, `try`), so it may not run.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.surfaces.client_arguments import conceal, is_none
from poolaudit.extract.surfaces.django_alias import Alias, is_django, is_file, names_file, parts_of
from poolaudit.extract.surfaces.django_alias_choices import merged, same
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Literal, Reference, Unresolved
from poolaudit.facts.function import ELEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code.shape import Assignment, Call, CodeModule
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_NAME = "DATABASES"
_MAIN = "default"
"""The alias that Django needs; what a function of another module makes holds it."""
_CONFIG = "CONFIG"
"""Where a channel layer has its hosts; that only a layer of their kind gets it is the condition that stands around it."""
_URL_SETTINGS = {
    "conn_max_age": "CONN_MAX_AGE",
    "conn_health_checks": "CONN_HEALTH_CHECKS",
    "disable_server_side_cursors": "DISABLE_SERVER_SIDE_CURSORS",
    "engine": "ENGINE",
    "test_options": "TEST",
}
"""Arguments of dj_database_url that become settings (dj-database-url 3.1.2, read 2026-11-20)."""
_URL_ORDER = ("engine", "conn_max_age", "conn_health_checks", "disable_server_side_cursors", "ssl_require", "test_options")
_URL_VARIABLE = "DATABASE_URL"
"""What `dj_database_url.config()` reads when it is not told otherwise."""
_URL_CONSTANT = "dj_database_url.DEFAULT_ENV"
"""The module's own name for it."""
_MOST = 32
"""Variants of one alias; a module with more is not written by hand."""


def aliases(module: CodeModule) -> Iterator[Alias]:
    """Every alias in the order in which it first appears."""
    for choices in variants(module, _NAME):
        servers = [choice for choice in choices if not is_file(choice)] or choices
        if servers and any(is_django(choice) for choice in choices):
            yield merged(servers)


def variants(module: CodeModule, setting: str) -> Iterator[list[Alias]]:
    """What each alias of a setting may be, by the conditions around it, in the order in which the aliases first appear."""
    found: dict[str, list[_Variant]] = {}
    readers = {call.span: call.callee for call in module.calls}
    for _, event in sorted(_events(module, setting), key=lambda each: each[0]):
        _apply(event, found)
    for name, values in found.items():
        made = ((_alias(name, each.value, readers), each.when) for each in values[:_MOST])
        yield [replace(choice, when=when) for choice, when in made if choice is not None]


@dataclass(frozen=True, slots=True)
class _Event:
    """A statement that touches DATABASES: `path` below it, new value, whether it adds to what is there."""

    path: tuple[str, ...]
    value: Expression
    conditional: bool
    adds: bool = False
    when: Expression | None = None
    """Of a conditional one: the condition, where it is known."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """What an alias may be."""

    value: Expression
    when: Expression | None = None
    """As `Alias.when`."""


def _events(module: CodeModule, setting: str) -> Iterator[tuple[int, _Event]]:
    for assignment in module.assignments:
        if not _in_settings(assignment):
            continue
        first, *path = assignment.target.split(".")
        if first == setting:
            value = assignment.value
            if setting == _NAME and not path and isinstance(value, CallResult) and _is_own(value.callee):
                path, value = [_MAIN], CallResult(ELEMENT, (value, Literal(_MAIN, value.span)), (), value.span)
            yield assignment.span.offset, _Event(tuple(path), value, assignment.span.column > 1, when=assignment.when)
    for call in module.calls:
        path_of_call = _updated(call, setting)
        if path_of_call is not None:
            for argument in call.arguments:
                value = Items(((argument.name, argument.value),), argument.span) if argument.name else argument.value
                yield call.span.offset, _Event(path_of_call, value, call.span.column > 1, adds=True)


def _is_own(callee: str) -> bool:
    """Whether a function is one of the repository, by its name: neither of Python itself nor an operator."""
    package, dot, _ = callee.partition(".")
    return bool(dot) and package not in sys.stdlib_module_names and "()" not in callee


def _in_settings(assignment: Assignment) -> bool:
    return not assignment.scope.function and not assignment.scope.class_name


def _updated(call: Call, setting: str) -> tuple[str, ...] | None:
    """The path below the setting that `DATABASES["default"].update(…)` changes."""
    if call.scope.function or not call.callee.endswith("update"):
        return None
    text = call.receiver.replace("'", '"')
    if not text.startswith(setting):
        return None
    keys = text.removeprefix(setting).replace("][", ".").strip("[].").replace('"', "")
    return tuple(key for key in keys.split(".") if key)


def _apply(event: _Event, variants: dict[str, list[_Variant]]) -> None:
    if not event.path:
        if isinstance(event.value, Items):
            if not event.conditional and not event.adds:
                variants.clear()
            for name, value in event.value.items:
                _choose(variants, name, value, event)
        return
    name, *keys = event.path
    if not keys and not event.adds:
        _choose(variants, name, event.value, event)
        return
    old = variants.get(name, [_Variant(Items((), event.value.span))])
    changed = [_with_key(each.value, keys, event) if keys else _over(event, each.value) for each in old]
    variants[name] = [_Variant(value, each.when) for value, each in zip(changed, old, strict=True)]


def _choose(variants: dict[str, list[_Variant]], name: str, value: Expression, event: _Event) -> None:
    chosen = _Variant(value, event.when)
    variants[name] = [*variants.get(name, []), chosen] if event.conditional else [chosen]


def _over(event: _Event, old: Expression) -> Expression:
    """An alias updated with other settings: a mapping, or those of a URL, which keep the old ones when it is not set."""
    if isinstance(event.value, Items) and isinstance(old, Items):
        for key, value in event.value.items:
            old = _with_key(old, [key], _Event((), value, event.conditional))
        return old
    if isinstance(event.value, (CallResult, EnvLookup)):
        return CallResult("update", (old, event.value), (), event.value.span)
    return Unresolved("it is changed after it is made", event.value.span)


def _with_key(old: Expression, keys: list[str], event: _Event) -> Expression:
    if not isinstance(old, Items):
        return old
    key, rest = keys[0], keys[1:]
    inner = dict(old.items).get(key)
    value = event.value
    if rest:
        value = _with_key(inner if isinstance(inner, Items) else Items((), event.value.span), rest, event)
    elif event.adds and isinstance(inner, Items) and isinstance(value, Items):
        value = Items((*(pair for pair in inner.items if pair[0] not in dict(value.items)), *value.items), inner.span)
    elif event.conditional and not same(inner, value) and not (inner is None and key == _CONFIG):
        if key == "ENGINE" and names_file(value):
            return old
        value = Unresolved("it depends on a condition", value.span)
    return Items((*(pair for pair in old.items if pair[0] != key), (key, value)), old.span, old.complete)


def _alias(name: str, value: Expression, readers: dict[Span, str]) -> Alias | None:
    if isinstance(value, Items):
        return Alias(name, value.span, value)
    if isinstance(value, EnvLookup):
        reader = "dj_database_url" if readers.get(value.span, "").endswith("dj_db_url") else "environ"
        return Alias(name, value.span, Items((), value.span), conceal(value), reader)
    if isinstance(value, CallResult) and value.callee == ELEMENT:
        return Alias(name, value.span, Items((), value.span, complete=False), conceal(value))
    if isinstance(value, CallResult) and value.callee == "update":
        return _updated_alias(name, value, readers)
    if isinstance(value, CallResult) and value.callee in ("dj_database_url.config", "dj_database_url.parse"):
        return _from_url(name, value)
    if isinstance(value, (CallResult, Unresolved)):
        why = value.why if isinstance(value, Unresolved) else f"it is the result of {value.callee}()"
        return Alias(name, value.span, Items((), value.span, complete=False), Unresolved(why, value.span))
    return None


def _updated_alias(name: str, value: CallResult, readers: dict[Span, str]) -> Alias | None:
    before, after = (_alias(name, part, readers) for part in value.positional)
    if after is None or before is None:
        return after or before
    url = after.url
    if isinstance(url, EnvLookup) and url.default is None:
        url = EnvLookup(url.names, url.span, before.url if before.url is not None else parts_of(before.settings), url.ignore_case)
    own = {key for key, _ in after.settings.items}
    kept = tuple(pair for pair in before.settings.items if pair[0] not in own)
    settings = Items((*kept, *after.settings.items), after.span, before.settings.complete and after.settings.complete)
    return Alias(name, after.span, settings, url, after.reader)


def _from_url(name: str, call: CallResult) -> Alias:
    given = dict(call.keywords)
    first = ("env", "default") if call.callee.endswith("config") else ("url",)
    for position, value in zip((*first, *_URL_ORDER), call.positional, strict=False):
        given.setdefault(position, value)
    url: Expression
    if "url" in first:
        url = given.get("url", Unresolved("no URL is given", call.span))
    else:
        env = given.get("env")
        default = given.get("default")
        variables = (_URL_VARIABLE,) if env is None else _variables(env)
        if variables:
            url = EnvLookup(variables, call.span, None if default is None or is_none(default) else default)
        else:
            url = Unresolved("the name of the variable is not known", call.span)
    settings = [(_URL_SETTINGS[key], value) for key, value in given.items() if key in _URL_SETTINGS]
    required = given.get("ssl_require")
    if isinstance(required, Literal) and required.value is True:
        settings.append(("OPTIONS", Items((("sslmode", Literal("require", required.span)),), required.span)))
    return Alias(name, call.span, Items(tuple(settings), call.span), conceal(url), "dj_database_url")


def _variables(env: Expression) -> tuple[str, ...]:
    """Names of the variable in the order they are tried, `X if "X" in os.environ else Y`; () when they are not known."""
    if isinstance(env, Literal) and isinstance(env.value, str):
        return (env.value,)
    if isinstance(env, Reference):
        return (_URL_VARIABLE,) if env.name == _URL_CONSTANT else ()
    if not isinstance(env, CallResult) or env.callee != "if" or len(env.positional) != 3:  # noqa: PLR2004 - condition, two values
        return ()
    condition, found, missing = env.positional
    named, rest = _variables(found), _variables(missing)
    return (*named, *rest) if len(named) == 1 and rest and _is_set(named[0], condition) else ()


def _is_set(variable: str, condition: Expression) -> bool:
    """Whether a condition asks if the variable is set: `"X" in os.environ`."""
    asked = condition.positional[0] if isinstance(condition, CallResult) and condition.callee == "is not" else None
    return isinstance(asked, EnvLookup) and asked.names == (variable,)
