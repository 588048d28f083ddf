"""PA209, PA304, PA402, PA405, PA409: clients that are cut off, and clients that wait."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest
from live.clients import asyncpg, sqlalchemy
from live.clients import psycopg as psycopg_client
from live.program import Pooler
from live.quotes import is_quoted, states
from live.server import Server

if TYPE_CHECKING:
    from live.lab import Lab


@pytest.mark.parametrize("mode", ["statement", "transaction"])
@pytest.mark.parametrize("driver", ["psycopg2", "psycopg"])
def test_transactions_in_statement_mode(driver: str, mode: str, pooler: Pooler, lab: Lab) -> None:
    """An engine begins a transaction, which statement mode refuses with the words of the page."""
    pooler = Pooler(pooler.version, mode=mode)
    client = sqlalchemy(driver, "default")
    repository = lab.repository(client.files(pooler))
    with client.start(repository, lab.bouncer(pooler)) as app:
        told = app.opened
    lab.saw("PA209", f"{client.name}, {mode} mode", Pooler(pooler.version), (told.failure if told else "") or "works")

    assert told is not None
    assert (mode == "statement") == bool(told.error)
    assert not told.error or is_quoted("PA209", told.error), told
    assert ({("PA209", "error")} if mode == "statement" else set()) == repository.findings("PA209")


def test_single_statements_in_statement_mode(pooler: Pooler, lab: Lab) -> None:
    """A connection in autocommit mode gets along with statement mode."""
    pooler = Pooler(pooler.version, mode="statement")
    client = psycopg_client("autocommit", ", autocommit=True, prepare_threshold=None")
    repository = lab.repository(client.files(pooler))
    with client.start(repository, lab.bouncer(pooler)) as app:
        told = app.ask("SELECT name FROM users WHERE id = ?", 1)
    lab.saw("PA209", "psycopg 3, autocommit, statement mode", Pooler(pooler.version), told.failure or "works")

    assert "user 1" == told.value
    assert set() == repository.findings("PA209")


@pytest.mark.parametrize(("size", "breaks"), [(2, True), (4, False)], ids=["too-small", "fits"])
def test_session_mode_runs_out(size: int, breaks: bool, pooler: Pooler, lab: Lab) -> None:  # noqa: FBT001
    """In session mode each connection of a pool holds a server connection; what is beyond waits and is cut off."""
    pooler = Pooler(pooler.version, ("query_wait_timeout = 1",), "session")
    client = asyncpg("max_size=4", ", statement_cache_size=0")
    files = client.files(pooler, size)
    compose = files["docker-compose.yml"].replace("build: .\n", "build: .\n    command: uvicorn app:app --workers 1\n", 1)
    compose = compose.replace("    environment:", "    deploy:\n      replicas: 1\n    environment:", 1)
    text = client.text.replace("max_size=2", "max_size=4")
    repository = lab.repository(files | {client.path: text, "docker-compose.yml": compose})
    with client.start(repository, lab.bouncer(pooler, size)) as app:
        told = app.do("work", 4)
    lab.saw("PA304", f"a pool of 4, default_pool_size = {size}", Pooler(pooler.version), told.failure or "works")

    assert breaks == bool(told.error), told
    assert not told.error or is_quoted("PA304", told.error), told
    assert ({("PA304", "warning")} if breaks else set()) == repository.findings("PA304")


@pytest.mark.parametrize(("limit", "severity"), [(0, "warning"), (1, "")], ids=["without-end", "one-second"])
def test_waiting_for_a_server_connection(limit: int, severity: str, pooler: Pooler, lab: Lab) -> None:
    """With `query_wait_timeout = 0` a query waits as long as it takes; with a limit it is told so."""
    pooler = Pooler(pooler.version, (f"query_wait_timeout = {limit}",))
    client = psycopg_client("prepare_threshold=None", ", prepare_threshold=None")
    repository = lab.repository(client.files(pooler))
    bouncer = lab.bouncer(pooler)
    with closing(bouncer.connect(autocommit=False)) as busy, closing(bouncer.connect()) as waiting:
        busy.execute("SELECT 1")
        waiting.pgconn.send_query(b"SELECT 1")
        time.sleep(3.5)
        waiting.pgconn.consume_input()
        still = bool(waiting.pgconn.is_busy())
        busy.rollback()
        answer = waiting.pgconn.get_result()
        told = (answer.error_field(77) or b"").decode() if answer else ""
    lab.saw("PA409", f"query_wait_timeout = {limit}", Pooler(pooler.version), told or "waits until there is one")

    assert (limit == 0) == still
    assert ("" if limit == 0 else "query_wait_timeout") == told
    assert limit == 0 or is_quoted("PA409", told)
    assert ({("PA409", severity)} if severity else set()) == repository.findings("PA409")


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        pytest.param(("statement_timeout = 30s",), False, id="without-a-limit"),
        pytest.param(("statement_timeout = 30s", "idle_in_transaction_session_timeout = 0"), False, id="switched-off"),
        pytest.param(("statement_timeout = 30s", "idle_in_transaction_session_timeout = 700ms"), True, id="with-a-limit"),
    ],
)
def test_a_transaction_that_idles(lines: tuple[str, ...], ends: bool, lab: Lab) -> None:  # noqa: FBT001
    """Only a limit ends a transaction that idles, with the words of the page, and gives its locks back."""
    conf = "\n".join(("max_connections = 20", *lines, ""))
    repository = lab.repository({"postgresql.conf": conf})
    with Server(conf) as server, closing(server.connect("app")) as idle:
        idle.execute("BEGIN")
        idle.execute("LOCK TABLE users")
        time.sleep(1.5)
        (held,) = server.run("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'users'::regclass")
        try:
            idle.execute("SELECT 1")
            told, state = "", ""
        except psycopg.Error as error:
            told, state = str(error).splitlines()[0], error.sqlstate or ""
    lab.saw("PA405", lines[-1], None, f"{told} ({state})" if told else f"idles on, {held} lock held")

    assert ((0, True) if ends else (1, False)) == (held, bool(told))
    assert not told or (is_quoted("PA405", f"FATAL:  {told.removeprefix('FATAL:  ')}") and {state} == states("PA405")), told
    assert (set() if ends else {("PA405", "warning")}) == repository.findings("PA405")


@pytest.mark.parametrize(("age", "breaks"), [(3600, True), (1, False)], ids=["too-late", "in-time"])
def test_connections_that_are_replaced(age: int, breaks: bool, pooler: Pooler, lab: Lab) -> None:  # noqa: FBT001
    """Connections that are replaced after the pooler's `client_idle_timeout` fail; those that are replaced before it do not."""
    pooler = Pooler(pooler.version, ("client_idle_timeout = 1",))
    client = sqlalchemy("psycopg2", f"pool_recycle={age}", f", pool_recycle={age}")
    repository = lab.repository(client.files(pooler))
    with client.start(repository, lab.bouncer(pooler)) as app:
        time.sleep(2.5)
        told = app.ask("SELECT 1")
    lab.saw("PA402", f"{client.name}: client_idle_timeout = 1", Pooler(pooler.version), told.failure or "works")

    assert breaks == bool(told.error), told
    assert not told.error or is_quoted("PA402", told.error), told
    assert ({("PA402", "warning")} if breaks else set()) == repository.findings("PA402")
