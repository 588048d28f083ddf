"""Which files a scan sees. In: a folder. Out: its files as git lists them, else as a walk honouring ignore files finds them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.skipped import BINARY_SUFFIXES, BUILD_FOLDERS, FOREIGN_FOLDERS
from poolaudit.discover.found import ListingError, Unread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pathspec import GitIgnoreSpec

    from poolaudit.discover.found import Found


@dataclass(frozen=True, slots=True)
class Listing:
    """The files below one folder."""

    files: tuple[str, ...]
    """Paths relative to the folder, with `/`, sorted; each file once, under its real path."""
    untracked: frozenset[str]
    """Those of `files` that git does not track; empty where there is no git."""
    unread: tuple[Unread, ...]
    """Folders and links that were not followed, with why."""
    notes: tuple[str, ...] = ()
    """How the files were listed, where that differs from what was asked for."""

    def is_tracked(self, path: str) -> bool:
        """Whether git tracks the file; True where there is no git."""
        return path not in self.untracked


def list_files(root: Path, *, tracked_only: bool = False, exclude: Sequence[str] = ()) -> Listing:
    """List the files of `root`, which may be a subfolder of a work tree, without reading any of them.

    `exclude` holds gitignore patterns relative to `root`. Binary files (by suffix) and foreign folders are left out.
    A link to a file inside of `root` stands for that file; a link that leads out is unread. Raises `ListingError` when only
    tracked files are asked for and git, which tracks files here, does not tell them.
    """
    top = os.path.realpath(root)
    excluded = _patterns(exclude)
    found: Found | None = None
    notes: list[str] = []
    if _work_tree(top):
        from poolaudit.discover.git import git_files  # noqa: PLC0415  # starting programs takes time to load

        found = git_files(top, others=not tracked_only)
        if found.failure and tracked_only:
            raise ListingError(f"git could not list the tracked files ({found.failure})")
        if found.failure:
            notes.append(f"git could not list the files ({found.failure}), so the folder was walked")
        if found.failure or not (found.tracked or found.others or tracked_only):
            found = None  # an ignored folder that the user asked for is scanned all the same
    elif tracked_only:
        notes.append("there is no git here that tracks files, so all were listed")
    by_git = found is not None
    if found is None:
        from poolaudit.discover.folders import walk_folders  # noqa: PLC0415

        found = walk_folders(top, excluded)
    _resolve_links(top, found, excluded, by_git=by_git, tracked_only=tracked_only)
    return _listing(found, excluded, notes)


def _resolve_links(top: str, found: Found, excluded: GitIgnoreSpec | None, *, by_git: bool, tracked_only: bool) -> None:
    """Put the files that links lead to among the others; a link that leads out becomes unread."""
    for link in sorted(found.links):
        if not _worth_listing(link, FOREIGN_FOLDERS) or (excluded is not None and excluded.match_file(link)):
            continue
        target = _follow(top, link)
        if isinstance(target, Unread):
            found.unread.append(target)
        elif target and target not in found.tracked and not (by_git and tracked_only):
            (found.others if by_git else found.tracked).add(target)


def _listing(found: Found, excluded: GitIgnoreSpec | None, notes: list[str]) -> Listing:
    tracked = {path for path in found.tracked if _worth_listing(path, FOREIGN_FOLDERS)}
    others = found.others - found.tracked
    untracked = {path for path in others if _worth_listing(path, FOREIGN_FOLDERS | BUILD_FOLDERS)}
    files = tracked | untracked
    if excluded is not None:
        files -= set(excluded.match_files(files))
    odd = {path for path in files if not _is_text(path)}
    files -= odd
    unread = [Unread(path.encode("utf-8", "backslashreplace").decode(), "its name is not UTF-8") for path in odd]
    return Listing(tuple(sorted(files)), frozenset(untracked & files), tuple(sorted({*found.unread, *unread})), tuple(notes))


def _worth_listing(path: str, skipped: frozenset[str]) -> bool:
    folder, _, name = path.lower().rpartition("/")
    if name.rpartition(".")[2] in BINARY_SUFFIXES and "." in name:
        return False
    return not folder or skipped.isdisjoint(folder.split("/"))


def _follow(top: str, link: str) -> Unread | str | None:
    """The file inside `top` that a link leads to; None for a folder, which is listed under its own name, or nothing."""
    target = os.path.realpath(os.path.join(top, link))  # noqa: PTH118  # text paths are three times as quick, and sorted as git does
    if not os.path.exists(target):  # noqa: PTH110
        return None
    below = top.rstrip(os.sep) + os.sep
    if not (target + os.sep).startswith(below):
        return Unread(link, "the link leads out of the scanned folder")
    return target[len(below) :].replace(os.sep, "/") if os.path.isfile(target) else None  # noqa: PTH113


def _work_tree(top: str) -> bool:
    """Whether `top` or a folder above it has a `.git`; spares a process where there is none."""
    while not os.path.lexists(os.path.join(top, ".git")):  # noqa: PTH118
        above = os.path.dirname(top)  # noqa: PTH120
        if above == top:
            return False
        top = above
    return True


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _patterns(lines: Sequence[str]) -> GitIgnoreSpec | None:
    if not lines:
        return None
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    return GitIgnoreSpec.from_lines(lines)
