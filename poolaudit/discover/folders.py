"""Walks a folder without git. In: a folder. Out: its files, less what `.gitignore` and `.ignore` leave out (gitignore(5))."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.skipped import BUILD_FOLDERS, FOREIGN_FOLDERS
from poolaudit.discover.found import Found, Unread

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_IGNORE_FILES = (".gitignore", ".ignore")
"""In rising order of weight."""
_LONGEST = 1 << 20
"""Bytes of an ignore file that are read."""
_SKIPPED = FOREIGN_FOLDERS | BUILD_FOLDERS


@dataclass(frozen=True, slots=True)
class _Rules:
    """The ignore files of one folder and of those above it."""

    prefix: str
    """Path of the folder, empty or with a `/` at its end, relative to the walked folder."""
    specs: tuple[GitIgnoreSpec, ...]
    above: _Rules | None
    inner: str = ""
    """For a folder above the walked one: path from it to the walked folder, with `/` at its end."""

    def ignores(self, path: str) -> bool:
        """Whether the nearest pattern that names `path` (a folder ends with `/`) leaves it out."""
        rules: _Rules | None = self
        while rules is not None:
            local = rules.inner + path[len(rules.prefix) :]
            for spec in reversed(rules.specs):
                verdict = spec.check_file(local).include
                if verdict is not None:
                    return verdict
            rules = rules.above
        return False


def walk_folders(top: str, excluded: GitIgnoreSpec | None) -> Found:
    """List the regular files and the links below `top`; links to folders are not entered, so loops end."""
    walked = Found()
    stack: list[tuple[str, _Rules | None]] = [("", _above(top))]
    while stack:
        prefix, rules = stack.pop()
        try:
            with os.scandir(f"{top}/{prefix}") as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            walked.unread.append(Unread(prefix.rstrip("/") or ".", f"folder cannot be listed: {error.strerror}"))
            continue
        names = {entry.name for entry in found}
        specs = tuple(_read(f"{top}/{prefix}{name}") for name in _IGNORE_FILES if name in names)
        rules = _Rules(prefix, specs, rules) if specs else rules
        for entry in found:
            path = prefix + entry.name
            if entry.is_symlink():
                if rules is None or not rules.ignores(path):
                    walked.links.add(path)
            elif entry.is_dir(follow_symlinks=False):
                inner = f"{path}/"
                left_out = entry.name.lower() in _SKIPPED or (excluded is not None and excluded.match_file(inner))
                if not left_out and (rules is None or not rules.ignores(inner)):
                    stack.append((inner, rules))
            elif entry.is_file(follow_symlinks=False) and (rules is None or not rules.ignores(path)):
                walked.tracked.add(path)
    return walked


def _above(top: str) -> _Rules | None:
    """Ignore files between the root of the work tree and `top`; nothing where no work tree is."""
    folders = [top]
    while not os.path.lexists(f"{folders[-1]}/.git"):
        above = os.path.dirname(folders[-1])  # noqa: PTH120
        if above == folders[-1]:
            return None
        folders.append(above)
    rules: _Rules | None = None
    for folder in reversed(folders[1:]):
        specs = tuple(_read(f"{folder}/{name}") for name in _IGNORE_FILES if os.path.isfile(f"{folder}/{name}"))  # noqa: PTH113
        if specs:
            inner = os.path.relpath(top, folder).replace(os.sep, "/") + "/"
            rules = _Rules("", specs, rules, inner)
    return None if rules is not None and rules.ignores("") else rules  # an ignored folder that is asked for is walked


def _read(path: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  # costs 41 ms, and many folders have no ignore file

    lines: list[str] = []
    try:
        if os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114  # git follows no link either
            with open(path, "rb") as file:  # noqa: PTH123
                lines = file.read(_LONGEST).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        lines = []
    return GitIgnoreSpec.from_lines(_valid(lines))


def _valid(lines: list[str]) -> list[str]:
    """Lines that are patterns; one that is none would make the whole file fail."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return [line for line in lines if _is_pattern(line)]
    return lines


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
