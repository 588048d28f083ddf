"""The table of C#.

In: nodes of https://github.com/tree-sitter/tree-sitter-c-sharp 0.23. Out: `LANGUAGE`. A module is the namespace. `using` brings all names
of a namespace, so a type stands alone (`DbContext`) unless the catalog knows it in one of them (`Npgsql.NpgsqlConnection`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import Bind, Element, Entries, Entry, Given, Invocation, Language, Member, Other, Run, Sequence, Space, Text
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

ESCAPES = frozenset({"escape_sequence"})
HOLES = frozenset({"interpolation"})
TYPES = frozenset({"identifier", "qualified_name", "generic_name", "alias_qualified_name"})
INTEGERS = ("int.Parse", "long.Parse", "Convert.ToInt32", "Convert.ToInt64", "Int32.Parse")


def module(path: str, root: Node) -> str:
    """The first namespace of the file; empty where none is declared."""
    del path
    kinds = ("namespace_declaration", "file_scoped_namespace_declaration")
    return next((text_of(child.child_by_field_name("name")) for child in root.named_children if child.type in kinds), "")


# Expressions


def member(node: Node) -> Form:
    """`a.b`, `a.b<T>`."""
    owner, attribute = node.child_by_field_name("expression"), node.child_by_field_name("name")
    return Member(owner, simple(attribute)) if owner is not None else Other("incomplete")


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
    if function.type in ("identifier", "generic_name"):
        return Invocation(None, simple(function), None, values)
    target = member(function) if function.type == "member_access_expression" else conditional(function)
    if function.type in ("member_access_expression", "conditional_access_expression") and isinstance(target, Member):
        return Invocation(target.owner, target.name, None, values)
    return Invocation(None, "", function, values)


def construction(node: Node) -> Form:
    """`new X(…) { A = x }`: what the initialiser sets are keywords."""
    given = node.child_by_field_name("arguments") or next((child for child in node.named_children if child.type == "argument_list"), None)
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
        if child.type == "interpolation" and any(part.type in ("interpolation_format_clause", "interpolation_alignment_clause") for part in child.named_children):
            return Other("formatted with a format of its own")
    opening = next((child.end_byte for child in node.children if child.type in ("interpolation_start", '"', "interpolation_quote")), node.start_byte)
    for child in node.children:
        if child.type in ("interpolation_start", "interpolation_quote", '"') and child.end_byte <= opening + 4 and child.start_byte == opening:
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


def type_name(node: Node | None, *, keep: bool = False) -> str:
    """`NpgsqlConnection` of a type as written, without arguments."""
    while node is not None and node.type in ("nullable_type", "array_type"):
        node = None if node.type == "array_type" else node.child_by_field_name("type")
    if node is None or node.type not in TYPES:
        return ""
    text = simple(node)
    return "" if not keep and text in ("var", "String", "Object") else text


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
        yield Bind(kind if value is not None or kind == "field" else "opaque", text_of(target), target, value, declared, why="" if value is not None else "set somewhere else", managed=managed)


def property_(node: Node) -> Iterator[Bind]:
    """A property with its initialiser, or what `=>` gives."""
    target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if value is not None and value.type == "arrow_expression_clause" and named(value):
        value = named(value)[0]
    if target is not None:
        yield Bind("field", text_of(target), target, value, type_name(node.child_by_field_name("type")), why="" if value is not None else "set somewhere else")


def parameter(node: Node) -> Iterator[Bind]:
    """A parameter; of a lambda without a type as well."""
    target = node.child_by_field_name("name") or (node if node.type == "implicit_parameter" else None)
    if target is not None:
        yield Bind("opaque", text_of(target), target, type_name=type_name(node.child_by_field_name("type")), why="a parameter")


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


# Functions and classes


def method(node: Node) -> Space:
    """A method, constructor or local function with its attributes."""
    is_async = any(child.type == "modifier" and text_of(child) == "async" for child in node.named_children)
    return Space("function", text_of(node.child_by_field_name("name")), is_async, attributes(node))


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
    mutators=frozenset({"Add", "Remove", "Clear"}),
)
