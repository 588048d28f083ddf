"""A Redis of its own."""

from __future__ import annotations

from live.daemon import Daemon
from live.installed import cached


class RedisServer(Daemon):
    """`with RedisServer("maxclients 10") as server:` runs one with these lines in redis.conf."""

    kind = "redis"

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.lines = lines

    def start(self) -> None:
        """Listen on loopback, keep nothing."""
        own = ("bind 127.0.0.1", f"port {self.port}", 'save ""', "appendonly no", f"dir {self.folder}", "hz 100")
        (self.folder / "redis.conf").write_text("".join(f"{line}\n" for line in (*own, *self.lines)), encoding="utf-8")
        self.launch(cached("redis", "redis-server"), self.folder / "redis.conf", ready="Ready to accept connections")
