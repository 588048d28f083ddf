"""One written value and what the catalog says it means: units, switches, limits and texts that stand for numbers.

In: a catalog `Parameter` and a `Setting`. Out: the setting in the fact's own unit, or one of two marks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from poolaudit.catalog.model import Unit
from poolaudit.extract.surfaces.durations import spelled_duration
from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Millis, Seconds

if TYPE_CHECKING:
    from poolaudit.catalog.model import Parameter, Value

NOT_GIVEN: Setting[Any] = Setting.absent("not given")
"""Mark: the value counts as if nothing had been given."""
LIMITLESS: Setting[Any] = Setting.absent("no limit")
"""Mark: the value removes the limit."""

_TRUE = frozenset({"true", "1", "yes", "on", "t", "y"})
_FALSE = frozenset({"false", "0", "no", "off", "f", "n", ""})
_LARGEST = 2**53
"""No size or duration is larger; infinity, NaN (which compares false) and what a float cannot hold are none either."""
_LONGEST_NUMBER = 24
"""Characters; a longer text is no size or duration."""


def convert(parameter: Parameter, setting: Setting[Any], kind: str, label: str) -> Setting[Any]:
    """What a value means for a field of kind `int`, `bool`, `str` or `Seconds`."""
    if not setting.is_known:
        if parameter.callable and setting.span is not None:
            return Setting.written(value=True, span=setting.span, label=label, note="a function")
        return Setting.unresolved(setting.note, setting.span, label)
    value = _meant(parameter, _plain(parameter, setting.value) if kind in ("int", "Seconds") else setting.value)
    if parameter.callable:
        return restated(setting, bool(value), label, "")
    if _among(value, parameter.unlimited):
        return LIMITLESS
    if _among(value, parameter.disabled):
        return Setting.absent(label)
    if value is None:
        return restated(setting, None, label, "") if parameter.keeps_none else NOT_GIVEN
    return _typed(parameter, setting, value, kind, label)


def limitless(setting: Setting[Any], label: str) -> Setting[bool]:
    """The setting that says that `label` removes the limit."""
    return restated(setting, True, label, "no limit")


def restated(setting: Setting[Any], value: Any, label: str, note: str) -> Setting[Any]:
    """The same evidence for another value."""
    parts = [part for part in (note, setting.note) if part]
    shown = setting.shown or ("" if same(setting.value, value) else str(setting.value))
    return replace(setting, value=value, label=label, note=", ".join(parts), shown=shown)


def _typed(parameter: Parameter, setting: Setting[Any], value: Any, kind: str, label: str) -> Setting[Any]:
    if kind == "bool":
        switch = _switch(value)
        return restated(setting, switch, label, "") if switch is not None else _refused(setting, label)
    if kind == "str":
        return restated(setting, str(value), label, "")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -_LARGEST <= value <= _LARGEST:
        return _refused(setting, label)
    if kind == "Seconds":
        if isinstance(value, Seconds):
            return restated(setting, value, label, "")
        if parameter.unit is Unit.MILLIS:
            return restated(setting, Millis(value).to_seconds(), label, f"{value} ms")
        if parameter.unit is Unit.NANOS:
            return restated(setting, Seconds(value / 1e9), label, f"{value} ns")
        if parameter.unit is Unit.SPELLED and value:
            return _refused(setting, label)
        return restated(setting, Seconds(value), label, "")
    plain = value == int(value) and not isinstance(value, Seconds)
    return restated(setting, int(value), label, "") if plain else _refused(setting, label)


def _refused(setting: Setting[Any], label: str) -> Setting[Any]:
    return Setting.unresolved("it is no value that the library takes", setting.span, label)


def _meant(parameter: Parameter, value: Any) -> Any:
    return next((meaning for written, meaning in parameter.values if same(written, value)), value)


def _among(value: Any, values: tuple[Value, ...]) -> bool:
    return any(same(value, each) for each in values)


def same(a: Any, b: Any) -> bool:
    """Equality that keeps True apart from 1 and False from 0."""
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


def _plain(parameter: Parameter, value: Any) -> Any:
    """A number, or a duration that carries its unit where the parameter takes one."""
    number = _number(value)
    if isinstance(number, str) and (parameter.spelled or parameter.unit is Unit.SPELLED):
        duration = spelled_duration(number)
        return number if duration is None else duration
    return number


def _number(value: Any) -> Any:
    """A number that is written as text, as query parameters and environment variables are."""
    if not isinstance(value, str) or len(value) > _LONGEST_NUMBER or not value.isascii():
        return value
    try:
        return int(value)
    except ValueError:
        pass
    try:
        number = float(value)
    except ValueError:
        return value
    return number if abs(number) < float("inf") else value


def _switch(value: Any) -> bool | None:
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        value = _number(word)
    if isinstance(value, (bool, int, float)):
        return bool(value)
    return None
