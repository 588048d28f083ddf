"""A small repository, the scan of it, and the same files run as programs.

A program is a Python file that opens connections, as an application would. `Repository.run` starts it in a process of its own
(asyncpg counts statement names per process) with its addresses put on this machine; `Process.ask` makes it run a statement.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from live.launch import command

from poolaudit.config import Config
from poolaudit.scan import scan

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

IMAGES = {"1.18": "edoburu/pgbouncer:1.18.0", "1.24": "edoburu/pgbouncer:1.24.1"}
"""Image in the compose file that stands for a release."""
_SERVERS = ("db:5432", "mariadb:3306", "redis:6379")
_DISTRIBUTIONS = {
    "asyncpg": "asyncpg",
    "psycopg": "psycopg",
    "psycopg2": "psycopg2-binary",
    "psycopg_pool": "psycopg-pool",
    "pymysql": "PyMySQL",
    "redis": "redis",
    "sqlalchemy": "SQLAlchemy",
    "django": "Django",
}


@dataclass(frozen=True, slots=True)
class Pooler:
    """A release of PgBouncer with settings, in transaction mode unless it says otherwise."""

    version: str
    settings: tuple[str, ...] = ()
    """Further lines of its ini."""
    mode: str = "transaction"

    def __str__(self) -> str:
        words = [f"PgBouncer {self.version}", *(each.replace(" ", "") for each in self.settings)]
        return " ".join(words if self.mode == "transaction" else [*words, self.mode])

    @property
    def follows_names(self) -> bool:
        """Whether it follows the names of prepared statements: since 1.21, by default since 1.24."""
        return self.version != "1.18" and "max_prepared_statements = 0" not in self.settings

    def ini(self, size: int = 1) -> str:
        """Its `pgbouncer.ini` with one database, whose pool has this size."""
        settings = "".join(f"{line}\n" for line in self.settings)
        return (
            "[databases]\nshop = host=db port=5432\n\n"
            f"[pgbouncer]\nlisten_port = 6432\npool_mode = {self.mode}\ndefault_pool_size = {size}\n{settings}"
        )

    def compose(self, url: str = "postgresql://app@pgbouncer:6432/shop", server: str = "") -> str:
        """A compose file with an application, this PgBouncer and a server; `server` are options of its command line."""
        command = f"    command: postgres {server}\n" if server else ""
        return (
            f"services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: {url}\n"
            f"  pgbouncer:\n    image: {IMAGES[self.version]}\n"
            "    volumes:\n      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
            f"  db:\n    image: postgres:15\n{command}"
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What one statement gave: a value, or the error that the application sees."""

    value: Any = None
    error: str = ""
    """First line of the driver's message; empty when there was none."""
    sqlstate: str = ""

    @property
    def failure(self) -> str:
        """Message and SQLSTATE as rule pages quote them; empty when there was none."""
        return f"{self.error} ({self.sqlstate})" if self.sqlstate else self.error


class Repository:
    """Files of an application in front of PgBouncer, written to a folder."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self.folder = folder
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")

    def undecided(self, code: str) -> bool:
        """Whether poolaudit says that a fact is missing to decide a rule."""
        return any(each.code == code for each in scan(self.folder, config=Config()).unknown)

    def findings(self, *codes: str) -> set[tuple[str, str]]:
        """Code and severity of what poolaudit says about it, of these rules, also where they are off by default, or of all."""
        result = scan(self.folder, config=Config(select=codes))
        assert result.unread == ()
        return {(each.code, each.severity.value) for each in result.findings if not codes or each.code in codes}

    def run(self, path: str, address: str, server: str = "", host: str = "", **environment: str) -> Process:
        """Start a program of it.

        In the file and the environment `pgbouncer:6432` becomes `address`; the other servers' addresses and the foreign name
        `host` become `server`.
        """
        places = {"pgbouncer:6432": address} | dict.fromkeys((*_SERVERS, *([host] if host else [])), server or address)
        return Process(self.folder / path, places, environment)


def requirements(*modules: str) -> str:
    """The installed versions of these clients, pinned."""
    return "".join(f"{_DISTRIBUTIONS[each].lower()}=={version(_DISTRIBUTIONS[each])}\n" for each in modules)


class Process:
    """A running program. `with repository.run("app/db.py", bouncer.address) as web: web.ask("SELECT 1")`."""

    def __init__(self, program: Path, places: dict[str, str], environment: dict[str, str]) -> None:
        for name, place in places.items():
            environment = {key: value.replace(name, place) for key, value in environment.items()}
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *command(program, places)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        self.opened: Reply | None = None

    def __enter__(self) -> Self:
        self.opened = self._read()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        for each in (self._process.stdin, self._process.stdout):
            assert each is not None
            with suppress(BrokenPipeError):  # an order that was not read any more
                each.close()

    def ask(self, sql: str, *args: Any) -> Reply:
        """Run one statement, with `?` for arguments, in a transaction of its own."""
        return self._send(["query", sql, *args])

    def do(self, action: str, *args: Any) -> Reply:
        """Run another action that `talk.py` knows for this kind of client."""
        return self._send([action, *args])

    def tell(self, action: str, *args: Any) -> None:
        """Start an action, and do not wait for what comes of it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([action, *args]) + "\n")
        self._process.stdin.flush()

    def silent_for(self, seconds: float) -> bool:
        """Whether it says nothing for so long: neither that it has opened its connections, nor why it could not."""
        assert self._process.stdout is not None
        return not select.select([self._process.stdout], [], [], seconds)[0]

    def freeze(self) -> None:
        """Stop it where it is, as function platforms do between requests."""
        self._process.send_signal(signal.SIGSTOP)

    def _send(self, order: list[Any]) -> Reply:
        self.tell(*order)
        return self._read()

    def _read(self) -> Reply:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the program ended"
        return Reply(**json.loads(line))


def failures(replies: list[Reply]) -> list[str]:
    """The distinct errors, in the order in which they came."""
    return list(dict.fromkeys(each.failure for each in replies if each.error))
