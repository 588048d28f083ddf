"""Fields of C# and Java that are declared without a value and get one in the constructor alone.

In: the two bindings of a name. Out: the one that gives it its value, where nobody outside the class can give it another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._tree_lower import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Binding

PAIR = 2
_CLOSED = {"csharp": frozenset({"private", "readonly"}), "java": frozenset({"final"})}
"""Modifiers of fields that no other code sets; a Java class may have setters that a tool writes, which leave out final fields."""
_OPEN = frozenset({"public", "protected", "internal"})
"""Modifiers that open a field of C#, which is private without any."""


def set_once(found: list[Binding], language: str) -> list[Binding]:
    """What is assigned in the constructor; all of `found` where that is not all that happens."""
    if language not in _CLOSED:
        return found
    declared = [each for each in found if _is_declaration(each, language)]
    assigned = [each for each in found if each.kind == "value" and _in_constructor(each)]
    return assigned if len(declared) == len(assigned) == 1 else found


def _is_declaration(binding: Binding, language: str) -> bool:
    bind = binding.bind
    if bind is None or bind.value is not None:
        return False
    node = _above(bind.target, "field_declaration")
    if node is None:
        return False
    words = {word for child in node.children if child.type in ("modifier", "modifiers") for word in text_of(child).split()}
    return bool(words & _CLOSED[language]) or (language == "csharp" and not words & _OPEN)


def _in_constructor(binding: Binding) -> bool:
    """Whether an assignment stands in a constructor itself, and not in a function inside of it."""
    bind = binding.bind
    at = bind.target if bind is not None else None
    while at is not None and at.type not in (
        "lambda_expression",
        "anonymous_method_expression",
        "class_body",
        "declaration_list",
    ):
        if at.type == "constructor_declaration":
            return True
        at = at.parent
    return False


def _above(node: Node, kind: str) -> Node | None:
    at: Node | None = node
    while at is not None and at.type != kind:
        at = at.parent
    return at
