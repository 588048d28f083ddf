"""The table of PHP.

In: nodes of https://github.com/tree-sitter/tree-sitter-php 0.25. Out: `LANGUAGE`. Namespaces are written with dots:
`Illuminate.Support.Facades.DB.statement`. Functions and built-in classes stand alone: `getenv`, `PDO`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._php_expressions import (
    ESCAPES,
    access,
    array,
    assigned,
    call,
    construction,
    dotted,
    element,
    encapsed,
    heredoc,
    method_call,
    module,
    name,
    variable,
)
from poolaudit.extract.code._tree_forms import (
    Bind,
    Element,
    Member,
    Space,
)
from poolaudit.extract.code._tree_language import Language
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


# Declarations


def imports(node: Node) -> Iterator[Bind]:
    r"""`use A\B;`, `use A\B as C;`, `use A\{B, C as D};`."""
    inside = named(node)
    prefix = next((dotted(child) + "." for child in inside if child.type == "namespace_name"), "")
    clauses = [child for child in inside if child.type == "namespace_use_clause"]
    for group in inside:
        clauses += [child for child in named(group) if group.type == "namespace_use_group"]
    for clause in clauses:
        parts, alias = named(clause), clause.child_by_field_name("alias")
        if parts:
            full = prefix + dotted(parts[0])
            yield Bind("import", text_of(alias) if alias is not None else full.rpartition(".")[2], alias or parts[0], dotted=full)


def assignment(node: Node) -> Iterator[Bind]:
    """`$a = x`, `$this->a = x`, `$a['k'] = x`, `$a ??= x`."""
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = text_of(node.child_by_field_name("operator"))
    plain = node.type == "assignment_expression" or sign == "??="
    given, why = (value, "") if plain else (None, "changed after it is made")
    if target is None:
        return
    if target.type == "variable_name":
        yield Bind("assign", text_of(target), target, given, why=why)
    elif target.type in ("member_access_expression", "scoped_property_access_expression"):
        form = access(target)
        if isinstance(form, Member):
            yield Bind("assign", form.name, target, given, owner=form.owner, why=why)
    elif target.type == "subscript_expression":
        form = element(target)
        if isinstance(form, Element):
            key = text_of(form.key).strip("'\"") if form.key.type in ("string", "encapsed_string") else ""
            yield Bind("assign", key, target, given, owner=form.owner, why=why)


def constant(node: Node) -> Iterator[Bind]:
    """`const A = x;`."""
    inside = named(node)
    if len(inside) > 1:
        yield Bind("value", text_of(inside[0]), inside[0], inside[-1])


def property_(node: Node) -> Iterator[Bind]:
    """`private PDO $a = x;`."""
    kind = _type(node)
    for each in named(node):
        target, value = each.child_by_field_name("name"), each.child_by_field_name("default_value")
        if each.type == "property_element" and target is not None:
            yield Bind(
                "field", text_of(target).lstrip("$"), target, value, kind, why="" if value is not None else "set somewhere else"
            )


def _type(node: Node) -> str:
    kind = node.child_by_field_name("type")
    if kind is not None and kind.type == "optional_type" and named(kind):
        kind = named(kind)[0]
    return dotted(kind) if kind is not None and kind.type == "named_type" else ""


def parameter(node: Node) -> Iterator[Bind]:
    """A parameter; with `private` … it is a property as well."""
    target = node.child_by_field_name("name")
    if target is not None:
        yield Bind("opaque", text_of(target), target, type_name=_type(node), why="a parameter")
        if node.type == "property_promotion_parameter":
            yield Bind("field", text_of(target).lstrip("$"), target, type_name=_type(node), why="a parameter")


def loop(node: Node) -> Iterator[Bind]:
    """`foreach ($a as $k => $v)`."""
    inside = [child for child in named(node) if child.type in ("variable_name", "pair")]
    for part in inside[1:]:
        for target in [part] if part.type == "variable_name" else named(part):
            yield Bind("opaque", text_of(target), target, why="a loop variable")


def returned(node: Node) -> Iterator[Bind]:
    """`return x;`; of a file it is what others include, and stands as an assignment to `return`."""
    inside = named(node)
    if inside and node.parent is not None and node.parent.type == "program":
        yield Bind("export", "return", node, inside[0])
    elif inside:
        yield Bind("return", "", node, inside[0])


def function(node: Node) -> Space:
    """A function or method."""
    return Space("function", text_of(node.child_by_field_name("name")))


def class_(node: Node) -> Space:
    """A class, interface, trait or enumeration with what it extends."""
    bases = tuple(
        dotted(part) for each in named(node) if each.type in ("base_clause", "class_interface_clause") for part in named(each)
    )
    return Space("class", text_of(node.child_by_field_name("name")), bases=bases)


LANGUAGE = Language(
    name="php",
    grammar_of=lambda _: "tree_sitter_php:language_php",
    forms={
        "name": name,
        "qualified_name": name,
        "relative_scope": name,
        "variable_name": variable,
        "null": lower.constant(None),
        "boolean": lower.boolean,
        "integer": lower.number,
        "float": lower.number,
        "string": lower.string(escapes=ESCAPES),
        "encapsed_string": encapsed,
        "throw_expression": lower.other(lower.ERROR),
        "heredoc": heredoc,
        "nowdoc": heredoc,
        "member_access_expression": access,
        "nullsafe_member_access_expression": access,
        "class_constant_access_expression": access,
        "scoped_property_access_expression": access,
        "subscript_expression": element,
        "function_call_expression": call,
        "member_call_expression": method_call,
        "nullsafe_member_call_expression": method_call,
        "scoped_call_expression": method_call,
        "object_creation_expression": construction,
        "array_creation_expression": array,
        "binary_expression": lower.binary(".", "?? ||"),
        "conditional_expression": lower.choice("condition", "body", "alternative"),
        "unary_op_expression": lower.unary,
        "cast_expression": lower.last,
        "parenthesized_expression": lower.inner,
        "assignment_expression": assigned,
        "argument": lower.last,
        "anonymous_function": lower.other("a function"),
        "arrow_function": lower.other("a function"),
    },
    binds={
        "namespace_use_declaration": imports,
        "assignment_expression": assignment,
        "augmented_assignment_expression": assignment,
        "const_element": constant,
        "property_declaration": property_,
        "simple_parameter": parameter,
        "property_promotion_parameter": parameter,
        "foreach_statement": loop,
        "return_statement": returned,
    },
    spaces={
        "function_definition": function,
        "method_declaration": function,
        **dict.fromkeys(("class_declaration", "interface_declaration", "trait_declaration", "enum_declaration"), class_),
        "anonymous_function": lambda _: Space("callback"),
        "arrow_function": lambda _: Space("callback"),
    },
    calls=frozenset(
        {
            "function_call_expression",
            "member_call_expression",
            "nullsafe_member_call_expression",
            "scoped_call_expression",
            "object_creation_expression",
        }
    ),
    strings=frozenset({"string", "encapsed_string", "heredoc", "nowdoc"}),
    sums=frozenset({"binary_expression"}),
    imports=frozenset({"namespace_use_declaration", "namespace_definition"}),
    module=module,
    self_names=frozenset({"this", "self", "static"}),
    same=frozenset({"__toString"}),
    wrappers=frozenset({"strval", "trim"}),
    casts={"intval": "int", "floatval": "float"},
    percent=frozenset({"sprintf"}),
    fails=frozenset({"die", "exit", "abort"}),
)
