"""Makes the changes of findings. In: a folder and findings. Out: patched files, and the findings whose fix was refused, with why.

All changes of one finding are made, or none. Changes of one file are combined; one that overlaps an earlier finding's is refused,
and a later run makes it. A file is written whole or not at all: next to the old one, flushed, then moved over it.
"""

from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.discover.read import Reader
from poolaudit.discover.source import Source
from poolaudit.fix.value_edit import overlap, replace_all

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from poolaudit.fix.python_edit import ArgumentEdit, PythonFile
    from poolaudit.fix.value_edit import Replacement
    from poolaudit.lint.finding import Change, Finding

_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_MOVED = "the file changed while it was being edited"


@dataclass(frozen=True, slots=True)
class Patch:
    """One file before and after."""

    path: str
    """Relative to the root, with `/`."""
    before: str = field(repr=False)
    """Text with the file's own newlines; may hold secrets."""
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """What became of the fixes."""

    patched: tuple[Patch, ...]
    """Files that change, sorted by path; written when that was asked for."""
    refused: tuple[tuple[Finding, str], ...]
    """Findings with a fix that was not made, and one line why."""


def apply_fixes(root: Path, findings: Iterable[Finding], *, write: bool) -> FixOutcome:
    """Work out every fix, and with `write` put the files in place.

    Only where a disk refuses one of several files are the others of the same finding changed all the same.
    """
    reader = Reader(root)
    refused: list[tuple[Finding, str]] = []
    wanted = [finding for finding in findings if finding.fix is not None]
    while True:
        files: dict[str, _File] = {}
        kept: list[Finding] = []
        for finding in wanted:
            why = _accept(files, reader, _changes(finding))
            if why:
                refused.append((finding, why))
            else:
                kept.append(finding)
        edited = {path: file.after() for path, file in sorted(files.items())}
        unsound = {path for path, after in edited.items() if after is None}
        if not unsound:
            break
        refused += [(finding, "the edited file would not be sound") for finding in kept if unsound & _paths(finding)]
        wanted = [finding for finding in kept if not unsound & _paths(finding)]
    patches: list[Patch] = []
    for path, after in edited.items():
        if after is None or after == files[path].text:
            continue
        why = _write(root, reader, path, files[path], after) if write else ""
        if why:
            refused += [(finding, why) for finding in kept if path in _paths(finding)]
        else:
            patches.append(Patch(path, files[path].text, after))
    return FixOutcome(tuple(patches), tuple(refused))


def _changes(finding: Finding) -> tuple[Change, ...]:
    return finding.fix.changes if finding.fix else ()


def _paths(finding: Finding) -> set[str]:
    return {change.span.path for change in _changes(finding)}


def _accept(files: dict[str, _File], reader: Reader, changes: Iterable[Change]) -> str:
    """Add all changes of one finding to their files, or none; why not, else empty."""
    tried: list[_File] = []
    for change in changes:
        path = change.span.path
        if path not in files:
            opened = _open(reader, path)
            if isinstance(opened, str):
                return _undo(tried, opened)
            files[path] = opened
        if files[path] not in tried:
            files[path].begin()
            tried.append(files[path])
        why = files[path].add(change)
        if why:
            return _undo(tried, why)
    return ""


def _undo(tried: list[_File], why: str) -> str:
    for file in tried:
        file.roll_back()
    return why


def _open(reader: Reader, path: str) -> _File | str:
    data = reader.read(path)
    if not isinstance(data, bytes):
        return "the file is gone or binary" if data is None else f"the file {data.reason}"
    try:
        return _File(data, Source.decode(path, data))
    except UnicodeDecodeError:
        return "the file is no UTF-8 text"


class _File:
    """One file with the changes accepted so far."""

    def __init__(self, data: bytes, source: Source) -> None:
        self.data = data
        self.text = source.text
        self._newline = source.newline
        self._values: list[Replacement] = []
        self._arguments: list[ArgumentEdit] = []
        self._worked_out: tuple[Replacement, ...] = ()
        self._python: PythonFile | None = None
        self._kept: tuple[list[Replacement], list[ArgumentEdit], tuple[Replacement, ...]] = ([], [], ())

    def begin(self) -> None:
        """Remember what stands, for `roll_back`."""
        self._kept = (list(self._values), list(self._arguments), self._worked_out)

    def roll_back(self) -> None:
        """Forget what was added since `begin`."""
        self._values, self._arguments, self._worked_out = self._kept

    def add(self, change: Change) -> str:
        """Take one change; why not, else empty."""
        span = change.span
        if span.end > len(self.text):
            return "the file is shorter than when it was scanned"
        return self._add_argument(change) if change.kind == "argument" else self._add_value(change)

    def _add_value(self, change: Change) -> str:
        span = change.span
        if change.expected is not None and self.text[span.offset : span.end] != change.expected:
            return "another text stands there than was scanned"
        new: Replacement = (span.offset, span.end, change.text.replace("\n", self._newline))
        if new in self._values:
            return ""
        if any(overlap(new, each) for each in (*self._values, *self._worked_out)):
            return "it overlaps another fix"
        self._values.append(new)
        return ""

    def _add_argument(self, change: Change) -> str:
        from poolaudit.fix.python_edit import ArgumentEdit, PythonFile, Refused, replacements  # noqa: PLC0415  # brings libcst

        if not change.span.path.endswith((".py", ".pyi")):
            return "only calls in Python files can be edited"
        try:
            if self._python is None:
                self._python = PythonFile(self.text)
            edits = [*self._arguments, ArgumentEdit(change.span.offset, change.span.end, change.argument, change.text)]
            worked_out = tuple(
                (start, end, new.replace("\n", self._newline)) for start, end, new in replacements(self._python, edits)
            )
        except Refused as reason:
            return str(reason)
        combined = sorted((*self._values, *worked_out))
        if any(overlap(*pair) for pair in pairwise(combined)):
            return "it overlaps another fix"
        self._arguments, self._worked_out = edits, worked_out
        return ""

    def after(self) -> str | None:
        """The text with all changes; None when a Python file would no longer be sound."""
        after = replace_all(self.text, (*self._values, *self._worked_out))
        if self._python is not None and after != self.text:
            from poolaudit.fix.python_edit import is_sound  # noqa: PLC0415

            return after if is_sound(self.text, after) else None
        return after


def _write(root: Path, reader: Reader, path: str, file: _File, after: str) -> str:
    """Put the file in place; why not, else empty."""
    place = os.path.join(os.path.realpath(root), path)  # noqa: PTH118
    encoding = _BOMS.get(file.data[:2], "utf-8")
    content = (file.data[:2] if encoding != "utf-8" else b"") + after.encode(encoding)
    try:
        status = os.lstat(place)
        handle, temporary = tempfile.mkstemp(prefix=".poolaudit-", dir=os.path.dirname(place))  # noqa: PTH120
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(temporary, stat.S_IMODE(status.st_mode))  # noqa: PTH101
            if reader.read(path) != file.data:
                return _MOVED
            os.replace(temporary, place)  # noqa: PTH105
            temporary = ""
        finally:
            if temporary:
                os.unlink(temporary)  # noqa: PTH108
    except OSError as error:
        return f"the file cannot be written: {error.strerror or 'unknown reason'}"
    return ""
