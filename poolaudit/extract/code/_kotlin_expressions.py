"""Expressions of Kotlin as forms. In: nodes of the grammar that `_kotlin` names. Out: `Form`, and names of types as written."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import (
    Constant,
    Element,
    Given,
    Invocation,
    Member,
    Name,
    Other,
    Run,
    Same,
    Text,
)
from poolaudit.extract.code._tree_lower import PAIR, named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

ESCAPES = frozenset({"escape_sequence"})
HOLES = frozenset({"interpolation"})
PLAIN_TYPES = frozenset({"String", "Int", "Long", "Boolean", "Double", "Any", "Unit"})
WORDS = {"true": True, "false": False, "null": None}
FILLING = frozenset({"apply", "also"})
"""Functions that give back the object whose block fills it (https://kotlinlang.org/docs/scope-functions.html)."""


def module(path: str, root: Node) -> str:
    """The package; empty where none is declared."""
    del path
    header = next((child for child in root.named_children if child.type == "package_header"), None)
    return text_of(named(header)[-1]) if header is not None and named(header) else ""


def invocation(node: Node) -> Form:
    """`f(…)`, `a.b(…) { … }`, `X(…).apply { a = b }`."""
    inside = named(node)
    if not inside:
        return Other("incomplete")
    function = inside[0]
    values: list[Given] = []
    block: Node | None = None
    for part in inside[1:]:
        if part.type == "value_arguments":
            values += _arguments(part)
        elif part.type == "annotated_lambda":
            block = next((child for child in named(part) if child.type == "lambda_literal"), None)
            if block is not None:
                values.append(Given("", block))
    target = navigation(function) if function.type == "navigation_expression" else None
    if isinstance(target, Member):
        if target.name in FILLING and block is not None:
            return Same(target.owner)
        return Invocation(target.owner, target.name, None, tuple(values))
    if function.type == "identifier":
        return Invocation(None, text_of(function), None, tuple(values))
    if function.type == "call_expression" and len(inside) > 1 and inside[1].type == "annotated_lambda":
        made = invocation(function)
        if isinstance(made, Invocation):  # `f(a) { … }`
            return made._replace(arguments=(*made.arguments, *values))
    return Invocation(None, "", function, tuple(values))


def _arguments(node: Node) -> Iterator[Given]:
    for item in named(node):
        inside = named(item)
        if item.type != "value_argument" or not inside:
            continue
        if inside[-1].type == "spread_expression":
            yield Given("", named(inside[-1])[0] if named(inside[-1]) else inside[-1], spread=True)
        elif len(inside) > 1 and any(child.type == "=" for child in item.children):
            yield Given(text_of(inside[0]), inside[-1])
        else:
            yield Given("", inside[-1])


def word(node: Node) -> Form:
    """A name; the grammar takes `true`, `false` and `null` for names."""
    text = text_of(node)
    return Constant(WORDS[text]) if text in WORDS else Name(text)


def navigation(node: Node) -> Form:
    """`a.b`, `a?.b`."""
    inside = named(node)
    return Member(inside[0], text_of(inside[-1])) if len(inside) > 1 else Other("incomplete")


def index(node: Node) -> Form:
    """`a["k"]`."""
    inside = named(node)
    return Element(inside[0], inside[1]) if len(inside) == PAIR else Other("an element that cannot be told")  # object and key


def text(node: Node) -> Form:
    """A string; the grammar gives `$name` as two runs of text."""
    quotes = 3 if node.type == "multiline_string_literal" else 1
    made = lower.pieces(node, node.start_byte + quotes, node.end_byte - quotes, HOLES, ESCAPES)
    found = node.named_children
    marks = {
        child.end_byte: after
        for child, after in pairwise(found)
        if child.type == after.type == "string_content" and text_of(child) == "$" and text_of(after)[:1].isidentifier()
    }
    return made if not marks or isinstance(made, Other) else Text(tuple(_parted(node, made, marks)), made.start, made.end)


def _parted(node: Node, made: Text, marks: dict[int, Node]) -> Iterator[Run | Node]:
    """Runs without the names in them; a run with a name keeps its escapes as they are written."""
    whole, base = node.text or b"", node.start_byte
    for part in made.parts:
        if not isinstance(part, Run):
            yield part
            continue
        at = part.start
        inside = [mark for mark in sorted(marks) if part.start < mark <= part.end]
        for mark in inside:
            if mark - 1 > at:
                yield Run(at, mark - 1, whole[at - base : mark - 1 - base].decode("utf-8", "replace"))
            yield marks[mark]
            at = marks[mark].end_byte
        if not inside:
            yield part
        elif at < part.end:
            yield Run(at, part.end, whole[at - base : part.end - base].decode("utf-8", "replace"))


def shown(node: Node) -> Form:
    """The name after a `$`; the grammar does not say where it ends, so it must be all of its run."""
    text = text_of(node)
    return Name(text) if text.isidentifier() else Other("a name in a text")


def unary(node: Node) -> Form:
    """`-x`, `x!!`."""
    inside = named(node)
    if inside and node.children[-1].type == "!!":
        return Same(inside[0])
    return lower.unary(node)


def type_name(node: Node) -> str:
    """`HikariConfig` of the type beside a name."""
    for child in named(node):
        kind = named(child)[0] if child.type == "nullable_type" and named(child) else child
        if kind.type == "user_type":
            text = ".".join(text_of(part) for part in named(kind) if part.type == "identifier")
            return "" if text in PLAIN_TYPES else text
    return ""
