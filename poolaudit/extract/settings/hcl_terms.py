"""Expressions of HCL that are no constant, with what they are made of. In: a syntax node. Out: a `Term`.

A `Term` is a scalar whose value is not known, as for any reader of settings; who knows what its names stand for takes it apart.
Grammar: https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/spec.md (read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.settings.tree import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tree_sitter import Node as Syntax

    from poolaudit.extract.settings.tree import Node

TRAVERSAL = "traversal"
STEP = "step"
SPLAT = "splat"
CONDITION = "condition"
CALL = "call"
OPERATION = "operation"
LIST = "list"
MAPPING = "mapping"
TEMPLATE = "template"
SPREAD = "..."
"""Ends the name of a function whose last argument is a list of arguments."""
_STEPS = frozenset({"get_attr", "index", "splat"})
_GROUPS = frozenset({"expression", "operation"})


@dataclass(frozen=True, slots=True)
class Term(ScalarNode):
    """An expression. `operator` is empty for what is not understood, whose parts are left out."""

    operator: str = ""
    name: str = ""
    """First name of a traversal, function, sign of an operation, variables of a loop with a comma between them."""
    operands: tuple[Node, ...] = ()
    """Steps of a traversal (scalars with a name or number); else the parts in written order. A choice has each condition with its
    value, then the last value; a loop its collection, for a mapping the key, the value, and its condition, if it has one."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a term is made of, before it has a place."""

    operator: str = ""
    name: str = ""
    operands: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Making:
    """The functions of the reader that makes the parts."""

    expression: Callable[[Syntax], Node]
    group: Callable[[Sequence[Syntax]], Node]
    """The node of several that stand beside each other."""
    literal: Callable[[Syntax], ScalarNode]
    text: Callable[[Syntax], str]


def parts_of(node: Syntax, make: Making) -> Parts:
    """The parts of one syntax node."""
    while node.type in _GROUPS and node.named_child_count == 1:
        node = node.named_children[0]
    given = node.named_children
    if node.type == "variable_expr" or (node.type == "expression" and any(each.type in _STEPS for each in given)):
        return chain_of([node] if node.type == "variable_expr" else given, make)
    if node.type == "conditional":
        return Parts(CONDITION, "", tuple(make.expression(each) for each in _alternatives(node)))
    if node.type == "function_call":
        return _call(node, make)
    if node.type in ("binary_operation", "unary_operation"):
        return _operation(node, make)
    if node.type in ("for_tuple_expr", "for_object_expr"):
        return _loop(node, make)
    if node.type == "for_expr" and len(given) == 1:
        return _loop(given[0], make)
    if node.type in ("quoted_template", "heredoc_template"):
        return _template(node, make)
    return Parts()


def chain_of(parts: Sequence[Syntax], make: Making) -> Parts:
    """A value with the steps into it: `var.a["b"].c`, `split("@", x)[0]`, `x.y[*].z`."""
    for number, each in enumerate(parts):
        if each.type == "splat":
            inner = [step for one in each.named_children for step in one.named_children]
            if any(one.type == "splat" for one in parts[number + 1 :]):
                return Parts()
            steps = _steps((*inner, *parts[number + 1 :]), make)
            return Parts(SPLAT, "", (make.group(parts[:number]), *steps)) if steps is not None else Parts()
    steps = _steps(parts[1:], make)
    if steps is None:
        return Parts()
    if parts[0].type == "variable_expr":
        return Parts(TRAVERSAL, make.text(parts[0]), steps)
    return Parts(STEP, "", (make.expression(parts[0]), *steps)) if steps else Parts()


def _steps(parts: Sequence[Syntax], make: Making) -> tuple[Node, ...] | None:
    found: list[Node] = []
    for each in parts:
        inner = each.named_children[0] if each.named_children else None
        if inner is None or each.type not in _STEPS:
            return None
        if each.type == "get_attr":
            found.append(make.literal(inner))
        elif inner.type == "legacy_index":
            found.append(make.literal(inner.named_children[0] if inner.named_children else inner))
        else:
            found.append(make.expression(inner.named_children[0] if inner.named_children else inner))
    return tuple(found)


def _alternatives(node: Syntax) -> list[Syntax]:
    """Conditions with their values, the last value without one; the parser reads `a ? b : c ? d : e` from the wrong side."""
    given = list(node.named_children)
    first = given[0] if given else node
    if first.type == "expression" and first.child_count == 1 and first.children[0].type == "conditional":
        return [*_alternatives(first.children[0]), *given[1:]]
    return given


def _call(node: Syntax, make: Making) -> Parts:
    name = make.text(node.named_children[0])
    arguments = next((each for each in node.named_children if each.type == "function_arguments"), None)
    given = arguments.named_children if arguments is not None else []
    spread = SPREAD if any(each.type == "ellipsis" for each in given) else ""
    return Parts(CALL, name + spread, tuple(make.expression(each) for each in given if each.type == "expression"))


def _operation(node: Syntax, make: Making) -> Parts:
    """An operation's operands are not wrapped: names and their steps stand beside the sign."""
    groups: list[list[Syntax]] = [[]]
    sign = ""
    for each in node.children:
        if each.is_named:
            groups[-1].append(each)
        elif each.type not in "()":
            sign = make.text(each)
            groups += [[]] if groups[-1] else []
    return Parts(OPERATION, sign, tuple(make.group(each) for each in groups if each))


def _loop(node: Syntax, make: Making) -> Parts:
    intro = next((each for each in node.named_children if each.type == "for_intro"), None)
    if intro is None or any(each.type == "ellipsis" for each in node.named_children):
        return Parts()
    names = [make.text(each) for each in intro.named_children if each.type == "identifier"]
    collection = [each for each in intro.named_children if each.type == "expression"]
    values = [each for each in node.named_children if each.type == "expression"]
    condition = [one for each in node.named_children if each.type == "for_cond" for one in each.named_children]
    operands = tuple(make.expression(each) for each in (*collection, *values, *condition))
    kind = MAPPING if node.type == "for_object_expr" else LIST
    return Parts(kind, ",".join(names), operands) if len(collection) == 1 and values else Parts()


def _template(node: Syntax, make: Making) -> Parts:
    found: list[Node] = []
    for each in node.named_children:
        if each.type == "template_literal":
            found.append(make.literal(each))
        elif each.type == "template_interpolation":
            inner = next((one for one in each.named_children if one.type == "expression"), None)
            if inner is None:
                return Parts()
            found.append(make.expression(inner))
        elif each.type == "template_directive":
            return Parts()
    return Parts(TEMPLATE, "", tuple(found))
