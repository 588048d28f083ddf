"""Tools and web servers that are started as the files of a repository say: a copy with this machine's addresses, and a command.

Web servers listen on a socket file of their own folder, so that no port can be taken.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from live.installed import cached
from live.place import private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from live.program import Repository
    from typing_extensions import Self

SOCKET = "web.sock"
"""What a command names as the place where its server listens; it is relative to the folder of the copy."""
PATIENCE = 60
"""Seconds after which a server, a tool or an answer is given up."""


class Copy:
    """The files of a repository in a folder of their own, with other addresses in place of its names."""

    def __init__(self, repository: Repository, places: Mapping[str, str], **more: str) -> None:
        """`places` are names and what stands for them; `more` are further files, `__` for the dot of their names."""
        self.folder = private("app")
        shutil.copytree(repository.folder, self.folder, dirs_exist_ok=True)
        for path in [each for each in self.folder.rglob("*") if each.is_file()]:
            path.write_text(placed(path.read_text("utf-8"), places), encoding="utf-8")
        for name, text in more.items():
            (self.folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
        (self.folder / "node_modules").symlink_to(cached("node", "node_modules"))

    def run(self, *command: str, **environment: str) -> Ended:
        """Run a tool to its end."""
        done = subprocess.run(
            programs(command),
            cwd=self.folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        return Ended(done.returncode, done.stdout + done.stderr)

    def serve(self, *command: str, **environment: str) -> Web:
        """Start a web server; use it as a context."""
        return Web(self.folder, programs(command), environment)


class Ended:
    """How a tool ended."""

    def __init__(self, code: int, output: str) -> None:
        self.code = code
        self.lines = [line.strip() for line in output.splitlines() if line.strip()]

    @property
    def last(self) -> str:
        """The last line that it wrote."""
        return self.lines[-1] if self.lines else ""


class Web:
    """A running web server. `with copy.serve("gunicorn", "--bind", f"unix:{SOCKET}", "app:app") as web: web.get("/orders")`."""

    def __init__(self, folder: Path, command: list[str], environment: Mapping[str, str]) -> None:
        self.folder, self.command, self.environment = folder, command, environment

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return (self.folder / "web.log").read_text("utf-8", "replace")

    def __enter__(self) -> Self:
        with (self.folder / "web.log").open("wb") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *self.command],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(self.folder), "HOME": str(self.folder), **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,  # its workers are ended with it
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def get(self, path: str, patience: float = PATIENCE) -> tuple[int, str]:
        """Status and text of an answer; status 0 and the error when there was none."""
        connection = _Local(self.folder / SOCKET, patience)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            return 0, f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    def get_all(self, paths: list[str], at_a_time: int, patience: float = PATIENCE) -> list[tuple[int, str]]:
        """The answers to these requests, in their order, of which so many are under way at a time."""
        with ThreadPoolExecutor(at_a_time) as threads:
            return list(threads.map(lambda path: self.get(path, patience), paths))

    def stop(self) -> None:
        """End it and the processes that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            assert self._process.poll() is None, self.log
            assert time.monotonic() < until, self.log
            probe = socket.socket(socket.AF_UNIX)
            try:
                probe.connect(str(self.folder / SOCKET))
            except OSError:
                time.sleep(0.05)
            else:
                return
            finally:
                probe.close()


class _Local(HTTPConnection):
    """HTTP over a socket file."""

    def __init__(self, path: Path, patience: float) -> None:
        super().__init__("localhost", timeout=patience)
        self.path, self.patience = path, patience

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.patience)
        self.sock.connect(str(self.path))


def placed(text: str, places: Mapping[str, str]) -> str:
    """A text in which names stand for addresses."""
    for name, place in places.items():
        text = text.replace(name, place)
    return text


def programs(command: tuple[str, ...]) -> list[str]:
    """A command with the program of this environment: of Python's packages, of npm, or of the machine."""
    first, *rest = command
    own = Path(sys.executable).parent / first
    package = cached("node", f"node_modules/.bin/{first}")
    return [str(own if own.exists() else package if package.exists() else first), *rest]
