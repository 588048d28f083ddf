"""How PostgreSQL turns the text of a parameter into its value.

In: a parameter of the catalog and a text. Out: the value as `postgres -C` prints it, in the base unit; or a refusal.
Source: `parse_bool`, `parse_int`, `parse_real`, `convert_to_base_unit`, `config_enum_lookup_by_name` of `src/backend/utils/` of
https://github.com/postgres/postgres at REL_15; observed on 15.18.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.servers.postgresql_parameters import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.catalog.model import ServerParameter

_MEMORY = {"B": 1, "kB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_TIME = {"us": 0.001, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
_BASE = {**_MEMORY, **_TIME, "8kB": 8 << 10}
_BOOLS = (("true", "on"), ("false", "off"), ("yes", "on"), ("no", "off"), ("on", "on"), ("off", "off"), ("1", "on"), ("0", "off"))
_HIDDEN = frozenset(("true", "false", "yes", "no", "on", "off", "1", "0", "debug", "info", "archive", "hot_standby"))
"""Words that enums take without listing them in `pg_settings`."""
_INT = re.compile(r"\s{0,99}[-+]?(?:0[xX][0-9a-fA-F]{1,40}|[0-9]{1,400})")
_REAL = re.compile(r"\s{0,99}[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,9})?")
_LARGEST = (1 << 31) - 1
_UNIT = re.compile(r"\s{0,99}(\S{1,3})?\s{0,99}")


class RefusedError(ValueError):
    """PostgreSQL refuses the value; the text is its message, without the file and line."""


@cache
def parameters() -> Mapping[str, ServerParameter]:
    """Parameters by name in lower case."""
    return {each.name.lower(): each for each in PARAMETERS}


def value_of(parameter: ServerParameter, text: str) -> str:
    """The value in the base unit; raises `RefusedError`."""
    if parameter.type == "bool":
        return _bool(parameter, text)
    if parameter.type == "enum":
        return _enum(parameter, text)
    if parameter.type in ("integer", "real"):
        return _number(parameter, text)
    return text


def _bool(parameter: ServerParameter, text: str) -> str:
    low = text.lower()
    found = {value for word, value in _BOOLS if low and word.startswith(low) and (low != "o")}
    if len(found) != 1:
        raise RefusedError(f'parameter "{parameter.name}" requires a Boolean value')
    return found.pop()


def _enum(parameter: ServerParameter, text: str) -> str:
    if not parameter.values or text.lower() in _HIDDEN - set(map(str.lower, parameter.values)):
        return text.lower()
    for word in parameter.values:
        if word.lower() == text.lower():
            return word
    raise RefusedError(f'invalid value for parameter "{parameter.name}": "{text}"')


def _number(parameter: ServerParameter, text: str) -> str:
    real = parameter.type == "real"
    refusal = RefusedError(f'invalid value for parameter "{parameter.name}": "{text}"')
    found = (_REAL if real else _INT).match(text)
    if not real and (found is None or text[found.end() : found.end() + 1] in (".", "e", "E")):
        found = _REAL.match(text)
    if found is None or (not real and _is_broken_octal(found[0])):
        raise refusal
    number = _plain(found[0].strip())
    unit = _UNIT.fullmatch(text, found.end())
    if unit is None:
        raise refusal
    if unit[1]:
        if unit[1] not in _units_for(parameter.unit):
            raise refusal
        number = _convert(number, unit[1], parameter.unit)
    if not real:
        if math.isinf(number):
            raise refusal
        number = round(number)
        if not -_LARGEST - 1 <= number <= _LARGEST:
            raise refusal
    shown = f"{number:g}" if real else str(number)
    low, high = parameter.minimum, parameter.maximum
    if (low and number < float(low)) or (high and number > float(high)):
        of = f" {parameter.unit}" if parameter.unit else ""
        raise RefusedError(f'{shown}{of} is outside the valid range for parameter "{parameter.name}" ({low} .. {high})')
    return shown


def _is_broken_octal(text: str) -> bool:
    """`08`: strtol stops at the 8, which is no unit."""
    body = text.strip().lstrip("+-")
    return body.isdigit() and body.startswith("0") and any(one in "89" for one in body)


def _plain(text: str) -> float:
    """Read by strtol with base 0 where that reads all of it, else strtod."""
    body = text.lstrip("+-")
    sign = -1 if text.startswith("-") else 1
    if body[:2].lower() == "0x":
        return sign * int(body, 16)
    if body.isdigit():
        octal = body.startswith("0") and all(one in "01234567" for one in body)
        return sign * int(body, 8 if octal else 10)
    return float(text)


def _units_for(base: str) -> Mapping[str, float]:
    return _MEMORY if base in ("kB", "8kB", "MB", "B") else _TIME if base in ("ms", "s", "min") else {}


def _convert(number: float, unit: str, base: str) -> float:
    """To the base unit; a fraction is first rounded to the next smaller unit, as the server does."""
    value = number * _BASE[unit] / _BASE[base]
    smaller = list(_units_for(base).items())
    names = [name for name, _ in smaller]
    at = names.index(unit)
    if at > 0 and value != int(value if math.isfinite(value) else 0):
        step = smaller[at - 1][1] / _BASE[base]
        value = round(value / step) * step
    return value
