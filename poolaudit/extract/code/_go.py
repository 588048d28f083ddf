"""The table of Go.

In: nodes of https://github.com/tree-sitter/tree-sitter-go 0.25. Out: `LANGUAGE`. A package is named by its import path
(`github.com/jackc/pgx/v5/pgxpool.New`); the file's own module is its folder with dots, and references to packages of the same
repository are shortened to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.go_flags import VARIABLES
from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._go_expressions import (
    BUILTINS,
    DEFAULT_TAGS,
    ESCAPES,
    FILE_TAG,
    INTEGERS,
    TAGS,
    call,
    composite,
    module,
    reference,
    type_name,
)
from poolaudit.extract.code._tree_forms import Bind, Space
from poolaudit.extract.code._tree_language import Language
from poolaudit.extract.code._tree_lower import named, text_of
from poolaudit.extract.code._tree_settings import SETTING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


# Declarations


def imports(node: Node) -> Iterator[Bind]:
    """`import "path"`, `import name "path"`; the name is the last part of the path that is no version."""
    path, alias = node.child_by_field_name("path"), node.child_by_field_name("name")
    if path is None:
        return
    dotted = text_of(path).strip('"`')
    if alias is not None and alias.type == "dot":
        yield Bind("star", "", path, dotted=dotted)
    elif alias is None or alias.type != "blank_identifier":
        yield Bind("import", text_of(alias) if alias is not None else _package(dotted), alias or path, dotted=dotted)


def _package(path: str) -> str:
    steps = path.split("/")
    if len(steps) > 1 and steps[-1][:1] == "v" and steps[-1][1:].isdigit():
        steps.pop()
    return steps[-1].partition(".v")[0].removeprefix("go-").removesuffix("-go").replace("-", "_")


def declaration(node: Node) -> Iterator[Bind]:
    """`a, err := f()`, `var a T = x`, `const a = x`."""
    left = node.child_by_field_name("left")
    targets = named(left) if left is not None else node.children_by_field_name("name")
    values = node.child_by_field_name("right") or node.child_by_field_name("value")
    given = named(values) if values is not None else []
    kind = type_name(node.child_by_field_name("type"))
    for index, target in enumerate(target for target in targets if target.is_named):
        value = (
            given[index]
            if len(given) == len([each for each in targets if each.is_named])
            else given[0]
            if given and index == 0
            else None
        )
        if text_of(target) != "_":
            yield Bind(
                "value" if value is not None else "opaque",
                text_of(target),
                target,
                value,
                kind,
                why="" if value is not None or kind else "set somewhere else",
            )


def assignment(node: Node) -> Iterator[Bind]:
    """`a = x`, `a.B = x`, `a["k"] = x`, `a += x`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    targets, values = named(left) if left is not None else [], named(right) if right is not None else []
    plain = text_of(node.child_by_field_name("operator")) == "="
    for index, target in enumerate(targets):
        value = (
            (values[index] if len(values) == len(targets) else values[0] if values and index == 0 else None) if plain else None
        )
        why = "" if plain else "changed after it is made"
        if target.type == "identifier" and text_of(target) != "_":
            yield Bind("assign", text_of(target), target, value, why=why)
        elif target.type == "selector_expression":
            yield Bind(
                "assign",
                text_of(target.child_by_field_name("field")),
                target,
                value,
                owner=target.child_by_field_name("operand"),
                why=why,
            )
        elif target.type == "index_expression":
            key = target.child_by_field_name("index")
            name = text_of(key).strip('"`') if key is not None and key.type.endswith("string_literal") else ""
            yield Bind("assign", name, target, value, owner=target.child_by_field_name("operand"), why=why)


def flag(node: Node) -> Iterator[Bind]:
    """`flag.StringVar(&dsn, "dsn", "…", "…")` gives its first argument a value."""
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or given is None or function.type != "selector_expression":
        return
    if text_of(function.child_by_field_name("field")) not in VARIABLES:
        return
    first = next(iter(named(given)), None)
    target = first.child_by_field_name("operand") if first is not None and first.type == "unary_expression" else None
    if target is not None and target.type == "identifier":
        yield Bind("assign", text_of(target), node, node)
    elif target is not None and target.type == "selector_expression":
        owner = target.child_by_field_name("operand")
        yield Bind("assign", text_of(target.child_by_field_name("field")), target, node, owner=owner)


def parameters(node: Node) -> Iterator[Bind]:
    """`a, b T`."""
    kind = type_name(node.child_by_field_name("type"))
    for target in node.children_by_field_name("name"):
        if target.is_named:
            yield Bind("opaque", text_of(target), target, type_name=kind, why="a parameter")


def fields(node: Node) -> Iterator[Bind]:
    """Fields of a struct, with what their tags say."""
    kind = type_name(node.child_by_field_name("type"))
    tag = text_of(node.child_by_field_name("tag")).strip("`")
    for target in node.children_by_field_name("name"):
        if target.is_named:
            yield Bind("field", text_of(target), target, type_name=kind, lookup=_variable(tag))


def _variable(tag: str) -> str:
    parts = {}
    while (mark := tag.find(':"')) >= 0:
        end = tag.find('"', mark + 2)
        if end < 0:
            break
        parts[tag[:mark].strip()] = tag[mark + 2 : end]
        tag = tag[end + 1 :]
    for name, default in TAGS:
        if name in parts and parts[name].partition(",")[0]:
            given = next((parts[key] for key in (default, "env-default", "default") if key in parts), None)
            return "${" + parts[name].partition(",")[0] + ("" if given is None else f":{given}") + "}"
    key = parts.get(FILE_TAG, "").partition(",")[0]
    written = next((parts[name] for name in DEFAULT_TAGS if name in parts), None)
    return f"{SETTING}{key}" + ("" if written is None else f":{written}") if key else ""


def loop(node: Node) -> Iterator[Bind]:
    """`for k, v := range x`."""
    left = node.child_by_field_name("left")
    for target in named(left) if left is not None else ():
        if target.type == "identifier":
            yield Bind("opaque", text_of(target), target, why="a loop variable")


def returned(node: Node) -> Iterator[Bind]:
    """`return x, nil`."""
    inside = named(node)
    values = named(inside[0]) if inside and inside[0].type == "expression_list" else inside
    if values:
        yield Bind("return", "", node, values[0])


# Functions and types


def function(node: Node) -> Space:
    """A function, or a method with the type of its receiver."""
    receiver = node.child_by_field_name("receiver")
    inside = named(receiver) if receiver is not None else []
    return Space(
        "function",
        text_of(node.child_by_field_name("name")),
        owner=type_name(inside[0].child_by_field_name("type")) if inside else "",
        returns=_first_type(node.child_by_field_name("result")),
    )


def _first_type(node: Node | None) -> str:
    """`Config` of `*Config` and of `(*Config, error)`."""
    if node is not None and node.type == "parameter_list":
        inside = named(node)
        node = inside[0].child_by_field_name("type") if inside else None
    return type_name(node)


def structure(node: Node) -> Space | None:
    """`type T struct { … }`."""
    kind = node.child_by_field_name("type")
    if kind is None or kind.type not in ("struct_type", "interface_type"):
        return None
    return Space("class", text_of(node.child_by_field_name("name")))


LANGUAGE = Language(
    name="go",
    grammar_of=lambda _: "tree_sitter_go",
    forms={
        "identifier": lower.name,
        "package_identifier": lower.name,
        "field_identifier": lower.name,
        "type_identifier": lower.name,
        "nil": lower.constant(None),
        "true": lower.constant(value=True),
        "false": lower.constant(value=False),
        "int_literal": lower.number,
        "float_literal": lower.number,
        "selector_expression": lower.member("operand", "field"),
        "index_expression": lower.element("operand", "index"),
        "call_expression": call,
        "interpreted_string_literal": lower.string(escapes=ESCAPES),
        "raw_string_literal": lower.string(),
        "composite_literal": composite,
        "literal_value": composite,
        "literal_element": lower.inner,
        "binary_expression": lower.binary("+", "||"),
        "unary_expression": lower.unary,
        "parenthesized_expression": lower.inner,
        "type_conversion_expression": lower.last,
        "type_assertion_expression": lower.inner,
        "variadic_argument": lower.inner,
        "func_literal": lower.other("a function"),
    },
    binds={
        "import_spec": imports,
        "short_var_declaration": declaration,
        "var_spec": declaration,
        "const_spec": declaration,
        "assignment_statement": assignment,
        "call_expression": flag,
        "parameter_declaration": parameters,
        "field_declaration": fields,
        "range_clause": loop,
        "return_statement": returned,
    },
    spaces={
        "function_declaration": function,
        "method_declaration": function,
        "func_literal": lambda _: Space("callback"),
        "type_spec": structure,
        "block": lambda _: Space("block"),
        "if_statement": lambda _: Space("block"),
        "for_statement": lambda _: Space("block"),
    },
    calls=frozenset({"call_expression"}),
    strings=frozenset({"interpreted_string_literal", "raw_string_literal"}),
    sums=frozenset({"binary_expression"}),
    imports=frozenset({"import_spec"}),
    module=module,
    builtins=BUILTINS,
    reference=reference,
    same=frozenset({"String"}),
    wrappers=frozenset({"string", "strings.TrimSpace"}),
    casts={**dict.fromkeys(INTEGERS, "int"), "strconv.Atoi": "int", "strconv.ParseInt": "int", "strconv.ParseBool": "bool"},
    percent=frozenset({"fmt.Sprintf"}),
    followed=True,
    returns_errors=True,
    exits=("panic(", "log.Fatal", "log.Panic", "os.Exit("),
)
