"""The table of Java.

In: nodes of https://github.com/tree-sitter/tree-sitter-java 0.23. Out: `LANGUAGE`. A module is the package; classes go by
their full names (`com.zaxxer.hikari.HikariConfig`), and `config.setX(…)` on a `HikariConfig config` is
`com.zaxxer.hikari.HikariConfig().setX`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._java_expressions import annotation, array, construction, invocation, module, text, type_name
from poolaudit.extract.code._tree_forms import Bind, Space
from poolaudit.extract.code._tree_language import Language
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

ANNOTATIONS = frozenset({"annotation", "marker_annotation"})
INTEGERS = ("Integer.parseInt", "Integer.valueOf", "Long.parseLong", "Long.valueOf", "Short.parseShort")


# Declarations


def imports(node: Node) -> Iterator[Bind]:
    """`import a.B;`, `import static a.B.c;`, `import a.*;`."""
    inside = named(node)
    if inside:
        dotted = text_of(inside[0])
        if inside[-1].type == "asterisk":
            yield Bind("star", "", node, dotted=dotted)
        else:
            yield Bind("import", dotted.rpartition(".")[2], inside[0], dotted=dotted)


def declaration(node: Node) -> Iterator[Bind]:
    """Local variables and fields, with the variable or property that an annotation takes them from."""
    kind = type_name(node.child_by_field_name("type"))
    field = node.type == "field_declaration"
    lookup = value_of(node) if field else ""
    for each in node.children_by_field_name("declarator"):
        target, value = each.child_by_field_name("name"), each.child_by_field_name("value")
        if target is None:
            continue
        if field:
            yield Bind(
                "field",
                text_of(target),
                target,
                value,
                kind,
                lookup=lookup,
                why="" if value is not None or lookup else "set somewhere else",
            )
        else:
            yield Bind(
                "value" if value is not None else "opaque",
                text_of(target),
                target,
                value,
                kind,
                why="" if value is not None else "set somewhere else",
            )


def value_of(node: Node) -> str:
    """The text of `@Value("${…}")` among the modifiers."""
    for modifiers in node.named_children[:1]:
        for each in named(modifiers) if modifiers.type == "modifiers" else ():
            if each.type == "annotation" and text_of(each.child_by_field_name("name")).rpartition(".")[2] == "Value":
                given = each.child_by_field_name("arguments")
                inside = named(given) if given is not None else []
                value = (
                    inside[0].child_by_field_name("value")
                    if inside and inside[0].type == "element_value_pair"
                    else next(iter(inside), None)
                )
                return text_of(value)[1:-1] if value is not None and value.type == "string_literal" else ""
    return ""


def parameter(node: Node) -> Iterator[Bind]:
    """A parameter, with the variable or property that an annotation takes it from."""
    target = node.child_by_field_name("name")
    if target is not None:
        kind, lookup = type_name(node.child_by_field_name("type")), value_of(node)
        yield Bind("opaque", text_of(target), target, type_name=kind, lookup=lookup, why="" if lookup else "a parameter")


def resource(node: Node) -> Iterator[Bind]:
    """What `try (…)` opens."""
    target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if target is not None:
        yield Bind("value", text_of(target), target, value, type_name(node.child_by_field_name("type")), managed=True)


def loop(node: Node) -> Iterator[Bind]:
    """`for (T x : xs)`."""
    target = node.child_by_field_name("name")
    if target is not None:
        yield Bind(
            "opaque", text_of(target), target, type_name=type_name(node.child_by_field_name("type")), why="a loop variable"
        )


def lambda_parameters(node: Node) -> Iterator[Bind]:
    """`x -> …`, `(a, b) -> …`."""
    given = node.child_by_field_name("parameters")
    if given is not None:
        for target in [given] if given.type == "identifier" else named(given):
            if target.type == "identifier":
                yield Bind("opaque", text_of(target), target, why="a parameter")


def assignment(node: Node) -> Iterator[Bind]:
    """`a = x`, `this.a = x`."""
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    plain = text_of(node.child_by_field_name("operator")) == "="
    why = "" if plain else "changed after it is made"
    if target is not None and target.type == "identifier":
        yield Bind("assign", text_of(target), target, value if plain else None, why=why)
    elif target is not None and target.type == "field_access":
        name = text_of(target.child_by_field_name("field"))
        yield Bind("assign", name, target, value if plain else None, owner=target.child_by_field_name("object"), why=why)


def returned(node: Node) -> Iterator[Bind]:
    """`return x;`."""
    inside = named(node)
    if inside:
        yield Bind("return", "", node, inside[0])


# Functions and classes


def method(node: Node) -> Space:
    """A method or constructor with its annotations."""
    return Space("function", text_of(node.child_by_field_name("name")), decorators=annotated_with(node))


def class_(node: Node) -> Space:
    """A class, interface, record or enumeration with what it extends."""
    bases = tuple(
        type_name(inner, keep=True)
        for each in named(node)
        if each.type in ("superclass", "super_interfaces", "extends_interfaces")
        for part in named(each)
        for inner in (named(part) if part.type == "type_list" else [part])
    )
    return Space(
        "class",
        text_of(node.child_by_field_name("name")),
        decorators=annotated_with(node),
        bases=tuple(base for base in bases if base),
    )


def annotated_with(node: Node) -> tuple[str, ...]:
    """Names of the annotations of a declaration."""
    modifiers = next((child for child in node.named_children[:1] if child.type == "modifiers"), None)
    found = named(modifiers) if modifiers is not None else []
    return tuple(text_of(each.child_by_field_name("name")) for each in found if each.type in ANNOTATIONS)


LANGUAGE = Language(
    name="java",
    grammar_of=lambda _: "tree_sitter_java",
    forms={
        "identifier": lower.name,
        "type_identifier": lower.name,
        "this": lower.name,
        "null_literal": lower.constant(None),
        "true": lower.constant(value=True),
        "false": lower.constant(value=False),
        "decimal_integer_literal": lower.number,
        "hex_integer_literal": lower.number,
        "octal_integer_literal": lower.number,
        "binary_integer_literal": lower.number,
        "decimal_floating_point_literal": lower.number,
        "string_literal": text,
        "field_access": lower.member("object", "field"),
        "scoped_identifier": lower.member("scope", "name"),
        "array_access": lower.element("array", "index"),
        "method_invocation": invocation,
        "object_creation_expression": construction,
        "annotation": annotation,
        "binary_expression": lower.binary("+"),
        "ternary_expression": lower.choice(),
        "unary_expression": lower.unary,
        "cast_expression": lower.last,
        "parenthesized_expression": lower.inner,
        "array_initializer": lower.sequence(),
        "element_value_array_initializer": lower.sequence(),
        "array_creation_expression": array,
        "lambda_expression": lower.other("a function"),
        "method_reference": lower.other("a function"),
    },
    binds={
        "import_declaration": imports,
        "local_variable_declaration": declaration,
        "field_declaration": declaration,
        "constant_declaration": declaration,
        "formal_parameter": parameter,
        "resource": resource,
        "enhanced_for_statement": loop,
        "lambda_expression": lambda_parameters,
        "assignment_expression": assignment,
        "return_statement": returned,
    },
    spaces={
        **dict.fromkeys(("method_declaration", "constructor_declaration", "compact_constructor_declaration"), method),
        **dict.fromkeys(("class_declaration", "interface_declaration", "record_declaration", "enum_declaration"), class_),
        "annotation_type_declaration": class_,
        "lambda_expression": lambda _: Space("callback"),
        "block": lambda _: Space("block"),
        "enhanced_for_statement": lambda _: Space("block"),
        "try_with_resources_statement": lambda _: Space("block"),
    },
    calls=frozenset({"method_invocation", "object_creation_expression", "annotation"}),
    strings=frozenset({"string_literal"}),
    sums=frozenset({"binary_expression"}),
    imports=frozenset({"import_declaration", "package_declaration"}),
    module=module,
    self_names=frozenset({"this"}),
    implicit_self=True,
    same=frozenset({"toString", "trim", "strip", "stripIndent", "intern"}),
    wrappers=frozenset(
        {
            "Optional.ofNullable",
            "java.util.Optional.ofNullable",
            "String.valueOf",
            "Objects.requireNonNull",
            "java.util.Objects.requireNonNull",
        }
    ),
    defaults=frozenset({"orElse", "orElseGet"}),
    casts={**dict.fromkeys(INTEGERS, "int"), "Boolean.parseBoolean": "bool", "Double.parseDouble": "float"},
    emptiness=frozenset({".isEmpty", ".isBlank"}),
    percent=frozenset({"String.format"}),
    mutators=frozenset(),
)
