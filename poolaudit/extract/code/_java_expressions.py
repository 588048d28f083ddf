"""Expressions of Java as forms. In: nodes of the grammar that `_java` names. Out: `Form`, and names of types as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import Form, Given, Invocation, Other, Sequence
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

ESCAPES = frozenset({"escape_sequence"})
PLAIN_TYPES = frozenset({"String", "Integer", "Long", "Boolean", "Double", "Object", "var", "val"})
"""Types whose values are no objects that connections are made by."""


def module(path: str, root: Node) -> str:
    """The package; empty where none is declared."""
    del path
    clause = next((child for child in root.named_children if child.type == "package_declaration"), None)
    return text_of(named(clause)[-1]) if clause is not None and named(clause) else ""


def text(node: Node) -> Form:
    """A string, or a text block without its common indentation."""
    block = text_of(node).startswith('"""')
    return lower.string(3 if block else 1, 3 if block else 1, escapes=ESCAPES)(node)


def invocation(node: Node) -> Form:
    """`f(…)`, `a.b(…)`."""
    values = tuple(lower.arguments(node.child_by_field_name("arguments")))
    return Invocation(node.child_by_field_name("object"), text_of(node.child_by_field_name("name")), None, values)


def construction(node: Node) -> Form:
    """`new X(…)`, with or without a body."""
    given = node.child_by_field_name("arguments")
    values = tuple(lower.arguments(given))
    return Invocation(
        None,
        "",
        None,
        values,
        type_name(node.child_by_field_name("type"), keep=True),
        end=given.end_byte if given is not None else -1,
    )


def array(node: Node) -> Form:
    """`new X[] {…}`."""
    value = node.child_by_field_name("value")
    return Sequence(tuple((item, False) for item in named(value))) if value is not None else Other("an array")


def annotation(node: Node) -> Form:
    """`@Query("…")` is a call with the annotation's values."""
    values = []
    given = node.child_by_field_name("arguments")
    for item in named(given) if given is not None else ():
        if item.type == "element_value_pair":
            key, value = item.child_by_field_name("key"), item.child_by_field_name("value")
            if value is not None:
                values.append(Given(text_of(key), value))
        else:
            values.append(Given("", item))
    return Invocation(None, "", None, tuple(values), text_of(node.child_by_field_name("name")))


def type_name(node: Node | None, *, keep: bool = False) -> str:
    """`HikariConfig` of a type as written, without arguments; empty for plain types unless they are to be kept."""
    if node is not None and node.type == "generic_type":
        node = next(iter(named(node)), None)
    if node is None or node.type not in ("type_identifier", "scoped_type_identifier"):
        return ""
    text = text_of(node)
    return "" if text in PLAIN_TYPES and not keep else text
