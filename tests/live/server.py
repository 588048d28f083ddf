"""A PostgreSQL server of its own: private port on loopback, temporary folder, never as root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
from live.daemon import Daemon
from live.installed import postgres_programs

if TYPE_CHECKING:
    from pathlib import Path

ROLES = ("app", "app2", "app3")
"""Users of the applications; they may do everything in the database `shop`."""
PASSWORD = "Zq7-kk21vw"
"""Of all of them, where it is asked for."""
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


class Server(Daemon):
    """`with Server("max_connections = 20") as server:` runs one with these lines in postgresql.conf.

    With lines of pg_hba.conf it checks passwords as these say, speaks TLS with a certificate that it signed itself, and all roles
    have `PASSWORD`; without, everybody is trusted.
    """

    kind = "pg"
    ends_with = "QUIT"  # immediate shutdown

    def __init__(self, conf: str = "", hba: str = "") -> None:
        super().__init__()
        self.conf, self.hba = conf, hba

    @property
    def certificate(self) -> Path:
        """Its certificate."""
        return self.folder / "server.crt"

    def start(self) -> None:
        """A new cluster with the database `shop` and its users."""
        programs = postgres_programs()
        assert programs is not None
        data = self.folder / "data"
        self.prepare(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8", "--locale=C")
        with (data / "postgresql.conf").open("a") as file:
            file.write(f"{_CONF}port = {self.port}\n{self.conf}\n{self._tls() if self.hba else ''}")
        if self.hba:
            (data / "pg_hba.conf").write_text(f"host all postgres 127.0.0.1/32 trust\n{self.hba}", encoding="utf-8")
        self.launch(programs / "postgres", "-D", data, ready="ready to accept connections")
        self.run("CREATE DATABASE shop", *(f"CREATE ROLE {role} LOGIN" for role in ROLES), dbname="postgres")
        self.run(*_SCHEMA, *(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'" for role in ROLES))

    def _tls(self) -> str:
        """Make a certificate; the lines of postgresql.conf that use it."""
        key = self.folder / "server.key"
        names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
        self.prepare("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, "-keyout", key, "-out",
                     self.certificate)  # fmt: skip
        self.prepare("chmod", "600", key)
        return f"ssl = on\nssl_cert_file = '{self.certificate}'\nssl_key_file = '{key}'\n"

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
