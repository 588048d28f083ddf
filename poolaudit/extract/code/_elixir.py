"""The table of Elixir.

In: nodes of https://github.com/elixir-lang/tree-sitter-elixir 0.3. Out: `LANGUAGE`. Everything is a call to its grammar;
definitions, aliases and attributes are told by the name of what is called. `a |> f(b)` is `f(a, b)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import (
    Bind,
    Either,
    Element,
    Entries,
    Entry,
    Given,
    Invocation,
    Name,
    Other,
    Run,
    Same,
    Sequence,
    Space,
    Sum,
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
MODULES = frozenset({"defmodule", "defimpl", "defprotocol"})
FUNCTIONS = frozenset({"def", "defp", "defmacro", "defmacrop", "test"})
SILENT = frozenset(
    {*MODULES, *FUNCTIONS, "alias", "import", "require", "use", "when", "defstruct", "defdelegate", "defguard", "describe"}
)
"""Calls that define something."""


def module(path: str, root: Node) -> str:
    """Modules are global: `defmodule` names them."""
    del path, root
    return ""


def target_of(node: Node) -> str:
    """The name of what a call without an owner calls."""
    target = node.child_by_field_name("target")
    return text_of(target) if target is not None and target.type == "identifier" else ""


def parts_of(node: Node) -> list[Node]:
    """The arguments of a call."""
    given = next((child for child in node.named_children if child.type == "arguments"), None)
    return named(given) if given is not None else []


def call(node: Node) -> Form:
    """`f(…)`, `M.f(…)`, `x.f`; keywords at the end are keywords."""
    if target_of(node) in SILENT:
        return Other("a definition")
    return _invocation(node, ())


def _invocation(node: Node, first: tuple[Given, ...]) -> Form:
    target = node.child_by_field_name("target") if node.type == "call" else node
    values = [*first]
    for item in parts_of(node) if node.type == "call" else ():
        if item.type == "keywords":
            values += [Given(key, value) for key, value in _pairs(item)]
        else:
            values.append(Given("", item))
    if target is not None and target.type == "dot":
        owner, name = target.child_by_field_name("left"), target.child_by_field_name("right")
        if owner is not None and name is not None:
            return Invocation(owner, text_of(name), None, tuple(values))
        return Invocation(None, "", owner, tuple(values)) if owner is not None else Other("incomplete")
    return Invocation(None, text_of(target), None, tuple(values))


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    for pair in named(node):
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if pair.type == "pair" and key is not None and value is not None:
            yield text_of(key).strip().rstrip(":").strip('"'), value


def operator(node: Node) -> Form:
    """`a <> b`, `a || b`, `a |> f(b)`, `a + b`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = text_of(node.child_by_field_name("operator"))
    if left is None or right is None:
        return Other("incomplete")
    if sign == "|>":
        if right.type == "call":
            return Same(right)  # to which `match` hands the left side
        return _invocation(right, (Given("", left),)) if right.type == "dot" else Other("an operator on values")
    if sign == "=":
        return Same(right)
    if sign in ("<>", "+"):
        return (
            Sum((left, right), ())
            if left.type != "binary_operator" and right.type != "binary_operator"
            else lower.binary("<> +")(node)
        )
    return Either(left, right) if sign in ("||", "or") else lower.binary("")(node)


def attribute(node: Node) -> Form:
    """`@url` reads what `@url x` set."""
    operand = node.child_by_field_name("operand")
    if node.children and text_of(node.children[0]) == "@" and operand is not None:
        return Name("@" + (target_of(operand) if operand.type == "call" else text_of(operand)))
    return lower.unary(node)


def listing(node: Node) -> Form:
    """`[a: 1]` is a mapping, `[1, 2]` a list."""
    inside = named(node)
    if inside and inside[0].type == "keywords":
        return Entries(tuple(Entry(key, value) for key, value in _pairs(inside[0])))
    if inside and inside[-1].type == "keywords" and len(inside) == 1:
        return Entries(())
    return Sequence(tuple((item, False) for item in inside))


def mapping(node: Node) -> Form:
    """`%{a: 1, "b" => 2}`, `%S{a: 1}`."""
    content = next((child for child in node.named_children if child.type == "map_content"), None)
    found: list[Entry] = []
    complete = True
    for item in named(content) if content is not None else ():
        if item.type == "keywords":
            found += [Entry(key, value) for key, value in _pairs(item)]
        elif item.type == "binary_operator" and text_of(item.child_by_field_name("operator")) == "=>":
            key, value = item.child_by_field_name("left"), item.child_by_field_name("right")
            if key is not None and value is not None:
                found.append(Entry(key, value))
        else:
            complete = False
    return Entries(tuple(found), complete=complete)


def atom(node: Node) -> Form:
    """`:a` as text."""
    start = node.start_byte + 1
    return Text((Run(start, node.end_byte, text_of(node)[1:].strip('"')),), start, node.end_byte)


def string(node: Node) -> Form:
    '''`"…"`, `"""…"""`.'''
    quotes = node.children[0].end_byte - node.start_byte if node.children else 1
    return lower.string(quotes, quotes, HOLES, ESCAPES)(node)


def access(node: Node) -> Form:
    """`a[:k]`."""
    owner, key = node.child_by_field_name("target"), node.child_by_field_name("key")
    return Element(owner, key) if owner is not None and key is not None else Other("incomplete")


# Declarations


def declared(node: Node) -> Iterator[Bind]:
    """`alias A.B`, `alias A.{B, C}`, `import A`, parameters of `def`."""
    kind, parts = target_of(node), parts_of(node)
    if kind == "alias" and parts:
        names = [text_of(parts[0])]
        if parts[0].type == "dot":
            group = parts[0].child_by_field_name("right")
            names = [
                f"{text_of(parts[0].child_by_field_name('left'))}.{text_of(each)}"
                for each in (named(group) if group is not None else ())
            ]
        short = dict(_pairs(parts[1])).get("as") if len(parts) > 1 and parts[1].type == "keywords" else None
        for full in names:
            yield Bind("import", text_of(short) if short is not None else full.rpartition(".")[2], parts[0], dotted=full)
    elif kind in FUNCTIONS and parts:
        head = parts[0].child_by_field_name("left") if parts[0].type == "binary_operator" else parts[0]
        if head is not None and head.type == "call":
            yield Bind("skip", "", head, head)
        for item in parts_of(head) if head is not None and head.type == "call" else ():
            inner = item.child_by_field_name("left") if item.type == "binary_operator" else item
            if inner is not None and inner.type == "identifier":
                yield Bind("opaque", text_of(inner), inner, why="a parameter")
            elif inner is not None:
                yield from _taken(inner, "a parameter")


def _taken(pattern: Node, why: str) -> Iterator[Bind]:
    queue = [pattern]
    while queue:
        item = queue.pop()
        if item.type == "identifier":
            yield Bind("assign", text_of(item), item, why=why)
        elif item.type not in ("call", "string", "alias"):
            queue += named(item)


def match(node: Node) -> Iterator[Bind]:
    """`a = x`, `{:ok, a} = x`: the only name beside an `:ok` gets what x gives; `a |> f(b)` hands a to f."""
    sign = text_of(node.child_by_field_name("operator"))
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    if sign == "|>" and target is not None and value is not None and value.type == "call":
        yield Bind("fill", "", target, target, owner=value)
    if sign != "=" or target is None:
        return
    inside = named(target) if target.type == "tuple" else []
    if len(inside) == PAIR and text_of(inside[0]) == ":ok" and inside[1].type == "identifier":  # {:ok, name}
        target = inside[1]
    if target.type == "identifier":
        yield Bind("assign", text_of(target), target, value)
    else:
        yield from _taken(target, "taken out of another value")


def module_attribute(node: Node) -> Iterator[Bind]:
    """`@url x`."""
    operand = node.child_by_field_name("operand")
    if node.children and text_of(node.children[0]) == "@" and operand is not None and operand.type == "call":
        parts = parts_of(operand)
        if len(parts) == 1 and target_of(operand) not in ("doc", "moduledoc", "spec", "type", "typedoc", "impl", "callback"):
            name = operand.child_by_field_name("target")
            yield Bind("skip", "", operand, operand)
            yield Bind("value", "@" + target_of(operand), name or operand, parts[0])


def space(node: Node) -> Space | None:
    """`defmodule A.B do`, `def f(x) do`."""
    kind, parts = target_of(node), parts_of(node)
    if kind in MODULES and parts:
        return Space("class", text_of(parts[0]))
    if kind in FUNCTIONS and parts:
        head = parts[0].child_by_field_name("left") if parts[0].type == "binary_operator" else parts[0]
        name = target_of(head) if head is not None and head.type == "call" else text_of(head)
        return Space("function", name if name.rstrip("?!").isidentifier() else kind)
    return None


LANGUAGE = Language(
    name="elixir",
    grammar_of=lambda _: "tree_sitter_elixir",
    forms={
        "identifier": lower.name,
        "alias": lower.name,
        "atom": atom,
        "nil": lower.constant(None),
        "boolean": lower.boolean,
        "integer": lower.number,
        "float": lower.number,
        "string": string,
        "charlist": lower.string(holes=HOLES, escapes=ESCAPES),
        "sigil": lower.other("a sigil"),
        "dot": lower.member("left", "right"),
        "call": call,
        "access_call": access,
        "binary_operator": operator,
        "unary_operator": attribute,
        "list": listing,
        "keywords": lambda node: Entries(tuple(Entry(key, value) for key, value in _pairs(node))),
        "tuple": lower.sequence(),
        "map": mapping,
        "anonymous_function": lower.other("a function"),
    },
    binds={"call": declared, "binary_operator": match, "unary_operator": module_attribute},
    spaces={"call": space, "anonymous_function": lambda _: Space("callback")},
    calls=frozenset({"call"}),
    strings=frozenset({"string", "charlist"}),
    sums=frozenset({"binary_operator"}),
    module=module,
    implicit_self=True,
    calls_values=False,
    fails=frozenset({"raise"}),
    wrappers=frozenset({"String.trim", "to_string", "String.trim_trailing"}),
    casts={"String.to_integer": "int", "String.to_float": "float"},
)
