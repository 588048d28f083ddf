"""What a scan is about. In: the paths of the command line. Out: the root that is read, and what of it is reported.

The graph is always built from the whole root, so that results do not depend on which files are named.
A folder is a root. A file narrows the report to findings that have a place in it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from poolaudit._records import dataclass
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolaudit.lint.finding import Finding


@dataclass(frozen=True, slots=True)
class Place:
    """The root of a scan and the part of it that is reported."""

    root: Path
    """Absolute, links resolved."""
    only: tuple[str, ...] = ()
    """Paths of files, and of folders with a `/` at the end, relative to the root; empty is everything."""

    def prefix(self) -> str:
        """Path from the root of the git work tree to this root, with a `/` at its end; empty outside of one."""
        top = work_tree(self.root)
        return "" if top is None or top == self.root else f"{self.root.relative_to(top).as_posix()}/"

    def covers(self, paths: Iterable[str]) -> bool:
        """Whether one of these paths, relative to the root, is reported."""
        return not self.only or any(
            path == each or (each.endswith("/") and path.startswith(each)) for path in paths for each in self.only
        )

    def reports(self, finding: Finding) -> bool:
        """Whether the finding has its own place, or a piece of its evidence, in the reported part."""
        return self.covers((finding.span.path, *(step.span.path for step in finding.evidence if step.span)))


def locate(paths: Sequence[str]) -> Place:
    """Root and filter for these paths; no path is the current folder.

    One folder that holds all named files is the root. Several folders have their common parent as root, and files alone
    have the root of their git work tree, else the current folder, else their common parent. Raises `click.UsageError`
    for a path that does not exist.
    """
    resolved = [_existing(path) for path in paths] or [Path.cwd()]
    folders = [path for path in resolved if path.is_dir()]
    files = [path for path in resolved if not path.is_dir()]
    root = _root(folders, files)
    if folders == [root]:
        folders = []
    only = [f"{folder.relative_to(root).as_posix()}/" for folder in folders if folder != root]
    if len(only) < len(folders):  # one of several folders is the root itself
        only = []
        files = []
    return Place(root, tuple(dict.fromkeys((*only, *(file.relative_to(root).as_posix() for file in files)))))


def work_tree(folder: Path) -> Path | None:
    """The root of the git work tree that holds `folder`."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _existing(written: str) -> Path:
    if not written:
        raise click.UsageError("a path is empty; `.` is the current folder")
    path = Path(written)
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # RuntimeError: a loop of links, before Python 3.13
        raise click.UsageError(f"path does not exist: {printable(written)}") from None


def _root(folders: list[Path], files: list[Path]) -> Path:
    if folders:
        return _common((*folders, *(file.parent for file in files)))
    common = _common([file.parent for file in files])
    top = work_tree(common)
    if top is not None:
        return top
    here = Path.cwd()
    return here if common.is_relative_to(here) else common


def _common(folders: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        raise click.UsageError("the paths stand on different drives") from None
