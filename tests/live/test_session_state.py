"""PA202, PA203, PA204, PA206: what belongs to a server connection, seen by the next client and missed by its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from live.program import Pooler, requirements
from live.quotes import generic, quoted, states

if TYPE_CHECKING:
    from live.lab import Lab
    from live.program import Repository

URL = "postgresql://app@pgbouncer:6432/shop"
MODES = pytest.mark.parametrize("mode", ["transaction", "session"])


def app(lab: Lab, pooler: Pooler, *lines: str) -> Repository:
    """A repository whose function `work` runs these lines on a connection `conn` of psycopg in autocommit mode."""
    text = (
        "import os\n\nimport psycopg\n\n"
        'conn = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None)\n\n\n'
        "def work():\n" + "".join(f"    {line}\n" for line in lines)
    )
    files = {"app/db.py": text, "docker-compose.yml": pooler.compose(), "pgbouncer.ini": pooler.ini()}
    return lab.repository(files | {"requirements.txt": requirements("psycopg")})


def pooled(lab: Lab, pooler: Pooler, statement: str) -> Repository:
    """A repository whose function `work` runs a statement on a pool of asyncpg."""
    text = (
        "import os\n\nimport asyncpg\n\n\nasync def work():\n"
        '    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, statement_cache_size=0)\n'
        f'    await pool.execute("{statement}")\n'
    )
    files = {"app/db.py": text, "docker-compose.yml": pooler.compose(), "pgbouncer.ini": pooler.ini()}
    return lab.repository(files | {"requirements.txt": requirements("asyncpg")})


@pytest.mark.parametrize(
    ("statement", "setting", "severity"),
    [
        ("SET statement_timeout = '5s'", "statement_timeout", "warning"),
        ("SET lock_timeout = '700ms'", "lock_timeout", "warning"),
        ("SET work_mem = '7MB'", "work_mem", "warning"),
        ("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE", "default_transaction_isolation", "warning"),
        ("SET app.tenant = 'acme'", "app.tenant", "error"),
        ("SELECT set_config('app.tenant', 'acme', false)", "app.tenant", "error"),
        ("SET search_path = pg_temp", "search_path", "error"),
        ("SET ROLE app2", "role", "error"),
        ("SET TimeZone = 'Asia/Tokyo'", "timezone", ""),
        ("SET DateStyle = 'German'", "datestyle", ""),
        ("SELECT set_config('app.tenant', 'acme', true)", "app.tenant", ""),
        ("SET LOCAL statement_timeout = '5s'", "statement_timeout", ""),
        ("RESET statement_timeout", "statement_timeout", ""),
        ("SET statement_timeout TO DEFAULT", "statement_timeout", ""),
    ],
    ids=lambda value: value if " " in value else "",
)
def test_a_setting_reaches_the_next_client(statement: str, setting: str, severity: str, pooler: Pooler, lab: Lab) -> None:
    """What one client sets, the next one has; not so for what ends with the statement or is restored by the pooler."""
    repository = app(lab, pooler, f'conn.execute("{statement}")')
    bouncer = lab.bouncer(pooler)
    shown = "SELECT nullif(current_setting(%s, true), '')"
    with bouncer.connect() as earlier:
        usual = earlier.execute(shown, (setting,)).fetchone()
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web:
        done = web.do("call", "work")
        with bouncer.connect() as later:
            inherited = later.execute(shown, (setting,)).fetchone()
    seen = "the next client inherits it" if inherited != usual else "the next client does not see it"
    lab.saw("PA202", statement, pooler, seen)

    assert done.failure == ""
    assert bool(severity) == (inherited != usual)
    assert ({("PA202", severity)} if severity else set()) == repository.findings("PA202")


@pytest.mark.parametrize(
    ("version", "leaks"), [pytest.param("1.18", True, id="pgbouncer-1.18"), pytest.param("1.24", False, id="pgbouncer-1.24")]
)
def test_interval_style_is_restored_by_later_releases(version: str, leaks: bool, lab: Lab) -> None:  # noqa: FBT001
    """IntervalStyle leaks behind 1.18 and is restored for each client by 1.24; the scan knows which."""
    pooler = Pooler(version)
    repository = app(lab, pooler, "conn.execute(\"SET IntervalStyle = 'iso_8601'\")")
    bouncer = lab.bouncer(pooler)
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web:
        web.do("call", "work")
        with bouncer.connect() as later:
            inherited = later.execute("SHOW IntervalStyle").fetchone()
    lab.saw("PA202", "SET IntervalStyle", pooler, f"the next client has {inherited[0] if inherited else ''}")

    assert ("iso_8601" if leaks else "postgres",) == inherited
    assert ({("PA202", "warning")} if leaks else set()) == repository.findings("PA202")


@pytest.mark.parametrize(
    ("version", "leaks"), [pytest.param("1.18", True, id="pgbouncer-1.18"), pytest.param("1.24", False, id="pgbouncer-1.24")]
)
def test_application_name(version: str, leaks: bool, lab: Lab) -> None:  # noqa: FBT001
    """1.18 leaves the name to a client that gives none, but not to one that has its own; 1.24 restores both."""
    pooler = Pooler(version)
    repository = app(lab, pooler, "conn.execute(\"SET application_name = 'leaker'\")")
    bouncer = lab.bouncer(pooler)
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web:
        web.do("call", "work")
        with bouncer.connect() as later:
            inherited = later.execute("SHOW application_name").fetchone()
        with bouncer.connect(application_name="own") as named:
            own = named.execute("SHOW application_name").fetchone()
    seen = f"the next client without one has {inherited[0] if inherited else ''!r}, one with a name its own"
    lab.saw("PA202", "SET application_name", pooler, seen)

    assert ("leaker" if leaks else "",) == inherited
    assert ("own",) == own
    assert ({("PA202", "warning")} if leaks else set()) == repository.findings("PA202")


@MODES
@pytest.mark.parametrize(
    ("statement", "stays"),
    [
        pytest.param("SET statement_timeout = '5s'", True, id="set"),
        pytest.param("SET LOCAL statement_timeout = '5s'", False, id="local"),
    ],
)
def test_a_setting_made_in_a_transaction(statement: str, stays: bool, mode: str, pooler: Pooler, lab: Lab) -> None:  # noqa: FBT001
    """SET outlives the transaction and reaches the next client; SET LOCAL does not, and session mode resets."""
    pooler = Pooler(pooler.version, mode=mode)
    repository = app(lab, pooler, "with conn.transaction():", f'    conn.execute("{statement}")')
    bouncer = lab.bouncer(pooler)
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web:
        web.do("call", "work")
        own = web.ask("SHOW statement_timeout").value
    with bouncer.connect() as later:
        inherited = later.execute("SHOW statement_timeout").fetchone()
    leaks = stays and mode == "transaction"
    lab.saw("PA202", f"{statement} in a transaction", pooler, f"the next client has {inherited[0] if inherited else ''}")

    assert ("5s" if stays else "0") == own
    assert ("5s" if leaks else "0",) == inherited
    assert ({("PA202", "warning")} if leaks else set()) == repository.findings("PA202")


def test_a_setting_is_lost_for_its_own_client(pooler: Pooler, lab: Lab) -> None:
    """On another server connection the client's own setting is not in force."""
    repository = app(lab, pooler, "conn.execute(\"SET app.tenant = 'acme'\")")
    bouncer = lab.bouncer(pooler, size=2)
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web:
        web.do("call", "work")
        with bouncer.connect(autocommit=False) as other:
            theirs = other.execute("SELECT current_setting('app.tenant', true)").fetchone()
            own = web.ask("SELECT current_setting('app.tenant', true)")
    lab.saw("PA202", "SET app.tenant, then another client works", pooler, "the other has it, its own client has lost it")

    assert (("acme",), None) == (theirs, own.value)
    assert {("PA202", "error")} == repository.findings("PA202")


@MODES
def test_a_session_lock_protects_nothing(mode: str, pooler: Pooler, lab: Lab) -> None:
    """Two clients hold the same lock, the unlock reaches another connection, and the lock outlives both clients."""
    pooler = Pooler(pooler.version, ("server_round_robin = 1",), mode)
    repository = pooled(lab, pooler, "SELECT pg_advisory_lock(42)")
    bouncer = lab.bouncer(pooler, size=2)
    shared = mode == "transaction"
    notices: list[str] = []
    with bouncer.connect() as first, bouncer.connect() as second:
        if shared:  # both server connections are open and taken in turn
            with first.transaction(), second.transaction():
                first.execute("SELECT 1")
                second.execute("SELECT 1")
        first.add_notice_handler(lambda notice: notices.append(f"{notice.message_primary}"))
        first.execute("SELECT pg_advisory_lock(42)")
        (unlocked,) = first.execute("SELECT pg_advisory_unlock(42)").fetchone() or (None,)
        (also,) = second.execute("SELECT pg_try_advisory_lock(42)").fetchone() or (None,)
    (held,) = lab.server.run("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
    seen = f"unlock says {unlocked}; {held} still held when all clients have left" if shared else "unlocks, and nothing is held"
    lab.saw("PA203", f"pg_advisory_lock, {mode} mode", Pooler(pooler.version), seen)

    assert (not shared) == unlocked
    assert (["you don't own a lock of type ExclusiveLock"] if shared else []) == notices
    assert also
    assert (1 if shared else 0) == min(held, 1)
    assert set(map(generic, notices)) <= quoted("PA203")
    assert ({("PA203", "error")} if shared else set()) == repository.findings("PA203")


def test_the_same_session_lock_twice(pooler: Pooler, lab: Lab) -> None:
    """A second client on the same connection is given the lock that the first one holds."""
    repository = pooled(lab, pooler, "SELECT pg_try_advisory_lock(42)")
    bouncer = lab.bouncer(pooler)
    with bouncer.connect() as first, bouncer.connect() as second:
        both = [each.execute("SELECT pg_try_advisory_lock(42)").fetchone() for each in (first, second)]
    lab.saw("PA203", "pg_try_advisory_lock by two clients", pooler, "both are told that they hold it")

    assert [(True,), (True,)] == both
    assert {("PA203", "error")} == repository.findings("PA203")


def test_a_transaction_lock_protects(pooler: Pooler, lab: Lab) -> None:
    """`pg_advisory_xact_lock` keeps others out until the transaction ends, and is gone then."""
    repository = pooled(lab, pooler, "SELECT pg_advisory_xact_lock(42)")
    bouncer = lab.bouncer(pooler, size=2)
    attempt = "SELECT pg_try_advisory_xact_lock(42)"
    with bouncer.connect() as first, bouncer.connect() as second:
        with first.transaction():
            first.execute("SELECT pg_advisory_xact_lock(42)")
            during = second.execute(attempt).fetchone()
        after = second.execute(attempt).fetchone()
    (held,) = lab.server.run("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
    lab.saw("PA203", "pg_advisory_xact_lock in a transaction", pooler, "keeps others out until the commit")

    assert ((False,), (True,), 0) == (during, after, held)
    assert set() == repository.findings("PA203")


@MODES
def test_notifications(mode: str, pooler: Pooler, lab: Lab) -> None:
    """LISTEN is answered in every mode; in transaction mode nothing arrives."""
    pooler = Pooler(pooler.version, mode=mode)
    repository = app(lab, pooler, 'conn.execute("LISTEN jobs")')
    bouncer = lab.bouncer(pooler)
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web:
        listening = web.do("call", "work")
        lab.server.run("NOTIFY jobs, 'hello'")
        heard = web.do("notifications").value
    lab.saw("PA204", f"LISTEN, {mode} mode", Pooler(pooler.version), "delivered" if heard else "answered, never delivered")

    assert "" == listening.failure
    assert ([] if mode == "transaction" else ["hello"]) == heard
    assert ({("PA204", "error")} if mode == "transaction" else set()) == repository.findings("PA204")


def test_notify_goes_through(pooler: Pooler, lab: Lab) -> None:
    """NOTIFY reaches a listener that has a direct connection."""
    repository = app(lab, pooler, "conn.execute(\"NOTIFY jobs, 'hello'\")")
    bouncer = lab.bouncer(pooler)
    with lab.server.connect() as listener:
        listener.execute("LISTEN jobs")
        with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web:
            web.do("call", "work")
        heard = [each.payload for each in listener.notifies(timeout=5, stop_after=1)]
    lab.saw("PA204", "NOTIFY, listener direct", pooler, "delivered")

    assert ["hello"] == heard
    assert set() == repository.findings("PA204")


def test_a_temporary_table_is_missing_and_in_the_way(pooler: Pooler, lab: Lab) -> None:
    """Its own client does not find it on another connection, and another client cannot create one of that name."""
    statement = "CREATE TEMP TABLE staging (id int)"
    repository = pooled(lab, pooler, statement)
    bouncer = lab.bouncer(pooler, size=2)
    with repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as web, bouncer.connect() as own:
        opened = web.opened
        failed = []
        with bouncer.connect(autocommit=False) as other:
            for client, each in ((other, statement), (own, "SELECT * FROM staging")):
                with pytest.raises(psycopg.Error) as raised:
                    client.execute(each.encode())
                failed.append((str(raised.value).splitlines()[0], raised.value.sqlstate))
    lab.saw("PA206", statement, pooler, "; ".join(f"{text} ({state})" for text, state in failed))

    assert opened is not None
    assert "" == opened.failure
    assert [('relation "staging" already exists', "42P07"), ('relation "staging" does not exist', "42P01")] == failed
    assert {generic(text) for text, _ in failed} <= quoted("PA206")
    assert {"42P01", "42P07"} == states("PA206")
    assert {("PA206", "warning")} == repository.findings("PA206")


def test_a_temporary_table_of_one_transaction(pooler: Pooler, lab: Lab) -> None:
    """ON COMMIT DROP inside one transaction works again and again, for every client."""
    create = "CREATE TEMP TABLE staging (id int) ON COMMIT DROP"
    repository = app(
        lab, pooler, "with conn.transaction():", f'    conn.execute("{create}")', '    conn.execute("TABLE staging")'
    )
    bouncer = lab.bouncer(pooler)
    with (
        repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as first,
        repository.run("app/db.py", bouncer.address, DATABASE_URL=URL) as second,
    ):
        seen = [each.do("call", "work").failure for _ in range(2) for each in (first, second)]
    lab.saw("PA206", create, pooler, "works")

    assert ["", "", "", ""] == seen
    assert set() == repository.findings("PA206")
