"""The process of a program: load a file that opens connections, then run what standard input says.

In: a path, and as JSON the addresses that stand for others (`pgbouncer:6432`); then one JSON list per line, an action and its
arguments.
Out: one JSON object per line, `value` or `error` with `sqlstate`; the first says whether the connections could be opened.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


class Client:
    """What all kinds of clients can do."""

    def query(self, sql: str, *args: Any) -> Any:
        """Run a statement, with `?` for arguments; give the first value."""
        raise NotImplementedError

    def repeat(self, sql: str, times: int) -> None:
        """Run a statement again and again, in one transaction where the client has a pool."""
        for _ in range(times):
            self.query(sql)


class Asyncpg(Client):
    """A file with `open_pool`, which gives a pool of asyncpg."""

    def __init__(self, module: ModuleType) -> None:
        self.loop = asyncio.new_event_loop()
        self.pool = self.loop.run_until_complete(module.open_pool())

    def query(self, sql: str, *args: Any) -> Any:
        """Run a statement, with `?` for arguments; give the first value."""
        parts = sql.split("?")
        numbered = "".join(f"{part}${at}" for at, part in enumerate(parts[:-1], 1)) + parts[-1]
        return self.loop.run_until_complete(asyncio.wait_for(self.pool.fetchval(numbered, *args), 20))

    def hold(self, number: int) -> None:
        """Take connections out of the pool at the same time and keep them, as requests under load do."""

        async def take() -> None:
            await asyncio.gather(*(asyncio.wait_for(self.pool.acquire(), 20) for _ in range(number)))

        self.loop.run_until_complete(take())

    def work(self, number: int) -> None:
        """The same, with a statement on each."""

        async def take() -> None:
            for connection in await asyncio.gather(*(self.pool.acquire() for _ in range(number))):
                await connection.fetchval("SELECT 1")

        self.loop.run_until_complete(asyncio.wait_for(take(), 20))


class Work:
    """A file with `work`, which opens a pool and uses it."""

    def __init__(self, module: ModuleType) -> None:
        asyncio.new_event_loop().run_until_complete(asyncio.wait_for(module.work(), 20))


class Psycopg(Client):
    """A file with `conn` or `connection`, of psycopg or psycopg2."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.connection = module.conn if hasattr(module, "conn") else module.connection
        self.notices: list[str] = []
        if hasattr(self.connection, "add_notice_handler"):
            self.connection.add_notice_handler(lambda notice: self.notices.append(f"{notice.severity}: {notice.message_primary}"))

    def query(self, sql: str, *args: Any) -> Any:
        """Run a statement, with `?` for arguments; give the first value."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql.replace("?", "%s"), args or None)
            value = cursor.fetchone() if cursor.description else None
            self.connection.commit()
        except Exception:
            self.connection.rollback()
            raise
        return value[0] if value else None

    def call(self, function: str) -> Any:
        """Run a function of the file, in a transaction of its own."""
        try:
            self.module.__dict__[function]()
            self.connection.commit()
        except Exception:
            self.connection.rollback()
            raise

    def transaction(self, *statements: str) -> Any:
        """Run statements in one transaction; give the last value."""
        cursor = self.connection.cursor()
        for each in statements:
            cursor.execute(each)
        value = cursor.fetchone() if cursor.description else None
        self.connection.commit()
        return value[0] if value else None

    def warned(self) -> list[str]:
        """The server's notices so far."""
        return self.notices or [each.strip() for each in getattr(self.connection, "notices", [])]

    def notifications(self) -> list[str]:
        """What NOTIFY brought within a second."""
        if hasattr(self.connection, "notifies") and callable(self.connection.notifies):
            return [each.payload for each in self.connection.notifies(timeout=1)]
        self.connection.poll()
        return [each.payload for each in self.connection.notifies]


class PsycopgPool(Client):
    """A file with `pool`, of psycopg_pool."""

    def __init__(self, module: ModuleType) -> None:
        self.pool = module.pool
        self.held: list[Any] = []
        self.pool.wait(10)

    def query(self, sql: str, *args: Any) -> Any:
        """Run a statement, with `?` for arguments; give the first value."""
        with self.pool.connection() as connection:
            value = connection.execute(sql.replace("?", "%s"), args or None).fetchone()
            return value[0] if value else None

    def hold(self, number: int) -> None:
        """Take connections out of the pool at the same time and keep them."""
        for _ in range(number):
            self.held.append(self.pool.getconn())


class Redis:
    """A file with `cache`, of redis-py."""

    def __init__(self, module: ModuleType) -> None:
        self.pool, self.cache = module.cache.connection_pool, module.cache
        self.held: list[Any] = []
        self.cache.ping()

    def ping(self) -> bool:
        """Ask the server for an answer."""
        return bool(self.cache.ping())

    def hold(self, number: int) -> None:
        """Take connections out of the pool at the same time and keep them."""
        for _ in range(number):
            self.held.append(self.pool.get_connection())


class Engine(Client):
    """A file with `engine`, of SQLAlchemy."""

    def __init__(self, module: ModuleType) -> None:
        from sqlalchemy.ext.asyncio import AsyncEngine

        self.engine = module.engine
        self.held: list[Any] = []
        self.loop = asyncio.new_event_loop() if isinstance(self.engine, AsyncEngine) else None
        self.query("SELECT 1")

    def query(self, sql: str, *args: Any) -> Any:
        """Run a statement, with `?` for arguments; give the first value."""
        from sqlalchemy import text

        parts = sql.split("?")
        named = "".join(f"{part}:p{at}" for at, part in enumerate(parts[:-1])) + parts[-1]
        values = {f"p{at}": value for at, value in enumerate(args)}
        if self.loop is None:
            with self.engine.begin() as connection:
                return _first(connection.execute(text(named), values))
        return self.loop.run_until_complete(asyncio.wait_for(self._query(named, values), 20))

    def repeat(self, sql: str, times: int) -> None:
        """Run a statement again and again in one transaction."""
        if self.loop is None:
            with self.engine.begin() as connection:
                for _ in range(times):
                    connection.exec_driver_sql(sql)
        else:
            self.loop.run_until_complete(self._repeat(sql, times))

    def hold(self, number: int) -> None:
        """Take connections out of the pool at the same time and keep them."""
        for _ in range(number):
            self.held.append(self.engine.connect())

    def release(self) -> None:
        """Put back what was taken."""
        while self.held:
            self.held.pop().close()

    def compete(self, number: int) -> str:
        """Run statements in threads of their own; give the first error."""
        from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

        threads = ThreadPoolExecutor(number)
        done, _ = wait([threads.submit(self.query, "SELECT 1") for _ in range(number)], 20, FIRST_EXCEPTION)
        return next((str(error).splitlines()[0] for each in done if (error := each.exception()) is not None), "")

    async def _repeat(self, sql: str, times: int) -> None:
        async with self.engine.begin() as connection:
            for _ in range(times):
                await connection.exec_driver_sql(sql)

    async def _query(self, sql: str, values: dict[str, Any]) -> Any:
        from sqlalchemy import text

        async with self.engine.begin() as connection:
            return _first(await connection.execute(text(sql), values))


class Django(Client):
    """A settings file with `DATABASES`."""

    def __init__(self, module: ModuleType) -> None:
        import django
        from django.conf import settings

        settings.configure(
            DATABASES=module.DATABASES, INSTALLED_APPS=[], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField"
        )
        django.setup()
        from django.db import models

        class User(models.Model):
            name = models.TextField()

            class Meta:
                app_label = "shop"
                db_table = "users"
                managed = False

            def __str__(self) -> str:
                return str(self.name)

        self.users = User.objects

    def query(self, sql: str, *args: Any) -> Any:
        """Run a statement, with `?` for arguments; give the first value."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), args or None)
            return cursor.fetchone()[0] if cursor.description else None

    def get(self, number: int) -> str:
        """An ordinary query of the ORM."""
        return str(self.users.get(id=number).name)

    def begin_iterator(self) -> None:
        """Start to read through `QuerySet.iterator()`, in chunks of two rows."""
        self.rows = self.users.order_by("id").iterator(chunk_size=2)

    def next_of_iterator(self) -> int:
        """Read its next row."""
        return int(next(self.rows).id)


def _first(result: Any) -> Any:
    row = result.first() if result.returns_rows else None
    return row[0] if row else None


def load(path: Path, places: dict[str, str]) -> ModuleType:
    """Run a file as a module, with its addresses replaced."""
    module = ModuleType(path.stem)
    text = path.read_text("utf-8")
    for name, place in places.items():
        text = text.replace(name, place)
        if ":" in name:
            for part, with_part in zip(name.split(":"), place.split(":"), strict=True):
                text = text.replace(f'"{part}"', f'"{with_part}"')
    exec(compile(text, str(path), "exec"), module.__dict__)  # noqa: S102 (our own test programs)
    return module


def opened(module: ModuleType) -> Any:
    """The client that a program opens."""
    kinds: dict[str, Any] = {"open_pool": Asyncpg, "engine": Engine, "pool": PsycopgPool, "conn": Psycopg, "connection": Psycopg}
    kinds |= {"DATABASES": Django, "work": Work, "cache": Redis}
    return next(kind(module) for name, kind in kinds.items() if hasattr(module, name))


def failure(error: BaseException) -> dict[str, str]:
    """An error as the application sees it."""
    inner = getattr(error, "orig", None) or error
    state = getattr(inner, "sqlstate", None) or getattr(inner, "pgcode", None) or ""
    cause = inner.__cause__
    if not state and cause is not None:
        state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or ""
    lines = [line for line in str(inner).splitlines() if line.strip()] or [type(error).__name__]
    said = lines[0].partition("Error'>: ")[2] or lines[0]
    return {"error": said.partition("FATAL:  ")[2] or said, "sqlstate": state}


def main() -> None:
    """Answer until the input ends."""
    client: Any = None
    action, args = None, []
    while True:
        try:
            if client is None:
                client = opened(load(Path(sys.argv[1]), json.loads(sys.argv[2])))
                value = "open"
            else:
                value = getattr(client, action)(*args)
            said: dict[str, Any] = {"value": value}
        except Exception as error:  # noqa: BLE001 (it is the result)
            said = failure(error)
        print(json.dumps(said, default=str), flush=True)  # noqa: T201 (the protocol)
        if client is None:
            return
        line = sys.stdin.readline()
        if not line:
            return
        action, *args = json.loads(line)


if __name__ == "__main__":
    main()
