"""PA104: migration tools that hold a lock of their session while they run."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import psycopg
import pytest
from live.pages import example
from live.program import Pooler, requirements
from live.quotes import is_quoted
from live.served import Copy

if TYPE_CHECKING:
    from live.bouncer import Bouncer
    from live.lab import Lab
    from live.program import Repository

POOLED, DIRECT = "postgresql://app@pgbouncer:6432/shop", "postgresql://app@db:5432/shop"
MODES = pytest.mark.parametrize("mode", ["transaction", "session"])
SAID = ("Failed to release migration lock", "Another migration is already running")
CREATE = "-- Up Migration\nCREATE TABLE items (id int);\n\n-- Down Migration\nDROP TABLE items;\n"
ALEMBIC = (
    "import os\n\nfrom alembic import context\nfrom sqlalchemy import create_engine\n\n"
    'engine = create_engine(os.environ["DATABASE_URL"])\n\nwith engine.connect() as connection:\n'
    "    context.configure(connection=connection)\n    with context.begin_transaction():\n        context.run_migrations()\n"
)


def project(lab: Lab, pooler: Pooler, url: str = POOLED, options: str = "") -> Repository:
    """A deployment that migrates with node-pg-migrate before it does anything else."""
    compose = pooler.compose(url).replace("build: .\n", f"build: .\n    command: npx node-pg-migrate up{options}\n", 1)
    return lab.repository(
        {
            "docker-compose.yml": compose,
            "pgbouncer.ini": pooler.ini(2),
            "migrations/1700000000000_items.sql": CREATE,
            "package.json": '{"name": "shop", "dependencies": {"node-pg-migrate": "7.9.1", "pg": "8.23.1"}}\n',
        }
    )


def in_turn(pooler: Pooler) -> Pooler:
    """Connections are taken in turn, as under load: else one client alone would always be given the same."""
    return Pooler(pooler.version, ("server_round_robin = 1",), pooler.mode)


def both_open(bouncer: Bouncer) -> None:
    """Let the pooler open both of its server connections."""
    with bouncer.connect(autocommit=False) as first, bouncer.connect(autocommit=False) as second:
        first.execute("SELECT 1")
        second.execute("SELECT 1")


def locks(lab: Lab) -> int:
    """How many session locks are held."""
    return int(lab.server.run("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")[0])


def away_from_the_lock(bouncer: Bouncer, clients: ExitStack) -> None:
    """Keep the server connection that holds the lock busy, so that the next client is given the other one."""
    for _ in range(2):
        client = clients.enter_context(bouncer.connect(autocommit=False))
        mine = client.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()").fetchone()
        if mine == (0,):
            client.rollback()


@pytest.mark.parametrize(
    ("way", "breaks"),
    [
        pytest.param(("transaction", POOLED, ""), True, id="transaction"),
        pytest.param(("session", POOLED, ""), False, id="session"),
        pytest.param(("transaction", DIRECT, ""), False, id="direct"),
        pytest.param(("transaction", POOLED, " --no-lock"), False, id="no-lock"),
    ],
)
def test_node_pg_migrate(way: tuple[str, str, str], breaks: bool, pooler: Pooler, lab: Lab) -> None:  # noqa: FBT001
    """The release fails, the lock stays held after the tool has ended, and the next deployment is turned away."""
    mode, url, options = way
    pooler = in_turn(Pooler(pooler.version, mode=mode))
    repository = project(lab, pooler, url, options)
    bouncer = lab.bouncer(pooler, size=2)
    copy = Copy(repository, {})
    asked = url.replace("pgbouncer:6432", bouncer.address).replace("db:5432", lab.server.address)
    both_open(bouncer)
    with ExitStack() as clients:
        clients.callback(lab.server.run, "DROP TABLE IF EXISTS items, pgmigrations")
        clients.callback(lab.server.terminate)  # and with its connections go their locks
        ran = [copy.run("node-pg-migrate", "up", *options.split(), DATABASE_URL=asked) for _ in range(2)]
        held = locks(lab)
        if held:
            away_from_the_lock(bouncer, clients)
        ran.append(copy.run("node-pg-migrate", "up", *options.split(), DATABASE_URL=asked))
    told = list(dict.fromkeys(line for each in ran for line in each.lines if line.removeprefix("Error: ") in SAID))
    path = "direct" if url == DIRECT else f"{mode} mode"
    seen = f"{told[0]}; {held} lock held when it has ended; the next run: {told[-1]}" if told else "works again and again"
    lab.saw("PA104", f"node-pg-migrate{options}, {path}", Pooler(pooler.version), seen)

    assert [0, 0] == [each.code for each in ran[:2]], [each.lines for each in ran]
    assert ([SAID[0], f"Error: {SAID[1]}"] if breaks else [], 1 if breaks else 0) == (told, held), [each.lines for each in ran]
    assert (1 if breaks else 0) == ran[2].code
    assert all(is_quoted("PA104", each.removeprefix("Error: ")) for each in told)
    assert ({("PA104", "error")} if breaks else set()) == repository.findings("PA104")


def test_a_second_run_at_the_same_time(lab: Lab) -> None:
    """What the lock is for: straight to the server, a second run is turned away while the first one works."""
    repository = project(lab, Pooler("1.24"), DIRECT)
    copy = Copy(repository, {})
    with lab.server.connect("app") as first:
        first.execute("SELECT pg_advisory_lock(7241865325823964)")  # the number that node-pg-migrate takes
        second = copy.run("node-pg-migrate", "up", DATABASE_URL=DIRECT.replace("db:5432", lab.server.address))
    told = [line for line in second.lines if line == f"Error: {SAID[1]}"]
    lab.saw("PA104", "node-pg-migrate, direct, while another one runs", None, "".join(told))

    assert (1, 1) == (second.code, len(told)), second.lines
    assert set() == repository.findings("PA104")


@MODES
def test_the_statements_of_golang_migrate(mode: str, pooler: Pooler, lab: Lab) -> None:
    """The page's own files: the unlock reaches another connection, the tool ignores its answer, and the next one waits."""
    case = example("PA104", "golang-migrate")
    pooler = in_turn(Pooler(pooler.version, mode=mode))
    files = {path: text.replace("POOL_MODE: transaction", f"POOL_MODE: {mode}") for path, text in case.files}
    repository = lab.repository(files)
    bouncer = lab.bouncer(pooler, size=2)
    both_open(bouncer)
    with ExitStack() as clients:
        clients.callback(lab.server.terminate)
        with bouncer.connect() as tool:
            tool.execute("SELECT pg_advisory_lock(1)")
            (unlocked,) = tool.execute("SELECT pg_advisory_unlock(1)").fetchone() or (None,)
        held = locks(lab)
        if held:
            away_from_the_lock(bouncer, clients)
        waits = waits_for_the_lock(bouncer)
    seen = "unlock says false; the next run waits for the lock" if waits else "unlocks; the next run is let in"
    lab.saw("PA104", f"pg_advisory_lock and _unlock, as golang-migrate sends them, {mode} mode", Pooler(pooler.version), seen)

    broken = mode == "transaction"
    assert (not broken, int(broken), broken) == (unlocked, held, waits)
    assert ({("PA104", "error")} if broken else set()) == repository.findings("PA104")


def test_alembic_takes_no_lock(pooler: Pooler, lab: Lab) -> None:
    """Alembic migrates through the pooler, holds no lock while it runs, and leaves none."""
    case = example("PA104", "Alembic takes no session lock")
    found = lab.repository(dict(case.files)).findings("PA104")
    version = (
        "from alembic import op\n\nrevision = '1'\ndown_revision = None\n\n\ndef upgrade():\n"
        "    op.execute('CREATE TABLE items AS SELECT count(*) AS held FROM pg_locks WHERE locktype = $$advisory$$')\n"
    )
    files = {"alembic.ini": "[alembic]\nscript_location = migrations\n", "migrations/env.py": ALEMBIC}
    files |= {"migrations/versions/1_items.py": version, "requirements.txt": requirements("sqlalchemy", "psycopg2")}
    bouncer = lab.bouncer(in_turn(pooler), size=2)
    both_open(bouncer)
    copy = Copy(lab.repository(files), {})
    try:
        ended = copy.run("alembic", "upgrade", "head", DATABASE_URL=f"postgresql+psycopg2://app@{bouncer.address}/shop")
        during = lab.server.run("SELECT held FROM items")
        after = locks(lab)
    finally:
        lab.server.run("DROP TABLE IF EXISTS items, alembic_version")
    lab.saw("PA104", "alembic upgrade head", pooler, "works; no lock is held")

    assert (0, [0], 0) == (ended.code, during, after), ended.lines
    assert set() == found


def waits_for_the_lock(bouncer: Bouncer) -> bool:
    """Whether the next run of the tool waits; half a second stands for ever."""
    with bouncer.connect(autocommit=False) as tool:
        tool.execute("SET LOCAL lock_timeout = '500ms'")
        try:
            tool.execute("SELECT pg_advisory_lock(1)")
        except psycopg.errors.LockNotAvailable:
            return True
    return False
