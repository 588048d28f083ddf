"""Settings of github.com/spf13/viper: which variable gives a key, and what it is without one.

In: a `CodeModule` of Go. Out: expressions by key, and the value of a struct's field that viper fills under a key.
Meaning: https://github.com/spf13/viper#working-with-environment-variables (1.20, read 2026-11-21): `BindEnv(key, names…)` reads
the first variable that is set, and without names the key in capitals below the prefix; `SetDefault` holds where nothing else
gives the key; keys are compared without regard to case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._tree_settings import SETTING
from poolaudit.facts.expression import CallResult, EnvLookup, Literal, Reference
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.extract.code.shape import Call, CodeModule
    from poolaudit.facts.expression import Expression

PACKAGE = "spf13/viper"
VIPER = f"github.com/{PACKAGE}."
BIND, DEFAULT, PREFIX = "BindEnv", "SetDefault", "SetEnvPrefix"


def settings(document: CodeModule) -> dict[str, Expression]:
    """What the file's own calls make of each key: a variable with its default, or the default alone."""
    found: dict[str, Expression] = {}
    defaults: dict[str, Expression] = {}
    calls = [call for call in document.calls if call.callee.startswith(VIPER)]
    prefixed = any(_method(call) == PREFIX for call in calls)
    for call in calls:
        method = _method(call)
        values = [argument.value for argument in call.arguments] if method in (BIND, DEFAULT) else []
        texts = [_text(value) for value in values]
        if not texts or not texts[0]:
            continue
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
