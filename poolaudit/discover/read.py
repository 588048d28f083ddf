"""Reads one file of a scanned folder. In: folder and path. Out: bytes, nothing (binary, gone), or why it cannot be read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from poolaudit.discover.found import Unread

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 5 * 1024 * 1024
"""Bytes that a file may have; above, it is unread."""
_SNIFF = 8192
"""Bytes in which a NUL makes a file binary, as git decides it."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


class Reader:
    """Reads files below one folder; opens regular files only, and follows no link."""

    __slots__ = ("_folders", "_limit", "_root")

    def __init__(self, root: Path | str, limit: int = LIMIT) -> None:
        self._root = os.path.realpath(root)
        self._limit = limit
        self._folders: dict[str, bool] = {"": True}

    def read(self, path: str) -> bytes | Unread | None:
        """Content of `path`; None for a binary file, and for one that git tracks but the work tree no longer has."""
        if not self._is_inside(path.rpartition("/")[0]):
            return Unread(path, "stands behind a link")
        place = f"{self._root}/{path}"
        try:
            status = os.lstat(place)
            if stat.S_ISLNK(status.st_mode):
                return Unread(path, "is a link")
            if not stat.S_ISREG(status.st_mode):
                return Unread(path, "is no regular file")
            return self._content(path, os.open(place, _FLAGS), status.st_size)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            return Unread(path, f"cannot be read: {getattr(error, 'strerror', None) or 'no valid path'}")

    def _content(self, path: str, handle: int, size: int) -> bytes | Unread | None:
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return Unread(path, "is no regular file")
            data = os.read(handle, size + 1 if size <= self._limit else _SNIFF)
            if b"\0" in data[:_SNIFF] and not data.startswith(_UTF16):
                return None
            while size <= self._limit and len(data) <= self._limit:
                more = os.read(handle, self._limit + 1 - len(data))
                if not more:
                    return data
                data += more
            return Unread(path, f"is larger than {self._limit} bytes")
        finally:
            os.close(handle)

    def _is_inside(self, folder: str) -> bool:
        """Whether no part of `folder` is a link or a step upwards; each folder is looked at once."""
        known = self._folders.get(folder)
        if known is None:
            above, _, name = folder.rpartition("/")
            known = name not in {"", ".", ".."} and self._is_inside(above) and not os.path.islink(f"{self._root}/{folder}")  # noqa: PTH114
            self._folders[folder] = known
        return known


def read_file(root: Path | str, path: str, limit: int = LIMIT) -> bytes | Unread | None:
    """Read one file; for many, a `Reader` remembers which folders are links."""
    return Reader(root, limit).read(path)
