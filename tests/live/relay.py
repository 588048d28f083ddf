"""A wire between a client and a server that can be read: a relay on loopback, and a listener that never answers."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


class Listener:
    """Base of both: `with Listener() as there:` accepts connections on a port of its own, and keeps them until the end."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self.accepted = 0
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def address(self) -> str:
        """Host and port where it listens."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for each in (self._socket, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._thread.join(10)

    def _accept(self) -> None:
        with suppress(OSError):  # closed at the end
            while True:
                client, _ = self._socket.accept()
                self.accepted += 1
                self._open.append(client)
                self.serve(client)

    def serve(self, client: socket.socket) -> None:
        """What becomes of a connection: nothing, nobody ever answers."""


class Refusing(Listener):
    """Closes each connection at once, as a server does that is not ready."""

    def serve(self, client: socket.socket) -> None:
        """Close it."""
        client.close()


class Relay(Listener):
    """Passes on what both sides say to each other, and remembers it: `relay.sent`, `relay.received`."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.to = port
        self.sent, self.received = bytearray(), bytearray()
        """From the clients to the server, and back."""

    def serve(self, client: socket.socket) -> None:
        """Pass on both ways."""
        server = socket.create_connection(("127.0.0.1", self.to), 10)
        server.settimeout(None)
        self._open.append(server)
        for source, target, seen in ((client, server, self.sent), (server, client, self.received)):
            threading.Thread(target=_pass_on, args=(source, target, seen), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, seen: bytearray) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            seen += data
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
