"""The table of C#.

In: nodes of https://github.com/tree-sitter/tree-sitter-c-sharp 0.23. Out: `LANGUAGE`. A module is the namespace. `using` brings
all names of a namespace, so a type stands alone (`DbContext`) unless the catalog knows it in one of them
(`Npgsql.NpgsqlConnection`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import DESIGN_TIME
from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._csharp_expressions import (
    ESCAPES,
    INTEGERS,
    collection,
    conditional,
    construction,
    element,
    interpolated,
    invocation,
    member,
    module,
    simple,
    type_name,
    verbatim,
)
from poolaudit.extract.code._tree_forms import (
    Bind,
    Element,
    Space,
)
from poolaudit.extract.code._tree_language import Language
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


# Declarations


def imports(node: Node) -> Iterator[Bind]:
    """`using A.B;`, `using X = A.B;`; `using static` brings members, which are left alone."""
    inside = named(node)
    name = node.child_by_field_name("name")
    if name is not None and len(inside) > 1:
        yield Bind("import", text_of(name), name, dotted=text_of(inside[-1]))
    elif inside:
        yield Bind("star", "", node, dotted=text_of(inside[-1]))


def local(node: Node) -> Iterator[Bind]:
    """Local variables; `using` closes them at the end of the block."""
    managed = any(child.type == "using" for child in node.children[:3])
    for child in named(node):
        if child.type == "variable_declaration":
            yield from _variables(child, "value", managed=managed)


def field(node: Node) -> Iterator[Bind]:
    """Fields of a class."""
    for child in named(node):
        if child.type == "variable_declaration":
            yield from _variables(child, "field", managed=False)


def initializer(node: Node) -> Iterator[Bind]:
    """What an object is made with assigns to no name of its own."""
    for item in named(node):
        if item.type == "assignment_expression":
            yield Bind("skip", "", item, item)


def _variables(node: Node, kind: str, *, managed: bool) -> Iterator[Bind]:
    declared = type_name(node.child_by_field_name("type"))
    for each in named(node):
        target = each.child_by_field_name("name")
        if each.type != "variable_declarator" or target is None:
            continue
        inside = [child for child in named(each) if child != target and child.type != "bracketed_argument_list"]
        value = inside[-1] if inside else None
        yield Bind(
            kind if value is not None or kind == "field" else "opaque",
            text_of(target),
            target,
            value,
            declared,
            why="" if value is not None else "set somewhere else",
            managed=managed,
        )


def property_(node: Node) -> Iterator[Bind]:
    """A property with its initialiser, or what `=>` gives."""
    target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if value is not None and value.type == "arrow_expression_clause" and named(value):
        value = named(value)[0]
    if target is not None:
        yield Bind(
            "field",
            text_of(target),
            target,
            value,
            type_name(node.child_by_field_name("type")),
            why="" if value is not None else "set somewhere else",
        )


def parameter(node: Node) -> Iterator[Bind]:
    """A parameter; of a lambda without a type as well."""
    target = node.child_by_field_name("name") or (node if node.type == "implicit_parameter" else None)
    kind = node.child_by_field_name("type")
    if target is not None:
        given = [
            child for child in named(node) if child not in (target, kind) and child.type not in ("attribute_list", "modifier")
        ]
        default = given[-1] if given and node.type == "parameter" else None
        yield Bind("opaque", text_of(target), target, type_name=type_name(kind), why="a parameter", default=default)


def loop(node: Node) -> Iterator[Bind]:
    """`foreach (var x in xs)`."""
    target = node.child_by_field_name("left")
    if target is not None and target.type == "identifier":
        yield Bind("opaque", text_of(target), target, why="a loop variable")


def assignment(node: Node) -> Iterator[Bind]:
    """`a = x`, `a.B = x`, `a["k"] = x`."""
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = text_of(node.child_by_field_name("operator"))
    plain = sign == "="
    why = "" if plain else "changed after it is made"
    if target is None:
        return
    given = value if plain else None
    if target.type == "identifier":
        yield Bind("assign", text_of(target), target, given, why=why)
    elif target.type == "member_access_expression":
        name = simple(target.child_by_field_name("name"))
        yield Bind("assign", name, target, given, owner=target.child_by_field_name("expression"), why=why)
    elif target.type == "element_access_expression":
        form = element(target)
        name = text_of(form.key).strip('"') if isinstance(form, Element) and form.key.type == "string_literal" else ""
        yield Bind("assign", name, target, given, owner=target.child_by_field_name("expression"), why=why)


def returned(node: Node) -> Iterator[Bind]:
    """`return x;`."""
    inside = named(node)
    if inside:
        yield Bind("return", "", node, inside[0])


def arrow(node: Node) -> Iterator[Bind]:
    """`string F() => x;`."""
    inside = named(node)
    if inside and node.parent is not None and node.parent.type in ("method_declaration", "local_function_statement"):
        yield Bind("return", "", node, inside[0])


# Functions and classes


def method(node: Node) -> Space:
    """A method, constructor or local function with its attributes."""
    is_async = any(child.type == "modifier" and text_of(child) == "async" for child in node.named_children)
    return Space("function", text_of(node.child_by_field_name("name")), is_async, (*attributes(node), *_design_time(node)))


def _design_time(node: Node) -> tuple[str, ...]:
    """The interface of classes that tools make a context with, as if it were an attribute of their methods."""
    around = node.parent.parent if node.parent is not None else None
    listed = next((child for child in around.named_children if child.type == "base_list"), None) if around is not None else None
    return (DESIGN_TIME,) if listed is not None and DESIGN_TIME in text_of(listed) else ()


def anonymous(node: Node) -> Space:
    """A lambda."""
    return Space("callback", is_async=any(text_of(child) == "async" for child in node.children[:2]))


def class_(node: Node) -> Space:
    """A class, record, struct or interface with its bases."""
    listed = next((child for child in named(node) if child.type == "base_list"), None)
    bases = tuple(base for each in (named(listed) if listed is not None else ()) if (base := simple(each).partition("(")[0]))
    return Space("class", text_of(node.child_by_field_name("name")), decorators=attributes(node), bases=bases)


def attributes(node: Node) -> tuple[str, ...]:
    """Names of the attributes of a declaration."""
    lists = (child for child in node.named_children if child.type == "attribute_list")
    return tuple(text_of(each.child_by_field_name("name")) for listed in lists for each in named(listed))


LANGUAGE = Language(
    name="csharp",
    grammar_of=lambda _: "tree_sitter_c_sharp",
    forms={
        "identifier": lower.name,
        "qualified_name": lower.member("qualifier", "name"),
        "predefined_type": lower.name,
        "generic_name": lower.inner,
        "this": lower.name,
        "base": lower.name,
        "null_literal": lower.constant(None),
        "boolean_literal": lower.boolean,
        "integer_literal": lower.number,
        "real_literal": lower.number,
        "string_literal": lower.string(escapes=ESCAPES),
        "verbatim_string_literal": verbatim,
        "raw_string_literal": verbatim,
        "interpolated_string_expression": interpolated,
        "member_access_expression": member,
        "conditional_access_expression": conditional,
        "element_access_expression": element,
        "invocation_expression": invocation,
        "object_creation_expression": construction,
        "implicit_object_creation_expression": construction,
        "initializer_expression": collection,
        "collection_expression": collection,
        "implicit_array_creation_expression": lower.last,
        "array_creation_expression": lower.last,
        "binary_expression": lower.binary("+", "??"),
        "conditional_expression": lower.choice(),
        "prefix_unary_expression": lower.unary,
        "postfix_unary_expression": lower.inner,
        "cast_expression": lower.last,
        "parenthesized_expression": lower.inner,
        "await_expression": lower.inner,
        "argument": lower.last,
        "throw_expression": lower.other(lower.ERROR),
        "lambda_expression": lower.other("a function"),
        "anonymous_method_expression": lower.other("a function"),
    },
    binds={
        "using_directive": imports,
        **dict.fromkeys(("local_declaration_statement", "using_statement", "for_statement"), local),
        "initializer_expression": initializer,
        "field_declaration": field,
        "property_declaration": property_,
        "parameter": parameter,
        "implicit_parameter": parameter,
        "foreach_statement": loop,
        "assignment_expression": assignment,
        "return_statement": returned,
        "arrow_expression_clause": arrow,
    },
    spaces={
        **dict.fromkeys(("method_declaration", "constructor_declaration", "local_function_statement"), method),
        **dict.fromkeys(("class_declaration", "record_declaration", "struct_declaration", "interface_declaration"), class_),
        **dict.fromkeys(("lambda_expression", "anonymous_method_expression"), anonymous),
        **dict.fromkeys(("block", "using_statement", "foreach_statement", "for_statement"), lambda _: Space("block")),
    },
    calls=frozenset({"invocation_expression", "object_creation_expression", "implicit_object_creation_expression"}),
    strings=frozenset({"string_literal", "verbatim_string_literal", "raw_string_literal", "interpolated_string_expression"}),
    sums=frozenset({"binary_expression"}),
    imports=frozenset({"using_directive", "attribute_list"}),
    module=module,
    self_names=frozenset({"this"}),
    implicit_self=True,
    same=frozenset({"ToString", "Trim"}),
    wrappers=frozenset({"Convert.ToString"}),
    casts={**dict.fromkeys(INTEGERS, "int"), "bool.Parse": "bool", "Convert.ToBoolean": "bool"},
    braces=frozenset({"string.Format", "String.Format"}),
    gives_type=frozenset({"GetRequiredService", "GetService", "GetRequiredKeyedService"}),
    transparent=frozenset({"Value", "CurrentValue"}),
    typed_calls=frozenset({"Configure", "AddOptions", "AddOptionsWithValidateOnStart"}),
    emptiness=frozenset(f"{owner}.{name}" for owner in ("string", "String") for name in ("IsNullOrEmpty", "IsNullOrWhiteSpace")),
    mutators=frozenset({"Add", "Remove", "Clear"}),
)
