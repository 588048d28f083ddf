"""The table of PHP.

In: nodes of https://github.com/tree-sitter/tree-sitter-php 0.25. Out: `LANGUAGE`. Namespaces are written with dots:
`Illuminate.Support.Facades.DB.statement`. Functions and built-in classes stand alone: `getenv`, `PDO`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import Bind, Element, Entries, Entry, Given, Invocation, Language, Member, Name, Other, Sequence, Space
from poolaudit.extract.code._tree_lower import named, text_of

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
    """A class or function with `\\` as dots; a leading one says that it is global."""
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
    return Invocation(owner, text_of(node.child_by_field_name("name")), None, values) if owner is not None else Other("incomplete")


def construction(node: Node) -> Form:
    """`new X(…)`."""
    inside = named(node)
    given = next((child for child in inside if child.type == "arguments"), None)
    made = inside[0] if inside and inside[0].type in ("name", "qualified_name") else None
    values = tuple(_arguments(given))
    if made is None:
        return Invocation(None, "", inside[0], values) if inside and inside[0].type == "variable_name" else Other("an object of a class that is not known")
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
    return Element(inside[0], inside[1]) if len(inside) == 2 else Other("an element that cannot be told")  # noqa: PLR2004  # object and key


def array(node: Node) -> Form:
    """`['a' => 1, ...$b]`, `[1, 2]`."""
    pairs: list[Entry] = []
    items: list[tuple[Node, bool]] = []
    for item in named(node):
        inside = named(item)
        if len(inside) > 1:
            pairs.append(Entry(inside[0], inside[1]))
        elif inside and inside[0].type == "variadic_unpacking" and named(inside[0]):
            pairs.append(Entry(None, named(inside[0])[0]))
            items.append((named(inside[0])[0], True))
        elif inside:
            items.append((inside[0], False))
    if any(entry.key is not None for entry in pairs):
        return Entries(tuple(pairs))
    return Sequence(tuple(items))


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


# Declarations


def imports(node: Node) -> Iterator[Bind]:
    """`use A\\B;`, `use A\\B as C;`, `use A\\{B, C as D};`."""
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
            yield Bind("field", text_of(target).lstrip("$"), target, value, kind, why="" if value is not None else "set somewhere else")


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
    """`return x;`; of a file it is what others include."""
    inside = named(node)
    if inside:
        yield Bind("return", "", node, inside[0])


def function(node: Node) -> Space:
    """A function or method."""
    return Space("function", text_of(node.child_by_field_name("name")))


def class_(node: Node) -> Space:
    """A class, interface, trait or enumeration with what it extends."""
    bases = tuple(dotted(part) for each in named(node) if each.type in ("base_clause", "class_interface_clause") for part in named(each))
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
