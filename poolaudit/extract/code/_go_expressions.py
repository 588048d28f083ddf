"""Expressions of Go as forms. In: nodes of the grammar that `_go` names. Out: `Form`, and names of types as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _tree_lower as lower
from poolaudit.extract.code._tree_forms import Entries, Entry, Invocation, Other, Sequence
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
"""Hosts whose paths begin with an owner and a repository."""
BUILTINS = frozenset(
    """
    append cap clear close complex copy delete imag len make max min new panic print println real recover
    any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string
    uint uint8 uint16 uint32 uint64 uintptr true false iota nil
    """.split()  # https://go.dev/ref/spec#Predeclared_identifiers
)
INTEGERS = ("int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64")
TAGS = (("env", "envDefault"), ("envconfig", "default"), ("env", "env-default"))
"""Tags of struct fields that name a variable and its default: github.com/caarlos0/env, kelseyhightower/envconfig and
ilyakaznacheev/cleanenv."""
FILE_TAG = "mapstructure"
"""Tag of the key under which github.com/spf13/viper fills a field (https://github.com/spf13/viper#unmarshaling, 1.20)."""
DEFAULT_TAGS = ("default", "envDefault", "env-default")
"""Tags of defaults: github.com/creasty/defaults, mcuadros/go-defaults and those of `TAGS`."""
ESCAPES = frozenset({"escape_sequence"})


def module(path: str, root: Node) -> str:
    """The folder; for files at the root the name of the package."""
    folder = path.rpartition("/")[0]
    clause = next((child for child in root.named_children if child.type == "package_clause"), None)
    return folder.replace("/", ".") or (text_of(named(clause)[0]) if clause is not None and named(clause) else "")


def reference(name: str) -> str:
    """`github.com/acme/app/internal/db.Pool` is `internal.db.Pool` to the repository itself; other names stay."""
    head, slash, rest = name.partition("/")
    if not slash or "." not in head:
        return name
    steps = rest.split("/")
    steps = steps[2:] if head in HOSTS else steps
    if steps and steps[0][:1] == "v" and steps[0].partition(".")[0][1:].isdigit():
        steps = steps[1:] if "." not in steps[0] else [steps[0].partition(".")[2], *steps[1:]]
    return ".".join(steps) if len(steps) > 0 and "." in ".".join(steps) else name


def call(node: Node) -> Form:
    """`f(…)`, `pkg.F(…)`, `x.M(…)`."""
    function = node.child_by_field_name("function")
    if function is None:
        return Other("incomplete")
    values = tuple(lower.arguments(node.child_by_field_name("arguments"), frozenset({"variadic_argument"})))
    while function.type in ("parenthesized_expression", "type_instantiation_expression") and function.named_children:
        function = function.named_children[0]
    if function.type == "selector_expression":
        owner, attribute = function.child_by_field_name("operand"), function.child_by_field_name("field")
        if owner is not None:
            return Invocation(owner, text_of(attribute), None, values)
    if function.type == "identifier":
        return Invocation(None, text_of(function), None, values)
    return Invocation(None, "", function, values)


def composite(node: Node) -> Form:
    """`T{Field: x}`, `map[string]T{"k": x}`, `[]T{x}`; a `TArray{x}` is a list by its name, as generators call them."""
    body = node.child_by_field_name("body") if node.type == "composite_literal" else node
    items = named(body) if body is not None else []
    if any(item.type == "keyed_element" for item in items):
        pairs = [
            (item.child_by_field_name("key"), item.child_by_field_name("value")) for item in items if item.type == "keyed_element"
        ]
        return Entries(tuple(Entry(_key(key), value) for key, value in pairs if key is not None and value is not None))
    kind = node.child_by_field_name("type")
    lists = ("slice_type", "array_type", "implicit_length_array_type")
    listed = kind is None or kind.type in lists or text_of(kind).endswith("Array")
    if not items and not listed:
        return Entries(())
    if not listed and kind is not None and kind.type in ("type_identifier", "qualified_type"):
        return Other("a struct whose fields are not named")
    return Sequence(tuple((item, False) for item in items))


def _key(node: Node) -> str | Node:
    inside = named(node)
    return text_of(inside[0]) if inside and inside[0].type in ("identifier", "field_identifier") else node


def type_name(node: Node | None) -> str:
    """`sql.DB` of `*sql.DB`; empty for what is no named type."""
    while node is not None and node.type in ("pointer_type", "generic_type", "parenthesized_type"):
        node = node.child_by_field_name("type") or next(iter(named(node)), None)
    text = text_of(node) if node is not None and node.type in ("type_identifier", "qualified_type") else ""
    return "" if text in BUILTINS else text
