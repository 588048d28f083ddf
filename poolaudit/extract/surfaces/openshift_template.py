"""OpenShift's `Template`: objects with parameters. In: a YAML or JSON tree. Out: the facts of its objects, parameters filled in.

Meaning: https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/images/using-templates (4.19, read
2026-11-21): `${NAME}` is text, `${{NAME}}` any value, and `value` a default; what nobody gives, or is generated, is not known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode, SettingsDocument
from poolaudit.extract.surfaces import crunchy_postgres, kubernetes, zalando_postgresql
from poolaudit.extract.surfaces.kubernetes_tree import elements, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.fact import Fact

_NAMING = frozenset({"metadata", "selector", "scaleTargetRef"})
_DEEPEST = 60
"""Levels of an object; deeper ones are no manifest."""


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """Each object of each template."""
    for root in getattr(document, "roots", ()):
        if isinstance(root, MappingNode) and plain(root.get("kind")) == "Template":
            values = dict(_parameters(root.get("parameters")))
            listed = root.get("objects")
            inside = tuple(_filled(each, values, 0) for each in listed.elements) if isinstance(listed, SequenceNode) else ()
            for reader in (kubernetes, zalando_postgresql, crunchy_postgres):
                yield from reader.extract(source, SettingsDocument("yaml", inside))


SURFACE = Surface("openshift_template", ("yaml",), extract, triggers=("kind: template", "kind: 'template", 'kind: "template'))


def _parameters(node: Node | None) -> Iterator[tuple[str, str | None]]:
    """Name and default of each parameter; None where there is none, or a generator makes it."""
    for each in elements(node):
        value = each.get("value")
        known = isinstance(value, ScalarNode) and each.get("generate") is None and value.value not in (None, "")
        yield plain(each.get("name")), plain(value) if known else None


def _filled(node: Node, values: Mapping[str, str | None], depth: int) -> Node:
    """The tree with each parameter in its place; a text with one that is not known is marked as a template's.

    In names and labels, which only have to agree with each other, the parameter's own name stands for it.
    """
    if depth > _DEEPEST:
        return node
    if isinstance(node, MappingNode):
        items = tuple(
            (
                Key(_text(key.name, values)[0], key.span),
                _filled(value, _named(values) if key.name in _NAMING else values, depth + 1),
            )
            for key, value in node.items
        )
        return replace(node, items=items)
    if isinstance(node, SequenceNode):
        return replace(node, elements=tuple(_filled(each, values, depth + 1) for each in node.elements))
    written = node.value if isinstance(node.value, str) else node.raw
    if "${" not in written:
        return node
    text, unknown = _text(written, values)
    if unknown or (node.template and "{{" in text):
        return replace(node, template=node.template or f"${{{unknown}}}")
    return replace(node, value=text, template="")


def _named(values: Mapping[str, str | None]) -> Mapping[str, str | None]:
    return {name: name.lower().replace("_", "-") if value is None else value for name, value in values.items()}


def _text(text: str, values: Mapping[str, str | None]) -> tuple[str, str]:
    """The text with parameters filled in, and the first one that is not known."""
    found, at, unknown = "", 0, ""
    while (start := text.find("${", at)) >= 0:
        double = text.startswith("${{", start)
        close = text.find("}}" if double else "}", start)
        if close < 0:
            break
        name = text[start + (3 if double else 2) : close]
        value = values.get(name)
        end = close + (2 if double else 1)
        if name in values and value is None:
            unknown = unknown or name
        found += text[at:start] + (text[start:end] if value is None else value)
        at = end
    return found + text[at:], unknown
