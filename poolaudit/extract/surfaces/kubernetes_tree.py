"""Small readings of Kubernetes objects. In: settings nodes. Out: texts, numbers, names; nothing for what a template renders."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode, placed
from poolaudit.extract.surfaces.compose_service import text_of
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

T = TypeVar("T")
_DIGITS = 9
"""Most digits of a number that is read; Kubernetes has 32-bit ones."""
_OPENERS = ("{{", "{%", "<%")


def plain(node: Node | None) -> str:
    """The text of a scalar that no template renders; empty for anything else."""
    return "" if not isinstance(node, ScalarNode) or node.template else text_of(node)


def number(node: Node | None) -> int | None:
    """The whole number that a scalar gives, also as text; None for anything else."""
    text = plain(node)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def counted(node: Node | None, label: str) -> Setting[int]:
    """A number as a setting: absent when nothing is written, unresolved when it is no number."""
    if not isinstance(node, ScalarNode) or (node.value is None and not node.template):
        return Setting.absent(label)
    value = number(node)
    if value is None:
        return Setting.unresolved(why_unknown(node) if node.template else "not a number", node.span, label)
    return _told(node, value, label)


def worded(node: Node | None, label: str) -> Setting[str]:
    """A text as a setting."""
    if not isinstance(node, ScalarNode) or (node.value is None and not node.template):
        return Setting.absent(label)
    if node.template:
        return Setting.unresolved(why_unknown(node), node.span, label)
    return _told(node, text_of(node), label)


def why_unknown(node: ScalarNode) -> str:
    """Why a scalar is not known: a template, or the code that makes the object."""
    return "a template renders it" if node.template.startswith(_OPENERS) else f"set from {node.template}"


def _told(node: ScalarNode, value: T, label: str) -> Setting[T]:
    """A value that stands there, or that an expression there comes to."""
    return Setting(value, Origin.DERIVED if node.quote == WORKED_OUT else Origin.WRITTEN, node.span, label)


def words(node: Node | None, label: str) -> Setting[tuple[str, ...]]:
    """A list of texts as a setting; a single text is a list of one."""
    if isinstance(node, ScalarNode):
        one = worded(node, label)
        return Setting((one.value,) if one.value is not None else None, one.origin, one.span, label, one.note)
    if not isinstance(node, SequenceNode) or not node.elements:
        return Setting.absent(label)
    if any(not isinstance(each, ScalarNode) or each.template for each in node.elements):
        return Setting.unresolved("a template renders it", node.span, label)
    texts: tuple[str, ...] = tuple(placed(each, text_of(each)) for each in node.elements if isinstance(each, ScalarNode))
    return Setting.written(texts, node.span, label)


def under(node: Node | None, *path: str) -> Node | None:
    """The node below nested keys."""
    return node.get(*path) if isinstance(node, MappingNode) else None


def elements(node: Node | None) -> Iterator[MappingNode]:
    """The mappings of a list."""
    for each in node.elements if isinstance(node, SequenceNode) else ():
        if isinstance(each, MappingNode):
            yield each


def entries(node: Node | None) -> tuple[tuple[str, str], ...]:
    """A mapping of texts, without what a template renders."""
    if not isinstance(node, MappingNode):
        return ()
    return tuple((key.name, plain(value)) for key, value in node.items if isinstance(value, ScalarNode) and not value.template)


def metadata(root: MappingNode) -> tuple[str, Span, str] | None:
    """Name, its place and namespace of an object; None when a template renders the name."""
    node = root.get("metadata", "name") or root.get("metadata", "generateName")
    name = plain(node).rstrip("-")
    if node is None or not name or "$" in name:
        return None
    return name, node.span, plain(root.get("metadata", "namespace"))


def of_one_run(root: MappingNode) -> tuple[str, Span, str] | None:
    """As `metadata`, for what runs once, with a name for each run: `migrate` of `migrate-<%= revision %>` and `migrate-$TAG`."""
    named = metadata(root)
    node = root.get("metadata", "name")
    if named is not None or not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return named
    begins = [place for mark in (*_OPENERS, "$") if (place := node.value.find(mark)) >= 0]
    name = node.value[: min(begins)] if begins else ""
    while name and not (name[-1].isascii() and name[-1].isalnum()):  # also the mark of what a chart leaves open
        name = name[:-1]
    return (name, node.span, plain(root.get("metadata", "namespace"))) if name else None


def is_templated(source: Source) -> bool:
    """Whether lines of the file hold nothing but template actions, so that what they bring is not seen."""
    if not any(mark in source.text for mark in _OPENERS):
        return False
    return any(line.lstrip(" \t-").startswith(_OPENERS) for line in source.text.splitlines())
