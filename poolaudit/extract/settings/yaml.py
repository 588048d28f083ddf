"""YAML files. In: a `Source`. Out: a `SettingsDocument` with one root per document of the stream.

Grammar: YAML 1.1 syntax as libyaml reads it, anchors and merge keys resolved, plain scalars typed as go-yaml v3 types
them (`yaml_scalar`). Text that no YAML parser accepts because a template engine comes first is read by `yaml_template`.

libyaml's *events* are read rather than its composed nodes: composing recurses in C and a run of `[` kills the
interpreter, events cannot, and they are the faster of the two (76 ms against 99 ms for 216 manifests of 1.5 MB).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SequenceNode, SettingsDocument
from poolaudit.extract.settings.yaml_scalar import template_of, typed
from poolaudit.extract.settings.yaml_template import looks_templated, read_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source

MAX_DEPTH = 100
"""Nested collections, aliases included. Real manifests stay below 30; a recursive walk of 100 is safe everywhere."""
MAX_NODES = 200_000
"""Nodes of a file after its aliases are expanded; the largest public manifests have some 50,000."""
_CORE = "tag:yaml.org,2002:"


def read(source: Source, *, rendered: bool = False) -> SettingsDocument:
    """Read every document of the stream except CustomResourceDefinitions, whose schemas configure nothing.

    Raises `UnreadError` for text that is neither YAML nor a template of it (of `rendered` text: no YAML), and past `MAX_DEPTH` or
    `MAX_NODES`.
    """
    from yaml import YAMLError  # noqa: PLC0415 - loaded by the first YAML file, not by a scan without one

    try:
        roots = tuple(_Builder(source).documents())
    except YAMLError as error:
        if looks_templated(source.text) and not rendered:
            return SettingsDocument("yaml", read_template(source))
        raise UnreadError(_why(error)) from None
    return SettingsDocument("yaml", tuple(root for root in roots if not _is_schema(root)))


FORMAT = Format(
    "yaml",
    ("*.yml", "*.yaml", "*.yml.*", "*.yaml.*"),
    read,
)


def _why(error: Exception) -> str:
    """The parser's own sentence with the line; it never quotes the file."""
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark is None or problem is None:
        return "not YAML: it holds characters that YAML does not allow"
    return f"not YAML: {problem}, line {mark.line + 1}"


def _is_schema(root: Node) -> bool:
    kind = root.get("kind") if isinstance(root, MappingNode) else None
    return isinstance(kind, ScalarNode) and kind.value == "CustomResourceDefinition"


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been met yet."""

    event: Any
    children: list[Node] = field(default_factory=list)
    size: int = 1
    depth: int = 1


@dataclass(slots=True)
class _Builder:
    """Turns the event stream into trees, without recursion."""

    source: Source
    _anchors: dict[str, tuple[Node, int, int] | None] = field(default_factory=dict)
    """Node, expanded size and depth of each anchor; None while its collection is still open."""
    _total: int = 0
    """Expanded nodes of all documents so far."""
    _shift: int = 0
    """Characters before the first one that libyaml counts."""

    def documents(self) -> Iterator[Node]:
        """Each document's root; a document without content is left out."""
        import yaml  # noqa: PLC0415

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        node: Node
        # libyaml drops a byte order mark and counts from the character after it
        self._shift = 1 if self.source.text.startswith("\ufeff") else 0
        stack: list[_Open] = []
        events: Iterator[Any] = yaml.parse(self.source.text[self._shift :], loader)
        for event in events:
            kind = type(event).__name__
            if kind in ("MappingStartEvent", "SequenceStartEvent"):
                if len(stack) >= MAX_DEPTH:
                    raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
                self._count(1)
                if event.anchor:
                    self._anchors[event.anchor] = None
                stack.append(_Open(event))
                continue
            if kind == "ScalarEvent":
                self._count(1)
                node, size, depth = self._scalar(event), 1, 0
                anchor = event.anchor
            elif kind == "AliasEvent":
                node, size, depth = self._alias(event.anchor)
                anchor = None
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                done = stack.pop()
                node = self._collection(done, event.end_mark.index)
                size, depth, anchor = done.size, done.depth, done.event.anchor
            else:
                if kind == "DocumentStartEvent":
                    self._anchors.clear()
                continue
            if anchor:
                self._anchors[anchor] = (node, size, depth)
            if stack:
                stack[-1].children.append(node)
                stack[-1].size += size
                stack[-1].depth = max(stack[-1].depth, depth + 1)
                if stack[-1].depth > MAX_DEPTH:
                    raise UnreadError(f"nested deeper than {MAX_DEPTH} levels")
            elif not (isinstance(node, ScalarNode) and node.span.length == 0 and not node.tag):
                yield node

    def _count(self, nodes: int) -> None:
        self._total += nodes
        if self._total > MAX_NODES:
            raise UnreadError(f"more than {MAX_NODES} nodes once aliases are expanded")

    def _alias(self, name: str) -> tuple[Node, int, int]:
        if name not in self._anchors:
            raise UnreadError("an alias names no anchor above it")
        known = self._anchors[name]
        if known is None:
            raise UnreadError("an alias stands inside its own anchor")
        self._count(known[1])
        return known

    def _scalar(self, event: Any) -> ScalarNode:
        start, end = event.start_mark.index + self._shift, event.end_mark.index + self._shift
        quote = event.style or ""
        if quote in ("'", '"'):
            # a tag or an anchor stands before the quotes and belongs to the event
            start = self.source.text.index(quote, start) + 1
            end -= 1
        elif quote:
            start, end = self._block(start, end)
        else:
            start = min(end, self._after_properties(start, event))
        span = self.source.span(start, end)
        raw = self.source.text[start:end]
        tag = event.tag or ""
        value = typed(event.value, tag) if not quote or tag.startswith(_CORE) else event.value
        own = "" if tag.startswith(_CORE) else tag
        return ScalarNode(value, span, raw, quote, template_of(event.value), own)

    def _after_properties(self, start: int, event: Any) -> int:
        """Where a plain value starts behind its anchor and tag."""
        text = self.source.text
        while (event.anchor or event.tag) and start < len(text) and text[start] in "&!":
            while start < len(text) and not text[start].isspace():
                start += 1
            while start < len(text) and text[start].isspace():
                start += 1
        return start

    def _block(self, start: int, end: int) -> tuple[int, int]:
        """From the first to the last visible character below the `|` or `>` line."""
        text = self.source.text
        line = text.find("\n", start, end)
        if line < 0:
            return end, end
        inner = text[line:end]
        first = len(inner) - len(inner.lstrip())
        return (line + first, line + len(inner.rstrip())) if first < len(inner) else (end, end)

    def _collection(self, done: _Open, end_index: int) -> Node:
        """A block collection ends with its last child here; libyaml's own end mark lies in a later line."""
        event, children = done.event, done.children
        start, limit = event.start_mark.index + self._shift, end_index + self._shift
        end = limit if event.flow_style else start
        if not event.flow_style:
            end = max([end, *(child.span.end for child in children if child.span.offset >= start and child.span.end <= limit)])
        span = self.source.span(start, max(start, end))
        tag = "" if (event.tag or "").startswith(_CORE) else event.tag or ""
        if type(event).__name__ == "SequenceStartEvent":
            return SequenceNode(tuple(children), span, tag)
        raw = self.source.text[start:end]
        if raw.startswith("{{"):
            # `key: {{ value }}` happens to be YAML: a mapping whose key is a mapping
            return ScalarNode(raw, span, raw, "", template_of(raw) or "{{", tag)
        return MappingNode(_entries(self.source, children), span, tag)


def _entries(source: Source, children: list[Node]) -> tuple[tuple[Key, Node], ...]:
    """Pairs of keys and values, with merge keys replaced by what they bring.

    A key of the mapping itself beats a merged one, and of several merged mappings the first wins.
    """
    own: list[tuple[Key, Node]] = []
    merged: list[MappingNode] = []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if isinstance(key, ScalarNode) and key.raw == "<<" and not key.quote:
            parts = value.elements if isinstance(value, SequenceNode) else (value,)
            merged += [part for part in parts if isinstance(part, MappingNode)]
        else:
            own.append((Key(_name(source, key), key.span), value))
    if not merged:
        return tuple(own)
    taken = {key.name for key, _ in own}
    brought: list[tuple[Key, Node]] = []
    for mapping in merged:
        fresh = [item for item in mapping.items if item[0].name not in taken]
        taken.update(key.name for key, _ in fresh)
        brought += fresh
    return (*brought, *own)


def _name(source: Source, key: Node) -> str:
    """Text of a key; a collection as key is named by its source."""
    if not isinstance(key, ScalarNode):
        return source.at(key.span)
    return key.value if isinstance(key.value, str) else key.raw
