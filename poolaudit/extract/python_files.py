"""Which files of the repository a file of Python takes in.

In: the paths of a repository and what reads them. Out: the files that come in from one file on, by all that they import.
A name is looked for where Python would: beside the file and in the folders above it; where those have none, at the end of any
path of the repository, as its packages may be installed from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.python_imports import imported, is_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MOST = 400
"""Files of one program that are followed."""
_LONGEST = 12
"""Folders of a path that count."""
_SOURCES = ("", "src", "lib")
"""Folders below a root in which packages stand (https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/)."""
_INIT = "__init__"


class PythonFiles:
    """Follows imports."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], bytes | None]) -> None:
        self._paths = frozenset(path for path in paths if path.endswith(".py"))
        self._folders = frozenset(folder for path in self._paths for folder in _above(path))
        self._read = read
        self._by_name: dict[str, list[str]] | None = None
        self._tails: dict[str, list[str]] | None = None
        self._taken: dict[str, tuple[str, ...] | None] = {}

    def called(self, path: str) -> tuple[str, ...]:
        """The files whose path ends as `path` does, by as many of its folders as any does: `/app/bin/run.py` → `bin/run.py`."""
        parts = [part for part in path.split("/") if part not in ("", ".", "..")][-_LONGEST:]
        named = self._named(parts[-1]) if parts else []
        for start in range(len(parts)):
            tail = "/".join(parts[start:])
            found = [each for each in named if each == tail or each.endswith(f"/{tail}")]
            if found:
                return tuple(found)
        return ()

    def _named(self, name: str) -> list[str]:
        """Files of a name, sorted."""
        if self._by_name is None:
            self._by_name = {}
            for path in sorted(self._paths):
                self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        return self._by_name.get(name, [])

    def module(self, name: str) -> tuple[str, ...]:
        """The files that come in, in order, when a module is started by its name; the last is the module, or its `__main__`."""
        found = tuple(dict.fromkeys(self._files(name, "")))
        last = found[-1] if found else ""
        if last.endswith(f"/{_INIT}.py"):
            main = f"{last.rpartition('/')[0]}/__main__.py"
            found = (*found, main) if main in self._paths else found
        stem = found[-1].removesuffix(".py").removesuffix(f"/{_INIT}").removesuffix("/__main__") if found else ""
        return found if f"/{stem}".endswith(f"/{name.replace('.', '/')}") else ()

    def program(self, *starts: str) -> tuple[str, ...] | None:
        """Every file that comes in, sorted, with those that it starts with; None where they cannot all be told."""
        seen = set(starts)
        queue = list(starts)
        while queue:
            taken = self._takes(queue.pop())
            if taken is None or len(seen) > _MOST:
                return None
            queue += (each for each in taken if each not in seen)
            seen.update(taken)
        return tuple(sorted(seen))

    def names(self, path: str) -> tuple[str, ...]:
        """The files that the imports of one file lead to."""
        data = self._read(path)
        return tuple(each for name in imported(data) for each in self._files(name, path)) if data is not None else ()

    def _takes(self, path: str) -> tuple[str, ...] | None:
        if path not in self._taken:
            data = self._read(path)
            self._taken[path] = None if data is None or is_open(data) else self.names(path)
        return self._taken[path]

    def _files(self, name: str, path: str) -> Iterator[str]:
        folder = path.rpartition("/")[0]
        dots = len(name) - len(name.lstrip("."))
        parts = [part for part in name.split(".") if part]
        if dots:
            for _ in range(dots - 1):
                folder = folder.rpartition("/")[0]
            yield from self._below(folder, parts)
            return
        roots = (f"{each}/{source}".strip("/") for each in (*_above(path), "") for source in _SOURCES)
        root = next((each for each in roots if self._holds(each, parts[0])), None)
        if root is not None:
            yield from self._below(root, parts)
            return
        for count in range(len(parts), 0, -1):
            for each in self._ending(".".join(parts[:count])):
                if count > 1 or f"{each}/{parts[0]}/{_INIT}.py".lstrip("/") in self._paths:
                    yield from self._below(each, parts)

    def _below(self, root: str, parts: list[str]) -> Iterator[str]:
        """The modules on the way to a name: each package, and the last module that there is."""
        place = root
        for part in ("", *parts):
            place = f"{place}/{part}".strip("/") if part else place
            for path in (f"{place}/{_INIT}.py".lstrip("/"), f"{place}.py"):
                if path in self._paths:
                    yield path

    def _holds(self, root: str, name: str) -> bool:
        place = f"{root}/{name}".strip("/")
        return f"{place}.py" in self._paths or place in self._folders

    def _ending(self, tail: str) -> list[str]:
        """The folders from which a dotted name leads to a module."""
        if self._tails is None:
            self._tails = {}
            for path in sorted(self._paths):
                parts = path.removesuffix(".py").removesuffix(f"/{_INIT}").split("/")
                for start in range(max(0, len(parts) - 6), len(parts)):
                    self._tails.setdefault(".".join(parts[start:]), []).append("/".join(parts[:start]))
        return self._tails.get(tail, [])


def _above(path: str) -> Iterator[str]:
    """The folders over a path, the nearest first, without the root."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
