"""A PostgreSQL server of its own: private port on loopback, temporary folder, never as root."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from live.installed import as_server, free_port, give_to_server, postgres_programs

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

ROLES = ("app", "app2", "app3")
"""Users of the applications; they may do everything in the database `shop`."""
_CONF = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
max_wal_senders = 0
wal_level = minimal
autovacuum = off
shared_buffers = 16MB
"""
_SCHEMA = (
    "CREATE TABLE users (id int PRIMARY KEY, name text)",
    "INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 500) n",
    f"GRANT ALL ON SCHEMA public TO {', '.join(ROLES)}",
    "CREATE TABLE orders AS SELECT id FROM users",
    f"GRANT ALL ON users, orders TO {', '.join(ROLES)}",
    "GRANT app2 TO app",
)


class Server:
    """`with Server("max_connections = 20") as server:` runs one with these lines in postgresql.conf."""

    def __init__(self, conf: str = "") -> None:
        self.conf = conf
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="poolaudit-pg-"))
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
        programs = postgres_programs()
        assert programs is not None
        give_to_server(self.folder)
        data = self.folder / "data"
        try:
            subprocess.run(
                [
                    *as_server("KILL"),
                    programs / "initdb",
                    "-D",
                    data,
                    "-A",
                    "trust",
                    "-U",
                    "postgres",
                    "-N",
                    "-E",
                    "UTF8",
                    "--locale=C",
                ],
                check=True,
                capture_output=True,
                cwd=self.folder,
            )
            with (data / "postgresql.conf").open("a") as file:
                file.write(f"{_CONF}port = {self.port}\n{self.conf}\n")
            with (self.folder / "log").open("wb") as log:
                self._process = subprocess.Popen(
                    [*as_server("QUIT"), programs / "postgres", "-D", data], stdout=log, stderr=log, cwd=self.folder
                )
            self._wait()
            self.run("CREATE DATABASE shop", *(f"CREATE ROLE {role} LOGIN" for role in ROLES), dbname="postgres")
            self.run(*_SCHEMA)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def connect(self, user: str = "postgres", dbname: str = "shop") -> psycopg.Connection[Any]:
        """A connection straight to it, in autocommit mode, without prepared statements."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=user,
            dbname=dbname,
            autocommit=True,
            prepare_threshold=None,
            connect_timeout=10,
        )

    def run(self, *statements: str, dbname: str = "shop") -> list[Any]:
        """Run statements as superuser; give the first column of the last result."""
        with self.connect(dbname=dbname) as connection:
            for each in statements:
                cursor = connection.execute(each.encode())
            return [row[0] for row in cursor.fetchall()] if cursor.description else []

    def connections(self, user: str | None = None) -> int:
        """How many clients' connections it has open, of one user or of all applications."""
        names = [user] if user else list(ROLES)
        listed = ", ".join(f"'{name}'" for name in names)
        return int(self.run(f"SELECT count(*) FROM pg_stat_activity WHERE usename IN ({listed})")[0])

    def terminate(self, user: str = "app") -> None:
        """End every connection of a user from the server's side, as an idle limit or a restart does."""
        self.run(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{user}'")

    def stop(self) -> None:
        """End it at once and remove its folder."""
        if self._process is not None:
            self._process.send_signal(3)  # SIGQUIT: immediate shutdown
            self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while "ready to accept connections" not in self.log:
            assert self._process is not None
            assert self._process.poll() is None, self.log
            assert time.monotonic() < until, self.log
            time.sleep(0.05)
