"""The table of Kotlin.

In: nodes of https://github.com/tree-sitter-grammars/tree-sitter-kotlin 1.1. Out: `LANGUAGE`. Names are those of Java. What a
block of `apply { … }` assigns belongs to the object before it: `HikariConfig().apply { jdbcUrl = x }` is a call with the keyword
`jdbcUrl`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._kotlin_expressions import (
    FILLING,
    index,
    invocation,
    module,
    navigation,
    shown,
    text,
    type_name,
    unary,
    word,
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
    """`import a.B`, `import a.B as C`, `import a.*`."""
    inside = named(node)
    if inside:
        dotted = text_of(inside[0])
        if any(child.type == "*" for child in node.children):
            yield Bind("star", "", node, dotted=dotted)
        else:
            alias = inside[1] if len(inside) > 1 else None
            yield Bind(
                "import", text_of(alias) if alias is not None else dotted.rpartition(".")[2], alias or inside[0], dotted=dotted
            )


def property_(node: Node) -> Iterator[Bind]:
    """`val a: T = x`, `val a by lazy { x }`; inside of a class it is a field."""
    target = next((child for child in named(node) if child.type == "variable_declaration"), None)
    inside = named(target) if target is not None else []
    if target is None or not inside:
        return
    value = None
    equals = False
    for child in node.children:
        equals = equals or child.type == "="
        if equals and child.is_named and child.type not in lower.IGNORED:
            value = child
            break
    lookup = _value_of(node)
    yield Bind(
        "value" if value is not None or lookup else "opaque",
        text_of(inside[0]),
        inside[0],
        value,
        type_name(target),
        lookup=lookup,
        why="" if value is not None or lookup else "set somewhere else",
    )


def _value_of(node: Node) -> str:
    """The text of `@Value("${…}")`; Kotlin escapes its `$`."""
    for modifiers in node.named_children[:1]:
        for each in named(modifiers) if modifiers.type == "modifiers" else ():
            whole = text_of(each)
            if each.type == "annotation" and whole.startswith(("@Value(", "@field:Value(")):
                return whole.partition('"')[2].rpartition('"')[0].replace("\\$", "$")
    return ""


def parameter(node: Node) -> Iterator[Bind]:
    """A parameter; of a class with `val` or `var` it is a field as well."""
    target = next((child for child in named(node) if child.type == "identifier"), None)
    if target is not None:
        lookup = _value_of(node)
        yield Bind(
            "opaque",
            text_of(target),
            target,
            type_name=type_name(node),
            lookup=lookup,
            why="" if lookup else "a parameter",
            also_field=True,
        )


def lambda_parameters(node: Node) -> Iterator[Bind]:
    """`{ a, b -> … }`."""
    for each in named(node):
        inside = named(each)
        if each.type == "variable_declaration" and inside:
            yield Bind("opaque", text_of(inside[0]), inside[0], type_name=type_name(each), why="a parameter")


def assignment(node: Node) -> Iterator[Bind]:
    """`a = x`, `a.b = x`, `a["k"] = x`."""
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    plain = text_of(node.child_by_field_name("operator")) in ("=", "")
    given, why = (value, "") if plain else (None, "changed after it is made")
    if target is None:
        return
    if target.type == "identifier":
        yield Bind("assign", text_of(target), target, given, why=why)
        return
    form = (
        navigation(target)
        if target.type == "navigation_expression"
        else index(target)
        if target.type == "index_expression"
        else None
    )
    if isinstance(form, Member):
        yield Bind("assign", form.name, target, given, owner=form.owner, why=why)
    elif isinstance(form, Element):
        name = text_of(form.key).strip('"') if form.key.type == "string_literal" else ""
        yield Bind("assign", name, target, given, owner=form.owner, why=why)


def filled(node: Node) -> Iterator[Bind]:
    """`X().apply { a = b }`: assigned to the object, not to names."""
    inside = named(node)
    target = navigation(inside[0]) if inside and inside[0].type == "navigation_expression" else None
    block = next((child for part in inside[1:] if part.type == "annotated_lambda" for child in named(part)), None)
    if not isinstance(target, Member) or target.name not in FILLING or block is None:
        return
    for item in named(block):
        left, right = item.child_by_field_name("left"), item.child_by_field_name("right")
        if item.type == "assignment" and left is not None and left.type == "identifier" and right is not None:
            yield Bind("skip", "", item, item)
            yield Bind("fill", text_of(left), left, right, owner=target.owner)


def returned(node: Node) -> Iterator[Bind]:
    """`return x`, `= x`."""
    inside = named(node)
    if inside and not (node.type == "function_body" and inside[0].type == "block"):
        yield Bind("return", "", node, inside[-1])


# Functions and classes


def function(node: Node) -> Space:
    """A function with its annotations."""
    suspends = any(text_of(child) == "suspend" for part in node.named_children[:1] for child in named(part))
    return Space("function", text_of(node.child_by_field_name("name")), suspends, annotated_with(node))


def class_(node: Node) -> Space:
    """A class or object; what a companion object holds belongs to its class."""
    own = node.child_by_field_name("name") or next((child for child in named(node) if child.type == "identifier"), None)
    bases = tuple(
        text_of(part).partition("(")[0].partition("<")[0]
        for each in named(node)
        if each.type == "delegation_specifiers"
        for part in named(each)
    )
    return Space("class", text_of(own), decorators=annotated_with(node), bases=bases)


def annotated_with(node: Node) -> tuple[str, ...]:
    """Names of the annotations of a declaration."""
    modifiers = next((child for child in node.named_children[:1] if child.type == "modifiers"), None)
    found = [child for child in named(modifiers) if child.type == "annotation"] if modifiers is not None else []
    return tuple(text_of(each).lstrip("@").partition("(")[0] for each in found)


LANGUAGE = Language(
    name="kotlin",
    grammar_of=lambda _: "tree_sitter_kotlin",
    forms={
        "identifier": word,
        "this_expression": lower.name,
        "number_literal": lower.number,
        "float_literal": lower.number,
        "string_content": shown,
        "throw_expression": lower.other(lower.ERROR),
        "string_literal": text,
        "multiline_string_literal": text,
        "navigation_expression": navigation,
        "index_expression": index,
        "call_expression": invocation,
        "binary_expression": lower.binary("+", "?:"),
        "unary_expression": unary,
        "as_expression": lower.inner,
        "parenthesized_expression": lower.inner,
        "lambda_literal": lower.other("a function"),
        "if_expression": lower.other("depends on a condition"),
        "when_expression": lower.other("depends on a condition"),
    },
    binds={
        "import": imports,
        "property_declaration": property_,
        "class_parameter": parameter,
        "parameter": parameter,
        "lambda_parameters": lambda_parameters,
        "assignment": assignment,
        "call_expression": filled,
        "return_expression": returned,
        "function_body": returned,
    },
    spaces={
        "function_declaration": function,
        "secondary_constructor": lambda node: Space("function", "constructor", decorators=annotated_with(node)),
        "class_declaration": class_,
        "object_declaration": class_,
        "lambda_literal": lambda _: Space("callback"),
        "block": lambda _: Space("block"),
    },
    calls=frozenset({"call_expression"}),
    strings=frozenset({"string_literal", "multiline_string_literal"}),
    sums=frozenset({"binary_expression"}),
    imports=frozenset({"import", "package_header"}),
    module=module,
    self_names=frozenset({"this"}),
    implicit_self=True,
    same=frozenset({"toString", "trim", "trimIndent", "trimMargin"}),
    wrappers=frozenset({"requireNotNull", "checkNotNull", "String.valueOf", "java.util.Optional.ofNullable"}),
    defaults=frozenset({"orElse"}),
    hands_owner=frozenset({"use", "let", "also"}),
    fails=frozenset({"error", "TODO"}),
    casts={
        ".toInt": "int",
        ".toLong": "int",
        ".toIntOrNull": "int",
        ".toLongOrNull": "int",
        ".toDouble": "float",
        ".toBoolean": "bool",
    },
    percent=frozenset({"String.format"}),
)
