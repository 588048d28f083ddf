"""Keeps from run to run what our own files say, as Python keeps bytecode.

In: a name, folders of the package and a function that reads them. Out: what the function made of them, from a file beside the
bytecode as long as no file of the folders changed. Where Python may write no bytecode nothing is kept, and nothing else changes.
"""

from __future__ import annotations

import marshal
import os
import sys
from functools import cache
from importlib.util import cache_from_source
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Plain = TypeVar("Plain")


def kept(name: str, folders: Iterable[str], make: Callable[[], Plain], *, deep: bool = True) -> Plain:
    """What `make` returns: texts, numbers, truth values, None, and tuples, lists and dictionaries of these.

    Args:
        name: A word of its own for each use.
        folders: Everything that the result depends on; a change of any name, size or time in them makes it anew.
        make: Called when nothing fitting is kept.
        deep: False when only names directly in the folders matter, which their own times tell.
    """
    path = _place(name)
    state = (sys.version, tuple((_state if deep else _time)(folder) for folder in folders))
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # a path object costs more than the file
            known, result = marshal.loads(file.read())  # noqa: S302  # of the same trust as the bytecode beside it
        if known == state:
            return result  # type: ignore[no-any-return]  # what an earlier run wrote
    except (OSError, EOFError, ValueError, TypeError):
        pass  # never made, cut short, or of another time
    made = make()
    if not sys.dont_write_bytecode:
        _write(path, marshal.dumps((state, made)))  # type: ignore[arg-type]  # what `make` promises
    return made


def _place(name: str) -> str:
    bytecode = cache_from_source(__file__)
    return f"{bytecode.removesuffix('.pyc')}.{name}"


@cache
def _state(folder: str) -> tuple[tuple[str, int, int], ...]:
    """Each file of a folder and of those in it: path, time of the last change, size."""
    found: list[tuple[str, int, int]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                status = entry.stat()
                found.append((entry.path, status.st_mtime_ns, status.st_size))
            elif not entry.name.startswith("__"):
                found += _state(entry.path)
    return tuple(sorted(found))


def _time(folder: str) -> tuple[str, int]:
    return folder, os.stat(folder).st_mtime_ns if os.path.isdir(folder) else 0  # noqa: PTH112, PTH116


def _write(path: str, data: bytes) -> None:
    """Put the file in place whole, or not at all."""
    draft = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120  # the same
        with open(draft, "wb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(draft, path)  # noqa: PTH105
    except OSError:
        pass  # a folder that nobody may write to
