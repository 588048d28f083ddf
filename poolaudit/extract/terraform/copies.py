"""Copies that `count` and `for_each` make, and the small parts of what names stand for. In: blocks and keys. Out: nodes.

Meaning: https://developer.hashicorp.com/terraform/language/meta-arguments/for_each (1.13, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.hosts import DEFAULT_PORTS
from poolaudit.catalog.terraform_resources import engine_family
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.terraform.evaluate import OPEN, evaluate
from poolaudit.extract.terraform.functions import is_known, name_of, scalar, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.terraform.module import Block
    from poolaudit.extract.terraform.names import Names

_MOST = 400
"""Copies of one resource or module."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One of them: its key, none where there is one alone, and the names that it has for itself."""

    key: str | None
    bindings: Mapping[str, Node]


def copies_of(block: Block, names: Names) -> list[Copy] | None:
    """The copies that a block asks for; None where their number is not known."""
    each, number = block.body.get("for_each"), block.body.get("count")
    if each is not None:
        collection = evaluate(each, names)
        if isinstance(collection, MappingNode):
            pairs = [(name_of(key), value) for key, value in collection.items]
        elif isinstance(collection, SequenceNode):
            pairs = [(one, one) for one in collection.elements if isinstance(one, ScalarNode)]
        else:
            return None
        if not all(is_known(key) for key, _ in pairs):
            return None
        return [Copy(text_of(key.value), {"each": each_of(key, value, block)}) for key, value in pairs[:_MOST]]
    if number is not None:
        value = evaluate(number, names)
        if not isinstance(value, ScalarNode) or not is_known(value) or not text_of(value.value).isdecimal():
            return None
        many = min(int(text_of(value.value)), _MOST)
        if many == 1:
            return [Copy(None, {"count": index_of(0, block)})]
        return [Copy(str(at), {"count": index_of(at, block)}) for at in range(many)]
    return [Copy(None, {})]


def as_value(copies: list[Copy] | None, make: Callable[[Copy], Node], block: Block) -> Node:
    """What the name of a resource or module stands for: one, a list with `count`, a mapping with `for_each`."""
    if copies is None:
        return make(Copy(None, {}))
    if block.body.get("for_each") is not None:
        return MappingNode(tuple((Key(each.key or "", block.key.span), make(each)) for each in copies), block.key.span)
    if block.body.get("count") is not None:
        return SequenceNode(tuple(make(each) for each in copies), block.key.span)
    return make(copies[0])


def opened(node: Node) -> Node:
    """What a resource is given, to which its provider adds attributes."""
    if isinstance(node, SequenceNode):
        return SequenceNode(tuple(opened(each) for each in node.elements), node.span)
    return MappingNode(node.items, node.span, OPEN) if isinstance(node, MappingNode) else node


def port_of(written: Node | None, engine: Node | None) -> str:
    """The port of a server: as written, else that of its engine; empty when neither is known."""
    if isinstance(written, ScalarNode):
        return text_of(written.value)
    family = engine_family(text_of(engine.value)) if isinstance(engine, ScalarNode) else ""
    return str(DEFAULT_PORTS.get(family, ""))


def refuses_null(block: Block) -> bool:
    """Whether a variable takes its default in place of null."""
    nullable = block.body.get("nullable")
    return isinstance(nullable, ScalarNode) and nullable.value is False


def indexed(name: str, key: str | None) -> str:
    """The name of a copy, fit for a host: values take it for the address of a server."""
    plain = "".join(each if each.isalnum() or each in "-_." else "_" for each in key or "")
    return name if key is None else f"{name}.{plain}"


def each_of(key: Node, value: Node, block: Block) -> MappingNode:
    """What `each` stands for."""
    span = block.key.span
    return MappingNode(((Key("key", span), key), (Key("value", span), value)), span)


def index_of(at: int, block: Block) -> MappingNode:
    """What `count` stands for."""
    return MappingNode(((Key("index", block.key.span), scalar(at, block.key.span)),), block.key.span)
