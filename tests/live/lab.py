"""The bench of one test: repositories that are written, scanned and run, poolers that are started, and what was seen."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from live.bouncer import Bouncer
from live.program import Repository

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from live.program import Pooler
    from live.proof import Proof
    from live.server import Server
    from typing_extensions import Self


class Lab:
    """`with Lab(folder, server, proof) as lab:` stops at the end whatever it started."""

    def __init__(self, folder: Path, server: Server, proof: Proof) -> None:
        self.folder, self.server, self.proof = folder, server, proof
        self._running = ExitStack()
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._running.close()

    def repository(self, files: dict[str, str]) -> Repository:
        """Write a repository to a folder of its own."""
        self._written += 1
        return Repository(self.folder / str(self._written), files)

    def bouncer(self, pooler: Pooler, size: int = 1, ini: str = "") -> Bouncer:
        """Start a pooler in front of the server, with this pool size or this ini."""
        started = self._running.enter_context(Bouncer(pooler.version, ini or pooler.ini(size), self.server))
        assert started.starts, started.log
        return started

    def config(self, version: str, ini: str) -> Bouncer:
        """A pooler with this ini that may refuse to start; use it as a context."""
        return Bouncer(version, ini, self.server)

    def saw(self, code: str, variant: str, pooler: Pooler | None, observed: str) -> None:
        """Note for the page of proofs how a variant of a rule's matter behaved."""
        self.proof.saw(code, variant, str(pooler or ""), observed)
