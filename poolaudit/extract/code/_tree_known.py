"""The form of each node of one file, made once. In: nodes and the table of their language. Out: `Forms`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._tree_forms import Constant, Other, Run, Text

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Form
    from poolaudit.extract.code._tree_language import Language

UNKNOWN = Other("an expression that cannot be told")


class Forms:
    """The form of each node, made once."""

    def __init__(self, language: Language) -> None:
        self._table = language.forms
        self._known: dict[int, Form] = {}

    def of(self, node: Node) -> Form:
        """The form of a node."""
        key = node.id
        found = self._known.get(key)
        if found is None:
            lower = self._table.get(node.type)
            found = self._known[key] = lower(node) if lower is not None else UNKNOWN
        return found

    def put(self, node: Node, form: Form) -> None:
        """Replace the form of a node by one that knows more."""
        self._known[node.id] = form

    def constant_text(self, form: Form) -> str | None:
        """The text of a string without holes."""
        if isinstance(form, Text) and len(form.parts) == 1 and isinstance(form.parts[0], Run):
            return form.parts[0].text
        return None

    def constant_key(self, node: Node) -> str | None:
        """A constant text or number that selects an element."""
        form = self.of(node)
        if isinstance(form, Constant):
            return str(form.value) if isinstance(form.value, int) else None
        return self.constant_text(form)

    def is_none(self, node: Node) -> bool:
        """Whether a node is a bare null."""
        form = self.of(node)
        return isinstance(form, Constant) and form.value is None
