"""Values of ERB templates: `<%= ENV.fetch("X") { 5 } %>`, alone or inside text.

In: a `ScalarNode`. Out: an `Expression`. What Ruby inside says is in `erb_code`; of statements it reads
`<% if a %>b<% else %>c<% end %>` with plain branches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.surfaces.erb_code import WORDS, as_value, choice, read
from poolaudit.facts.expression import Joined, Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import ScalarNode
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_MOST = 20
"""Code blocks in one value."""


def expression_of(source: Source, node: ScalarNode) -> Expression:
    """What a value stands for, whether it holds code or not."""
    text = node.value
    if not isinstance(text, str):
        return Literal(text, node.span)
    if "<%" not in text:
        return Unresolved(node.template, node.span) if node.template else Literal(text, node.span)
    exact = text == node.raw

    def place(start: int, end: int) -> Span:
        return source.span(node.span.offset + start, node.span.offset + end) if exact else node.span

    parts: list[Expression] = []
    at = 0
    for _ in range(_MOST):
        start = text.find("<%", at)
        end = text.find("%>", start) if start >= 0 else -1
        if end < 0:
            break
        if start > at:
            parts.append(Literal(text[at:start], place(at, start)))
        if not text.startswith("<%=", start):
            return _branches(text, node.span, place) or Unresolved("code decides what stands here", node.span)
        parts.append(_code(text, start + 3, end, place, place(start, end + 2)))
        at = end + 2
    if at < len(text):
        parts.append(Literal(text[at:], place(at, len(text))))
    return parts[0] if len(parts) == 1 else Joined(tuple(parts), node.span)


def _code(text: str, start: int, end: int, place: Callable[[int, int], Span], whole: Span) -> Expression:
    found = read(text, start, end, place)
    return Unresolved("set by code", whole) if found is None else as_value(found, whole)


def _branches(text: str, span: Span, place: Callable[[int, int], Span]) -> Expression | None:
    """`<% if a %>b<% else %>c<% end %>`, where both are plain; None for another form."""
    marks: list[tuple[int, int, str]] = []
    at = 0
    while (start := text.find("<%", at)) >= 0 and len(marks) <= _MOST:
        end = text.find("%>", start)
        if end < 0:
            return None
        marks.append((start, end, text[start + 2 : end].strip(" -")))
        at = end + 2
    if (
        [word.partition(" ")[0] for _, _, word in marks] != ["if", "else", "end"]
        or text[: marks[0][0]].strip()
        or text[at:].strip()
    ):
        return None
    condition = read(text, text.index("if", marks[0][0]) + len("if"), marks[0][1], place)
    if condition is None:
        return None
    yes, no = (_plain(text, one[1] + 2, other[0], place) for one, other in (marks[:2], marks[1:]))
    return choice(condition, yes, no, span)


def _plain(text: str, start: int, end: int, place: Callable[[int, int], Span]) -> Literal:
    """What stands in a branch, as YAML reads it."""
    word = text[start:end].strip()
    first = start + text[start:end].index(word)
    value = WORDS[word] if word in WORDS else int(word[:20]) if word.isdigit() else word.strip("\"'")
    return Literal(value, place(first, first + len(word)))
