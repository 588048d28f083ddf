"""A rule: what it judges, when it fires, and what it says.

In: a page (`lint.page`) or a Python generator (`rule`). Out: a `Rule`, all that the judge and the reports know of either.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, Union

from poolaudit._records import dataclass
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.lint.words import closest, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span
    from poolaudit.lint.assignment import Assignment
    from poolaudit.lint.cases import Manual

S = TypeVar("S")
CODE = "code"
CONTEXTS = ("code", "test", "example", "docs")
"""What a file may be for; see `graph.context`."""


class OptionError(ValueError):
    """An option that a rule does not have, or of the wrong type; `str()` is one line with a suggestion."""


class RulePageError(ValueError):
    """A page that is not of the form; `str()` is one line: file, line, what is wrong and what to write."""

    def __init__(self, path: str, line: int, text: str) -> None:
        text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
        super().__init__(f"{path}:{line}: {text}")
        self.path = path
        self.line = line
        self.text = text


@dataclass(frozen=True, slots=True)
class Violation:
    """A check that holds for one subject."""

    message: str
    """One sentence, without a full stop, free of secrets."""
    settings: tuple[Setting[Any], ...] = ()
    """What decided it, in the order in which a reader follows it."""
    severity: Severity | None = None
    """None takes the rule's."""
    confidence: Confidence | None = None
    """None takes the rule's; an assumed setting lowers it further."""
    remedy: str | None = None
    """How to mend it, one sentence; None takes the rule's."""
    span: Span | None = None
    """The primary place; None is the subject's."""
    assignments: tuple[Assignment, ...] = ()
    """What `fix.propose` may turn into edits."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A check that cannot be decided for one subject."""

    missing: tuple[str, ...]
    """The facts that would decide it."""


class Check(Protocol):
    """One condition of a rule and what it says."""

    @property
    def on(self) -> str:
        """Kind of subject: `route`, `pooler`."""

    @property
    def severity(self) -> Severity:
        """How bad it is when it holds."""

    @property
    def confidence(self) -> Confidence:
        """How sure it is when no assumption was needed."""

    @property
    def remedy(self) -> str:
        """How to mend it, as written, with its placeholders."""

    def judge(self, subject: Any) -> Iterable[Union[Violation, Doubt]]:
        """Ask it about one subject."""

    def with_options(self, options: Mapping[str, object]) -> Check:
        """The same check under other options."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with everything that is told about it."""

    name: str
    """File name of its page without the ending; reads well after "allow"."""
    code: str
    """Short and stable: `PA201`."""
    family: str
    """Folder of its page: `transaction-mode`."""
    title: str
    checks: tuple[Check, ...]
    """In order; one that fires silences the later ones at the same place."""
    contexts: tuple[str, ...] = (CODE,)
    """Purposes of files in which it is judged, of `CONTEXTS`."""
    options: Mapping[str, object] = field(default_factory=dict)
    """What users may set, with the values in force."""
    default: bool = True
    """False for a rule that runs only when it is selected."""
    since: str = ""
    """Release that brought it."""
    sources: tuple[str, ...] = ()
    """Addresses of the manuals, threads and sources that prove it."""
    path: str = ""
    """Its page; empty for a rule in Python."""
    body: str = field(default="", repr=False)
    """The page below its front matter."""
    body_line: int = 1
    """Line of the page on which the body starts."""

    @property
    def severity(self) -> Severity:
        """The worst that it can report."""
        return max((check.severity for check in self.checks), key=lambda severity: severity.rank, default=Severity.INFO)

    @property
    def manual(self) -> Manual:
        """Prose and examples of the page, read when asked for; raise `RulePageError` when they are not of the form."""
        from poolaudit.lint.cases import read_manual  # noqa: PLC0415

        return read_manual(self.body, self.body_line, self.path)

    def with_options(self, values: Mapping[str, object]) -> Rule:
        """The same rule with some options set; raise `OptionError`."""
        for name, value in values.items():
            if name not in self.options:
                raise OptionError(f"{self.name} has no option `{name}`{closest(name, self.options)}")
            if not _same_type(self.options[name], value):
                raise OptionError(f"{self.name}: option `{name}` is a {type(self.options[name]).__name__}, not {value!r}")
        options = {**self.options, **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}}
        return replace(self, options=options, checks=tuple(check.with_options(options) for check in self.checks))


@dataclass(frozen=True, slots=True)
class PythonCheck:
    """A generator function of a library user as a check."""

    on: str
    severity: Severity
    confidence: Confidence
    remedy: str
    judge_subject: Callable[[Any], Iterable[Violation]]

    def judge(self, subject: Any) -> Iterator[Violation]:
        """Each violation that the function yields, with the rule's remedy where it gives none."""
        for each in self.judge_subject(subject):
            yield each if each.remedy is not None else replace(each, remedy=self.remedy)

    def with_options(self, options: Mapping[str, object]) -> PythonCheck:  # noqa: ARG002  # a function keeps its own
        """Itself."""
        return self


def rule(
    name: str,
    *,
    on: type[S],
    code: str = "",
    title: str = "",
    family: str = "python",
    severity: Severity = Severity.WARNING,
    confidence: Confidence = Confidence.HIGH,
    remedy: str = "",
    contexts: tuple[str, ...] = (CODE,),
    sources: tuple[str, ...] = (),
) -> Callable[[Callable[[S], Iterable[Violation]]], Rule]:
    """Make a rule of a function that takes one subject (`Route`, `Fleet` …) and yields its violations.

    The function's docstring is the rule's manual; `code` is the name when none is given. Raise `WordError` when rules
    cannot judge the class.
    """
    kind = kind_of(on)

    def make(judge: Callable[[S], Iterable[Violation]]) -> Rule:
        check = PythonCheck(kind, severity, confidence, remedy, judge)
        heading = title or name.replace("-", " ").capitalize()
        body = f"# {heading}\n\n{judge.__doc__ or ''}\n"
        return Rule(name, code or name, family, heading, (check,), contexts, sources=sources, body=body)

    return make


def _same_type(default: object, value: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, (list, tuple)) and all(isinstance(each, (str, int, float)) for each in value)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, (int, float)):
        return isinstance(value, (int, float))
    return isinstance(value, type(default))
