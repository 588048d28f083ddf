"""The table of Ruby.

In: nodes of https://github.com/tree-sitter/tree-sitter-ruby 0.23. Out: `LANGUAGE`. `::` is written as a dot: `PG.Connection.new`.
Constants are global and go by the modules and classes around them, so the file itself has no name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import (
    Bind,
    Choice,
    Element,
    Entries,
    Entry,
    Given,
    Invocation,
    Member,
    Name,
    Other,
    Run,
    Space,
    Text,
)
from poolaudit.extract.code._tree_language import Language
from poolaudit.extract.code._tree_lower import PAIR, named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

ESCAPES = frozenset({"escape_sequence"})
HOLES = frozenset({"interpolation"})


def module(path: str, root: Node) -> str:
    """Ruby's constants are global: the modules and classes of the file name them."""
    del path, root
    return ""


def call(node: Node) -> Form:
    """`f x`, `a.b(x) { … }`; the value of a block goes last for `fetch`."""
    owner, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
    values = list(_arguments(node.child_by_field_name("arguments")))
    block = node.child_by_field_name("block")
    if block is not None:
        inside = named(block.child_by_field_name("body") or block)
        if text_of(method) == "fetch" and len(inside) == 1:
            values.append(Given("", inside[0]))
        else:
            values.append(Given("", block))
    name = text_of(method) or "call"
    if not values and node.child_by_field_name("arguments") is None and owner is not None and not name.endswith("!"):
        return Invocation(owner, name, None, ())
    given = node.child_by_field_name("arguments") or method or owner
    return Invocation(
        owner,
        name,
        None,
        tuple(values),
        end=given.end_byte if block is not None and block.type == "do_block" and given is not None else -1,
    )


def _arguments(node: Node | None) -> Iterator[Given]:
    for item in named(node) if node is not None else ():
        inside = named(item)
        if item.type == "pair":
            key, value = item.child_by_field_name("key"), item.child_by_field_name("value")
            if key is not None and key.type in ("hash_key_symbol", "simple_symbol", "string"):
                yield Given(text_of(key).strip(":\"'"), value if value is not None else key)
            elif value is not None:
                yield Given("", value, spread=True, opaque=True)
        elif item.type in ("splat_argument", "hash_splat_argument"):
            yield Given("", inside[0] if inside else item, spread=True)
        elif item.type != "block_argument":
            yield Given("", item)


def scope(node: Node) -> Form:
    """`A::B`."""
    owner, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
    return Member(owner, text_of(name)) if owner is not None else Name(text_of(name))


def element(node: Node) -> Form:
    """`a["k"]`, `a[:k]`."""
    inside = named(node)
    return Element(inside[0], inside[1]) if len(inside) == PAIR else Other("an element that cannot be told")  # object and key


def symbol(node: Node) -> Form:
    """`:a` as text."""
    start = node.start_byte + 1
    return Text((Run(start, node.end_byte, text_of(node)[1:].strip('"')),), start, node.end_byte)


def mapping(node: Node) -> Form:
    """`{a: 1, "b" => 2, **c}`."""
    found: list[Entry] = []
    for item in named(node):
        key, value = item.child_by_field_name("key"), item.child_by_field_name("value")
        if item.type == "pair" and key is not None:
            word = text_of(key).strip(":\"'") if key.type in ("hash_key_symbol", "simple_symbol", "string") else key
            found.append(Entry(word, value if value is not None else key))  # `{url:}` is `{url: url}`
        elif item.type == "hash_splat_argument" and named(item):
            found.append(Entry(None, named(item)[0]))
    return Entries(tuple(found))


def branches(node: Node) -> Form:
    """`if test … else … end`: the last expression of each branch."""
    test = node.child_by_field_name("condition")
    yes, no = _last(node.child_by_field_name("consequence")), _last(node.child_by_field_name("alternative"))
    if test is None or yes is None or no is None:
        return Other("depends on a condition")
    return Choice(test, no, yes) if node.type == "unless" else Choice(test, yes, no)


def _last(node: Node | None) -> Node | None:
    """The last expression of `then …`, `else …`; an `elsif` is one itself."""
    if node is None or node.type in ("elsif", "if"):
        return node
    inside = named(node)
    return inside[-1] if inside else None


def variable(node: Node) -> Form:
    """`@pool` is an attribute of the object."""
    return Name(text_of(node))


def heredoc(node: Node) -> Form:
    """The lines of a heredoc."""
    children = node.named_children
    end = children[-1].start_byte if children and children[-1].type == "heredoc_end" else node.end_byte
    start = node.start_byte + ((node.text or b"")[:1] == b"\n")
    return lower.pieces(node, start, max(start, end), HOLES, ESCAPES)


def quoted(node: Node) -> Form:
    """`"…"`, `'…'`, `%q(…)`."""
    if node.children and text_of(node.children[0]) == "'":
        return lower.string(1, 1)(node)
    return lower.string(None, None, HOLES, ESCAPES)(node)


def command(node: Node) -> Form:
    """What a program of the system prints."""
    del node
    return Other("the output of a command")


# Declarations


def assignment(node: Node) -> Iterator[Bind]:
    """`a = x`, `A = x`, `@a = x`, `a.b = x`, `a[:k] = x`, `a ||= x`."""
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    if target is None:
        return
    sign = text_of(node.child_by_field_name("operator"))
    plain = node.type == "assignment" or sign == "||="
    given, why = (value, "") if plain else (None, "changed after it is made")
    if target.type in ("identifier", "constant", "global_variable"):
        kind = "value" if target.type == "constant" and given is not None else "assign"
        kind = "local" if target.type == "identifier" else kind
        yield Bind(kind, text_of(target), target, given, why=why)
    elif target.type in ("instance_variable", "class_variable"):
        yield Bind("field", text_of(target), target, given, why=why)
    elif target.type == "call":
        owner = target.child_by_field_name("receiver")
        if owner is not None:
            yield Bind("assign", text_of(target.child_by_field_name("method")), target, given, owner=owner, why=why)
    elif target.type == "element_reference":
        form = element(target)
        if isinstance(form, Element):
            yield Bind(
                "assign",
                text_of(form.key).strip(":\"'") if form.key.type != "identifier" else "",
                target,
                given,
                owner=form.owner,
                why=why,
            )
    elif target.type == "left_assignment_list":
        for each in named(target):
            if each.type == "identifier":
                yield Bind("assign", text_of(each), each, why="taken out of another value")


def parameters(node: Node) -> Iterator[Bind]:
    """Parameters of a method or block."""
    for each in named(node):
        target = each if each.type == "identifier" else each.child_by_field_name("name")
        if target is not None:
            yield Bind("opaque", text_of(target), target, why="a parameter", default=each.child_by_field_name("value"))


def returned(node: Node) -> Iterator[Bind]:
    """`return x`."""
    inside = named(node)
    values = named(inside[0]) if inside else []
    if values:
        yield Bind("return", "", node, values[0])


def method(node: Node) -> Space:
    """A method; one of the class itself as well."""
    return Space("function", text_of(node.child_by_field_name("name")))


def class_(node: Node) -> Space:
    """A class or module with what it extends."""
    above = node.child_by_field_name("superclass")
    bases = tuple(text_of(part).replace("::", ".") for part in named(above)[:1]) if above is not None else ()
    return Space("class", text_of(node.child_by_field_name("name")).replace("::", "."), bases=bases)


def last_value(node: Node) -> Iterator[Bind]:
    """A method gives its last expression."""
    body = node.child_by_field_name("body")
    inside = named(body) if body is not None and body.type == "body_statement" else [body] if body is not None else []
    if inside and inside[-1].type in FORMS:
        yield Bind("return", "", inside[-1], inside[-1])


FORMS = {
    "identifier": lower.name,
    "constant": lower.name,
    "global_variable": lower.name,
    "instance_variable": variable,
    "class_variable": variable,
    "self": lower.name,
    "nil": lower.constant(None),
    "true": lower.constant(value=True),
    "false": lower.constant(value=False),
    "integer": lower.number,
    "float": lower.number,
    "string": quoted,
    "bare_string": lower.string(0, 0),
    "string_content": lower.string(0, 0),
    "chained_string": lower.other("a text in several pieces"),
    "simple_symbol": symbol,
    "hash_key_symbol": lower.name,
    "heredoc_body": heredoc,
    "subshell": command,
    "scope_resolution": scope,
    "element_reference": element,
    "call": call,
    "hash": mapping,
    "array": lower.sequence("splat_argument"),
    "right_assignment_list": lower.sequence("splat_argument"),
    "string_array": lower.sequence(),
    "binary": lower.binary("+", "|| or"),
    "conditional": lower.choice(),
    "if": branches,
    "unless": branches,
    "elsif": branches,
    "unary": lower.unary,
    "parenthesized_statements": lower.inner,
    "lambda": lower.other("a function"),
    "block": lower.other("a function"),
    "do_block": lower.other("a function"),
}


LANGUAGE = Language(
    name="ruby",
    grammar_of=lambda _: "tree_sitter_ruby",
    forms=FORMS,
    binds={
        "heredoc_beginning": lambda node: [Bind("heredoc", "", node)],
        "heredoc_body": lambda node: [Bind("heredoc_body", "", node)],
        "assignment": assignment,
        "operator_assignment": assignment,
        "method_parameters": parameters,
        "block_parameters": parameters,
        "lambda_parameters": parameters,
        "return": returned,
        "method": last_value,
        "singleton_method": last_value,
    },
    spaces={
        "method": method,
        "singleton_method": method,
        "class": class_,
        "module": class_,
        "block": lambda _: Space("callback"),
        "do_block": lambda _: Space("callback"),
        "lambda": lambda _: Space("callback"),
    },
    calls=frozenset({"call"}),
    strings=frozenset({"string", "heredoc_body", "bare_string"}),
    sums=frozenset({"binary"}),
    module=module,
    self_names=frozenset({"self"}),
    implicit_self=True,
    same=frozenset({"to_s", "strip", "freeze", "dup", "chomp", "squish", "presence", "compact", "to_h", "symbolize_keys"}),
    mergers=frozenset({"merge", "merge!", "deep_merge"}),
    emptiness=frozenset({".blank?", ".nil?", ".empty?"}),
    wrappers=frozenset({"String"}),
    hands_owner=frozenset({"tap", "then"}),
    calls_values=False,
    fails=frozenset({"raise", "abort", "fail"}),
    casts={".to_i": "int", ".to_f": "float", "Integer": "int", "Float": "float"},
    percent=frozenset({"format", "sprintf"}),
    mutators=frozenset({"merge!", "update", "store", "push", "delete"}),
)
