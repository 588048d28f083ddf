"""Temporary folders of the live tests, which go away however the tests end.

Each session has one folder that it holds a lock on. When the session ends, also by being killed, a process that waits for
that removes it; and the next session removes what is left of any whose lock nobody holds any more.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import IO

PREFIX = "poolaudit-live-"
_LOCK = "lock"


def private(kind: str) -> Path:
    """A new folder that others may look into, of this session."""
    folder = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=_session()[0]))
    folder.chmod(0o755)
    return folder


def remove_stale() -> list[Path]:
    """Remove the folders of sessions that do not run any more, and tell which."""
    removed = []
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (folder / _LOCK).open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # held by its session, of another user, or gone in the meantime
            continue
        removed.append(folder)
    return removed


@cache
def _session() -> tuple[Path, IO[bytes], subprocess.Popen[bytes]]:
    """The folder of this process, its lock, and the process that removes it when this one has ended."""
    remove_stale()
    unseen = Path(tempfile.mkdtemp(prefix=f".{PREFIX}"))  # until it is locked
    lock = (unseen / _LOCK).open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX)
    folder = unseen.rename(unseen.with_name(unseen.name.removeprefix(".")))
    folder.chmod(0o755)
    # Its input ends when this process does. Servers are told to end at the same time; what they still write is removed again.
    script = 'cat >/dev/null; for pause in 0 1 2; do sleep "$pause"; rm -rf "$0"; done'
    waiting = subprocess.Popen(
        ["sh", "-c", script, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return folder, lock, waiting
