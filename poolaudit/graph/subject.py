"""What every thing that a rule may judge has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span


class Subject(Protocol):
    """A thing that a rule page names in `on:`.

    Every other public attribute is a word for `when:`; its type is read from the annotation of the field or
    property. A `Setting[T]` is a word of type `T` that may be unknown; an attribute that is another subject or
    `None` is a word whose attributes are absent when it is `None`.
    """

    @property
    def span(self) -> Span:
        """The primary place of a finding about it."""

    @property
    def symbol(self) -> str:
        """Its symbolic place for fingerprints: a call, a key path, a section and key; free of line numbers and secrets."""

    @property
    def context(self) -> Setting[str]:
        """`code`, `test`, `example` or `docs`: what the file it stands in is for."""

    @property
    def trail(self) -> tuple[Evidence, ...]:
        """The steps that a reader follows to understand it: client, lookup, connection string, pooler, server."""
