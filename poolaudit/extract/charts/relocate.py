"""Facts of rendered text at the places that it comes from. In: facts of a rendered document and its `Rope`. Out: facts.

A value that stands in a template or in a file of values as it is keeps its origin; one that an action made is derived, with
the values that were used as evidence. What a condition that is not known decides about is unresolved, or left out as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from poolaudit.extract.charts.value import BRACES, MOST_STEPS
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.deployment import EnvEntry
from poolaudit.facts.kubernetes import Container
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.facts.span import Span
from poolaudit.facts.word import PlacedWord

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.charts.rope import Piece, Rope

_RENDERED = "a template renders it"
"""What readers of plain manifests say of a value with braces."""


class Relocation:
    """Moves what was read of one rendered document."""

    def __init__(self, rope: Rope, path: str, template: Source) -> None:
        """`path` is that of the spans that are moved."""
        self._pieces = tuple(each for each in rope.pieces if each.text)
        self._ends = tuple(accumulate(len(each.text) for each in self._pieces))
        self._path = path
        self._template = template
        self._text = rope.text

    def moved(self, item: Any) -> Any:
        """The fact, or any part of it, at its places; None for one that may not be there at all."""
        if isinstance(item, Setting):
            return self._setting(item)
        if isinstance(item, Span):
            return self._span(item) if item.path == self._path else item
        if isinstance(item, PlacedWord):
            span = self._span(item.span)
            return item if span is item.span else PlacedWord(str(item), span, self._raw(span, item.raw))
        if isinstance(item, tuple):
            return tuple(each for each in map(self.moved, item) if each is not None) if type(item) is tuple else item
        if isinstance(item, EnvEntry):
            return self._entry(item)
        names = getattr(type(item), "__match_args__", None)
        if names is None or isinstance(item, Secret) or not hasattr(type(item), "__dataclass_fields__"):
            return item
        place = getattr(item, "span", None)
        if isinstance(place, Span) and self._doubt(place):
            return None
        found = {name: getattr(item, name) for name in names}
        changed = {name: new for name, value in found.items() if (new := self.moved(value)) is not value}
        if isinstance(item, Container) and len(changed.get("env_from", item.env_from)) < len(item.env_from):
            changed["incomplete"] = item.incomplete or "a condition of the chart"
        return replace(item, **changed) if changed else item

    def _entry(self, entry: EnvEntry) -> EnvEntry:
        doubt = self._doubt(entry.span)
        value: Setting[Secret] = self._setting(entry.value)
        if doubt:
            value = Setting.unresolved(doubt, value.span, entry.name)
        elif value.origin is Origin.UNRESOLVED and value.value is None and entry.value.span is not None:
            known = self._with_marks(entry.value.span)
            value = replace(value, value=env_secret(entry.name, known)) if known else value
        return replace(
            entry, value=value, span=self._span(entry.span), raw=entry.raw or "$(" in (value.value or Secret("")).reveal()
        )

    def _with_marks(self, span: Span) -> str:
        """A text that is known in part, with `${}` where it is not; empty when nothing tells where its parts end."""
        pieces = self._overlapping(span)
        if not any(each.hole for _, each in pieces) or "\\" in (text := self._text[span.offset : span.end]) or "\n" in text:
            return ""
        parts = ["${chart}" if each.hole else each.text[max(0, span.offset - at) : max(0, span.end - at)] for at, each in pieces]
        return "".join(parts) if any(part.strip() for part in parts if part != "${chart}") else ""

    def _setting(self, setting: Setting[Any]) -> Setting[Any]:
        because = tuple(
            replace(each, span=self._span(each.span)) if each.span is not None and each.span.path == self._path else each
            for each in setting.because
        )
        if because != setting.because:
            setting = replace(setting, because=because)
        span = setting.span
        if isinstance(setting.value, (tuple, PlacedWord)):
            setting = replace(setting, value=self.moved(setting.value))
        if span is None or span.path != self._path:
            return setting
        place, doubt = self._span(span), self._doubt(span)
        if doubt:
            return Setting.unresolved(doubt, place, setting.label)
        pieces = [each for _, each in self._overlapping(span)]
        if setting.origin is Origin.UNRESOLVED:
            why = next((each.hole for each in pieces if each.hole), "")
            told = why and (setting.note == _RENDERED or BRACES in setting.note)
            return replace(setting, span=place, note=why if told else setting.note)
        if len(pieces) == 1 and pieces[0].exact:
            return replace(setting, span=place)
        made = any(not each.exact for each in pieces if each.text.strip())
        origin = Origin.DERIVED if made and setting.origin is Origin.WRITTEN else setting.origin
        return replace(setting, origin=origin, span=place).because_of(*self._evidence(setting, pieces, place))

    def _evidence(self, setting: Setting[Any], pieces: list[Piece], place: Span) -> tuple[Evidence, ...]:
        steps = dict.fromkeys(step for each in pieces for step in each.steps if step.span != place)
        hidden = isinstance(setting.value, Secret)
        return tuple(
            Evidence(
                step.span,
                Origin.WRITTEN,
                f"{step.name} = {step.shown}" if step.shown and not hidden and not is_secret_key(step.name) else step.name,
            )
            for step in tuple(steps)[:MOST_STEPS]
        )

    def _overlapping(self, span: Span) -> list[tuple[int, Piece]]:
        """Pieces of a run with the offsets at which they begin; the one at a point for an empty run."""
        first = bisect_right(self._ends, span.offset)
        found: list[tuple[int, Piece]] = []
        for number in range(first, len(self._pieces)):
            start = self._ends[number] - len(self._pieces[number].text)
            if start >= span.end and (found or span.length):
                break
            found.append((start, self._pieces[number]))
            if not span.length:
                break
        return found

    def _doubt(self, span: Span) -> str:
        if span.path != self._path:
            return ""
        return next((each.doubt for _, each in self._overlapping(span) if each.doubt), "")

    def _span(self, span: Span) -> Span:
        if span.path != self._path:
            return span
        placed: list[tuple[Source, int, int]] = []
        for at, each in self._overlapping(span):
            if each.source is None or (span.length and not each.text.strip()):
                continue
            if each.exact:
                start = each.start + max(0, span.offset - at)
                placed.append((each.source, start, each.start + max(0, min(len(each.text), span.end - at))))
            else:
                placed.append((each.source, each.start, each.end))
        if not placed:
            return self._near(span)
        source = next((one for one, _, _ in placed if one is self._template), placed[0][0])
        own = [(start, end) for one, start, end in placed if one is source]
        start, end = min(each for each, _ in own), max(each for _, each in own)
        return source.span(start, max(start, end))

    def _near(self, span: Span) -> Span:
        """The place of the piece before what has none."""
        first = min(bisect_right(self._ends, span.offset), len(self._pieces) - 1)
        for number in range(first, -1, -1):
            each = self._pieces[number]
            if each.source is not None:
                at = each.end if number < first or not each.exact else each.start
                return each.source.span(at, at)
        return self._template.span(0, 0)

    def _raw(self, span: Span, raw: str) -> str:
        """The characters at a moved place, as far as they stand in the template."""
        return self._template.at(span) if span.path == self._template.path else raw
