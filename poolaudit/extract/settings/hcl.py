"""HCL files: Terraform, OpenTofu and Nomad. In: a `Source`. Out: a `SettingsDocument` with one mapping.

Grammar: HCL 2 (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md) as tree-sitter-hcl reads it. A block stands under
its type and its labels (`resource` → `aws_db_proxy` → `main`), and one that is repeated stands several times. Expressions that
are no constant are `Term`s: scalars whose `template` is the reference that they are; `jsonencode(…)` is what it encodes.
Values of variables may be JSON (https://developer.hashicorp.com/terraform/language/values/variables, 1.13, read 2026-11-21).
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.hcl_terms import Making, Parts, Term, chain_of, parts_of
from poolaudit.extract.settings.json import read as read_json
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode, SettingsDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node as Syntax
    from tree_sitter import Parser

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

MAX_LENGTH = 1_000_000
"""Characters; the parser needs two seconds for so many."""
MAX_DEPTH = 60
"""Blocks and collections inside each other."""
_SHOWN = 60
"""Characters of the longest reference that a `template` shows."""
_ENCODERS = frozenset({"jsonencode", "yamlencode", "sensitive", "nonsensitive"})
_LONGEST_NUMBER = 30


def read(source: Source) -> SettingsDocument:
    """Read the file. Raises `UnreadError` for text that is not HCL, past `MAX_DEPTH` levels, and for a file that is too long."""
    if len(source.text) > MAX_LENGTH:
        raise UnreadError(f"longer than {MAX_LENGTH} characters")
    if source.path.lower().endswith(".json"):
        return SettingsDocument("hcl", read_json(source).roots)
    try:
        parser = _parser()
    except ImportError:
        raise UnreadError("tree-sitter-hcl is not installed") from None
    data = source.text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
    root = parser.parse(data).root_node
    if root.type == "ERROR":
        raise UnreadError(f"not HCL, line {_first_error(root)}")
    reader = _Reader(source, data)
    body = next((child for child in root.children if child.type == "body"), None)
    items = tuple(reader.body(body, 0)) if body is not None else ()
    return SettingsDocument("hcl", (MappingNode(items, source.span(0, len(source.text))),))


FORMAT = Format("hcl", ("*.tf", "*.tofu", "*.tfvars", "*.tfvars.json", "*.hcl", "*.nomad"), read)


@cache
def _parser() -> Parser:
    import tree_sitter_hcl  # noqa: PLC0415 - by the first HCL file
    from tree_sitter import Language, Parser  # noqa: PLC0415

    return Parser(Language(tree_sitter_hcl.language()))


def _first_error(root: Syntax) -> int:
    return root.start_point[0] + 1


class _Reader:
    """Turns syntax into settings."""

    def __init__(self, source: Source, data: bytes) -> None:
        self._source = source
        self._data = data
        self._shift = 1 if source.text.startswith("\ufeff") else 0
        text = source.text[self._shift :]
        self._starts = (
            [] if len(data) == len(text) else [0, *accumulate(len(each.encode("utf-8", "surrogatepass")) for each in text)]
        )

    def body(self, node: Syntax, depth: int) -> Iterator[tuple[Key, Node]]:
        """The attributes and blocks of a body, in written order."""
        if depth > MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        for child in node.children:
            named = child.named_children
            if child.type == "attribute" and len(named) > 1:
                yield self._key(named[0]), self._expression(named[1], depth)
            elif child.type == "block" and named:
                yield self._block(child, depth)

    def _block(self, node: Syntax, depth: int) -> tuple[Key, Node]:
        heads = [child for child in node.named_children if child.type in ("identifier", "string_lit")]
        inner = next((child for child in node.named_children if child.type == "body"), None)
        span = self._span(node)
        found: Node = MappingNode(tuple(self.body(inner, depth + 1)) if inner is not None else (), span)
        for head in reversed(heads[1:]):
            found = MappingNode(((self._key(head), found),), span)
        return self._key(heads[0]), found

    def _key(self, node: Syntax) -> Key:
        text = self._text(node)
        if node.type == "string_lit":
            start, end = self._range(node)
            return Key(text[1:-1], self._source.span(start + 1, end - 1))
        return Key(text, self._span(node))

    def _expression(self, node: Syntax, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
        inner = node
        while inner.type in ("expression", "literal_value", "collection_value", "template_expr") and inner.named_child_count == 1:
            inner = inner.named_children[0]
        if inner.type == "tuple":
            elements = tuple(self._expression(child, depth + 1) for child in inner.named_children if child.type == "expression")
            return SequenceNode(elements, self._span(inner))
        if inner.type == "object":
            elems = (child.named_children for child in inner.named_children if child.type == "object_elem")
            items = ((self._object_key(pair[0]), self._expression(pair[-1], depth + 1)) for pair in elems if len(pair) > 1)
            return MappingNode(tuple(items), self._span(inner))
        if inner.type == "function_call":
            encoded = self._encoded(inner)
            return self._expression(encoded, depth + 1) if encoded is not None else self._unknown(inner, depth)
        return self._scalar(inner, depth)

    def _encoded(self, call: Syntax) -> Syntax | None:
        """The only argument of a function that changes the form alone."""
        arguments = next((child for child in call.named_children if child.type == "function_arguments"), None)
        given = arguments.named_children if arguments is not None else []
        return given[0] if self._text(call.named_children[0]) in _ENCODERS and len(given) == 1 else None

    def _object_key(self, node: Syntax) -> Key:
        text = self._text(node)
        start, end = self._range(node)
        if text[:1] == '"' == text[-1:] and len(text) > 1:
            return Key(text[1:-1], self._source.span(start + 1, end - 1))
        return Key(text, self._source.span(start, end))

    def _scalar(self, node: Syntax, depth: int) -> Node:
        text, span = self._text(node), self._span(node)
        if node.type == "string_lit":
            start, end = self._range(node)
            inner = self._source.span(start + 1, end - 1)
            return ScalarNode(_unescaped(text[1:-1]), inner, text[1:-1], '"')
        if node.type == "bool_lit":
            return ScalarNode(text == "true", span, text)
        if node.type == "null_lit":
            return ScalarNode(None, span, text)
        number = _number(text) if node.type in ("numeric_lit", "operation") else None
        if number is not None:
            return ScalarNode(number, span, text)
        if node.type == "quoted_template":
            start, end = self._range(node)
            inner = self._source.span(start + 1, end - 1)
            parts = self._parts(node, depth)
            return Term(
                text[1:-1], inner, text[1:-1], '"', self._interpolated(node), "", parts.operator, parts.name, parts.operands
            )
        if node.type == "heredoc_template":
            return self._heredoc(node, depth)
        return self._unknown(node, depth)

    def _heredoc(self, node: Syntax, depth: int) -> ScalarNode:
        parts = [child for child in node.named_children if child.type in ("template_literal", "template_interpolation")]
        if not parts:
            return self._unknown(node, depth)
        span = self._source.span(self._range(parts[0])[0], self._range(parts[-1])[1])
        raw = self._source.at(span)
        made = self._parts(node, depth)
        return Term(raw, span, raw, "|", self._interpolated(node), "", made.operator, made.name, made.operands)

    def _interpolated(self, node: Syntax) -> str:
        """What the first variable part of a template stands for; empty when it has none."""
        for part in node.named_children:
            if part.type in ("template_interpolation", "template_directive"):
                inner = next((child for child in part.named_children if child.type == "expression"), part)
                return _reference(self._text(inner))
        return ""

    def _unknown(self, node: Syntax, depth: int) -> ScalarNode:
        text, parts = self._text(node), self._parts(node, depth)
        return Term(text, self._span(node), text, "", _reference(text), "", parts.operator, parts.name, parts.operands)

    def _parts(self, node: Syntax, depth: int) -> Parts:
        """What an expression is made of; nothing for one that is nested too deeply to be taken apart."""
        try:
            return parts_of(node, self._making(depth))
        except UnreadError:
            return Parts()

    def _making(self, depth: int) -> Making:
        def group(nodes: Sequence[Syntax]) -> Node:
            if len(nodes) == 1:
                return self._expression(nodes[0], depth + 1)
            start, end = self._range(nodes[0])[0], self._range(nodes[-1])[1]
            span = self._source.span(start, end)
            text, parts = self._source.at(span), chain_of(nodes, self._making(depth))
            return Term(text, span, text, "", _reference(text), "", parts.operator, parts.name, parts.operands)

        def literal(node: Syntax) -> ScalarNode:
            text = self._text(node)
            number = _number(text) if node.type != "template_literal" else None
            return ScalarNode(_unescaped(text) if number is None else number, self._span(node), text)

        return Making(lambda node: self._expression(node, depth + 1), group, literal, self._text)

    def _range(self, node: Syntax) -> tuple[int, int]:
        return self._offset(node.start_byte), self._offset(node.end_byte)

    def _offset(self, byte: int) -> int:
        return (bisect_right(self._starts, byte) - 1 if self._starts else byte) + self._shift

    def _span(self, node: Syntax) -> Span:
        return self._source.span(*self._range(node))

    def _text(self, node: Syntax) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _reference(text: str) -> str:
    """A reference as written; other code may hold a password and is not repeated."""
    plain = text.replace(".", "").replace("_", "").replace("-", "").replace("[", "").replace("]", "").replace("*", "")
    return text if plain.isalnum() and len(text) <= _SHOWN else "an expression"


def _number(text: str) -> int | float | None:
    digits = text.replace(" ", "")
    body = digits.removeprefix("-")
    if not body or len(body) > _LONGEST_NUMBER or not body.isascii() or not body[0].isdigit():
        return None
    try:
        return int(digits) if body.isdigit() else float(digits)
    except ValueError:
        return None


def _unescaped(text: str) -> str:
    if "\\" not in text and "$${" not in text:
        return text
    escapes = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
    out, at = [], 0
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] in escapes:
            out.append(escapes[text[at + 1]])
            at += 2
        elif text.startswith("$${", at):
            out.append("${")
            at += 3
        else:
            out.append(text[at])
            at += 1
    return "".join(out)
