"""The language of `when:`: typed, bounded, with three truth values.

In: text of a rule page, the `on:` word and the rule's options. Out: a `Predicate` that answers true, false or unknown for a
subject (Kleene's strong logic), with the settings that decided or the facts that are missing.

The grammar is a closed part of Python's expressions: literals, dotted words, `and or not`, `in`, comparisons, `+ - * /`, the
units `ms seconds minutes hours`, and `written(x)`, `unset(x)`, `known(x)`.
"""

from __future__ import annotations

import ast
import operator
from dataclasses import field
from typing import TYPE_CHECKING, Any, NamedTuple

from poolaudit._records import dataclass
from poolaudit.facts.setting import Origin, Setting
from poolaudit.lint.glossary import glossary
from poolaudit.lint.values import MAX_DEPTH, UNKNOWN, PredicateError, Value, parse, path_of, value, why
from poolaudit.lint.words import DURATION, NOTHING, NUMBER, OPAQUE, SECRET, SIZE, TEXT, TRUTH, Type, Word, WordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.lint.glossary import Glossary

    Outcome = tuple["bool | None", tuple[Any, ...]]
    """Truth, and the settings that decided; for unknown the missing facts, none when there is nothing to learn."""
    Ask = Callable[[Any], Outcome]

_GONE: Outcome = (None, ())
_EQUAL: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_MEMBER: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
}
_SIGNS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_ORDERED = (NUMBER, DURATION, SIZE)


class Answer(NamedTuple):
    """What a predicate says about one subject."""

    truth: bool | None
    """None is unknown."""
    settings: tuple[Setting[Any], ...]
    """The settings read on the deciding branch, in the order in which they are written; none for unknown."""
    missing: tuple[str, ...]
    """For unknown: the facts that would decide it, `pooler.mode: why`; none when none could, since the thing does not exist."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition that has been checked and compiled."""

    text: str
    on: str
    _ask: Ask = field(repr=False, compare=False)

    def evaluate(self, subject: object) -> Answer:
        """Ask it about a subject of the kind `on`."""
        truth, found = self._ask(subject)
        if truth is None:
            return Answer(None, (), tuple(dict.fromkeys(found)))
        if truth is True and len(found) > 1:
            found = tuple(each for index, each in enumerate(found) if each not in found[:index])
        return Answer(truth, found, ())


def compile_predicate(text: str, on: str, options: Mapping[str, object] | None = None, *, checked: bool = False) -> Predicate:
    """Check and compile; raise `PredicateError` for what is not of the language, `WordError` for an unknown `on`.

    Of a condition that has been `checked` before, each part after an `and` is compiled when it is first asked.
    """
    return Predicate(text, on, _truth(parse(text), glossary(on, checked=checked), options or {}, 0))


def _truth(node: ast.expr, names: Glossary, options: Mapping[str, object], depth: int) -> Ask:
    if depth > MAX_DEPTH:
        raise PredicateError(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(node, ast.BoolOp):
        make = _later if names.checked else _truth
        asks = [make(each, names, options, depth + 1) for each in node.values]
        return _all(asks) if isinstance(node.op, ast.And) else _any(asks)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _not(_truth(node.operand, names, options, depth + 1))
    if isinstance(node, ast.Compare):
        return _comparisons(node, names, options, depth)
    if isinstance(node, ast.Call):
        return _state(node, names)
    found = value(node, names, options, depth)
    if found.type != TRUTH:
        raise PredicateError(f"`{ast.unparse(node)}` is a {found.type}, not a condition; compare it with something")
    return _compare("==", operator.eq, found, Value(TRUTH, lambda _s, _r, _m: True, is_constant=True, constant=True))


def _later(node: ast.expr, names: Glossary, options: Mapping[str, object], depth: int) -> Ask:
    made: list[Ask] = []

    def ask(subject: Any) -> Outcome:
        if not made:
            made.append(_truth(node, names, options, depth))
        return made[0](subject)

    return ask


def _all(asks: list[Ask]) -> Ask:
    def ask(subject: Any) -> Outcome:
        reads: tuple[Any, ...] = ()
        missing: tuple[Any, ...] | None = None
        for each in asks:
            truth, found = each(subject)
            if truth is False:
                return False, found
            if truth is None:  # every part must become true, so one that cannot be learnt makes all others pointless
                missing = found if missing is None or not found else missing and (*missing, *found)
            else:
                reads = reads + found if reads else found
        return (True, reads) if missing is None else (None, missing)

    return ask


def _any(asks: list[Ask]) -> Ask:
    def ask(subject: Any) -> Outcome:
        reads: tuple[Any, ...] = ()
        missing: tuple[Any, ...] | None = None
        for each in asks:
            truth, found = each(subject)
            if truth is True:
                return True, found
            if truth is None:
                missing = found if missing is None else (*missing, *found)
            else:
                reads = reads + found if reads else found
        return (False, reads) if missing is None else (None, missing)

    return ask


def _not(inner: Ask) -> Ask:
    def ask(subject: Any) -> Outcome:
        truth, found = inner(subject)
        return (None if truth is None else not truth), found

    return ask


def _comparisons(node: ast.Compare, names: Glossary, options: Mapping[str, object], depth: int) -> Ask:
    values = [value(each, names, options, depth + 1) for each in (node.left, *node.comparators)]
    asks = []
    for kind, left, right in zip(node.ops, values, values[1:], strict=False):
        if type(kind) not in _SIGNS:
            raise PredicateError(f"`{ast.unparse(node)}`: write `==` for `is`, and unset(x) for a thing that does not exist")
        sign = _SIGNS[type(kind)]
        _check_types(ast.unparse(node), sign, left, right)
        operation = _EQUAL.get(type(kind)) or _ORDER.get(type(kind)) or _MEMBER[type(kind)]
        asks.append(_compare(sign, operation, left, right))
    return asks[0] if len(asks) == 1 else _all(asks)


def _check_types(text: str, sign: str, left: Value, right: Value) -> None:
    one, other = left.type, right.type
    for operand in (left, right):
        if operand.type in (OPAQUE, SECRET) or operand.type.cls is not None:
            raise PredicateError(f"`{text}`: a {operand.type} cannot be compared; there is unset() and known()")
    if sign.endswith("in"):
        fits = (one == other == TEXT) or (other.element is not None and (NOTHING in (one, other.element) or one == other.element))
        hint = f": a {one} cannot be in a {other}"
    elif sign in ("==", "!="):
        fits = one == other or (
            NOTHING in (one, other) and any(each.word is not None and each.word.is_setting for each in (left, right))
        )
        hint = f" compares a {one} with a {other}"
    else:
        fits = one == other and one in _ORDERED
        hint = f" asks for the order of a {one} and a {other}"
        hint += "; text has no order here, a version needs a word of the graph" if one == other == TEXT else ""
    if not fits:
        unit = "; write the unit, as in `10 * seconds`" if {_core(one), _core(other)} == {DURATION, NUMBER} else ""
        raise PredicateError(f"`{text}`{hint}{unit}")


def _core(kind: Type) -> Type:
    return kind.element or kind


def _compare(sign: str, operation: Callable[[Any, Any], Any], left: Value, right: Value) -> Ask:
    if left.word is not None and left.word.is_setting and right.is_constant:
        return _compare_setting(sign, operation, left.word, right.constant)
    first, second = left.compute, right.compute

    def ask(subject: Any) -> Outcome:
        reads: list[Setting[Any]] = []
        missing: list[str | None] = []
        one, other = first(subject, reads, missing), second(subject, reads, missing)
        if one is UNKNOWN or other is UNKNOWN:
            return None, (() if None in missing else tuple(missing))
        try:
            return bool(operation(one, other)), tuple(reads)
        except (TypeError, ValueError):
            return None, (f"{sign}: {_no_answer(one, other)}",)

    return ask


def _compare_setting(sign: str, operation: Callable[[Any, Any], Any], word: Word, other: object) -> Ask:
    """The commonest comparison, a setting with a constant, without a list or a call more than it needs."""
    read, text, unresolved, absent = word.read, word.text, Origin.UNRESOLVED, Origin.ABSENT

    def ask(subject: Any) -> Outcome:
        setting = read(subject)
        if setting is None or setting.origin is absent:
            return _GONE
        if setting.origin is unresolved:
            return None, (why(text, setting),)
        try:
            return bool(operation(setting.value, other)), (setting,)
        except (TypeError, ValueError):
            return None, (f"{text} {sign}: {_no_answer(setting.value, other)}",)

    return ask


def _no_answer(one: object, other: object) -> str:
    return "None has no order" if one is None or other is None else "has no answer for such values"


def _state(node: ast.Call, names: Glossary) -> Ask:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in ("written", "unset", "known") or len(node.args) != 1 or node.keywords:
        raise PredicateError(
            f"`{ast.unparse(node)}` is not part of the language of rules; there is written(x), unset(x) and known(x)"
        )
    try:
        word = names.word(path_of(node.args[0]))
    except WordError as error:
        raise PredicateError(str(error)) from None
    if name == "written" and not word.is_setting:
        raise PredicateError(f"`{ast.unparse(node)}`: `{word.text}` is not a setting, so nobody writes it")
    if not word.is_setting and not word.nullable:
        raise PredicateError(f"`{ast.unparse(node)}`: `{word.text}` is always known")
    read, text = word.read, word.text

    def known(subject: Any) -> Outcome:
        found = read(subject)
        if found is None or not word.is_setting:
            return found is not None, ()
        return found.is_known, (found,)

    def unset(subject: Any) -> Outcome:
        found = read(subject)
        if found is None or not word.is_setting:
            return found is None, ()
        if found.origin is Origin.UNRESOLVED:
            return None, (why(text, found),)
        return found.origin is Origin.ABSENT, (found,)

    def written(subject: Any) -> Outcome:
        found = read(subject)
        if found is None:
            return False, ()
        if found.origin is Origin.UNRESOLVED:
            return None, (why(text, found),)
        return found.is_written, (found,)

    return {"known": known, "unset": unset, "written": written}[name]
