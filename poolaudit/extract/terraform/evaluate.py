"""What an expression of Terraform comes to. In: a node and the names around it. Out: a node.

An unknown value is a scalar whose `template` says what it is set from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings import hcl_terms as terms
from poolaudit.extract.settings.hcl_terms import Term
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.extract.terraform.functions import MISSING, apply, is_known, is_null, name_of, scalar, text_of
from poolaudit.extract.terraform.names import Bound, Made
from poolaudit.extract.terraform.operations import operated, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.terraform.names import Names
    from poolaudit.facts.span import Span

DEEPEST = 60
"""Names that stand for names, one after the other."""
OPEN = "computed"
"""`tag` of a mapping to which a provider adds attributes."""
_LONGEST = 10_000
"""Characters of a text that is put together."""
_EXPRESSION = "an expression"
_SHOWN = 80
"""Characters of a name that says what a value is set from."""


def evaluate(node: Node, names: Names) -> Node:
    """The value of an expression."""
    budget = names.budget
    budget.left -= 1
    if budget.left < 0 or budget.depth > DEEPEST:
        return unknown(node)
    budget.depth += 1
    try:
        if isinstance(node, MappingNode):
            return MappingNode(tuple(_items(node, names)), node.span)
        if isinstance(node, SequenceNode):
            return SequenceNode(tuple(evaluate(each, names) for each in node.elements), node.span)
        return _term(node, names) if isinstance(node, Term) else node
    finally:
        budget.depth -= 1


def unknown(node: Node, name: str = "") -> ScalarNode:
    """A value that is not known, set from `name`."""
    words = name or (node.template if isinstance(node, ScalarNode) else "") or _EXPRESSION
    text = node.raw if isinstance(node, ScalarNode) else words
    return ScalarNode(text, node.span, name or text, node.quote if isinstance(node, ScalarNode) else "", words[:_SHOWN])


def step(base: Node, to: Node, span: Span) -> Node:
    """An attribute or element of a value."""
    if not is_known(to) or not isinstance(to, ScalarNode):
        return ScalarNode(_EXPRESSION, span, _EXPRESSION, "", _EXPRESSION)
    name = text_of(to.value)
    if isinstance(base, Made):
        found = base.attribute(name, span) if isinstance(to.value, str) else base
        return found if found is not None else _named(f"{base.raw}.{name}", span)
    if isinstance(base, ScalarNode):
        return _named(f"{base.raw}.{name}" if base.template and " " not in base.raw else _EXPRESSION, span, base)
    if isinstance(base, SequenceNode):
        at = to.value if isinstance(to.value, int) else int(name) if name.isdecimal() else -1
        if 0 <= at < len(base.elements):
            return base.elements[at]
        return ScalarNode(None, span, "", MISSING)
    found = base.get(name)
    if found is None and base.tag == OPEN:
        return _named(_EXPRESSION, span)
    return found if found is not None else ScalarNode(None, span, "", MISSING)


def _named(name: str, span: Span, base: ScalarNode | None = None) -> ScalarNode:
    if base is not None and is_null(base):
        return ScalarNode(None, span, "", MISSING)
    return ScalarNode(name, span, name, "", name[:_SHOWN])


def _items(node: MappingNode, names: Names) -> Iterator[tuple[Key, Node]]:
    for key, value in node.items:
        if key.name == "dynamic" and isinstance(value, MappingNode):
            yield from _blocks(value, names)
        else:
            yield _key(key, names), evaluate(value, names)


def _key(key: Key, names: Names) -> Key:
    """A key that is a name in brackets, or holds one."""
    if key.name.startswith("(") and key.name.endswith(")"):
        found = _by_name(key.name[1:-1], key.span, names)
        return Key(text_of(found.value), key.span) if isinstance(found, ScalarNode) and is_known(found) else key
    return key


def _by_name(text: str, span: Span, names: Names) -> Node | None:
    words = text.strip().split(".")
    found = names.named(words[0], tuple(scalar(each, span) for each in words[1:]), span)
    if found is None:
        return None
    value, left = found
    for each in left:
        value = step(value, each, span)
    return value


def _blocks(dynamic: MappingNode, names: Names) -> Iterator[tuple[Key, Node]]:
    """The blocks that `dynamic` stands for."""
    for label, body in dynamic.items:
        content = body.get("content") if isinstance(body, MappingNode) else None
        collection = body.get("for_each") if isinstance(body, MappingNode) else None
        if not isinstance(body, MappingNode) or content is None or collection is None:
            continue
        iterator = body.get("iterator")
        name = iterator.name if isinstance(iterator, Term) and iterator.operator == terms.TRAVERSAL else label.name
        pairs = _pairs(evaluate(collection, names))
        if pairs is None:
            yield label, unknown(collection)
        for key, value in pairs or ():
            bound = MappingNode(((Key("key", label.span), key), (Key("value", label.span), value)), label.span)
            yield label, evaluate(content, Bound(names, {name: bound}))


def _pairs(collection: Node) -> list[tuple[Node, Node]] | None:
    """Keys and values of a collection; a set has each value as its key."""
    if isinstance(collection, MappingNode):
        return [(name_of(key), value) for key, value in collection.items]
    if isinstance(collection, SequenceNode):
        return [
            (each if isinstance(each, ScalarNode) else scalar(at, each.span), each) for at, each in enumerate(collection.elements)
        ]
    return [] if is_null(collection) else None


def _term(node: Term, names: Names) -> Node:
    found: Node | None = None
    if node.operator == terms.TRAVERSAL:
        found = _traversed(node, names)
    elif node.operator == terms.STEP:
        found = evaluate(node.operands[0], names)
        for each in node.operands[1:]:
            found = step(found, evaluate(each, names), node.span)
    elif node.operator == terms.SPLAT:
        found = _splat(node, names)
    elif node.operator == terms.CONDITION:
        found = _chosen(node, names)
    elif node.operator == terms.CALL:
        found = _call(node, names)
    elif node.operator == terms.OPERATION:
        found = operated(node, [evaluate(each, names) for each in node.operands])
    elif node.operator in (terms.LIST, terms.MAPPING):
        found = _loop(node, names)
    elif node.operator == terms.TEMPLATE:
        found = _template(node, names)
    return found if found is not None else unknown(node)


def _chosen(node: Term, names: Names) -> Node | None:
    """The value of the first condition that holds; None when one before it is not known."""
    for at in range(0, len(node.operands) - 1, 2):
        condition = truth(evaluate(node.operands[at], names))
        if condition is None:
            return None
        if condition:
            return evaluate(node.operands[at + 1], names)
    return evaluate(node.operands[-1], names) if node.operands else None


def _traversed(node: Term, names: Names) -> Node:
    steps = tuple(evaluate(each, names) for each in node.operands)
    found = names.named(node.name, steps, node.span)
    if found is None:
        return unknown(node, names.unknown(node.raw)) if " " not in node.raw else unknown(node)
    value, left = found
    for each in left:
        value = step(value, each, node.span)
    return value


def _splat(node: Term, names: Names) -> Node | None:
    base = evaluate(node.operands[0], names)
    steps = [evaluate(each, names) for each in node.operands[1:]]
    if not is_known(base) and not isinstance(base, Made):
        return None
    found = []
    for each in base.elements if isinstance(base, SequenceNode) else () if is_null(base) else (base,):
        value: Node = each
        for one in steps:
            value = step(value, one, node.span)
        found.append(value)
    return SequenceNode(tuple(found), node.span)


def _call(node: Term, names: Names) -> Node | None:
    given = tuple(evaluate(each, names) for each in node.operands)
    name = node.name.removesuffix(terms.SPREAD)
    if name != node.name and given:
        last = given[-1]
        if not isinstance(last, (SequenceNode, MappingNode)):
            return None
        spread = last.elements if isinstance(last, SequenceNode) else tuple(value for _, value in last.items)
        given = (*given[:-1], *spread)
    return apply(name, given, node.span)


def _loop(node: Term, names: Names) -> Node | None:
    pairs = _pairs(evaluate(node.operands[0], names))
    if pairs is None:
        return None
    variables = node.name.split(",")
    mapping = node.operator == terms.MAPPING
    values = node.operands[1:3] if mapping else node.operands[1:2]
    condition = node.operands[1 + len(values)] if len(node.operands) > 1 + len(values) else None
    items: list[tuple[Key, Node]] = []
    for key, value in pairs:
        bindings = {variables[-1]: value, variables[0]: key if len(variables) > 1 else value}
        inner = Bound(names, bindings)
        kept = True if condition is None else truth(evaluate(condition, inner))
        if kept is False:
            continue
        found = [evaluate(each, inner) for each in values]
        if kept is None and mapping:
            found[-1] = unknown(condition if condition is not None else node)
        elif kept is None and not _is_open(found[-1]):
            return None
        name = found[0]
        if mapping and not (isinstance(name, ScalarNode) and is_known(name)):
            return None
        items.append((Key(text_of(name.value) if isinstance(name, ScalarNode) else "", name.span), found[-1]))
    return MappingNode(tuple(items), node.span) if mapping else SequenceNode(tuple(each for _, each in items), node.span)


def _is_open(node: Node) -> bool:
    """Whether a part of a value is not known: whether an element is there then matters to nobody who asks for its value."""
    if isinstance(node, MappingNode):
        return any(_is_open(value) for _, value in node.items)
    return any(_is_open(each) for each in node.elements) if isinstance(node, SequenceNode) else not is_known(node)


def _template(node: Term, names: Names) -> Node:
    parts = [evaluate(each, names) for each in node.operands]
    if len(parts) == 1 and isinstance(node.operands[0], Term):
        return parts[0]
    words, missing = "", ""
    for each in parts:
        if isinstance(each, ScalarNode) and is_known(each):
            words += text_of(each.value)
        else:
            name = each.template if isinstance(each, ScalarNode) else _EXPRESSION
            missing = missing or name
            text = each.raw if isinstance(each, ScalarNode) else name
            words += text if "${" in text else f"${{{text}}}"
        if len(words) > _LONGEST:
            return unknown(node)
    return ScalarNode(words, node.span, words if missing else node.raw, node.quote if missing else WORKED_OUT, missing)
