"""Templates of YAML (Helm, ERB, Jinja) that are no YAML before they are rendered. In: a `Source`. Out: roots.

Grammar: lines of `key: value` and `- item`, nested by indentation. Actions that fill a line (`{{- if … }}`, `<% … %>`)
say nothing themselves; values that hold one are marked as template, and so are keys that several branches write.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.template_conditions import blocks, with_conditions
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SequenceNode
from poolaudit.extract.settings.yaml_scalar import template_of, typed

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

_CLOSERS = {"{{": "}}", "<%": "%>", "{%": "%}", "{#": "#}"}
_MAX_DEPTH = 100


def looks_templated(text: str) -> bool:
    """Whether a template engine may come before the YAML parser."""
    return bool(template_of(text))


def read_template(source: Source) -> tuple[Node, ...]:
    """One root per `---`-separated part that holds at least one key. Raises `UnreadError` past 100 levels."""
    roots: list[Node] = []
    blanked = _without_actions(source)
    reader = _Lines(source, blanked)
    for line_number, start in enumerate(source.line_starts()):
        end = source.line_starts()[line_number + 1] if line_number + 1 < len(source.line_starts()) else len(source.text)
        end = start + len(source.text[start:end].rstrip("\r\n"))
        if source.text.startswith("---", start):
            roots += reader.finish()
        else:
            reader.line(start, end)
    roots += reader.finish()
    found = blocks(source)
    return tuple(with_conditions(each, found) for each in roots) if found else tuple(roots)


def _without_actions(source: Source) -> str:
    """The text with every action that fills its lines replaced by blanks, so that offsets stay."""
    text = source.text
    out: list[str] = []
    at = 0
    following = {opener: text.find(opener) for opener in _CLOSERS}
    while True:
        for opener, place in following.items():
            # looked for again only once passed, so that an absent kind of action costs one search
            if 0 <= place < at:
                following[opener] = text.find(opener, at)
        start, opener = min(((place, mark) for mark, place in following.items() if place >= 0), default=(-1, ""))
        end = text.find(_CLOSERS[opener], start) if start >= 0 else -1
        if end < 0:
            break
        end += 2
        line_start = start - source.position(start)[1] + 1
        # several actions may fill one line, so what stands before may be blanks already
        before = (out[-1] if out and at > line_start else "") + text[max(at, line_start) : start]
        action = text[start:end]
        fills = not before.strip() and _ends_line(text, end)
        kept = "".join(ch if ch in "\r\n" else " " for ch in action) if fills else action
        out += [text[at:start], kept]
        at = end
    out.append(text[at:])
    return "".join(out)


def _ends_line(text: str, at: int) -> bool:
    """Whether the line ends here, or another action follows."""
    while at < len(text) and text[at] in " \t":
        at += 1
    return at >= len(text) or text[at] in "\r\n" or text.startswith(tuple(_CLOSERS), at)


@dataclass(slots=True)
class _Level:
    """An open mapping or sequence."""

    indent: int
    start: int
    end: int
    items: list[tuple[Key, Node]] = field(default_factory=list)
    elements: list[Node] | None = None
    """A list for a sequence, None for a mapping."""
    pending: Key | None = None
    """The key that waits for a value in deeper lines."""


@dataclass(slots=True)
class _Lines:
    """Collects lines into levels by their indentation."""

    source: Source
    text: str
    levels: list[_Level] = field(default_factory=list)
    block: tuple[Key, int, int, str] | None = None
    """Key, indentation, first offset and style of a block scalar that is being read."""
    block_end: int = 0

    def line(self, start: int, end: int) -> None:
        """Take the line between two offsets, newline left out."""
        body = self.text[start:end]
        indent = len(body) - len(body.lstrip(" \t"))
        content = body.strip()
        if self.block:
            if not content or indent > self.block[1]:
                self.block_end = start + len(body.rstrip()) if content else self.block_end
                return
            self._close_block()
        if not content or content.startswith("#"):
            return
        at = start + indent
        while content.startswith("- ") or content == "-":
            self._item(at - start, at)
            rest = self.text[at + 1 : end]
            at += 1 + len(rest) - len(rest.lstrip(" \t"))
            content = rest.strip()
        if content:
            self._entry(at - start, at, start + len(body.rstrip()))

    def finish(self) -> list[Node]:
        """Close everything and return the root, if any."""
        self._close_block()
        while len(self.levels) > 1:
            self._attach(self._close())
        return [self._close()] if self.levels else []

    def _item(self, indent: int, at: int) -> None:
        while self.levels and (self.levels[-1].indent > indent or (self.levels[-1].indent == indent and self._done_item())):
            self._attach(self._close())
        if not self.levels or self.levels[-1].indent < indent or self.levels[-1].elements is None:
            self._open(_Level(indent, at, at, elements=[]))

    def _done_item(self) -> bool:
        """Whether the level at this indentation is a mapping beside which no item can stand."""
        level = self.levels[-1]
        return level.elements is None and level.pending is None

    def _entry(self, indent: int, at: int, end: int) -> None:
        split = _split(self.text[at:end])
        while self.levels and (
            self.levels[-1].indent > indent or (self.levels[-1].indent == indent and self.levels[-1].elements is not None)
        ):
            self._attach(self._close())
        if split is None:
            node = self._scalar(at, end)
            if self.levels:
                self._attach(node)
            return
        name, value_at = split
        if not self.levels or self.levels[-1].indent < indent:
            self._open(_Level(indent, at, at))
        level = self.levels[-1]
        self._settle(level)
        quoted = 1 if self.text[at] in "'\"" else 0
        key = Key(name, self.source.span(at + quoted, at + quoted + len(name)))
        value_at += at
        value = self.text[value_at:end]
        level.end = end
        if value[:1] in ("|", ">") and value.rstrip("0123456789+-") in ("|", ">"):
            self.block = (key, indent, end, value[0])
            self.block_end = end
        elif value and not (value[0] == "&" and value[1:].replace("-", "_").isidentifier()):
            level.items.append((key, self._scalar(value_at, end)))
        else:
            # nothing, or the anchor of what deeper lines hold
            level.pending = key

    def _scalar(self, start: int, end: int) -> ScalarNode:
        text = self.text[start:end]
        quote = text[0] if text[:1] in ("'", '"') else ""
        close = text.find(quote, 1) if quote else -1
        if quote and close > 0 and not text[close + 1 :].split("#")[0].strip():
            start, end = start + 1, start + close
        else:
            quote = ""
            cut = text.find(" #")
            end = start + len(text[:cut].rstrip()) if cut >= 0 and "{{" not in text[cut:] else end
        raw = self.text[start:end]
        return ScalarNode(raw if quote else typed(raw), self.source.span(start, end), raw, quote, template_of(raw))

    def _close_block(self) -> None:
        if self.block is None:
            return
        key, indent, header, style = self.block
        self.block = None
        inner = self.source.text[header : self.block_end]
        start = header + len(inner) - len(inner.lstrip())
        raw = self.source.text[min(start, self.block_end) : self.block_end]
        lines = [line.strip() for line in raw.splitlines()]
        node = ScalarNode(
            "\n".join(lines) + "\n", self.source.span(self.block_end - len(raw), self.block_end), raw, style, template_of(raw)
        )
        while self.levels and self.levels[-1].indent > indent:
            self._attach(self._close())
        self.levels[-1].items.append((key, node))
        self.levels[-1].end = self.block_end

    def _open(self, level: _Level) -> None:
        if len(self.levels) >= _MAX_DEPTH:
            raise UnreadError(f"nested deeper than {_MAX_DEPTH} levels")
        self.levels.append(level)

    def _settle(self, level: _Level) -> None:
        """Give a key that got no value an empty one."""
        if level.pending is not None:
            point = self.source.span(level.pending.span.end, level.pending.span.end)
            level.items.append((level.pending, ScalarNode(None, point, "")))
            level.pending = None

    def _attach(self, node: Node) -> None:
        if not self.levels:
            return
        level = self.levels[-1]
        level.end = max(level.end, node.span.end)
        if level.elements is not None:
            level.elements.append(node)
        elif level.pending is not None:
            level.items.append((level.pending, node))
            level.pending = None

    def _close(self) -> Node:
        level = self.levels.pop()
        self._settle(level)
        span = self.source.span(level.start, max(level.end, level.start))
        if level.elements is not None:
            return SequenceNode(tuple(level.elements), span)
        return MappingNode(_branches(level.items), span)


def _branches(items: list[tuple[Key, Node]]) -> tuple[tuple[Key, Node], ...]:
    """Mark scalars whose key stands twice: each branch of a condition writes one, and which one holds is unknown."""
    seen: set[str] = set()
    twice = {key.name for key, _ in items if key.name in seen or seen.add(key.name)}  # type: ignore[func-returns-value]
    return tuple(
        (key, ScalarNode(node.value, node.span, node.raw, node.quote, node.template or "several branches", node.tag))
        if key.name in twice and isinstance(node, ScalarNode)
        else (key, node)
        for key, node in items
    )


def _split(content: str) -> tuple[str, int] | None:
    """Key and offset of the value of `key: value`; None for a bare value. A `:` inside an action divides nothing."""
    if content[0] in "'\"":
        close = content.find(content[0], 1)
        if close < 0 or not content[close + 1 :].lstrip().startswith(":"):
            return None
        name, colon = content[1:close], content.index(":", close)
    else:
        colon = content.find(":")
        while colon >= 0 and content[colon + 1 : colon + 2] not in ("", " ", "\t"):
            colon = content.find(":", colon + 1)
        name = content[:colon].rstrip() if colon >= 0 else ""
        if colon < 0 or any(mark in name and _CLOSERS[mark] not in name for mark in _CLOSERS):
            return None
    rest = content[colon + 1 :]
    return (name, colon + 1 + len(rest) - len(rest.lstrip())) if name else None
