"""Which packages of the repository a program in Go is made of.

In: the paths of a repository and what reads them. Out: folders. The import path of a package is that of its module, which
`go.mod` names, and its folder in it: https://go.dev/ref/mod#go-mod-file-module, https://go.dev/ref/spec#Import_declarations
(1.25, read 2026-11-21). Build constraints are not read, so a program may be said to have a file that another system's has.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST = 4_000
"""Files of one program that are read."""
_HEAD = 40_000
"""Bytes of a file in which its imports stand."""


class GoPackages:
    """Follows imports from package to package."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._files: dict[str, list[str]] = {}
        manifests = []
        for path in paths:
            folder, _, name = path.rpartition("/")
            if name.endswith(".go") and not name.endswith("_test.go"):
                self._files.setdefault(folder, []).append(path)
            elif name == "go.mod":
                manifests.append(path)
        self._manifests = sorted(manifests)
        self._modules: dict[str, str] | None = None
        self._imports: dict[str, tuple[str, ...]] = {}

    def mains(self) -> tuple[str, ...]:
        """First files of main packages, of those folders where projects keep them: below `cmd/`, and with a `main.go`."""
        found = []
        for folder, files in sorted(self._files.items()):
            kept = f"/{folder}".rpartition("/")[0].endswith("/cmd")
            if kept or any(each.rpartition("/")[2] == "main.go" for each in files):
                first = next((each for each in sorted(files) if is_main(self._head(each))), None)
                if first is not None:
                    found.append(first)
        return tuple(found)

    def program(self, start: str) -> tuple[str, ...] | None:
        """The folders of a program's packages, each with `/` at its end, sorted; None where there are too many files."""
        seen = {start.rpartition("/")[0]}
        queue = list(seen)
        read = 0
        while queue:
            folder = queue.pop()
            read += len(self._files.get(folder, ()))
            if read > _MOST:
                return None
            for each in self._of_folder(folder):
                if each not in seen:
                    seen.add(each)
                    queue.append(each)
        return tuple(sorted(f"{each}/" for each in seen))

    def _of_folder(self, folder: str) -> tuple[str, ...]:
        if folder not in self._imports:
            found: dict[str, None] = {}
            for path in self._files.get(folder, ()):
                for name in imports(self._head(path)):
                    place = self._folder(name)
                    if place is not None:
                        found[place] = None
            self._imports[folder] = tuple(found)
        return self._imports[folder]

    def _folder(self, name: str) -> str | None:
        """The folder of an import path; None for a package that the repository does not hold."""
        if self._modules is None:
            self._modules = {}
            for path in self._manifests:
                match = _patterns()[2].search(self._read(path) or b"")
                if match is not None:
                    self._modules.setdefault(match[1].decode(), path.rpartition("/")[0])
        start = name
        while start:
            if start in self._modules:
                rest = name[len(start) :].strip("/")
                folder = "/".join(part for part in (self._modules[start], rest) if part)
                return folder if folder in self._files else None
            start = start.rpartition("/")[0]
        return None

    def _head(self, path: str) -> bytes:
        return (self._read(path) or b"")[:_HEAD]


def is_main(data: bytes) -> bool:
    """Whether a file belongs to a program's own package, which nothing can import."""
    return re.search(rb"^package[ \t]+main\b", data, re.MULTILINE) is not None


def imports(data: bytes) -> tuple[str, ...]:
    """Import paths in the head of a file."""
    single, block, _ = _patterns()
    found = [match[1].decode("utf-8", "replace") for match in single.finditer(data)]
    for each in block.finditer(data):
        found += (name.decode("utf-8", "replace") for name in re.findall(rb"[\"`]([^\"`\s]{1,300})[\"`]", each[1]))
    return tuple(found)


@cache
def _patterns() -> tuple[re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes]]:
    """One import, a list of imports, and the name of a module."""
    return (
        re.compile(rb"^import[ \t]+(?:[\w.]{1,80}[ \t]+)?[\"`]([^\"`\s]{1,300})[\"`]", re.MULTILINE),
        re.compile(rb"^import[ \t]*\((.*?)^\)", re.MULTILINE | re.DOTALL),
        re.compile(rb"^module[ \t]+\"?([^\s\"]{1,300})", re.MULTILINE),
    )
