"""The body of a rule page: its prose, and its examples, which are its tests.

In: the Markdown below the front matter. Out: a `Manual`. Examples stand in sections `## Fires`, `## Stays quiet` and `## Fix`,
one case per `### Name`; a case is files, each a line with the path in backticks and a fenced block. A comment `<- finding` or
`<- finding[error]` at the end of a line says that the rule reports this line; it is not part of the file.

A case of `## Fix` with marked lines is a repository before the fix, which must be silent after it; one without is what the firing
case of the same name (or the first one) must become.
"""

from __future__ import annotations

import re
from dataclasses import field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.lint.finding import Severity
from poolaudit.lint.rule import RulePageError
from poolaudit.lint.words import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from poolaudit.lint.finding import Finding

SECTIONS = {"fires": "fires", "stays quiet": "quiet", "fix": "fix"}
MARK = "<- finding"
ANY = ""
"""Severity of an expectation that names none."""
_MARK = re.compile(r"[ \t]*(?:#|;|--|//|<!--|/\*|\{\{/\*)[ \t]*<- finding(?:\[([a-z]*)\])?[ \t]*(?:-->|\*/\}\}|\*/)?[ \t]*$")
_PATH = re.compile(r" {0,3}`([^`]+)`:?\s*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_HEADING = re.compile(r"(#{1,3}) +(.*?)[ \t#]*$")


@dataclass(frozen=True, slots=True)
class Case:
    """One example."""

    section: str
    """`fires`, `quiet` or `fix`."""
    name: str
    """Its heading; the section's heading for a case without one."""
    line: int
    """Line of the page on which it starts."""
    files: tuple[tuple[str, str], ...]
    """Path, relative to the repository that it shows, and text."""
    expected: frozenset[tuple[str, int, str]]
    """Path, line and severity (or `ANY`) of every finding of the rule."""

    @property
    def near_miss(self) -> bool:
        """Whether it is quiet although it nearly fires."""
        return self.section == "quiet" and self.name.lower().startswith("near miss")

    def write(self, root: Path) -> None:
        """Write its files below `root`."""
        for path, text in self.files:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")

    def seen(self, findings: Iterable[Finding], rule: str) -> frozenset[tuple[str, int, str]]:
        """What `expected` must equal: the places of the findings of `rule`, with the severity only where one is expected."""
        free = {(path, line) for path, line, severity in self.expected if severity == ANY}
        return frozenset(
            (place.path, place.line, ANY if (place.path, place.line) in free else finding.severity.value)
            for finding in findings
            if finding.rule == rule
            for place in (finding.span,)
        )


@dataclass(frozen=True, slots=True)
class Manual:
    """What a page tells people, and its examples."""

    title: str
    prose: str
    """Markdown between the title and the first section of examples."""
    cases: tuple[Case, ...]

    def fixed_from(self, fix: Case) -> Case:
        """The firing case that a case of `## Fix` mends: the one of the same name, else the first."""
        firing = [case for case in self.cases if case.section == "fires"]
        return next((case for case in firing if case.name == fix.name), firing[0])


@lru_cache(maxsize=512)
def read_manual(body: str, first_line: int, path: str) -> Manual:
    """Read the text below the front matter, which starts on `first_line` of the page; raise `RulePageError`."""
    reader = _Reader(path)
    prose_end = None
    for number, line, block in _lines(body, first_line, path):
        heading = None if block is not None else _HEADING.match(line)
        if heading is not None and heading[1] != "###":
            section = SECTIONS.get(heading[2].lower(), "") if heading[1] == "##" else ""
            reader.enter(section, heading[2], number)
            if section and prose_end is None:
                prose_end = number
        elif heading is not None and reader.section:
            reader.start(heading[2], number)
        elif reader.section:
            reader.read(line, block, number)
    reader.close()
    rows = body.split("\n")
    title = next((match[2] for match in map(_HEADING.match, rows) if match is not None and match[1] == "#"), "")
    prose = rows[: prose_end - first_line] if prose_end is not None else rows
    first = next((at + 1 for at, row in enumerate(prose) if row.startswith("# ")), 0)
    return Manual(title, "\n".join(prose[first:]).strip() + "\n", tuple(reader.cases))


@dataclass(slots=True)
class _Reader:
    """Collects cases while the lines go by."""

    path: str
    cases: list[Case] = field(default_factory=list)
    section: str = ""
    name: str = ""
    line: int = 0
    files: list[tuple[str, str]] = field(default_factory=list)
    expected: set[tuple[str, int, str]] = field(default_factory=set)
    file: str = ""
    """The path that the last line named."""

    def enter(self, section: str, name: str, line: int) -> None:
        """A section begins, of examples or (with an empty name) of prose."""
        self.close()
        self.section = section
        self.start(name, line)

    def start(self, name: str, line: int) -> None:
        """A case begins."""
        self.close()
        if any((case.section, case.name) == (self.section, name) for case in self.cases):
            raise RulePageError(self.path, line, f"two cases are called `{name}`; name each after what is special about it")
        self.name, self.line = name, line

    def close(self) -> None:
        """The case that went by is complete."""
        if self.files:
            if self.section == "fires" and not self.expected:
                raise RulePageError(self.path, self.line, f"`{self.name}` fires nowhere; mark the line with a comment `{MARK}`")
            if self.section == "quiet" and self.expected:
                raise RulePageError(self.path, self.line, f"`{self.name}` must be quiet, but has a line marked `{MARK}`")
            self.cases.append(Case(self.section, self.name, self.line, tuple(self.files), frozenset(self.expected)))
        self.files, self.expected, self.file = [], set(), ""

    def read(self, line: str, block: list[str] | None, number: int) -> None:
        """A line of prose, or a fenced block that starts on line `number`."""
        if block is None:
            named = _PATH.match(line)
            if named is not None or line.strip():
                self.file = named[1] if named is not None else ""
            return
        if not self.file:
            raise RulePageError(self.path, number, "a block without a file; put its path in backticks on the line above")
        if not _is_inside(self.file) or any(self.file == path for path, _ in self.files):
            raise RulePageError(self.path, number, f"`{self.file}` must be a relative path that this case has once")
        text = "".join(f"{self._unmarked(row, index, number)}\n" for index, row in enumerate(block, 1))
        self.files.append((self.file, text))
        self.file = ""

    def _unmarked(self, row: str, index: int, start: int) -> str:
        if MARK not in row:
            return row
        mark = _MARK.search(row)
        if mark is None:
            raise RulePageError(self.path, start + index, f"`{MARK}` must be a comment of its own at the end of the line")
        severity = mark[1] or ANY
        if mark[1] is not None and severity not in [each.value for each in Severity]:
            raise RulePageError(
                self.path, start + index, f"no severity `{severity}`{closest(severity, [each.value for each in Severity])}"
            )
        self.expected.add((self.file, index, severity))
        return row[: mark.start()]


def _lines(body: str, first_line: int, path: str) -> Iterator[tuple[int, str, list[str] | None]]:
    """Line number and text of each line outside fenced blocks, and each block as one item."""
    rows = body.split("\n")
    at = 0
    while at < len(rows):
        fence = _FENCE.match(rows[at])
        if fence is None:
            yield first_line + at, rows[at], None
            at += 1
            continue
        end = next((later for later in range(at + 1, len(rows)) if _closes(rows[later], fence[1])), None)
        if end is None:
            raise RulePageError(path, first_line + at, f"a fenced block that does not end; close it with {fence[1]}")
        yield first_line + at, rows[at], rows[at + 1 : end]
        at = end + 1


def _closes(row: str, fence: str) -> bool:
    stripped = row.strip()
    return len(stripped) >= len(fence) and set(stripped) == {fence[0]} and not row.startswith("    ")


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "\\" not in path and ":" not in path and path.isprintable()
