"""Which files output may replace. In: the files that the command line names. Out: nothing, or an error before anything is done.

What already stands there may be the user's. An empty file and an earlier report are replaced, and so is what no tool could
tell from a report in plain text; source, configuration and prose are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poolaudit.cli.streams import is_stream
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HEAD = 400
"""Bytes at the beginning of a report that tell it from other files."""
_PLAIN = frozenset({".txt", ".log", ".out"})
"""Suffixes of plain text, which a report has and no source."""
_BEGINNINGS = (
    '{\n  "version": 1,\n  "tool": {\n    "name": "poolaudit"',
    '[\n  {\n    "description": "',
    "## poolaudit: ",
    "no findings",
    "::error file=",
    "::warning file=",
    "::notice file=",
)
"""How reports begin that have a fixed beginning."""


def check_report(path: Path, root: Path) -> None:
    """Raise `click.UsageError` when a report at `path` would replace something that is no earlier report."""
    head = _content(path, _HEAD)
    if not head.strip() or _is_report(head) or not _is_users(path, root):
        return
    raise click.UsageError(
        f"cannot write {printable(str(path))}: it exists and is no earlier report; delete it, or name another file"
    )


def check_distinct(paths: Iterable[Path]) -> None:
    """Raise `click.UsageError` when one output would replace another."""
    files = [path.resolve() for path in paths if not is_stream(path)]
    twice = next((path for number, path in enumerate(files) if path in files[:number]), None)
    if twice is not None:
        raise click.UsageError(f"two outputs go to one file: {printable(str(twice))}")


def check_baseline(path: Path, *, replace: bool) -> None:
    """Raise an error when something stands at `path` that is no baseline; an empty file or a device may be written to."""
    from poolaudit.lint.baseline import read_baseline  # noqa: PLC0415

    if path.exists() and not path.is_file() and (not replace or path.is_dir()):
        raise click.UsageError(f"cannot use {printable(str(path))} as a baseline: it is no file")
    if path.is_file() and not (replace and not _content(path, _HEAD).strip()):
        read_baseline(path)


def _content(path: Path, size: int) -> bytes:
    """The beginning of a regular file; empty when there is none, or when it cannot be read."""
    try:
        if is_stream(path):
            return b""
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise click.UsageError(
            f"cannot write {printable(str(path))}: {(error.strerror or type(error).__name__).lower()}"
        ) from None


def _is_report(head: bytes) -> bool:
    import re  # noqa: PLC0415

    text = head.decode("utf-8", "replace").replace("\r\n", "\n")
    if text.startswith(_BEGINNINGS) or text.strip() == "[]":
        return True
    if text.startswith(('{\n  "$schema"', "<?xml")):
        return '"name": "poolaudit"' in text or '<testsuite name="poolaudit"' in text
    return re.search(r" \[?PA\d{3} [a-z0-9-]+\]?$", text.partition("\n")[0]) is not None


def _is_users(path: Path, root: Path) -> bool:
    """Whether somebody may miss the file: it is of a kind that the scan reads, or it is neither plain text nor elsewhere."""
    from poolaudit.discover.triggers import Selector  # noqa: PLC0415
    from poolaudit.extract.run import readings  # noqa: PLC0415

    target = path.resolve()
    suffix = target.suffix.lower()
    if Selector(readings()).by_name(target.name):
        return True
    return suffix not in _PLAIN and (bool(suffix) or target.is_relative_to(root))
