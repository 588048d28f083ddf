"""What an expression comes to in one world. In: what the binder has found. Out: `Bound`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.graph.text import Piece, Text

if TYPE_CHECKING:
    from poolaudit.facts.expression import Literal, Scalar
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Bound:
    """What an expression comes to: text, another scalar, a mapping, or nothing that can be known."""

    span: Span
    text: Text | None = None
    scalar: Scalar = None
    is_scalar: bool = False
    """True when `scalar` holds the value (a number, a boolean, None)."""
    parts: tuple[tuple[str, Bound], ...] | None = None
    """Parts of a connection string under libpq's names, when they are given apart."""
    steps: tuple[Evidence, ...] = ()
    why: str = ""
    """Why it is not, or not wholly, known."""
    assumed: bool = False
    """True when a default was used that the environment may override."""
    unset: str = ""
    """Variables that decide it and that nothing in the repository sets, where it is None for that reason."""
    not_given: bool = False
    """True for an argument that the branch of the code which runs leaves out."""
    masks: bool = False
    """True for SQLAlchemy's URL, which shows `***` in place of its password when it becomes text."""
    masked_at: Span | None = None
    """Where such a URL became text on the way."""

    def after(self, *steps: Evidence) -> Bound:
        """The same value, reached by `steps` first."""
        return replace(self, steps=(*steps, *self.steps))

    def as_setting(self, label: str) -> Setting[object]:
        """The value as a setting, for parameters such as a pool size; absent where it is not given."""
        if self.not_given:
            return Setting.absent(label)
        if self.is_scalar:
            note = self.why if self.scalar is None else ""
            return replace(Setting.written(self.scalar, self.span, label, note), because=self.steps, assumed=self.assumed)
        if self.text is not None and self.text.known:
            return replace(Setting.written(self.text.value, self.span, label), because=self.steps, assumed=self.assumed)
        return Setting.unresolved(self.why or "it is no plain value", self.span, label)


def of_literal(literal: Literal) -> Bound:
    """A constant."""
    value = literal.value
    if isinstance(value, Secret):
        value = value.reveal()
    if isinstance(value, str):
        return Bound(literal.span, Text((Piece(value, literal.span),)))
    return Bound(literal.span, scalar=value, is_scalar=True)


def placeholder(span: Span, name: str, why: str) -> Bound:
    """Text that stands for what `name` holds, which is not known."""
    return Bound(span, Text((stand_in(name, span),)), why=why)


def stand_in(name: str, span: Span) -> Piece:
    """A piece of such text: `${DB_HOST}`."""
    word = "".join(character if character.isalnum() else "_" for character in name)
    return Piece(f"${{{word}}}", span, known=False)
