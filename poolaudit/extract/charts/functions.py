"""Functions of templates by their names. In: values. Out: a `Value`; unknown where an input that counts is.

Go's text/template (https://pkg.go.dev/text/template#hdr-Functions), Sprig 3.3 (https://masterminds.github.io/sprig/), Helm's own
(https://helm.sh/docs/chart_template_guide/function_list/, 3.19), read 2026-11-21. What reads a clock or chance is unknown.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit.extract.charts import collection_functions, number_functions, parsing_functions, text_functions
from poolaudit.extract.charts.comparison import any_equal
from poolaudit.extract.charts.given import data_of, word_of
from poolaudit.extract.charts.rope import Rope
from poolaudit.extract.charts.value import (
    LARGEST,
    MOST_MEMBERS,
    NOTHING,
    TOO_MUCH,
    Known,
    Unknown,
    steps_of,
    text,
    truth,
    why_not,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.charts.value import Value

_CHANCE = frozenset((
    "randAlphaNum", "randAlpha", "randNumeric", "randAscii", "randBytes", "uuidv4", "genPrivateKey", "genCA", "genSelfSignedCert",
    "genSignedCert", "derivePassword", "htpasswd", "bcrypt", "sha256sum", "sha1sum", "adler32sum", "now", "date",
))  # fmt: skip
"""Functions whose result is never empty and differs from run to run, or says nothing by itself."""


def call(name: str, given: tuple[Value, ...]) -> Value:
    """The result of a function; unknown for one that is not known here, and for values that it does not take."""
    plain = name.removeprefix("must")
    plain = plain[:1].lower() + plain[1:] if plain != name else name
    if plain in _CHANCE:
        return Unknown(f"{name} makes it", True)
    function = _every().get(plain)
    if function is None:
        return Unknown(f"the function {name} is not known")
    try:
        return _bounded(function(*given))
    except (TypeError, ValueError, ArithmeticError, KeyError, IndexError):
        return Unknown(why_not(*given) or f"{name} does not take that", None, steps_of(*given))


def _bounded(value: Value) -> Value:
    """The value, unless doubling it again and again has made it larger than any that a chart needs."""
    data = value.data if isinstance(value, Known) else None
    if isinstance(data, (int, float)):
        return value if abs(data) < LARGEST else Unknown(TOO_MUCH)
    return Unknown(TOO_MUCH) if isinstance(data, tuple) and len(data) > MOST_MEMBERS else value


@cache
def _every() -> dict[str, Callable[..., Value]]:
    return {
        **text_functions.functions(),
        **number_functions.functions(),
        **collection_functions.functions(),
        **parsing_functions.functions(),
        "and": _and,
        "or": _or,
        "not": lambda value: _bool(truth(value), value, negated=True),
        "empty": lambda value: _bool(truth(value), value, negated=True),
        "eq": lambda first, *others: any_equal(first, others),
        "ne": lambda first, other: call("not", (any_equal(first, (other,)),)),
        **{name: _compare(name) for name in ("lt", "le", "gt", "ge")},
        "default": lambda other, *value: _or(value[0], other) if value else other,
        "coalesce": lambda *given: _or(*given) if given else NOTHING,
        "ternary": _ternary,
        "required": lambda _, value: Unknown("a value that the chart requires is missing", True) if _is_missing(value) else value,
        "fail": lambda *_: Unknown("the chart refuses these values"),
        "kindIs": lambda kind, value: Known(word_of(kind) == _kind(value)), "kindOf": lambda value: text(_kind(value)),
        "typeIs": lambda kind, value: Known(word_of(kind) == _kind(value)), "typeOf": lambda value: text(_kind(value)),
        "lookup": lambda *_: Known({}),
        "semverCompare": _semver,
    }  # fmt: skip


def _is_missing(value: Value) -> bool:
    return isinstance(value, Known) and (value.data is None or (isinstance(value.data, Rope) and not value.data.text))


def _bool(known: bool | None, value: Value, *, negated: bool = False) -> Value:  # noqa: FBT001
    if known is None:
        return Unknown(why_not(value) or "not known", None, steps_of(value))
    return Known(known != negated, steps_of(value))


def _and(*given: Value) -> Value:
    """The first that is false or the last; false as soon as one surely is."""
    doubtful = [each for each in given if truth(each) is None]
    if not doubtful:
        return next((each for each in given if truth(each) is False), given[-1])
    return next((each for each in given if truth(each) is False), Unknown(why_not(*doubtful), None, steps_of(*given)))


def _or(*given: Value) -> Value:
    """The first that is true or the last."""
    for number, each in enumerate(given):
        known = truth(each)
        if known:
            return each
        if known is None:
            surely = any(truth(other) for other in given[number + 1 :])
            return Unknown(why_not(each), True if surely else None, steps_of(*given))
    return given[-1]


def _compare(name: str) -> Callable[..., Value]:
    def compared(first: Value, second: Value) -> Value:
        left, right = data_of(first), data_of(second)
        if isinstance(left, Rope) and isinstance(right, Rope):
            left, right = word_of(first), word_of(second)
        elif not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
            raise TypeError
        less, more = left < right, left > right  # type: ignore[operator]  # both numbers or both texts
        return Known({"lt": less, "le": not more, "gt": more, "ge": not less}[name], steps_of(first, second))

    return compared


def _ternary(yes: Value, no: Value, value: Value) -> Value:
    known = truth(value)
    if known is None:
        return Unknown(why_not(value), None, steps_of(value))
    return yes if known else no


def _kind(value: Value) -> str:
    data = data_of(value)
    names = (
        (type(None), "invalid"),
        (bool, "bool"),
        (int, "float64"),
        (float, "float64"),
        (Rope, "string"),
        (tuple, "slice"),
        (dict, "map"),
    )
    return next(name for kind, name in names if isinstance(data, kind))


def _semver(constraint: Value, version: Value) -> Value:
    """One comparison with a version, such as `>=1.21-0`."""
    want, have = word_of(constraint).replace(" ", ""), word_of(version).lstrip("v")
    sign = want[: len(want) - len(want.lstrip("<>=!^~"))]
    parts = [[int(each) for each in one.lstrip("<>=!^~v").partition("-")[0].split(".")][:3] for one in (want, have)]
    wanted, given = ([*each, 0, 0][:3] for each in parts)
    answers = {">=": given >= wanted, ">": given > wanted, "<=": given <= wanted, "<": given < wanted, "=": given == wanted,
               "": given == wanted, "!=": given != wanted}  # fmt: skip
    return Known(answers[sign], steps_of(version))
