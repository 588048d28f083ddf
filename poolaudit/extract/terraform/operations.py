"""Conditions and arithmetic of Terraform. In: evaluated operands. Out: a node, or None when it is not known.

Meaning: https://developer.hashicorp.com/terraform/language/expressions/operators (1.13, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.terraform.functions import is_known, is_null, scalar, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.settings.hcl_terms import Term
    from poolaudit.extract.settings.tree import Node

_EXACT = 15
"""Digits of a whole number that every number of Terraform holds."""


def truth(node: Node) -> bool | None:
    """Whether a condition holds; None when it is not known."""
    if not isinstance(node, ScalarNode) or node.template:
        return None
    return {"true": True, "false": False}.get(text_of(node.value))


def operated(node: Term, given: list[Node]) -> Node | None:
    """The result of a sign on its operands."""
    if node.name in ("&&", "||", "!"):
        truths = [truth(each) for each in given]
        if node.name == "!":
            return None if truths[0] is None else scalar(not truths[0], node.span)
        decisive = node.name == "||"
        if decisive in truths:
            return scalar(decisive, node.span)
        return None if None in truths else scalar(not decisive, node.span)
    if node.name in ("==", "!="):
        same = _equal(given[0], given[1])
        return None if same is None else scalar(same == (node.name == "=="), node.span)
    return _calculated(node, [_number(each) for each in given])


def _equal(one: Node, other: Node) -> bool | None:
    """Whether two values are equal; collections are compared with null alone."""
    for first, second in ((one, other), (other, one)):
        if is_null(first) and (isinstance(second, (MappingNode, SequenceNode))):
            return False
    if not (isinstance(one, ScalarNode) and isinstance(other, ScalarNode)) or not (is_known(one) and is_known(other)):
        return None
    return type(one.value) is type(other.value) and one.value == other.value


def _number(node: Node) -> int | float | None:
    value = node.value if isinstance(node, ScalarNode) and is_known(node) else None
    if isinstance(value, str) and value.isdecimal() and len(value) <= _EXACT:
        return int(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _calculated(node: Term, given: list[int | float | None]) -> Node | None:
    left, right = given[0], given[-1]
    if left is None or right is None:
        return None
    if len(given) == 1:
        return scalar(-left, node.span) if node.name == "-" else None
    if node.name in ("/", "%") and not right:
        return None
    results: dict[str, Callable[[], int | float | bool]] = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left // right if left % right == 0 else left / right,
        "%": lambda: left % right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: left > right,
        ">=": lambda: left >= right,
    }
    return scalar(results[node.name](), node.span) if node.name in results else None
