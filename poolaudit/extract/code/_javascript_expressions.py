"""Expressions of JavaScript and TypeScript as forms. In: nodes of the grammar that `_javascript` names. Out: `Form`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import (
    Constant,
    Entries,
    Entry,
    Given,
    Invocation,
    Name,
    Other,
)
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
ESCAPES = frozenset({"escape_sequence"})
TYPES = {"window": "undefined", "document": "undefined", "process": "object", "globalThis": "object"}
"""Objects that a browser has and a server has not, or the other way round, by the word that `typeof` gives for them on a server
(https://nodejs.org/docs/latest-v22.x/api/globals.html)."""
WRAPPING = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"})


def call(node: Node) -> Form:
    """`f(…)`, `a.b(…)`, and a template with a tag as a call with one argument."""
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or given is None:
        return Other("incomplete")
    values = (
        (Given("", given),) if given.type == "template_string" else tuple(lower.arguments(given, frozenset({"spread_element"})))
    )
    return _called(function, values)


def construction(node: Node) -> Form:
    """`new X(…)`."""
    made, given = node.child_by_field_name("constructor"), node.child_by_field_name("arguments")
    if made is None:
        return Other("incomplete")
    return _called(made, tuple(lower.arguments(given, frozenset({"spread_element"}))))


def _called(function: Node, values: tuple[Given, ...]) -> Invocation:
    while function.type in WRAPPING and function.named_children:
        function = function.named_children[0]
    if function.type == "await_expression" and function.named_children:  # `await sql<T>`…``, as the grammar reads it
        function = function.named_children[0]
    if function.type == "member_expression":
        owner, attribute = function.child_by_field_name("object"), function.child_by_field_name("property")
        if owner is not None and attribute is not None:
            return Invocation(owner, text_of(attribute).lstrip("#"), None, values)
    if function.type in ("identifier", "import", "super"):
        return Invocation(None, text_of(function), None, values)
    return Invocation(None, "", function, values)


def mapping(node: Node) -> Form:
    """An object literal; its methods say nothing."""
    found: list[Entry] = []
    for item in named(node):
        if item.type == "pair":
            key, value = item.child_by_field_name("key"), item.child_by_field_name("value")
            if key is not None and value is not None:
                found.append(Entry(key if key.type == "computed_property_name" else text_of(key).strip("\"'`"), value))
        elif item.type == "shorthand_property_identifier":
            found.append(Entry(text_of(item), item))
        elif item.type == "spread_element":
            found.append(Entry(None, item))
    return Entries(tuple(found))


def word(node: Node) -> Form:
    """A name; `undefined` is one to the grammar of some positions."""
    text = text_of(node)
    return Constant(None) if text == "undefined" else Name(text)


def unary(node: Node) -> Form:
    """`-x`, `!x`; `typeof window` is what it is in a program of a server."""
    inside = named(node)
    if inside and text_of(node.child_by_field_name("operator")) == "typeof":
        kind = TYPES.get(text_of(inside[0]))
        return Constant(kind) if kind is not None else Other("a type")
    return lower.unary(node)


FORMS = {
    "identifier": word,
    "shorthand_property_identifier": word,
    "property_identifier": word,
    "type_identifier": word,
    "undefined": lower.constant(None),
    "null": lower.constant(None),
    "true": lower.constant(value=True),
    "false": lower.constant(value=False),
    "number": lower.number,
    "this": lower.name,
    "super": lower.name,
    "meta_property": lower.name,
    "member_expression": lower.member("object", "property"),
    "subscript_expression": lower.element("object", "index"),
    "call_expression": call,
    "new_expression": construction,
    "string": lower.string(escapes=ESCAPES),
    "template_string": lower.string(holes=frozenset({"template_substitution"}), escapes=ESCAPES),
    "object": mapping,
    "array": lower.sequence("spread_element"),
    "binary_expression": lower.binary("+", "?? ||", falsy="||"),
    "ternary_expression": lower.choice(),
    "unary_expression": unary,
    "parenthesized_expression": lower.inner,
    "await_expression": lower.inner,
    "as_expression": lower.inner,
    "satisfies_expression": lower.inner,
    "non_null_expression": lower.inner,
    "type_assertion": lower.last,
    "spread_element": lower.inner,
    "computed_property_name": lower.inner,
    "instantiation_expression": lower.inner,
    **dict.fromkeys(FUNCTIONS, lower.other("a function")),
    "class": lower.other("a class"),
    "augmented_assignment_expression": lower.other("changed after it is made"),
}
