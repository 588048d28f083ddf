"""The two kinds of output, found by presence: reports of findings (`REPORT`) and maps of the graph (`MAP`).

In: a `Result` or a `Graph`, and a `Context` with what neither of them carries. Out: text.
"""

from __future__ import annotations

import sys
from dataclasses import field
from posixpath import normpath
from typing import TYPE_CHECKING, Protocol

from poolaudit._records import dataclass
from poolaudit.report.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.graph.topology import Graph
    from poolaudit.lint.finding import Finding, Result, Severity

HOME = "https://github.com/poolaudit/poolaudit"
"""Address of the project, to which reports link."""


class Manual(Protocol):
    """What a rule's page tells people."""

    @property
    def prose(self) -> str:
        """Markdown, without the title and the examples."""


class RulePage(Protocol):
    """What reports need to know about a rule."""

    @property
    def name(self) -> str:
        """`txn-pool-prepared-statement`."""

    @property
    def code(self) -> str:
        """`PA201`."""

    @property
    def title(self) -> str:
        """One line that says what is wrong."""

    @property
    def family(self) -> str:
        """Folder of the page: `transaction-mode`."""

    @property
    def severity(self) -> Severity:
        """The worst that it reports."""

    @property
    def default(self) -> bool:
        """Whether it runs without being selected."""

    @property
    def since(self) -> str:
        """Release that brought it."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Addresses of what proves it."""

    @property
    def body(self) -> str:
        """The page in Markdown, without its front matter; empty for a rule that has none."""

    @property
    def manual(self) -> Manual:
        """The page taken apart; only for a rule that has a body."""


def no_text(_path: str) -> str | None:
    """Read no file: for reports that are made without the scanned tree."""
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a report may use besides the result."""

    pages: Mapping[str, RulePage] = field(default_factory=dict)
    """Rule pages by name; a finding's rule may be missing."""
    read: Callable[[str], str | None] = no_text
    """Text of a scanned file by its path relative to the scan root, newlines as they are; None when it cannot be read."""
    prefix: str = ""
    """Path from the root of the repository to the scan root, with a `/` at its end; empty when they are the same."""
    exit_code: int = 0
    """What the program will exit with."""
    show_unknown: bool = False
    """Whether to list what could not be decided, and why."""
    quiet: bool = False
    """Whether to leave out everything but the findings."""
    terminal: Terminal = field(default_factory=Terminal)
    version: str = field(default_factory=lambda: str(sys.modules["poolaudit"].__version__))
    """Release of poolaudit. Looked up, not imported: the package names its public parts, which stand above this one."""


@dataclass(frozen=True, slots=True)
class Report:
    """One output format for findings."""

    name: str
    """What `--format` calls it."""
    render: Callable[[Result, Context], str]
    """The whole report, ending with a newline (or empty when there is nothing to say)."""


@dataclass(frozen=True, slots=True)
class Map:
    """One output format for the graph."""

    name: str
    render: Callable[[Graph, Context], str]


def repository_path(path: str, context: Context) -> str | None:
    """A path of the result relative to the root of the repository, as services that show it need; None when it leads out."""
    whole = normpath(context.prefix + path)
    return None if whole.startswith(("..", "/")) else whole


def in_order(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings by path, line and rule, then by everything else that tells two of them apart."""
    return sorted(
        findings, key=lambda each: (each.span.path, each.span.line, each.rule, each.span.column, each.message, each.fingerprint)
    )


def worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Errors before warnings before notes, in order within each: for places that show only the first few."""
    return sorted(in_order(findings), key=lambda each: -each.severity.rank)


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
