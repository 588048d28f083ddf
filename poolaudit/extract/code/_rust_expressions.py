"""Expressions of Rust as forms. In: nodes of the grammar that `_rust` names. Out: `Form`, and names of types as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import (
    Entries,
    Entry,
    Given,
    Invocation,
    Member,
    Name,
    Other,
    Run,
    Text,
)
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

ESCAPES = frozenset({"escape_sequence"})
PLAIN_TYPES = frozenset({"String", "Self"})


def module(path: str, root: Node) -> str:
    """`src/db/mod.rs` is `db` in its crate, as `crate::db` names it; other folders before `src` are left out as well."""
    del root
    inside = path.removesuffix(".rs").split("/")
    if "src" in inside:
        inside = inside[len(inside) - inside[::-1].index("src") :]
    if inside and inside[-1] in ("mod", "lib", "main"):
        inside.pop()
    return ".".join(inside)


def path_of(node: Node | None) -> str:
    """`a::b::<T>::C` with dots; `crate` and `self` are the crate itself."""
    if node is not None and node.type == "generic_type":
        node = node.child_by_field_name("type")
    text = text_of(node)
    while "<" in text and ">" in text:
        start = text.index("<")
        end = text.rindex(">")
        text = text[:start] + text[end + 1 :] if start < end else ""
    steps = [step.strip() for step in text.split("::") if step.strip()]
    return ".".join(steps[1:] if steps[:1] in (["crate"], ["super"]) and len(steps) > 1 else steps)


def scoped(node: Node) -> Form:
    """`a::b`."""
    owner, name = node.child_by_field_name("path"), node.child_by_field_name("name")
    if owner is None or text_of(owner) == "crate":
        return Name(text_of(name))
    return Member(owner, text_of(name))


def call(node: Node) -> Form:
    """`f(…)`, `A::f(…)`, `a.f::<T>(…)`."""
    function = node.child_by_field_name("function")
    values = tuple(lower.arguments(node.child_by_field_name("arguments")))
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    if function is None:
        return Other("incomplete")
    if function.type == "field_expression":
        owner = function.child_by_field_name("value")
        if owner is not None:
            return Invocation(owner, text_of(function.child_by_field_name("field")), None, _unwrapped(values))
    if function.type == "scoped_identifier":
        owner = function.child_by_field_name("path")
        if owner is not None:
            return Invocation(owner, text_of(function.child_by_field_name("name")), None, values)
    if function.type == "identifier":
        return Invocation(None, text_of(function), None, values)
    return Invocation(None, "", function, values)


def _unwrapped(values: tuple[Given, ...]) -> tuple[Given, ...]:
    """`unwrap_or_else(|_| x)` is given x."""
    if len(values) == 1 and values[0].value.type == "closure_expression":
        body = values[0].value.child_by_field_name("body")
        if body is not None and body.type in ("call_expression", "string_literal", "integer_literal", "macro_invocation"):
            return (Given("", body),)
    return values


def macro(node: Node) -> Form:
    """`m!(a, b c)`."""
    name = node.child_by_field_name("macro")
    tokens = next((child for child in node.named_children if child.type == "token_tree"), None)
    values: list[Given] = []
    run: list[Node] = []
    for child in tokens.children[1:] if tokens is not None else ():
        if child.type in (",", ")", "]", "}"):
            if run:
                values.append(Given("", run[0], opaque=len(run) > 1))
            run = []
        else:
            run.append(child)
    return Invocation(None, "", None, tuple(values), path_of(name) + "!")


def raw(node: Node) -> Form:
    """`r#"…"#`."""
    inside = next((child for child in node.named_children if child.type == "string_content"), None)
    start, end = (inside.start_byte, inside.end_byte) if inside is not None else (node.end_byte - 1, node.end_byte - 1)
    return Text((Run(start, end, text_of(inside)),), start, end)


def structure(node: Node) -> Form:
    """`T { a: x, b, ..c }`."""
    body = node.child_by_field_name("body")
    found: list[Entry] = []
    for item in named(body) if body is not None else ():
        key, value = item.child_by_field_name("field"), item.child_by_field_name("value")
        if item.type == "field_initializer" and key is not None and value is not None:
            found.append(Entry(text_of(key), value))
        elif item.type == "shorthand_field_initializer" and named(item):
            found.append(Entry(text_of(item), named(item)[0]))
        elif item.type == "base_field_initializer" and named(item):
            found.insert(0, Entry(None, named(item)[0]))
    return Entries(tuple(found))


def type_name(node: Node | None) -> str:
    """`PgPool` of `&PgPool`, `Arc<PgPool>`, `Data<PgPool>`."""
    while node is not None and node.type in ("reference_type", "generic_type"):
        if node.type == "generic_type" and text_of(node.child_by_field_name("type")).rpartition("::")[2] in (
            "Arc",
            "Rc",
            "Box",
            "Data",
            "State",
            "Extension",
        ):
            given = node.child_by_field_name("type_arguments")
            node = named(given)[0] if given is not None and named(given) else None
        else:
            node = node.child_by_field_name("type")
    text = path_of(node) if node is not None and node.type in ("type_identifier", "scoped_type_identifier") else ""
    return "" if text in PLAIN_TYPES else text
