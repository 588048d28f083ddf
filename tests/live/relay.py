"""A wire between a client and a server that can be read: a relay on loopback, and a listener that never answers."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self


class Listener:
    """Base of both: `with Listener() as there:` accepts connections on a port of its own, and keeps them until the end."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self.accepted = 0
        self._open: list[socket.socket] = []
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]

    @property
    def address(self) -> str:
        """Host and port where it listens."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # ends `accept`
        for each in self._threads:
            while each.is_alive():
                self._cut()
                each.join(0.05)
        self._cut()
        for one in (self._socket, *self._open):
            one.close()

    def _cut(self) -> None:
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

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

    def __init__(self, port: int, delay: float = 0) -> None:
        """`port` is that of the server, and `delay` the seconds that a connection waits before anything is passed on."""
        super().__init__()
        self.to, self.delay = port, delay
        self.sent, self.received = bytearray(), bytearray()
        """From the clients to the server, and back."""

    def serve(self, client: socket.socket) -> None:
        """Pass on both ways."""
        self._go(self._connect, client)

    def _connect(self, client: socket.socket) -> None:
        if self._ended.wait(self.delay):
            return
        server = socket.create_connection(("127.0.0.1", self.to), 10)
        server.settimeout(None)
        self._open.append(server)
        self._go(_pass_on, client, server, self.sent)
        _pass_on(server, client, self.received)

    def _go(self, work: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()


def _pass_on(source: socket.socket, target: socket.socket, seen: bytearray) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            seen += data
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
