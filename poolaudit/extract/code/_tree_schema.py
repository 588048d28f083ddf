"""The keys that a schema of variables describes, with their defaults: `z.object({ POOL: z.coerce.number().default(10) })`.

In: a node that describes a schema. Out: names written like variables, each with the constant that its chain gives as default
(https://zod.dev/api#defaults, 4, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._tree_forms import Entries, Invocation, Name, Same
from poolaudit.facts.expression import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.facts.expression import Expression

DEEPEST = 10
"""Calls, names and mappings of a schema that are looked into."""
LONGEST = 30
"""Steps of one chain, `z.string().url().optional()`."""
DEFAULT = "default"


def schema_keys(node: Node, space: Namespace, values: Values, depth: int = 0) -> Iterator[tuple[str, Expression | None]]:
    """Keys written like variables, with their defaults."""
    form = values.names.forms.of(node)
    if depth > DEEPEST:
        return
    if isinstance(form, Same):
        yield from schema_keys(form.inner, space, values, depth + 1)
    elif isinstance(form, Name):
        binding = values.names.single(node, space)
        if binding is not None and binding.kind == "value" and binding.node is not None:
            yield from schema_keys(binding.node, binding.space, values, depth + 1)
    elif isinstance(form, Invocation):
        if form.owner is not None:
            yield from schema_keys(form.owner, space, values, depth + 1)
        for given in form.arguments:
            yield from schema_keys(given.value, space, values, depth + 1)
    elif isinstance(form, Entries):
        for entry in form.items:
            if isinstance(entry.key, str) and entry.key == entry.key.upper() and entry.key[:1].isalpha():
                yield entry.key, _default(entry.value, space, values)
            else:
                yield from schema_keys(entry.value, space, values, depth + 1)


def _default(node: Node, space: Namespace, values: Values) -> Expression | None:
    """The constant that a chain falls back on; None where it has none, or one that is not plain."""
    for _ in range(LONGEST):
        form = values.names.forms.of(node)
        if isinstance(form, Name):
            binding = values.names.single(node, space)
            if binding is None or binding.kind != "value" or binding.node is None:
                return None
            node, space = binding.node, binding.space
            continue
        if not isinstance(form, Invocation) or form.owner is None:
            return None
        if form.name == DEFAULT and len(form.arguments) == 1:
            value = values.value(form.arguments[0].value, space)
            return value if isinstance(value, Literal) else None
        node = form.owner
    return None
