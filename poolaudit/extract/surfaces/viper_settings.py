"""Settings of github.com/spf13/viper: which variable gives a key, and what it is without one.

In: a `CodeModule` of Go. Out: expressions by key, and the value of a struct's field that viper fills under a key.
Meaning: https://github.com/spf13/viper#working-with-environment-variables (1.20, read 2026-11-21): `BindEnv(key, names…)` reads
the first variable that is set, and without names the key in capitals below the prefix; `SetDefault` holds where nothing else
gives the key; keys are compared without regard to case. After `AutomaticEnv` each key that the program knows is read from the
variable of its name in capitals, below the prefix, with the characters replaced that `SetEnvKeyReplacer` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._tree_settings import SETTING
from poolaudit.facts.expression import CallResult, EnvLookup, Literal, Reference
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import Call, CodeModule
    from poolaudit.facts.expression import Expression

PACKAGE = "spf13/viper"
VIPER = f"github.com/{PACKAGE}."
BIND, DEFAULT, PREFIX = "BindEnv", "SetDefault", "SetEnvPrefix"
AUTOMATIC, REPLACER, NEW_REPLACER = "AutomaticEnv", "SetEnvKeyReplacer", "strings.NewReplacer"
GETTERS = ("Get", "IsSet", "BindPFlag")
"""Beginnings of methods whose first argument is a key."""


def settings(document: CodeModule) -> dict[str, Expression]:
    """What the file's own calls make of each key: a variable with its default, or the default alone."""
    found: dict[str, Expression] = {}
    defaults: dict[str, Expression] = {}
    calls = [call for call in document.calls if call.callee.startswith(VIPER)]
    prefixed = any(_method(call) == PREFIX for call in calls)
    variable = _variables(calls)
    for call in calls:
        method = _method(call)
        asks = method in (BIND, DEFAULT) or (variable is not None and method.startswith(GETTERS))
        values = [argument.value for argument in call.arguments] if asks else []
        texts = [_text(value) for value in values]
        if not texts or not texts[0]:
            continue
        if variable is not None and (name := variable(texts[0])):
            found.setdefault(texts[0].lower(), EnvLookup((name,), call.span, Literal(None, call.span)))
        if method == DEFAULT and len(values) > 1:
            defaults[texts[0].lower()] = values[1]
        elif method == BIND:
            names = tuple(each for each in texts[1:] if each)
            if not names and not prefixed and "." not in texts[0]:
                names = (texts[0].upper(),)
            if names:
                found[texts[0].lower()] = EnvLookup(names, call.span)
    for key, default in defaults.items():
        lookup = found.get(key)
        if isinstance(lookup, EnvLookup):
            found[key] = EnvLookup(lookup.names, lookup.span, default)
        elif isinstance(default, Literal):
            found[key] = default
    return found


def _variables(calls: list[Call]) -> Callable[[str], str] | None:
    """The variable that a key is read from automatically, empty for a key that makes none; None where none is."""
    if not any(_method(call) == AUTOMATIC for call in calls):
        return None
    said = {
        method: [call.arguments[0].value for call in calls if _method(call) == method and call.arguments]
        for method in (PREFIX, REPLACER)
    }
    prefixes, replacers = (said[each] for each in (PREFIX, REPLACER))
    pairs: list[str] = []
    for each in replacers:
        if not isinstance(each, CallResult) or each.callee != NEW_REPLACER:
            return None
        pairs += map(_text, each.positional)
    if len(prefixes) > 1 or (prefixes and not _text(prefixes[0])):
        return None
    start = f"{_text(prefixes[0])}_" if prefixes else ""

    def variable(key: str) -> str:
        for old, new in zip(pairs[::2], pairs[1::2], strict=False):
            key = key.replace(old, new)
        name = f"{start}{key}".upper()
        return name if name.replace("_", "").isalnum() else ""

    return variable


def field_value(value: Expression, known: dict[str, Expression]) -> Expression | None:
    """What viper fills a field with; None where the file binds no variable to its key. Any other value is returned as it is."""
    default: Expression | None = None
    key = value
    if isinstance(value, CallResult) and value.callee == "or" and len(value.positional) > 1:
        key, default = value.positional[:2]
    if not isinstance(key, Reference) or not key.name.startswith(SETTING):
        return value
    bound = known.get(key.name.removeprefix(SETTING))
    if not isinstance(bound, EnvLookup):
        return None
    return EnvLookup(bound.names, bound.span, default if bound.default is None else bound.default)


def key_of(value: Expression) -> str:
    """The key of a field that viper fills; empty for any other value."""
    if isinstance(value, CallResult) and value.callee == "or" and value.positional:
        value = value.positional[0]
    return value.name.removeprefix(SETTING) if isinstance(value, Reference) and value.name.startswith(SETTING) else ""


def _method(call: Call) -> str:
    return call.callee.rpartition(".")[2]


def _text(value: Expression) -> str:
    text = value.value if isinstance(value, Literal) else None
    text = text.reveal() if isinstance(text, Secret) else text
    return text if isinstance(text, str) else ""
