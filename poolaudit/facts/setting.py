"""One value with where it came from: the unit of evidence.

In: a value read, defaulted, derived or missed. Out: `Setting`, which the predicate language reads with three truth values.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.span import Span

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")


class Origin(str, Enum):
    """How a value came to be known, or why it is not."""

    WRITTEN = "written"
    """It stands in a scanned file, at `span`."""
    DEFAULT = "default"
    """Nobody wrote it; the library, pooler or server supplies it."""
    DERIVED = "derived"
    """It follows from other settings, listed in `because`."""
    DECLARED = "declared"
    """The user declared it in poolaudit's own configuration."""
    UNRESOLVED = "unresolved"
    """Something is written, but its value cannot be known from the repository."""
    ABSENT = "absent"
    """Nothing is written and nothing supplies a value."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place and one sentence that helped to decide a finding."""

    span: Span | None
    """Where the reader should look; None when only the outside world knows (a library's default)."""
    origin: Origin
    text: str
    """A short phrase, free of secrets: `pool_mode = transaction`."""


@dataclass(frozen=True, slots=True)
class Setting(Generic[T_co]):
    """A value, its origin and its place. Unknown is a state, not a `None` to forget."""

    value: T_co | None
    """The value; None is a real value when `is_known` (psycopg's `prepare_threshold=None`)."""
    origin: Origin
    span: Span | None = None
    """Where the value is written, to the character; None unless the origin is *written* or *unresolved*."""
    label: str = ""
    """The name that its own file or manual uses: `pool_mode`, `max_size`."""
    note: str = ""
    """Default: of what and since when. Derived: how. Unresolved: why not."""
    because: tuple[Evidence, ...] = ()
    """What else was needed to know the value: the steps of a lookup, the terms of a sum."""
    assumed: bool = False
    """True when it rests on an unpinned version or an unverified provider fact; lowers confidence."""
    shown: str = ""
    """The value as its own file or manual writes it, where that differs from `value`: `-1` for no limit."""

    @staticmethod
    def written(value: U, span: Span, label: str = "", note: str = "") -> Setting[U]:
        """A value that stands at `span`."""
        return Setting(value, Origin.WRITTEN, span, label, note)

    @staticmethod
    def default(value: U, label: str = "", note: str = "", *, assumed: bool = False) -> Setting[U]:
        """A value that the library or program supplies; `note` names it and its version."""
        return Setting(value, Origin.DEFAULT, None, label, note, (), assumed)

    @staticmethod
    def derived(value: U, label: str, note: str, *parts: Setting[object]) -> Setting[U]:
        """A value that follows from `parts`, whose evidence it carries in order."""
        because = tuple(dict.fromkeys(step for part in parts for step in part.evidence()))
        span = next((part.span for part in parts if part.span is not None), None)
        return Setting(value, Origin.DERIVED, span, label, note, because, any(part.assumed for part in parts))

    def restated(self, value: U) -> Setting[U]:
        """What follows from this setting alone and needs no line of its own: its evidence is this setting's.

        An unknown setting restates to an unknown one, whatever `value` is.
        """
        if not self.is_known:
            return Setting(None, self.origin, self.span, self.label, self.note, self.because, self.assumed)
        return Setting(value, Origin.DERIVED, self.span, "", "", self.evidence(), self.assumed)

    @staticmethod
    def unresolved(why: str, span: Span | None = None, label: str = "") -> Setting[U]:
        """A value that is written but cannot be known, and why."""
        return Setting(None, Origin.UNRESOLVED, span, label, why)

    @staticmethod
    def absent(label: str = "") -> Setting[U]:
        """Nothing written, nothing supplied."""
        return Setting(None, Origin.ABSENT, None, label)

    @property
    def is_known(self) -> bool:
        """Whether `value` may be used."""
        return self.origin not in (Origin.UNRESOLVED, Origin.ABSENT)

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote it, here or in poolaudit's configuration."""
        return self.origin in (Origin.WRITTEN, Origin.DECLARED)

    def evidence(self) -> tuple[Evidence, ...]:
        """The steps that lead to this value, itself last; nothing for an absent one, only its source's for a restated one."""
        if self.origin is Origin.ABSENT or (self.origin is Origin.DERIVED and not self.label):
            return self.because
        return (*self.because, Evidence(self.span, self.origin, self.text))

    @property
    def text(self) -> str:
        """`label = value (note)`, as a report prints it."""
        if self.origin is Origin.UNRESOLVED:
            return f"{self.label or 'value'} is not known: {self.note}"
        if self.origin is Origin.DERIVED and isinstance(self.value, bool) and not self.shown:
            answer = f"{self.label}: {'yes' if self.value else 'no'}"
            return f"{answer} ({self.note})" if self.note else answer
        shown = self.shown or _show(self.value)
        head = f"{self.label} = {shown}" if self.label else shown
        return f"{head} ({self.note})" if self.note else head

    def read_as(self, value: U | None, label: str = "") -> Setting[U]:
        """The same setting with its value as another type: text as a number. Origin, place, steps and doubts stay."""
        return Setting(value, self.origin, self.span, label or self.label, self.note, self.because, self.assumed)

    def because_of(self, *steps: Evidence) -> Setting[T_co]:
        """The same value, reached by `steps` first."""
        return replace(self, because=(*steps, *self.because))


def _show(value: object) -> str:
    if value is None or isinstance(value, (bool, int, float, str)):
        return str(value)
    if isinstance(value, (tuple, list, frozenset)):
        return ", ".join(sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value))
    return str(getattr(value, "masked", value))
