"""What a rule reports: where, what, how bad, how sure, why, and how to mend it."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span


class Severity(str, Enum):
    """How bad it is."""

    ERROR = "error"
    """Breaks or leaks in production."""
    WARNING = "warning"
    """Fails under load, after idling, or in one named situation."""
    INFO = "info"
    """Worth knowing."""

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for info."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


class Confidence(str, Enum):
    """How sure we are."""

    HIGH = "high"
    MEDIUM = "medium"
    """A default of an unpinned version or an unverified fact of a provider was needed."""
    LOW = "low"

    @property
    def rank(self) -> int:
        """3 for high, 2 for medium, 1 for low."""
        return {"high": 3, "medium": 2, "low": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Change:
    """One replacement in one file; the edit of an argument is worked out from the file when it is applied."""

    kind: str
    """`argument` (add or replace a keyword of the call at `span`) or `value` (replace the characters at `span`)."""
    span: Span
    text: str
    """New text: the value's source for `argument`, the characters for `value`. Never holds a secret."""
    argument: str = ""
    """Keyword, or `outer.inner` for a key of a mapping argument."""
    label: str = ""
    """What a `value` change sets, for titles: `pool_mode = session`."""
    expected: str | None = None
    """What must stand at `span` for a `value` change to be made; None where that is not checked."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Changes that together mend one finding."""

    title: str
    """What it does, as an order: `set statement_cache_size=0`."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place."""

    rule: str
    """Name of the rule, which is its page's file name."""
    code: str
    severity: Severity
    confidence: Confidence
    message: str
    """One sentence, without a full stop, free of secrets."""
    span: Span
    evidence: tuple[Evidence, ...]
    """The facts that decided it, in the order in which a reader follows them."""
    remedy: str
    """How to mend it, one sentence."""
    fingerprint: str
    """Stable identity: rule, path and symbolic place; no line number, no secret."""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that would have fired if a fact were known."""

    rule: str
    code: str
    span: Span
    missing: tuple[str, ...]
    """What is not known, one phrase each: `route.pooler.mode`, with why."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or part of one, that could not be read."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that a scan has to say; reports take nothing else but the rules' pages."""

    findings: tuple[Finding, ...]
    """Sorted by path, line, column and rule."""
    unknown: tuple[Undecided, ...]
    unread: tuple[Unread, ...]
    files: int
    """Files listed."""
    files_read: int
    """Files that a reader saw."""
    facts: tuple[tuple[str, int], ...]
    """Number of facts by kind, sorted by kind."""
    routes: int
    seconds: float
    suppressed: tuple[Finding, ...] = field(default=())
    """Findings silenced by an inline ignore or the baseline."""
