"""Expressions of PHP as forms. In: nodes of the grammar that `_php` names. Out: `Form`, and names of types as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import (
    Element,
    Entries,
    Entry,
    Given,
    Invocation,
    Member,
    Name,
    Other,
    Sequence,
)
from poolaudit.extract.code._tree_lower import PAIR, named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

ESCAPES = frozenset({"escape_sequence"})
HOLES = frozenset({"variable_name", "member_access_expression", "subscript_expression", "dynamic_variable_name"})


def module(path: str, root: Node) -> str:
    """The namespace; without one the path, so that `config/database.php` is `config.database`."""
    space = next((child for child in root.named_children if child.type == "namespace_definition"), None)
    name = text_of(space.child_by_field_name("name")) if space is not None else ""
    return name.replace("\\", ".") or path.removesuffix(".php").replace("/", ".")


def dotted(node: Node | None) -> str:
    r"""A class or function with `\` as dots; a leading one says that it is global."""
    return text_of(node).lstrip("\\").replace("\\", ".")


def name(node: Node) -> Form:
    """A name without `$`: a class, function or constant."""
    return Name(dotted(node))


def variable(node: Node) -> Form:
    """`$a`; `$this` is the object."""
    text = text_of(node)
    return Name("this" if text == "$this" else text)


def call(node: Node) -> Form:
    """`f(…)`, `$f(…)`."""
    function = node.child_by_field_name("function")
    values = tuple(_arguments(node.child_by_field_name("arguments")))
    if function is not None and function.type in ("name", "qualified_name"):
        return Invocation(None, dotted(function), None, values)
    return Invocation(None, "", function, values) if function is not None else Other("incomplete")


def method_call(node: Node) -> Form:
    """`$a->f(…)`, `A::f(…)`."""
    owner = node.child_by_field_name("object") or node.child_by_field_name("scope")
    values = tuple(_arguments(node.child_by_field_name("arguments")))
    return (
        Invocation(owner, text_of(node.child_by_field_name("name")), None, values) if owner is not None else Other("incomplete")
    )


def construction(node: Node) -> Form:
    """`new X(…)`."""
    inside = named(node)
    given = next((child for child in inside if child.type == "arguments"), None)
    made = inside[0] if inside and inside[0].type in ("name", "qualified_name") else None
    values = tuple(_arguments(given))
    if made is None:
        return (
            Invocation(None, "", inside[0], values)
            if inside and inside[0].type == "variable_name"
            else Other("an object of a class that is not known")
        )
    return Invocation(None, "", None, values, dotted(made))


def _arguments(node: Node | None) -> Iterator[Given]:
    for item in named(node) if node is not None else ():
        inside = named(item)
        if item.type != "argument" or not inside:
            continue
        if inside[-1].type == "variadic_unpacking":
            yield Given("", named(inside[-1])[0] if named(inside[-1]) else inside[-1], spread=True)
        else:
            yield Given(text_of(item.child_by_field_name("name")), inside[-1])


def access(node: Node) -> Form:
    """`$a->b`, `A::B`, `A::$b`."""
    owner = node.child_by_field_name("object") or node.child_by_field_name("scope")
    inside = named(node)
    owner = owner or (inside[0] if inside else None)
    attribute = node.child_by_field_name("name") or (inside[-1] if len(inside) > 1 else None)
    return Member(owner, text_of(attribute).lstrip("$")) if owner is not None and attribute is not None else Other("incomplete")


def element(node: Node) -> Form:
    """`$a['k']`."""
    inside = named(node)
    return Element(inside[0], inside[1]) if len(inside) == PAIR else Other("an element that cannot be told")  # object and key


def array(node: Node) -> Form:
    """`['a' => 1, ...$b]`, `[1, 2]`."""
    pairs: list[Entry] = []
    items: list[tuple[Node, bool]] = []
    for item in named(node):
        inside = named(item)
        if len(inside) > 1:
            pairs.append(Entry(_constant_of_pdo(inside[0]) or inside[0], inside[1]))
        elif inside and inside[0].type == "variadic_unpacking" and named(inside[0]):
            pairs.append(Entry(None, named(inside[0])[0]))
            items.append((named(inside[0])[0], True))
        elif inside:
            items.append((inside[0], False))
    if any(entry.key is not None for entry in pairs):
        return Entries(tuple(pairs))
    return Sequence(tuple(items))


def _constant_of_pdo(key: Node) -> str:
    """`PDO::ATTR_TIMEOUT` as its own name, which no key of text is: the numbers of PDO's constants are not known."""
    scope, constant = (
        (named(key)[0], named(key)[-1]) if key.type == "class_constant_access_expression" and named(key) else (None, None)
    )
    return f"PDO::{text_of(constant)}" if scope is not None and dotted(scope) == "PDO" else ""


def heredoc(node: Node) -> Form:
    """`<<<SQL`, `<<<'SQL'`."""
    body = node.child_by_field_name("value")
    body = body or next((child for child in named(node) if child.type in ("heredoc_body", "nowdoc_body")), None)
    if body is None:
        return Other("an empty text")
    start = body.start_byte + ((body.text or b"")[:1] == b"\n")
    return lower.pieces(body, start, body.end_byte, HOLES, ESCAPES, whole_holes=True)


def encapsed(node: Node) -> Form:
    """`"a $b {$c->d}"`."""
    return lower.pieces(node, node.start_byte + 1, node.end_byte - 1, HOLES, ESCAPES, whole_holes=True)


def assigned(node: Node) -> Form:
    """`($a = x)` gives x."""
    value = node.child_by_field_name("right")
    return lower.last(node) if value is not None else Other("incomplete")
