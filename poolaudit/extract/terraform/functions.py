"""Functions of Terraform's language that change no meaning of a value. In: evaluated nodes. Out: a node, or None when not known.

Meaning: https://developer.hashicorp.com/terraform/language/functions (1.13, read 2026-11-21). A result has the place of the
argument that it comes from, so that what is shown stands in a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

MISSING = "missing"
"""`quote` of the null that stands for an attribute which an object does not have."""
_MOST = 10_000
"""Characters of a text, and elements of a list, that a function makes."""
_PAIR = 2


def is_known(node: Node) -> bool:
    """Whether a node is a value, and not a name of one."""
    return not (isinstance(node, ScalarNode) and bool(node.template))


def is_null(node: Node) -> bool:
    """Whether a node is surely null."""
    return isinstance(node, ScalarNode) and node.value is None and not node.template


def text_of(value: object) -> str:
    """A scalar as templates and `tostring` write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def scalar(value: str | float | bool | None, span: Span) -> ScalarNode:  # noqa: FBT001 - one of its types
    """A known scalar that an expression comes to."""
    return ScalarNode(value, span, text_of(value), WORKED_OUT)


def name_of(key: Key) -> ScalarNode:
    """The name of a key, which stands where it is written unless it was put together."""
    return ScalarNode(key.name, key.span, key.name, "" if len(key.name) == key.span.length else WORKED_OUT)


def apply(name: str, given: tuple[Node, ...], span: Span) -> Node | None:
    """The result of a function; None when it is not known."""
    if name in _CHOOSING:
        return _CHOOSING[name](given, span)
    function = _FUNCTIONS.get(name)
    if function is None or not all(is_known(each) for each in given):
        return None
    try:
        return function(given, span)
    except (ValueError, TypeError, IndexError, AttributeError):
        return None


def _coalesce(given: tuple[Node, ...], _: Span) -> Node | None:
    for each in given:
        if not is_known(each):
            return None
        if not is_null(each) and not (isinstance(each, ScalarNode) and each.value == ""):
            return each
    return None


def _try(given: tuple[Node, ...], _: Span) -> Node | None:
    for each in given:
        if not (isinstance(each, ScalarNode) and each.quote == MISSING):
            return each
    return None


def _merge(given: tuple[Node, ...], span: Span) -> Node | None:
    """Later entries win; what an argument that is not known may change is not known."""
    found: dict[str, tuple[Key, Node]] = {}
    for each in given:
        if is_null(each):
            continue
        if isinstance(each, MappingNode):
            found.update((key.name, (key, value)) for key, value in each.items)
        elif isinstance(each, ScalarNode):
            why = each.template or "an expression"
            found = {name: (key, ScalarNode(why, key.span, why, "", why)) for name, (key, _) in found.items()}
    return MappingNode(tuple(found.values()), span)


_CHOOSING: dict[str, Callable[[tuple[Node, ...], Span], Node | None]] = {"coalesce": _coalesce, "try": _try, "merge": _merge}
"""Functions that may know their result although an argument is not known."""


def _elements(node: Node) -> tuple[Node, ...]:
    if isinstance(node, SequenceNode):
        return node.elements
    if isinstance(node, MappingNode):
        return tuple(value for _, value in node.items)
    raise TypeError


def _string(node: Node) -> str:
    if not isinstance(node, ScalarNode) or node.value is None:
        raise TypeError
    return text_of(node.value)


def _number(node: Node) -> int | float:
    written = _string(node)
    return int(written) if written.removeprefix("-").isdigit() else float(written)


def _placed(node: Node, value: str) -> ScalarNode:
    """Text made of a text, at its place."""
    same = isinstance(node, ScalarNode) and text_of(node.value) == value
    return node if same and isinstance(node, ScalarNode) else scalar(value[:_MOST], node.span)


def _converted(node: Node, value: float | bool) -> ScalarNode:  # noqa: FBT001 - one of its types
    """A scalar of another type, which still stands where it is written."""
    quote = node.quote if isinstance(node, ScalarNode) else WORKED_OUT
    return ScalarNode(value, node.span, text_of(value), quote)


def _lookup(given: tuple[Node, ...], _: Span) -> Node:
    found = given[0].get(_string(given[1])) if isinstance(given[0], MappingNode) else None
    return found if found is not None else given[2]


def _flat(node: Node) -> tuple[Node, ...]:
    if not isinstance(node, SequenceNode):
        return (node,)
    return tuple(one for each in node.elements for one in _flat(each))


def _format(given: tuple[Node, ...], span: Span) -> Node:
    words = _string(given[0])
    pieces = words.replace("%d", "%s").split("%s")
    if "%" in "".join(pieces) or len(pieces) != len(given):
        raise ValueError
    shown = [_string(each) for each in given[1:]]
    return scalar("".join(one for pair in zip(pieces, (*shown, ""), strict=True) for one in pair)[:_MOST], span)


def _join(given: tuple[Node, ...], span: Span) -> Node:
    return scalar(_string(given[0]).join(_string(each) for each in _elements(given[1]))[:_MOST], span)


def _split(given: tuple[Node, ...], span: Span) -> Node:
    return SequenceNode(tuple(scalar(each, given[1].span) for each in _string(given[1]).split(_string(given[0]))), span)


def _keys(given: tuple[Node, ...], span: Span) -> Node:
    if not isinstance(given[0], MappingNode):
        raise TypeError
    return SequenceNode(tuple(name_of(key) for key, _ in sorted(given[0].items, key=lambda pair: pair[0].name)), span)


def _values(given: tuple[Node, ...], span: Span) -> Node:
    if not isinstance(given[0], MappingNode):
        raise TypeError
    return SequenceNode(tuple(value for _, value in sorted(given[0].items, key=lambda pair: pair[0].name)), span)


def _length(given: tuple[Node, ...], span: Span) -> Node:
    size = len(_string(given[0])) if isinstance(given[0], ScalarNode) else len(_elements(given[0]))
    return scalar(size, span)


def _concat(given: tuple[Node, ...], span: Span) -> Node:
    return SequenceNode(tuple(one for each in given for one in _elements(each))[:_MOST], span)


def _contains(given: tuple[Node, ...], span: Span) -> Node:
    wanted = _string(given[1])
    return scalar(any(_string(each) == wanted for each in _elements(given[0])), span)


def _replace(given: tuple[Node, ...], _: Span) -> Node:
    old = _string(given[1])
    if len(old) >= _PAIR and old[0] == old[-1] == "/":
        raise ValueError  # a regular expression
    return _placed(given[0], _string(given[0]).replace(old, _string(given[2])))


def _element(given: tuple[Node, ...], _: Span) -> Node:
    every = _elements(given[0])
    return every[int(_number(given[1])) % len(every)]


def _one(given: tuple[Node, ...], span: Span) -> Node:
    every = _elements(given[0])
    return every[0] if len(every) == 1 else scalar(None, span)


_FUNCTIONS: dict[str, Callable[[tuple[Node, ...], Span], Node]] = {
    "tostring": lambda given, _: _placed(given[0], _string(given[0])),
    "tonumber": lambda given, _: _converted(given[0], _number(given[0])),
    "tobool": lambda given, _: _converted(given[0], _string(given[0]) == "true"),
    "lower": lambda given, _: _placed(given[0], _string(given[0]).lower()),
    "upper": lambda given, _: _placed(given[0], _string(given[0]).upper()),
    "title": lambda given, _: _placed(given[0], _string(given[0]).title()),
    "trimspace": lambda given, _: _placed(given[0], _string(given[0]).strip()),
    "trimprefix": lambda given, _: _placed(given[0], _string(given[0]).removeprefix(_string(given[1]))),
    "trimsuffix": lambda given, _: _placed(given[0], _string(given[0]).removesuffix(_string(given[1]))),
    "toset": lambda given, _: given[0],
    "tolist": lambda given, span: SequenceNode(_elements(given[0]), span),
    "tomap": lambda given, _: given[0],
    "distinct": lambda given, _: given[0],
    "max": lambda given, span: scalar(max(_number(each) for each in given), span),
    "min": lambda given, span: scalar(min(_number(each) for each in given), span),
    "floor": lambda given, span: scalar(int(_number(given[0]) // 1), span),
    "ceil": lambda given, span: scalar(int(-(-_number(given[0]) // 1)), span),
    "startswith": lambda given, span: scalar(_string(given[0]).startswith(_string(given[1])), span),
    "endswith": lambda given, span: scalar(_string(given[0]).endswith(_string(given[1])), span),
    "flatten": lambda given, span: SequenceNode(_flat(given[0])[:_MOST], span),
    "lookup": _lookup,
    "format": _format,
    "join": _join,
    "split": _split,
    "keys": _keys,
    "values": _values,
    "length": _length,
    "concat": _concat,
    "contains": _contains,
    "replace": _replace,
    "element": _element,
    "one": _one,
}
