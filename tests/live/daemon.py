"""A server process of its own: private port on loopback, temporary folder, never as root, ended with the tests."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING

from live.installed import as_server, free_port, give_to_server
from live.place import private

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self


class Daemon:
    """Base of the servers: `with Kind(…) as server:` runs one."""

    kind = ""
    """How its folder begins."""
    ends_with = "KILL"
    """What ends it at once."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = private(self.kind)
        give_to_server(self.folder)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host and port where it listens."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Set up what it needs, and `launch` it."""
        raise NotImplementedError

    def prepare(self, *command: str | Path, text: str = "") -> None:
        """Run a program as the user of the server, to its end, with this text as input."""
        done = subprocess.run(
            [*as_server("KILL"), *command], check=False, capture_output=True, cwd=self.folder, input=text.encode()
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")

    def launch(self, *command: str | Path, ready: str) -> None:
        """Start it, and wait until its log has this text."""
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen([*as_server(self.ends_with), *command], stdout=log, stderr=log, cwd=self.folder)
        until = time.monotonic() + 30
        while ready not in self.log:
            assert self._process.poll() is None, self.log
            assert time.monotonic() < until, self.log
            time.sleep(0.05)

    def stop(self) -> None:
        """End it at once and remove its folder."""
        if self._process is not None:
            self._process.send_signal(signal.Signals[f"SIG{self.ends_with}"])
            self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
