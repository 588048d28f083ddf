"""Types of variables. In: a value and the type of its variable. Out: the value with defaults of optional attributes.

Meaning: https://developer.hashicorp.com/terraform/language/expressions/type-constraints (1.13, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.hcl_terms import CALL, Term
from poolaudit.extract.settings.tree import Key, MappingNode, SequenceNode
from poolaudit.extract.terraform.evaluate import evaluate
from poolaudit.extract.terraform.functions import is_null, scalar

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.terraform.names import Names


def with_defaults(value: Node, kind: Node, names: Names) -> Node:
    """A value with the defaults of the optional attributes of its type."""
    if not isinstance(kind, Term) or kind.operator != CALL or not kind.operands:
        return value
    inner = kind.operands[0]
    if kind.name == "object" and isinstance(inner, MappingNode) and isinstance(value, MappingNode):
        given = {key.name: (key, each) for key, each in value.items}
        found: list[tuple[Key, Node]] = []
        for key, each in inner.items:
            written = given.pop(key.name, None)
            found += _attribute(key, each, written, names)
        return MappingNode((*found, *given.values()), value.span)
    if kind.name == "optional":
        return with_defaults(value, inner, names)
    if kind.name in ("map", "list", "set"):
        if isinstance(value, MappingNode):
            return MappingNode(tuple((key, with_defaults(each, inner, names)) for key, each in value.items), value.span)
        if isinstance(value, SequenceNode):
            return SequenceNode(tuple(with_defaults(each, inner, names) for each in value.elements), value.span)
    return value


def _attribute(key: Key, kind: Node, written: tuple[Key, Node] | None, names: Names) -> list[tuple[Key, Node]]:
    optional = isinstance(kind, Term) and kind.operator == CALL and kind.name == "optional"
    if written is not None and not (optional and is_null(written[1])):
        return [(written[0], with_defaults(written[1], kind, names))]
    if not optional or not isinstance(kind, Term):
        return []
    if len(kind.operands) > 1:
        default = evaluate(kind.operands[1], names)
        return [(key, with_defaults(default, kind.operands[0], names))]
    return [(key, scalar(None, key.span))]
