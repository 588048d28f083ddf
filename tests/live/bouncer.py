"""A PgBouncer of its own, started with the ini of a repository: private port on loopback, temporary folder, never as root."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any

import psycopg
from live.installed import as_server, bouncer_command, free_port, give_to_server
from live.place import private
from psycopg.pq import ExecStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from live.server import Server
    from typing_extensions import Self

PASSWORD = "right"
_STAMP = re.compile(r"^\S+ \S+ \S+ \[\d+\] ")


class Bouncer:
    """`with Bouncer("1.18", ini, server) as bouncer:` runs a release with an ini whose addresses are put on this machine.

    Without a server the ini is taken to the letter, but for the listening port (`@PORT@`) and folder (`@FOLDER@`).
    """

    def __init__(self, version: str, ini: str, server: Server | None = None, files: Mapping[str, str] | None = None) -> None:
        self.version = version
        self.port = free_port()
        self.folder = private("pgb")
        texts = {"pgbouncer.ini": self._placed(ini, server), **(files or {})}
        texts["userlist.txt"] = "".join(f'"{user}" "{PASSWORD}"\n' for user in ("app", "app2", "app3", "postgres"))
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        give_to_server(self.folder, *(self.folder / name for name in texts))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host and port where it listens."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> tuple[str, ...]:
        """The lines that it wrote so far, without time and process."""
        return tuple(_STAMP.sub("", line) for line in (self.folder / "log").read_bytes().decode("utf-8", "replace").split("\n"))

    @property
    def complaints(self) -> tuple[str, ...]:
        """Its lines of level WARNING and above."""
        return tuple(line for line in self.log if line.startswith(("WARNING", "ERROR", "FATAL")))

    @property
    def starts(self) -> bool:
        """Whether it runs; False once it has stopped by itself."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        command = bouncer_command(self.version)
        assert command is not None
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*as_server("KILL"), command, self.folder / "pgbouncer.ini"], stdout=log, stderr=log, cwd=self.folder
            )
        until = time.monotonic() + 15
        while self.starts and not any("process up" in line for line in self.log) and time.monotonic() < until:
            time.sleep(0.01)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def connect(self, user: str = "app", dbname: str = "shop", **options: Any) -> psycopg.Connection[Any]:
        """A client's connection in autocommit mode, without prepared statements."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=user,
            dbname=dbname,
            **{"password": PASSWORD, "autocommit": True, "prepare_threshold": None, "connect_timeout": 10, **options},
        )

    def show(self, what: str) -> list[dict[str, str]]:
        """Rows of the admin console: `show("POOLS")`."""
        with self.connect("postgres", "pgbouncer") as console:  # it speaks the simple protocol only
            result = console.pgconn.exec_(f"SHOW {what}".encode())
            assert result.status == ExecStatus.TUPLES_OK, result.error_message
            names = [(result.fname(at) or b"").decode() for at in range(result.nfields)]
            return [
                {name: (result.get_value(row, at) or b"").decode() for at, name in enumerate(names)}
                for row in range(result.ntuples)
            ]

    def config(self) -> dict[str, str]:
        """Every setting in force."""
        return {row["key"]: row["value"] for row in self.show("CONFIG")}

    def stop(self) -> None:
        """End it at once and remove its folder."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _placed(self, ini: str, server: Server | None) -> str:
        if server is None:
            return ini.replace("@PORT@", str(self.port)).replace("@FOLDER@", str(self.folder))
        text = re.sub(r"\bhost=\w+(?: port=\d+)?", f"host=127.0.0.1 port={server.port}", ini)
        text = re.sub(r"^listen_(?:port|addr) *=.*\n", "", text, flags=re.MULTILINE)
        own = f"listen_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\nadmin_users = postgres\n"
        own += "auth_type = trust\nauth_file = userlist.txt\n"  # the lines of the ini follow and win
        return text.replace("[pgbouncer]\n", f"[pgbouncer]\n{own}")  # a later section sets everything back
