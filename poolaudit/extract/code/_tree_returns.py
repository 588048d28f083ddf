"""Ways out of a function that come after a call, and what is surely done with its result before each of them.

In: the call, its function, the methods that are called on the result. Out: a `Use` named `left` for each `return`. What the error
of the call itself makes the function return is none: there is no result then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code.shape import Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

FUNCTIONS = frozenset({"func_literal", "function_declaration", "method_declaration"})
STATEMENTS = frozenset({"statement_list", "block", "source_file", "expression_case", "default_case", "communication_case"})
"""Node types whose children are statements."""
MOST_NODES = 20_000
"""Nodes of one function that are looked at."""


def left_by(call: Node, root: Node, methods: Sequence[tuple[str, Node]]) -> Iterator[Use]:
    """One use for each `return` below `root` that is reached with the result of `call`.

    None where the call stands in a condition, or where a function inside works with the result.
    """
    statement = _statement(call)
    if statement is None or statement.parent is None or statement.type not in ("short_var_declaration", "assignment_statement"):
        return
    if not methods or any(_inner(node, root) for _, node in methods):
        return  # nothing is done with it, or a function that is called later may give it back
    checked = statement.next_named_sibling
    while checked is not None and checked.type == "comment":
        checked = checked.next_named_sibling
    own = checked if checked is not None and checked.type == "if_statement" else None
    scope = statement.parent
    for leaving in _returns(root):
        if leaving.start_byte < statement.end_byte or not _holds(scope, leaving) or (own is not None and _holds(own, leaving)):
            continue
        done = [name for name, node in methods if node.end_byte <= leaving.start_byte and _reaches(node, leaving)]
        done += [name for name, node in methods if _holds(leaving, node)]
        yield Use("left", " ".join(sorted(set(done))))


def _statement(node: Node) -> Node | None:
    """The statement that a node stands in; None where that is a part of another one."""
    at: Node | None = node
    while at is not None and (at.parent is None or at.parent.type not in STATEMENTS):
        at = at.parent
    return at


def _inner(node: Node, root: Node) -> bool:
    """Whether a node stands in a function inside of another."""
    at: Node | None = node
    while at is not None and at.id != root.id:
        if at.type in FUNCTIONS:
            return True
        at = at.parent
    return False


def _reaches(node: Node, leaving: Node) -> bool:
    """Whether what stands in the block of one statement surely ran before another statement."""
    statement = _statement(node)
    block = statement.parent if statement is not None else None
    return block is not None and _holds(block, leaving)


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def _returns(root: Node) -> Iterator[Node]:
    queue, seen = [root], 0
    while queue and seen < MOST_NODES:
        node = queue.pop()
        seen += 1
        if node.type == "return_statement":
            yield node
        elif node.type not in FUNCTIONS or node.id == root.id:
            queue += reversed(node.named_children)
