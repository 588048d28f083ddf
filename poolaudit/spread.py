"""Reads files in other processes. In: something that runs functions elsewhere, a root, paths. Out: `FileRead`s in their order.

Facts travel pickled. A `Secret` refuses to be pickled, so that nobody keeps or sends one by accident; between the processes of
one scan it may travel, and only `pack` lets it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from poolaudit._records import dataclass
from poolaudit.read_files import FileReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from poolaudit.read_files import FileRead

AT_ONCE = 32
"""Files that travel together: enough that sending costs little, few enough that no process is left with a long tail."""


class Executor(Protocol):
    """What a `concurrent.futures.Executor` can do, as far as it is needed: processes, or machines that see the same folder."""

    def map(self, function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
        """Call `function` with each of `arguments`; results in their order."""


def read_elsewhere(
    executor: Executor, root: str, files: Sequence[tuple[str, bool]], *, supporting: bool
) -> Iterator[tuple[FileRead, ...]]:
    """Read `files` (path, whether git tracks it) a few at a time; see `FileReader.read` for `supporting`.

    When the processes die (too little memory, killed), the rest is read here.
    """
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415  # small trees are read without
    from time import monotonic_ns  # noqa: PLC0415

    scan = monotonic_ns()
    parcels = [_Parcel(root, scan, supporting, tuple(files[at : at + AT_ONCE])) for at in range(0, len(files), AT_ONCE)]
    done = 0
    try:
        for packed in executor.map(_read_packed, parcels):
            yield unpack(packed)
            done += 1
    except BrokenExecutor:
        for parcel in parcels[done:]:
            yield _read(parcel)


def pack(read: tuple[FileRead, ...]) -> bytes:
    """As bytes for another process of the same scan, passwords included: never to be written anywhere."""
    import io  # noqa: PLC0415
    import pickle  # noqa: PLC0415

    from poolaudit.facts.secret import Secret  # noqa: PLC0415

    class Pickler(pickle.Pickler):
        def reducer_override(self, obj: object) -> Any:
            return (Secret, (obj.reveal(), obj.masked)) if type(obj) is Secret else NotImplemented

    out = io.BytesIO()
    Pickler(out, pickle.HIGHEST_PROTOCOL).dump(read)
    return out.getvalue()


def unpack(packed: bytes) -> tuple[FileRead, ...]:
    """What `pack` packed."""
    import pickle  # noqa: PLC0415

    read: tuple[FileRead, ...] = pickle.loads(packed)  # noqa: S301  # made by a process of this scan
    return read


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Files that one process reads in one go."""

    root: str
    scan: int
    """Tells one scan from the next: what a process remembers of a folder holds for one."""
    supporting: bool
    files: tuple[tuple[str, bool], ...]


def _read_packed(parcel: _Parcel) -> bytes:
    return pack(_read(parcel))


def _read(parcel: _Parcel) -> tuple[FileRead, ...]:
    reader = _reader(parcel.root, parcel.scan)
    return tuple(reader.read(path, tracked=tracked, supporting=parcel.supporting) for path, tracked in parcel.files)


@lru_cache(maxsize=1)
def _reader(root: str, scan: int) -> FileReader:  # noqa: ARG001  # `scan` makes it a new one
    """The one that this process used last: arranging the words to search for costs as much as a few files."""
    return FileReader(root)
