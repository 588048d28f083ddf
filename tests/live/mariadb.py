"""A MariaDB of its own."""

from __future__ import annotations

from live.daemon import Daemon
from live.installed import cached, give_to_server

_OPTIONS = ("--skip-log-bin", "--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0", "--key-buffer-size=1M")
_USERS = (
    "CREATE DATABASE shop;\nFLUSH PRIVILEGES;\nCREATE USER app@'127.0.0.1';\nGRANT ALL ON shop.* TO app@'127.0.0.1';\n"
    "CREATE TABLE shop.users (id INT PRIMARY KEY, name TEXT);\n"
    "INSERT INTO shop.users SELECT seq, concat('user ', seq) FROM seq_1_to_500;\n"
)


class MariaDb(Daemon):
    """`with MariaDb("--max-connections=10") as server:` runs one with these options, the database `shop` and its user `app`."""

    kind = "mariadb"

    def __init__(self, *options: str) -> None:
        super().__init__()
        self.options = options

    def start(self) -> None:
        """Fill the system tables, then listen on loopback."""
        program, share = cached("mariadb", "mariadbd"), cached("mariadb", "usr/share/mariadb")
        data = self.folder / "data"
        data.mkdir()
        give_to_server(data)
        own = ("--no-defaults", f"--datadir={data}", f"--basedir={share.parents[1]}", f"--lc-messages-dir={share}", *_OPTIONS)
        tables = [(share / f"mariadb_system_tables{part}.sql").read_text("utf-8") for part in ("", "_data")]
        self.prepare(program, *own, "--bootstrap", text="".join(("CREATE DATABASE mysql;\nUSE mysql;\n", *tables, _USERS)))
        listens = ("--bind-address=127.0.0.1", f"--port={self.port}", f"--socket={self.folder}/socket", "--skip-name-resolve")
        self.launch(program, *own, *listens, *self.options, ready="ready for connections")
