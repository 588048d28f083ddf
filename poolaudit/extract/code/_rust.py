"""The table of Rust.

In: nodes of https://github.com/tree-sitter/tree-sitter-rust 0.24. Out: `LANGUAGE`. `::` is written as a dot:
`sqlx.postgres.PgPoolOptions.new().max_connections().connect`. A macro is a call whose name ends in `!`; an argument of it that is
more than one token has no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._rust_expressions import ESCAPES, call, macro, module, path_of, raw, scoped, structure, type_name
from poolaudit.extract.code._tree_forms import (
    Bind,
    Space,
)
from poolaudit.extract.code._tree_language import Language
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


# Declarations


def imports(node: Node) -> Iterator[Bind]:
    """`use a::{b, c as d, e::*};`."""
    argument = node.child_by_field_name("argument")
    queue: list[tuple[Node, str]] = [(argument, "")] if argument is not None else []
    while queue:
        item, prefix = queue.pop()
        if item.type == "scoped_use_list":
            base = _join(prefix, path_of(item.child_by_field_name("path")))
            inside = item.child_by_field_name("list")
            queue += [(each, base) for each in (named(inside) if inside is not None else ())]
        elif item.type == "use_list":
            queue += [(each, prefix) for each in named(item)]
        elif item.type == "use_as_clause":
            alias = item.child_by_field_name("alias")
            if alias is not None:
                yield Bind("import", text_of(alias), alias, dotted=_join(prefix, path_of(item.child_by_field_name("path"))))
        elif item.type == "use_wildcard":
            inner = named(item)
            yield Bind("star", "", item, dotted=_join(prefix, path_of(inner[0]) if inner else ""))
        elif item.type == "self":
            yield Bind("import", prefix.rpartition(".")[2], item, dotted=prefix)
        else:
            full = _join(prefix, path_of(item))
            yield Bind("import", full.rpartition(".")[2], item, dotted=full)


def _join(prefix: str, rest: str) -> str:
    return f"{prefix}.{rest}" if prefix and rest else prefix or rest


def let(node: Node) -> Iterator[Bind]:
    """`let a: T = x;`; of a pattern the names alone."""
    target, value = node.child_by_field_name("pattern"), node.child_by_field_name("value")
    if target is not None and target.type == "identifier":
        kind = type_name(node.child_by_field_name("type"))
        yield Bind(
            "value" if value is not None else "opaque",
            text_of(target),
            target,
            value,
            kind,
            why="" if value is not None else "set somewhere else",
        )
    elif target is not None:
        yield from _taken(target, "taken out of another value")


def _taken(pattern: Node, why: str) -> Iterator[Bind]:
    queue = [pattern]
    while queue:
        item = queue.pop()
        if item.type in ("identifier", "shorthand_field_identifier"):
            yield Bind("opaque", text_of(item), item, why=why)
        else:
            queue += [child for child in named(item) if child != item.child_by_field_name("type")]


def constant(node: Node) -> Iterator[Bind]:
    """`const A: T = x;`, `static A: T = x;`."""
    target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if target is not None and value is not None:
        yield Bind("value", text_of(target), target, value, type_name(node.child_by_field_name("type")))


def parameter(node: Node) -> Iterator[Bind]:
    """`a: T`."""
    target = node.child_by_field_name("pattern")
    if target is not None and target.type == "identifier":
        yield Bind("opaque", text_of(target), target, type_name=type_name(node.child_by_field_name("type")), why="a parameter")
    elif target is not None:
        for bind in _taken(target, "a parameter"):
            yield bind._replace(type_name=type_name(node.child_by_field_name("type")))


def closure_parameters(node: Node) -> Iterator[Bind]:
    """`|a, b|`."""
    for each in named(node):
        if each.type == "identifier":
            yield Bind("opaque", text_of(each), each, why="a parameter")


def field(node: Node) -> Iterator[Bind]:
    """A field of a structure."""
    target = node.child_by_field_name("name")
    if target is not None:
        yield Bind(
            "field", text_of(target), target, type_name=type_name(node.child_by_field_name("type")), why="set somewhere else"
        )


def assignment(node: Node) -> Iterator[Bind]:
    """`a = x`, `a.b = x`."""
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    plain = node.type == "assignment_expression"
    given, why = (value, "") if plain else (None, "changed after it is made")
    if target is not None and target.type == "identifier":
        yield Bind("assign", text_of(target), target, given, why=why)
    elif target is not None and target.type == "field_expression":
        name = text_of(target.child_by_field_name("field"))
        yield Bind("assign", name, target, given, owner=target.child_by_field_name("value"), why=why)


def returned(node: Node) -> Iterator[Bind]:
    """`return x`."""
    inside = named(node)
    if inside:
        yield Bind("return", "", node, inside[0])


def attribute(node: Node) -> Iterator[Bind]:
    """`#[tokio::main]` belongs to what follows."""
    inside = named(node)
    parts = named(inside[0]) if inside else []
    if parts:
        yield Bind("decorator", "", node, dotted=path_of(parts[0]))


def function(node: Node) -> Space:
    """A function."""
    modifiers = next((child for child in node.named_children[:3] if child.type == "function_modifiers"), None)
    return Space("function", text_of(node.child_by_field_name("name")), "async" in text_of(modifiers).split())


def implementation(node: Node) -> Space:
    """`impl T`, `impl Trait for T`: what stands in it belongs to T."""
    return Space("class", path_of(node.child_by_field_name("type")))


def named_space(node: Node) -> Space:
    """A structure, trait or module."""
    return Space("class", text_of(node.child_by_field_name("name")))


LANGUAGE = Language(
    name="rust",
    grammar_of=lambda _: "tree_sitter_rust",
    forms={
        "identifier": lower.name,
        "type_identifier": lower.name,
        "field_identifier": lower.name,
        "self": lower.name,
        "super": lower.name,
        "boolean_literal": lower.boolean,
        "integer_literal": lower.number,
        "float_literal": lower.number,
        "string_literal": lower.string(None, None, escapes=ESCAPES),
        "raw_string_literal": raw,
        "scoped_identifier": scoped,
        "scoped_type_identifier": scoped,
        "generic_type": lower.inner,
        "bracketed_type": lower.inner,
        "field_expression": lower.member("value", "field"),
        "call_expression": call,
        "macro_invocation": macro,
        "struct_expression": structure,
        "array_expression": lower.sequence(),
        "tuple_expression": lower.sequence(),
        "binary_expression": lower.binary("+"),
        "unary_expression": lower.unary,
        "reference_expression": lower.last,
        "type_cast_expression": lower.inner,
        "try_expression": lower.inner,
        "await_expression": lower.inner,
        "parenthesized_expression": lower.inner,
        "closure_expression": lower.other("a function"),
        "if_expression": lower.other("depends on a condition"),
        "match_expression": lower.other("depends on a condition"),
    },
    binds={
        "use_declaration": imports,
        "let_declaration": let,
        "const_item": constant,
        "static_item": constant,
        "parameter": parameter,
        "closure_parameters": closure_parameters,
        "field_declaration": field,
        "assignment_expression": assignment,
        "compound_assignment_expr": assignment,
        "return_expression": returned,
        "attribute_item": attribute,
    },
    spaces={
        "function_item": function,
        "impl_item": implementation,
        "struct_item": named_space,
        "trait_item": named_space,
        "mod_item": named_space,
        "closure_expression": lambda _: Space("callback"),
        "block": lambda _: Space("block"),
    },
    calls=frozenset({"call_expression", "macro_invocation"}),
    strings=frozenset({"string_literal", "raw_string_literal"}),
    sums=frozenset({"binary_expression"}),
    imports=frozenset({"use_declaration", "attribute_item"}),
    module=module,
    self_names=frozenset({"self"}),
    same=frozenset(
        {
            "to_string",
            "to_owned",
            "into",
            "clone",
            "as_str",
            "as_ref",
            "unwrap",
            "expect",
            "trim",
            "to_str",
            "into_owned",
            "ok",
            "context",
        }
    ),
    wrappers=frozenset({"String.from", "Some", "Ok", "std.sync.Arc.new", "Arc.new"}),
    defaults=frozenset({"unwrap_or", "unwrap_or_else"}),
    casts={".parse": "int"},
    braces=frozenset({"format!"}),
)
