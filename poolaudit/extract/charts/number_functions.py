"""Functions of templates that count. In: values. Out: a `Value`.

Sprig 3.3, https://masterminds.github.io/sprig/math.html, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.charts.given import number_of, whole_of
from poolaudit.extract.charts.value import Known, Unknown, steps_of, why_not

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.charts.value import Value


def functions() -> dict[str, Callable[..., Value]]:
    """Each function by its name."""
    return {
        "int": _int, "int64": _int, "toDecimal": _int, "atoi": _int, "float64": _float,
        "add": lambda *given: _numbers(sum, given), "add1": lambda value: _numbers(lambda each: sum(each) + 1, (value,)),
        "sub": lambda *given: _numbers(lambda each: each[0] - each[1], given),
        "mul": lambda *given: _numbers(_product, given),
        "div": lambda *given: _numbers(lambda each: int(each[0] / each[1]), given),
        "mod": lambda *given: _numbers(lambda each: each[0] % each[1], given),
        "max": lambda *given: _numbers(max, given), "min": lambda *given: _numbers(min, given),
        "ceil": lambda value: _numbers(lambda each: float(-(-each[0] // 1)), (value,), whole=False),
        "floor": lambda value: _numbers(lambda each: float(each[0] // 1), (value,), whole=False),
    }  # fmt: skip


def _int(value: Value) -> Value:
    """A whole number; 0 for what is none, as Go's cast gives."""
    if isinstance(value, Unknown) or why_not(value):
        return Unknown(why_not(value), None, steps_of(value))
    try:
        return Known(whole_of(value), steps_of(value))
    except ValueError:
        return Known(0, steps_of(value))


def _float(value: Value) -> Value:
    return Known(float(number_of(value)), steps_of(value))


def _numbers(make: Callable[[list[float]], float], given: tuple[Value, ...], *, whole: bool = True) -> Value:
    numbers = [number_of(each) for each in given]
    made = make([int(each) for each in numbers] if whole else numbers)
    return Known(made, steps_of(*given))


def _product(given: list[float]) -> float:
    found = 1.0 if any(isinstance(each, float) for each in given) else 1
    for each in given:
        found *= each
    return found
