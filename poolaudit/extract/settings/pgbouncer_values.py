"""How PgBouncer turns text into numbers.

In: the text of a value. Out: the number that PgBouncer works with, or None when it refuses the text.
Source: `cf_set_int`, `cf_set_uint`, `parse_time` of `lib/usual/cfparser.c` of https://github.com/pgbouncer/pgbouncer at 13a344f2,
which call C's strtol (base 0), strtoul and strtod; connection strings use atoi. Run against 1.18.0 and 1.24.1.
"""

from __future__ import annotations

import math

_SPACES = " \t\n\v\f\r"
_DIGITS = {8: "01234567", 10: "0123456789", 16: "0123456789abcdefABCDEF"}
_LONG = 1 << 63


def integer(text: str) -> int | None:
    """A setting of type int: the whole text by strtol base 0, cut to 32 bits; `010` is 8."""
    number = _strtol(text)
    return None if number is None else _wrap(max(-_LONG, min(number, _LONG - 1)))


def unsigned(text: str) -> int | None:
    """A setting of type unsigned int; a negative number wraps round."""
    number = _strtol(text)
    if number is None:
        return None
    return (number if abs(number) < 2 * _LONG else 2 * _LONG - 1) % (1 << 32)


def atoi(text: str) -> int:
    """A number in a connection string: its leading decimal digits, 0 when there are none."""
    text = text.lstrip(_SPACES)
    sign = -1 if text.startswith("-") else 1
    digits = text[1:] if text[:1] in ("+", "-") else text
    size = _run(digits, 10)
    number = sign * int(digits[:size]) if 0 < size <= 4000 else sign * _LONG if size else 0  # noqa: PLR2004 - int() has a limit
    return _wrap(max(-_LONG, min(number, _LONG - 1)))


def seconds(text: str) -> float | None:
    """A duration: the whole text by strtod, in seconds, not negative; no unit may follow."""
    text = text.lstrip(_SPACES)
    body = text[1:] if text[:1] in ("+", "-") else text
    number = _strtod(body)
    if number is None:
        return None
    if text.startswith("-"):
        number = -number
    return None if number < 0 else number


def show(number: float) -> str:
    """A duration as SHOW CONFIG prints it (C's `%g`)."""
    return f"{number:g}"


def _strtol(text: str) -> int | None:
    text = text.lstrip(_SPACES)
    negative = text.startswith("-")
    body = text[1:] if text[:1] in ("+", "-") else text
    base = 16 if body[:2].lower() == "0x" else 8 if body.startswith("0") else 10
    digits = body[2:] if base == 16 else body  # noqa: PLR2004 - a number base
    if not digits or _run(digits, base) != len(digits):
        return None
    number = int(digits, base) if len(digits) <= 4000 else 2 * _LONG  # noqa: PLR2004 - int() has a limit
    return -number if negative else number


def _strtod(body: str) -> float | None:
    low = body.lower()
    if low in ("inf", "infinity"):
        return math.inf
    if low == "nan":
        return math.nan
    if low.startswith("0x"):
        return _hex_float(low)
    mantissa, mark, exponent = low.partition("e")
    whole, _, fraction = mantissa.partition(".")
    if not (whole or fraction) or not all(part == "" or _run(part, 10) == len(part) for part in (whole, fraction)):
        return None
    if mark:
        digits = exponent[1:] if exponent[:1] in ("+", "-") else exponent
        if not digits or _run(digits, 10) != len(digits):
            return None
    number = float(low)
    return None if math.isinf(number) else number


def _hex_float(low: str) -> float | None:
    if low[-1] in "p+-." or ("." not in low and _run(low[2:].partition("p")[0], 16) == 0):
        return None
    try:
        return float.fromhex(low)
    except (ValueError, OverflowError):
        return None


def _run(text: str, base: int) -> int:
    size = 0
    while size < len(text) and text[size] in _DIGITS[base]:
        size += 1
    return size


def _wrap(number: int) -> int:
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)
