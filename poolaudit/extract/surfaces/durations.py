"""Durations as text and as source code. In: `1h30m`, `PT30M`, `5 * time.Minute`, `Duration.ofSeconds(30)`. Out: seconds.

Grammars: Go's time.ParseDuration, ISO 8601 as java.time.Duration reads it; products of numbers, units and the functions that
`catalog.durations` lists.
"""

from __future__ import annotations

from poolaudit.catalog.durations import CONSTANTS, FUNCTIONS, NUMBERS, TEXT_UNITS
from poolaudit.facts.units import Seconds

_LONGEST = 60
"""Characters; a longer text is no duration that a person writes."""
_ISO_UNITS = ({"D": 86400.0}, {"H": 3600.0, "M": 60.0, "S": 1.0})
_DIGITS = frozenset("0123456789.")
_LARGEST = 10**12


def spelled_duration(text: str) -> Seconds | None:
    """A duration whose text carries its units, None for anything else: `30s`, `1h30m`, `-1s`, `PT30M`, `P1DT2H`."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    sign, body = (-1.0, text[1:]) if text[0] == "-" else (1.0, text.removeprefix("+"))
    if body[:1] in ("P", "p"):
        days, _, times = body[1:].upper().partition("T")
        parts = [_sum(part, units) for part, units in zip((days, times), _ISO_UNITS, strict=True) if part]
    else:
        parts = [_sum(body, TEXT_UNITS)]
    known = [part for part in parts if part is not None]
    return Seconds(round(sign * sum(known), 9)) if parts and len(known) == len(parts) else None


def coded_duration(code: str) -> Seconds | int | None:
    """A product of numbers and units in source code, in seconds; a number where no unit stands; None for other code."""
    if len(code) > _LONGEST:
        return None
    amount, has_unit = 1.0, False
    for factor in code.split("*"):
        value = _factor(factor.strip())
        if value is None or (value[1] and has_unit):
            return None
        amount *= value[0]
        has_unit = has_unit or value[1]
    if not abs(amount) < _LARGEST:
        return None
    if has_unit:
        return Seconds(round(amount, 9))
    return int(amount) if amount == int(amount) else None


def _factor(text: str) -> tuple[float, bool] | None:
    """A number, and whether it is in seconds."""
    if text in CONSTANTS:
        return CONSTANTS[text], True
    number = _whole(text)
    if number is not None:
        return number, False
    if not text.endswith(")"):
        return None
    name, _, inside = text[:-1].partition("(")
    number = _whole(inside.strip())
    if number is None:
        return None
    if name in NUMBERS:
        return number, False
    unit = next((unit for end, unit in FUNCTIONS.items() if name == end or name.endswith((f".{end}", f"::{end}"))), None)
    return (number * unit, True) if unit is not None else None


def _whole(text: str) -> float | None:
    digits = text.replace("_", "").rstrip("lL")
    return float(digits) if digits.isascii() and digits.isdigit() else None


def _sum(text: str, units: dict[str, float]) -> float | None:
    """`1h30m`: numbers, each with its unit."""
    total, at = 0.0, 0
    while at < len(text):
        start = at
        while at < len(text) and text[at] in _DIGITS:
            at += 1
        digits, start = text[start:at], at
        while at < len(text) and text[at] not in _DIGITS:
            at += 1
        name = text[start:at].strip()
        unit = units.get(name, units.get(name.lower()))  # `5S` of Quarkus
        if unit is None or digits.count(".") > 1 or digits in ("", "."):
            return None
        total += float(digits) * unit
    return total if text else None
