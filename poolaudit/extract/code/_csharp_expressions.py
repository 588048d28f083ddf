"""Expressions of C# as forms. In: nodes of the grammar that `_csharp` names. Out: `Form`, and names of types as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import (
    Constant,
    Element,
    Entries,
    Entry,
    Given,
    Invocation,
    Member,
    Other,
    Run,
    Sequence,
    Text,
)
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

ESCAPES = frozenset({"escape_sequence"})
HOLES = frozenset({"interpolation"})
WRAPPERS = frozenset({"IOptions", "IOptionsSnapshot", "IOptionsMonitor"})
"""Interfaces that hand out options (https://learn.microsoft.com/dotnet/core/extensions/options, 9.0, read 2026-11-21)."""
TYPES = frozenset({"identifier", "qualified_name", "generic_name", "alias_qualified_name"})
INTEGERS = ("int.Parse", "long.Parse", "Convert.ToInt32", "Convert.ToInt64", "Int32.Parse")


def module(path: str, root: Node) -> str:
    """The first namespace of the file; empty where none is declared."""
    del path
    kinds = ("namespace_declaration", "file_scoped_namespace_declaration")
    return next((text_of(child.child_by_field_name("name")) for child in root.named_children if child.type in kinds), "")


# Expressions


def member(node: Node) -> Form:
    """`a.b`, `a.b<T>`; `typeof(T).Name` is a text."""
    named_type = _type_named(node)
    if named_type:
        return Constant(named_type)
    owner, attribute = node.child_by_field_name("expression"), node.child_by_field_name("name")
    return Member(owner, simple(attribute)) if owner is not None else Other("incomplete")


def _type_named(node: Node) -> str:
    """`T` of `typeof(T).Name`."""
    owner = node.child_by_field_name("expression")
    if owner is None or owner.type != "typeof_expression" or text_of(node.child_by_field_name("name")) != "Name":
        return ""
    return simple(owner.child_by_field_name("type")).rpartition(".")[2]


def conditional(node: Node) -> Form:
    """`a?.b`, `a?["k"]`."""
    owner = node.child_by_field_name("condition")
    binding = named(node)[-1] if named(node) else None
    if owner is not None and binding is not None and binding.type == "member_binding_expression":
        return Member(owner, simple(binding.child_by_field_name("name")))
    return Other("what a condition decides")


def simple(node: Node | None) -> str:
    """A name without type arguments."""
    return text_of(node).partition("<")[0]


def invocation(node: Node) -> Form:
    """`F(…)`, `a.F<T>(…)`, `a?.F(…)`."""
    function = node.child_by_field_name("function")
    if function is None:
        return Other("incomplete")
    values = tuple(_arguments(node.child_by_field_name("arguments")))
    if function.type == "identifier" and text_of(function) == "nameof" and values:
        return Constant(text_of(values[0].value).rpartition(".")[2])
    kind = _type_argument(function)
    if function.type in ("identifier", "generic_name"):
        return Invocation(None, simple(function), None, values, type_argument=kind)
    target = member(function) if function.type == "member_access_expression" else conditional(function)
    if function.type in ("member_access_expression", "conditional_access_expression") and isinstance(target, Member):
        return Invocation(target.owner, target.name, None, values, type_argument=kind)
    return Invocation(None, "", function, values)


def _type_argument(function: Node) -> str:
    """`T` of `F<T>(…)`, of `a.F<T>(…)` and of `a?.F<IOptions<T>>(…)`."""
    name = function if function.type == "generic_name" else function.child_by_field_name("name")
    if name is None and function.type == "conditional_access_expression" and named(function):
        name = named(function)[-1].child_by_field_name("name")
    listed = next((child for child in named(name) if child.type == "type_argument_list"), None) if name is not None else None
    inside = named(listed) if listed is not None else []
    return type_name(inside[0]) if len(inside) == 1 else ""


def construction(node: Node) -> Form:
    """`new X(…) { A = x }`: what the initialiser sets are keywords."""
    given = node.child_by_field_name("arguments") or next(
        (child for child in node.named_children if child.type == "argument_list"), None
    )
    initializer = node.child_by_field_name("initializer")
    values = [*_arguments(given)]
    for item in named(initializer) if initializer is not None else ():
        left, right = item.child_by_field_name("left"), item.child_by_field_name("right")
        if item.type == "assignment_expression" and left is not None and right is not None:
            key = text_of(left)
            if left.type == "element_binding_expression":
                key = key.strip('[]"')
            values.append(Given(key, right))
    return Invocation(None, "", None, tuple(values), type_name(node.child_by_field_name("type"), keep=True), node.id)


def _arguments(node: Node | None) -> Iterator[Given]:
    for item in named(node) if node is not None else ():
        inside = named(item)
        if item.type == "argument" and inside:
            name = item.child_by_field_name("name")
            yield Given(text_of(name), inside[-1])


def element(node: Node) -> Form:
    """`a["k"]`."""
    owner, subscript = node.child_by_field_name("expression"), node.child_by_field_name("subscript")
    inside = named(subscript) if subscript is not None else []
    key = named(inside[0]) if len(inside) == 1 else []
    return Element(owner, key[-1]) if owner is not None and key else Other("an element that cannot be told")


def verbatim(node: Node) -> Form:
    '''`@"…""…"`, and `"""…"""` with any number of quotes.'''
    whole = text_of(node)
    if whole.startswith("@"):
        start, end = node.start_byte + 2, node.end_byte - 1
        return Text((Run(start, end, whole[2:-1].replace('""', '"')),), start, end)
    return lower.string(None, None)(node)


def interpolated(node: Node) -> Form:
    """`$"a{b}c"`; `{b:format}` cannot be told."""
    for child in node.named_children:
        if child.type == "interpolation" and any(
            part.type in ("interpolation_format_clause", "interpolation_alignment_clause") for part in child.named_children
        ):
            return Other("formatted with a format of its own")
    opening = next(
        (child.end_byte for child in node.children if child.type in ("interpolation_start", '"', "interpolation_quote")),
        node.start_byte,
    )
    for child in node.children:
        if (
            child.type in ("interpolation_start", "interpolation_quote", '"')
            and child.end_byte <= opening + 4
            and child.start_byte == opening
        ):
            opening = child.end_byte
    closing = node.children[-1].start_byte if node.children else node.end_byte
    return lower.pieces(node, opening, max(opening, closing), HOLES, ESCAPES)


def collection(node: Node) -> Form:
    """`[1, 2]`, `{1, 2}`; with keys a mapping."""
    found: list[tuple[Node, bool]] = []
    pairs: list[Entry] = []
    for item in named(node):
        inside = item
        while inside.type in ("collection_element", "expression_element") and named(inside):
            inside = named(inside)[0]
        left, right = inside.child_by_field_name("left"), inside.child_by_field_name("right")
        if inside.type == "assignment_expression" and left is not None and right is not None:
            pairs.append(Entry(text_of(left).strip('[]"'), right))
        elif inside.type == "spread_element" and named(inside):
            found.append((named(inside)[0], True))
        else:
            found.append((inside, False))
    return Entries(tuple(pairs)) if pairs else Sequence(tuple(found))


def _wrapped(node: Node) -> str:
    """`T` of `IOptions<T>`, whose `Value` it is."""
    if node.type != "generic_name" or simple(node) not in WRAPPERS:
        return ""
    listed = next((child for child in named(node) if child.type == "type_argument_list"), None)
    inside = named(listed) if listed is not None else []
    return simple(inside[0]) if len(inside) == 1 else ""


def type_name(node: Node | None, *, keep: bool = False) -> str:
    """`NpgsqlConnection` of a type as written, without arguments."""
    while node is not None and node.type in ("nullable_type", "array_type"):
        node = None if node.type == "array_type" else node.child_by_field_name("type")
    if node is None or node.type not in TYPES:
        return ""
    text = _wrapped(node) or simple(node)
    return "" if not keep and text in ("var", "String", "Object") else text
