"""The half of the rule language that has values: literals, words, units and arithmetic.

In: nodes of Python's `ast` and a vocabulary. Out: `Value`, typed and compiled to a closure; nothing of a page is ever executed.
"""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Seconds
from poolaudit.lint.words import DURATION, NOTHING, NUMBER, OPAQUE, SIZE, TEXT, TRUTH, Type, Word, WordError, closest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.lint.glossary import Glossary

    Compute = Callable[[Any, list[Setting[Any]], list["str | None"]], Any]

MAX_LENGTH = 1000
"""Characters of one expression."""
MAX_DEPTH = 20
"""Levels of nesting."""
UNKNOWN = object()
"""What a computation gives when a part is not known; the reasons are in its list of missing facts."""
NAMED: dict[str, object] = {
    "ms": Seconds(0.001),
    "seconds": Seconds(1),
    "minutes": Seconds(60),
    "hours": Seconds(3600),
    "true": True,  # as YAML, in which pages are written, spells them
    "false": False,
}
"""Units, and constants with a name of their own."""
_ARITHMETIC: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}
_WITH_UNIT = (DURATION, SIZE)


class PredicateError(ValueError):
    """Text that is not of the language, or whose types clash; `str()` is one line with a suggestion."""


@dataclass(frozen=True, slots=True)
class Value:
    """A part of an expression that has a value."""

    type: Type
    compute: Compute
    """Subject, list to append the settings read to, list to append missing facts to (None: nothing to learn)
    → value or `UNKNOWN`."""
    is_constant: bool = False
    constant: Any = None
    word: Word | None = None


def parse(text: str) -> ast.expr:
    """The syntax tree of one expression; raise `PredicateError` when it is none or too large."""
    import warnings  # noqa: PLC0415

    if len(text) > MAX_LENGTH:
        raise PredicateError(f"longer than {MAX_LENGTH} characters; put a word for it into the graph")
    if "\\" in text:
        raise PredicateError("a backslash has no meaning here")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(" ".join(text.split("\n")).strip(), mode="eval").body
    except SyntaxError as error:
        raise PredicateError(f"not an expression: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError, Warning):
        raise PredicateError("not an expression") from None


def value(node: ast.expr, names: Glossary, options: Mapping[str, object], depth: int = 0) -> Value:
    """Check and compile a node that must have a value; raise `PredicateError`."""
    if depth > MAX_DEPTH:
        raise PredicateError(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(node, ast.Constant):
        return constant(node.value)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _named(path_of(node), names, options)
    if isinstance(node, ast.BinOp):
        return _arithmetic(node, names, options, depth)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = value(node.operand, names, options, depth + 1)
        if operand.type not in (NUMBER, *_WITH_UNIT):
            raise PredicateError(f"`-` before a {operand.type}")
        return _combine(operator.sub, "-", Value(operand.type, _give(0), is_constant=True, constant=0), operand, operand.type)
    if isinstance(node, ast.Tuple):
        return _tuple([value(element, names, options, depth + 1) for element in node.elts])
    raise PredicateError(f"`{ast.unparse(node)}` is not part of the language of rules{_advice(node)}")


def path_of(node: ast.expr) -> tuple[str, ...]:
    """The parts of a dotted path; raise `PredicateError` for anything else."""
    parts: list[str] = []
    at = node
    while isinstance(at, ast.Attribute):
        parts.append(at.attr)
        at = at.value
    if not isinstance(at, ast.Name) or len(parts) >= MAX_DEPTH:
        raise PredicateError(f"`{ast.unparse(node)}` is not a dotted word")
    return (at.id, *reversed(parts))


def constant(item: object) -> Value:
    """A literal or an option."""
    kind = _constant_type(item)
    if kind is None or (isinstance(item, float) and item - item != 0):
        raise PredicateError(f"`{item!r}` is not a text, a number, True, False or None")
    return Value(kind, _give(item), is_constant=True, constant=item)


def option(path: tuple[str, ...], options: Mapping[str, object]) -> object:
    """The value of `options.<name>`; raise `PredicateError` when the rule has no such option."""
    name = ".".join(path[1:])
    if name not in options:
        raise PredicateError(f"`{'.'.join(path)}` is not an option of this rule{closest(name, options)}")
    return options[name]


def why(word: str, setting: Setting[Any]) -> str:
    """One phrase for a fact that is missing: the word and the reason."""
    return f"{word}: {setting.note or 'not known'}"


def word_value(word: Word) -> Value:
    """A word as a value."""
    read, text = word.read, word.text

    def of_setting(subject: Any, reads: list[Setting[Any]], missing: list[str | None]) -> Any:
        setting = read(subject)
        if setting is None or setting.origin is Origin.ABSENT:
            missing.append(None)  # nothing is missing: there is no such value to learn
            return UNKNOWN
        if setting.origin is Origin.UNRESOLVED:
            missing.append(why(text, setting))
            return UNKNOWN
        reads.append(setting)
        return setting.value

    def of_bare(subject: Any, reads: list[Setting[Any]], missing: list[str | None]) -> Any:  # noqa: ARG001  # one shape
        found = read(subject)
        if found is None:
            missing.append(None)
            return UNKNOWN
        return found

    return Value(word.type, of_setting if word.is_setting else of_bare, word=word)


def _named(path: tuple[str, ...], names: Glossary, options: Mapping[str, object]) -> Value:
    if len(path) == 1 and path[0] in NAMED:
        return constant(NAMED[path[0]])
    if path[0] == "options":
        return constant(option(path, options))
    try:
        return word_value(names.word(path))
    except WordError as error:
        raise PredicateError(str(error)) from None


def _constant_type(item: object) -> Type | None:
    if item is None:
        return NOTHING
    if isinstance(item, tuple):
        kinds = {_constant_type(element) for element in item} - {NOTHING}
        element = kinds.pop() if kinds else NOTHING
        return Type("list", element=element) if not kinds and element in (TEXT, NUMBER, DURATION, NOTHING) else None
    for cls, kind in ((bool, TRUTH), (Seconds, DURATION), (int, NUMBER), (float, NUMBER), (str, TEXT)):
        if isinstance(item, cls):
            return kind
    return None


def _tuple(elements: list[Value]) -> Value:
    kinds = {element.type for element in elements} - {NOTHING}
    if len(kinds) > 1 or kinds & {OPAQUE} or any(kind.element or kind.cls for kind in kinds):
        raise PredicateError(f"a list must hold values of one type, not {' and '.join(sorted(map(str, kinds)))}")
    kind = Type("list", element=kinds.pop() if kinds else NOTHING)
    if all(element.is_constant for element in elements):
        items = tuple(element.constant for element in elements)
        return Value(kind, _give(items), is_constant=True, constant=items)

    def compute(subject: Any, reads: list[Setting[Any]], missing: list[str | None]) -> Any:
        items = tuple(element.compute(subject, reads, missing) for element in elements)
        return UNKNOWN if any(item is UNKNOWN for item in items) else items

    return Value(kind, compute)


def _arithmetic(node: ast.BinOp, names: Glossary, options: Mapping[str, object], depth: int) -> Value:
    if type(node.op) not in _ARITHMETIC:
        raise PredicateError(f"`{ast.unparse(node)}` is not part of the language of rules; there is + - * /")
    sign, operation = _ARITHMETIC[type(node.op)]
    left = value(node.left, names, options, depth + 1)
    right = value(node.right, names, options, depth + 1)
    kind = _result(sign, left.type, right.type)
    if kind is None:
        hint = "; write the unit, as in `10 * seconds`" if {left.type, right.type} == {DURATION, NUMBER} else ""
        raise PredicateError(f"`{ast.unparse(node)}` puts a {left.type} {sign} a {right.type}{hint}")
    return _combine(operation, ast.unparse(node), left, right, kind)


def _result(sign: str, left: Type, right: Type) -> Type | None:
    if left == right and left in (NUMBER, *_WITH_UNIT):
        return NUMBER if sign == "/" else left if sign in "+-" or left == NUMBER else None
    if left in _WITH_UNIT and right == NUMBER and sign in "*/":
        return left
    return right if left == NUMBER and right in _WITH_UNIT and sign == "*" else None


def _combine(operation: Callable[[Any, Any], Any], text: str, left: Value, right: Value, kind: Type) -> Value:
    if left.is_constant and right.is_constant:
        try:
            result = operation(left.constant, right.constant)
        except ArithmeticError:
            raise PredicateError(f"`{text}` has no value") from None
        return constant(Seconds(result) if kind == DURATION else result)
    first, second = left.compute, right.compute

    def compute(subject: Any, reads: list[Setting[Any]], missing: list[str | None]) -> Any:
        one, other = first(subject, reads, missing), second(subject, reads, missing)
        if one is UNKNOWN or other is UNKNOWN:
            return UNKNOWN
        try:
            result = operation(one, other)
        except (ArithmeticError, TypeError):  # a division by zero, or a known None
            result = None
        if result is None or result != result:  # noqa: PLR0124  # NaN compares as nothing else does
            missing.append(f"{text}: has no value")
            return UNKNOWN
        return result

    return Value(kind, compute)


def _give(item: Any) -> Compute:
    return lambda _subject, _reads, _missing: item


def _advice(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return "; there is written(), unset() and known()"
    if isinstance(node, (ast.BoolOp, ast.Compare)) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
        return " at this place: a value is wanted, not a condition"
    if isinstance(node, (ast.List, ast.Set)):
        return "; write a list in parentheses: (a, b)"
    return ""
