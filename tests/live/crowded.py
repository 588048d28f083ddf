"""What a server that has few connections to give says when it has none left, and how many it gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from live.server import ROLES

if TYPE_CHECKING:
    from types import TracebackType

    from live.server import Server
    from typing_extensions import Self

FULL = re.compile(r"FATAL:  (remaining connection slots are reserved for [^\n(]+|sorry, too many clients already)")


class Crowd:
    """`with Crowd(server) as crowd:` watches the log of a server, and ends all connections before and after."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def __enter__(self) -> Self:
        for user in ROLES:
            self.server.terminate(user)
        self._from = len(self.server.log)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.server.terminate()

    @property
    def refused(self) -> list[str]:
        """What clients were told that the server turned away, each message once."""
        return sorted(set(FULL.findall(self.server.log[self._from :])))

    @property
    def opened(self) -> int:
        """How many connections applications have opened so far; needs `log_connections = on`."""
        return len(re.findall(r"connection authorized: user=app", self.server.log[self._from :]))


def told(refused: list[str]) -> str:
    """The same for a cell of the page of proofs."""
    return "; ".join(each.strip() for each in refused)
