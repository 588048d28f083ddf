"""Ways in which grammars write the same forms. In: names of fields and node types. Out: functions from a node to its form.

A language's table is made of these wherever its grammar does the usual thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._tree_escapes import unescape
from poolaudit.extract.code._tree_forms import (
    Arithmetic,
    Choice,
    Constant,
    Either,
    Element,
    Given,
    Member,
    Name,
    Negative,
    Other,
    Run,
    Same,
    Sequence,
    Sum,
    Test,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form

ERROR = "an error"
"""Why an expression has no value: it ends the program or the request."""
IGNORED = frozenset({"comment", "line_comment", "block_comment", "multiline_comment", "html_comment", "interpolation_brace"})
"""Named nodes that are no part of an expression."""
LONGEST_NUMBER = 40
"""Characters of a numeric literal that are looked at."""
LONGEST_TEXT = 200_000
"""Bytes of a string that are looked at; holes of a string may hold strings, so that all of them are read once for each level."""
PAIR = 2
"""Parts of an operation, of an element, of an entry."""
TESTS = frozenset({"==", "===", "!=", "!==", "&&", "||"})
"""Operators that make truth values, and that are followed."""
NUMERIC = frozenset("-*/")
"""Operators that make numbers only."""


def text_of(node: Node | None) -> str:
    """The characters of a node; empty for none."""
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""


def named(node: Node) -> list[Node]:
    """Named children without comments."""
    return [child for child in node.named_children if child.type not in IGNORED]


def name(node: Node) -> Form:
    """An identifier."""
    return Name(text_of(node))


def inner(node: Node) -> Form:
    """The first child and nothing else."""
    inside = named(node)
    return Same(inside[0]) if inside else Other("empty")


def last(node: Node) -> Form:
    """The last child and nothing else: `(T) x`."""
    inside = named(node)
    return Same(inside[-1]) if inside else Other("empty")


def other(why: str) -> Callable[[Node], Form]:
    """What has no value."""
    form = Other(why)
    return lambda _: form


def constant(value: object) -> Callable[[Node], Form]:
    """A word for a constant."""
    form = Constant(value)  # type: ignore[arg-type]  # True, False or None
    return lambda _: form


def boolean(node: Node) -> Form:
    """`true` or `false` in one node type."""
    return Constant(text_of(node).lower() == "true")


def member(owner: str, attribute: str) -> Callable[[Node], Form]:
    """`owner.attribute` by the names of the fields."""

    def lower(node: Node) -> Form:
        whole, part = node.child_by_field_name(owner), node.child_by_field_name(attribute)
        return Member(whole, text_of(part).lstrip("#")) if whole is not None and part is not None else Other("incomplete")

    return lower


def element(owner: str, key: str) -> Callable[[Node], Form]:
    """`owner[key]` by the names of the fields."""

    def lower(node: Node) -> Form:
        whole, part = node.child_by_field_name(owner), node.child_by_field_name(key)
        return Element(whole, part) if whole is not None and part is not None else Other("a part of a list")

    return lower


def binary(sums: str = "+", either: str = "", falsy: str = "") -> Callable[[Node], Form]:
    """`left operator right`; operators are given as words with blanks between, `falsy` those for which empty text is missing."""
    adds, alternatives, skipping = frozenset(sums.split()), frozenset(either.split()), frozenset(falsy.split())

    def lower(node: Node) -> Form:
        a, b = node.child_by_field_name("left"), node.child_by_field_name("right")
        sign = text_of(node.child_by_field_name("operator"))
        if a is None or b is None:
            inside = named(node)
            if len(inside) != PAIR:
                return Other("an operator on values")
            a, b = inside
            sign = sign or next((text_of(child) for child in node.children if not child.is_named), "")
        if sign in adds:
            return _chain(a, b, node.type, adds)
        if sign in alternatives:
            return Either(a, b, sign in skipping)
        if sign in TESTS:
            return Test(sign, a, b)
        return Arithmetic(sign, a, b) if sign in NUMERIC else Other("depends on a condition")

    return lower


def _chain(a: Node, b: Node, kind: str, adds: frozenset[str]) -> Sum:
    """The terms of a chain, left to right, whatever its length; it may lean to the left or to the right."""
    found: list[Node] = []
    between: list[int] = []
    queue = [b, a]
    while queue:
        item = queue.pop()
        first, second = item.child_by_field_name("left"), item.child_by_field_name("right")
        if (
            item.type == kind
            and first is not None
            and second is not None
            and text_of(item.child_by_field_name("operator")) in adds
        ):
            queue += (second, first)
            between.append(item.id)
        else:
            found.append(item)
    return Sum(tuple(found), tuple(between))


def choice(test: str = "condition", yes: str = "consequence", no: str = "alternative") -> Callable[[Node], Form]:
    """`test ? yes : no` by the names of the fields."""

    def lower(node: Node) -> Form:
        parts = [node.child_by_field_name(each) for each in (test, yes, no)]
        if parts[1] is None and parts[0] is not None and parts[2] is not None:
            return Either(parts[0], parts[2], empty=True)  # `a ?: b`
        return Choice(*parts) if None not in parts else Other("depends on a condition")  # type: ignore[arg-type]  # none is None

    return lower


def unary(node: Node) -> Form:
    """`-x`, `+x`, `&x`, `*x`, `!x`; the others say nothing."""
    inside = named(node)
    sign = node.children[0].type if node.children else ""
    if len(inside) != 1:
        return Other("an operator on a value")
    if sign == "-":
        return Negative(inside[0])
    if sign == "!":
        return Test(sign, inside[0])
    return Same(inside[0]) if sign in ("+", "&", "*") else Other("an operator on a value")


def sequence(*spreads: str) -> Callable[[Node], Form]:
    """A list; children of the types `spreads` are spread."""

    def lower(node: Node) -> Form:
        return Sequence(tuple((_first(item), True) if item.type in spreads else (item, False) for item in named(node)))

    return lower


def _first(node: Node) -> Node:
    inside = named(node)
    return inside[0] if inside else node


def number(node: Node) -> Form:
    """An integer or a fraction, with separators, prefixes and suffixes of type."""
    return number_of(text_of(node))


def number_of(text: str) -> Form:
    """The number that a text writes."""
    low = text.replace("_", "").lower()
    if len(low) > LONGEST_NUMBER:
        return Other("a number too large to matter")
    if not low.startswith("0x"):
        low = low.rstrip("lfdumn") if not low.startswith("0b") else low.rstrip("lun")
        for suffix in ("i", "u", "f", "is", "us"):
            head, mark, size = low.partition(suffix)
            if mark and head and size.isdigit():
                low = head
    try:
        if low.startswith(("0x", "0b", "0o")):
            return Constant(int(low, 0))
        if len(low) > 1 and low.startswith("0") and low.isdigit():
            return Constant(int(low, 8))
        return Constant(int(low) if low.isdigit() else float(low))
    except ValueError:
        return Other("a number that cannot be read")


def arguments(
    node: Node | None, spreads: frozenset[str] = frozenset(), pairs: Mapping[str, tuple[str, str]] = {}
) -> Iterator[Given]:  # never changed
    """Arguments of a list node; `pairs` are node types of `name: value` with the names of their two fields."""
    for item in named(node) if node is not None else ():
        if item.type in spreads:
            yield Given("", _first(item), spread=True)
        elif item.type in pairs:
            key, value = (item.child_by_field_name(each) for each in pairs[item.type])
            if value is not None:
                yield Given(text_of(key).strip(":\"'"), value)
        else:
            yield Given("", item)


def string(
    opening: int | None = 1, closing: int | None = 1, holes: frozenset[str] = frozenset(), escapes: frozenset[str] = frozenset()
) -> Callable[[Node], Form]:
    """A quoted text: `opening` and `closing` bytes of quotes, None for as long as the first and last child are."""

    def lower(node: Node) -> Form:
        children = node.children
        start, end = node.start_byte, node.end_byte
        start = start + opening if opening is not None else children[0].end_byte if children else start
        end = end - closing if closing is not None else children[-1].start_byte if children else end
        return pieces(node, start, max(start, end), holes, escapes)

    return lower


def pieces(
    node: Node, start: int, end: int, holes: frozenset[str], escapes: frozenset[str], *, whole_holes: bool = False
) -> Text | Other:
    """Runs of constant text between the holes, escapes replaced by what they stand for.

    With `whole_holes` a hole is the expression itself, perhaps in braces, and not a node around it.
    """
    if end - start > LONGEST_TEXT:
        return Other("a text too long to matter")
    whole, base = node.text or b"", node.start_byte
    parts: list[Run | Node] = []
    at, begin, written = start, start, ""
    for child in node.named_children if holes or escapes else ():
        low, high = child.start_byte, child.end_byte
        if low < start or high > end:
            continue
        if child.type in escapes:
            written += whole[at - base : low - base].decode("utf-8", "replace") + unescape(text_of(child))
            at = high
        elif child.type in holes:
            if whole_holes and whole[low - base - 1 : low - base] == b"{" and whole[high - base : high - base + 1] == b"}":
                low, high = low - 1, high + 1
            written += whole[at - base : low - base].decode("utf-8", "replace")
            if low > begin:
                parts.append(Run(begin, low, written))
            parts.append(child if whole_holes else _first(child))
            at, begin, written = high, high, ""
    written += whole[at - base : end - base].decode("utf-8", "replace")
    if end > begin or not parts:
        parts.append(Run(begin, end, written))
    return Text(tuple(parts), start, end)
