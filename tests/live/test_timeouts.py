"""PA403, PA404, PA407, PA507: waits that have no limit, one of the wrong size, or one in the wrong place."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import psycopg
import pytest
from live.pages import example, expected
from live.program import IMAGES, Pooler
from live.quotes import is_quoted, states
from live.relay import Listener, Refusing, Relay

if TYPE_CHECKING:
    from live.lab import Lab
    from live.program import Process

HOST = "db.shop.com"
URL = "postgresql://app@db:5432/shop"


def said(process: Process, running: ExitStack) -> str:
    """What it says when it has connected, or has given up; empty where it says nothing for five seconds."""
    running.callback(process.__exit__, None, None, None)
    if process.silent_for(5):
        return ""
    with process:
        return process.opened.error or "connected" if process.opened else "?"


@pytest.mark.parametrize(
    "name",
    [
        "fires",
        "A pool that waits for ever",
        "Near miss: a connect timeout",
        "Near miss: in the connection string",
        "pg with a limit",
    ],
)
def test_a_host_that_never_answers(name: str, lab: Lab) -> None:
    """Without a limit the client waits on; with one it is told so, with the words of the page."""
    case = example("PA404", "A pool that waits for ever" if name == "pg with a limit" else name)
    files = {path: re.sub(r"connect_timeout=10", "connect_timeout=2", text) for path, text in case.files}
    if name == "pg with a limit":
        files = {path: text.replace('shop" }', 'shop", connectionTimeoutMillis: 2000 }') for path, text in files.items()}
    ((path, _),) = files.items()
    with Listener() as nobody, ExitStack() as running:
        process = lab.repository(files).run(path, nobody.address, nobody.address, host=HOST)
        if name not in {"fires", "A pool that waits for ever"}:
            assert not process.silent_for(60)
        told = said(process, running)
    library = "pg" if path.endswith(".ts") else "psycopg2"
    lab.saw("PA404", f"{library}, {name}", None, told.rpartition(" failed: ")[2] or "waits, and says nothing")

    waits = name in {"fires", "A pool that waits for ever"}
    assert waits == (not told)
    assert waits or is_quoted("PA404", told.rpartition(" failed: ")[2]), told
    assert ({("PA404", "info")} if waits else set()) == lab.repository(files).findings("PA404")


@pytest.mark.parametrize(("section", "most"), [("fires", 10**9), ("Near miss: it sleeps", 2)])
def test_attempts_to_connect(section: str, most: int, lab: Lab) -> None:
    """Without a pause a client tries again and again while the server is not ready; with one, once in the while."""
    case = example("PA507", section)
    files = {path: f"{text}\n\nconn = connect()\n" for path, text in case.files}
    with Refusing() as closed, ExitStack() as running:
        url = f"postgresql://app@{closed.address}/shop"
        process = lab.repository(files).run("app/db.py", closed.address, DATABASE_URL=url)
        running.callback(process.__exit__, None, None, None)
        until = time.monotonic() + 15
        while closed.accepted == 0 and time.monotonic() < until:
            time.sleep(0.01)
        until = time.monotonic() + (1.5 if most == 2 else 15)
        while closed.accepted < 100 and time.monotonic() < until:
            time.sleep(0.01)
        attempts = closed.accepted
    fires = case.section == "fires"
    lab.saw(
        "PA507", f"page, {case.section}: {case.name}", None, "a hundred attempts and more" if fires else "one attempt a pause"
    )

    assert (attempts >= 100) if fires else (1 <= attempts <= most)
    assert expected("PA507", case) == lab.repository(dict(case.files)).findings("PA507")


def ended(sql: str, lab: Lab, options: str) -> tuple[str, str]:
    """Message and state of the error that a statement ends with; empty when it works."""
    with psycopg.connect(f"postgresql://app@{lab.server.address}/shop", options=options, connect_timeout=10) as client:
        try:
            client.execute(sql.encode())
        except psycopg.Error as error:
            client.rollback()
            return str(error).splitlines()[0], error.sqlstate or ""
    return "", ""


@pytest.mark.parametrize(
    ("statement", "lock", "fires"), [("1s", "1min", True), ("1min", "500ms", False)], ids=["statement-first", "lock-first"]
)
def test_which_timeout_ends_a_wait_for_a_lock(statement: str, lock: str, fires: bool, lab: Lab) -> None:  # noqa: FBT001
    """The shorter one; only the lock timeout says what the statement waited for."""
    limits = f"statement_timeout = {statement}\nlock_timeout = {lock}\nidle_in_transaction_session_timeout = 1min\n"
    conf = f"max_connections = 200\n{limits}"
    with lab.server.connect() as busy, busy.transaction():
        busy.execute("LOCK TABLE users")
        told, state = ended("SELECT count(*) FROM users", lab, f"-c statement_timeout={statement} -c lock_timeout={lock}")
    lab.saw("PA407", f"statement_timeout = {statement}, lock_timeout = {lock}, a locked table", None, f"{told} ({state})")

    assert (f"canceling statement due to {'statement' if fires else 'lock'} timeout", "57014" if fires else "55P03") == (
        told,
        state,
    )
    assert not fires or (is_quoted("PA407", told) and state in states("PA407"))
    assert ({("PA407", "warning")} if fires else set()) == lab.repository({"postgresql.conf": conf}).findings("PA407")


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
@pytest.mark.parametrize(("waits", "fires"), [((1, 60), True), ((30, 1), False)], ids=["pool-first", "pooler-first"])
def test_which_limit_ends_a_wait_for_a_server(
    waits: tuple[int, int],
    fires: bool,  # noqa: FBT001
    driver: str,
    pooler: Pooler,
    lab: Lab,
) -> None:
    """A pool that gives up before the pooler hides why; else the pooler's error comes first, and psycopg 3 names the cause."""
    pool, limit = waits
    case = example("PA407", "The pool gives up before the pooler")
    files = {
        path: text.replace("pool_timeout=5", f"pool_size=1, max_overflow=0, pool_timeout={pool}")
        .replace("edoburu/pgbouncer:v1.24.1-p1", IMAGES[pooler.version])
        .replace("postgresql+psycopg2:", f"postgresql+{driver}:")
        .replace('QUERY_WAIT_TIMEOUT: "60"', f'QUERY_WAIT_TIMEOUT: "{limit}"')
        for path, text in case.files
    }
    repository = lab.repository(files)
    bouncer = lab.bouncer(Pooler(pooler.version, (f"query_wait_timeout = {limit}",)))
    (url,) = re.findall(r"postgresql\+psycopg2?://\S+", files["docker-compose.yml"])
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=url) as app, bouncer.connect(autocommit=False) as busy:
        busy.execute("SELECT 1")
        told = str(app.do("compete", 2).value)
    told = re.sub(r" \(Background.*", "", told)
    told = told if fires else re.sub(r"^\(\S+\) (?:FATAL:  )?", "", told)
    lab.saw("PA407", f"{driver}, pool_timeout={pool}, query_wait_timeout = {limit}, no server connection", pooler, told)

    lost = "server closed the connection unexpectedly"  # psycopg2 does not read the error of the BEGIN that it sends itself
    assert fires == told.startswith("QueuePool limit"), told
    assert fires or told == ("query_wait_timeout" if driver == "psycopg" else lost)
    assert is_quoted("PA407", told), told
    assert ({("PA407", "warning")} if fires else set()) == repository.findings("PA407")


@pytest.mark.parametrize(("limit", "fires"), [(30000, True), (1000, False)])
def test_a_statement_outlives_its_function(limit: int, fires: bool, lab: Lab) -> None:  # noqa: FBT001
    """The statement of a function that was ended goes on at the server, unless its own limit is shorter."""
    case = example("PA407", "A statement that outlives the function")
    files = {path: text.replace("statement_timeout=30000", f"statement_timeout={limit}") for path, text in case.files}
    repository = lab.repository(files)
    watch = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)' AND state = 'active' AND usename = 'app'"
    url = f"postgresql://app@{lab.server.address}/shop"
    with repository.run("src/app.py", lab.server.address, DATABASE_URL=url) as function:
        function.tell("query", "SELECT pg_sleep(20)")
        until = time.monotonic() + 15
        while lab.server.run(watch) == [0] and time.monotonic() < until:
            time.sleep(0.05)
    until = time.monotonic() + (3 if fires else 15)
    while (left := lab.server.run(watch)) == [1] and time.monotonic() < until:
        time.sleep(0.1)
    lab.server.terminate()
    seen = "still runs three seconds after the function" if left == [1] else "is ended"
    lab.saw("PA407", f"a function that was ended, statement_timeout={limit}", None, f"its statement {seen}")

    assert [int(fires)] == left
    assert ({("PA407", "warning")} if fires else set()) == repository.findings("PA407")


@pytest.mark.parametrize(("seconds", "fires"), [(30000, True), (1, False)], ids=["milliseconds", "seconds"])
def test_query_timeout_counts_seconds(seconds: int, fires: bool, pooler: Pooler, lab: Lab) -> None:  # noqa: FBT001
    """`query_timeout = 30000` ends nothing for hours, `1` a query of a few seconds."""
    files = dict(example("PA403", "In PgBouncer's file").files)
    ini = files["pgbouncer.ini"].replace("query_timeout = 30000", f"query_timeout = {seconds}")
    bouncer = lab.bouncer(pooler, ini=ini)
    with bouncer.connect() as client:
        try:
            client.execute("SELECT pg_sleep(3)")
            told = ""
        except psycopg.Error as error:
            told = str(error).splitlines()[0]
    lab.saw("PA403", f"query_timeout = {seconds}, a query of three seconds", pooler, told or "goes on to its end")

    assert ("" if fires else "query timeout") == told
    assert ({("PA403", "warning")} if fires else set()) == lab.repository({"pgbouncer.ini": ini}).findings("PA403")


@pytest.mark.parametrize("name", ["Seconds for milliseconds", "Near miss: milliseconds that are meant"])
def test_node_postgres_counts_milliseconds(name: str, lab: Lab) -> None:
    """Ten thousandths of a second are not enough for a server that is three tenths away; ten seconds are."""
    case = example("PA403", name)
    repository = lab.repository(dict(case.files))
    with (
        Relay(lab.server.port, delay=0.3) as far,
        repository.run("src/db.ts", far.address, DATABASE_URL=f"postgresql://app@{far.address}/shop") as app,
    ):
        told = app.opened.error if app.opened else "?"
    lab.saw("PA403", f"page, {case.section}: {name}, a server 0.3 s away", None, told or "works")

    assert (case.section == "fires") == bool(told), told
    assert not told or is_quoted("PA403", told), told
    assert expected("PA403", case) == repository.findings("PA403")


@pytest.mark.parametrize(("limit", "fires"), [("30", True), ("30s", False)])
def test_postgresql_counts_milliseconds(limit: str, fires: bool, lab: Lab) -> None:  # noqa: FBT001
    """A bare 30 ends every statement that takes longer than 30 ms."""
    files = dict(example("PA403", "Thirty milliseconds for every statement").files)
    conf = re.sub(r"(?m)^statement_timeout = 30\b", f"statement_timeout = {limit}", files["postgresql.conf"])
    told, state = ended("SELECT pg_sleep(0.5)", lab, f"-c statement_timeout={limit}")
    lab.saw("PA403", f"statement_timeout = {limit}, a statement of half a second", None, f"{told} ({state})" if told else "works")

    assert fires == bool(told)
    assert not told or (is_quoted("PA403", told) and {state} == states("PA403")), told
    assert ({("PA403", "warning")} if fires else set()) == lab.repository({"postgresql.conf": conf}).findings("PA403")
