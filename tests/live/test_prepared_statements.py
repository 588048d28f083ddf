"""PA201: names of prepared statements, and a pooler that shares connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live.clients import asyncpg, psycopg, sqlalchemy
from live.program import Pooler, failures, requirements
from live.quotes import generic, quoted, states

if TYPE_CHECKING:
    from live.clients import Client
    from live.lab import Lab

EVERY_POOLER = pytest.mark.parametrize(
    "pooler",
    [
        pytest.param(Pooler("1.18"), id="pgbouncer-1.18"),
        pytest.param(Pooler("1.24", ("max_prepared_statements = 0",)), id="pgbouncer-1.24-follows-0"),
        pytest.param(Pooler("1.24", ("max_prepared_statements = 200",)), id="pgbouncer-1.24-follows-200"),
        pytest.param(Pooler("1.24"), id="pgbouncer-1.24-default"),
    ],
)
EXISTS = 'prepared statement "{name}" already exists (42P05)'
LOST = 'prepared statement "{name}" does not exist (26000)'
FIRES = {("PA201", "error")}


@EVERY_POOLER
@pytest.mark.parametrize(
    ("client", "name"),
    [
        pytest.param(asyncpg("default"), "__asyncpg_stmt_N__", id="asyncpg"),
        pytest.param(psycopg("prepare_threshold=0", ", prepare_threshold=0"), "_pgN_N", id="psycopg-0"),
        pytest.param(psycopg("default"), "_pgN_N", id="psycopg-default"),
        pytest.param(sqlalchemy("asyncpg", "default"), "__asyncpg_stmt_N__", id="sqlalchemy-asyncpg"),
    ],
)
def test_names_collide(client: Client, name: str, pooler: Pooler, lab: Lab) -> None:
    """A second process meets the name that the first one left on the shared connection, unless the pooler follows names."""
    repository = lab.repository(client.files(pooler))
    seen = failures(client.two_processes(repository, lab.bouncer(pooler)))
    lab.saw("PA201", f"{client.name}: two processes", pooler, seen[0] if seen else "works")

    expected = [] if pooler.follows_names else [generic(EXISTS.format(name=name))]
    assert expected == [generic(each) for each in seen[:1]]
    assert (set() if pooler.follows_names else FIRES) == repository.findings("PA201")


@EVERY_POOLER
@pytest.mark.parametrize(
    ("client", "name"),
    [
        pytest.param(asyncpg("default"), "__asyncpg_stmt_N__", id="asyncpg"),
        pytest.param(psycopg("prepare_threshold=5", ", prepare_threshold=5"), "_pgN_N", id="psycopg-5"),
    ],
)
def test_names_are_lost(client: Client, name: str, pooler: Pooler, lab: Lab) -> None:
    """A process that is given another server connection does not find its statement there, unless the pooler follows names."""
    repository = lab.repository(client.files(pooler, size=2))
    seen = failures(client.moved(repository, lab.bouncer(pooler, size=2)))
    lab.saw("PA201", f"{client.name}: moved to another connection", pooler, seen[0] if seen else "works")

    expected = [] if pooler.follows_names else [generic(LOST.format(name=name))]
    assert expected == list(dict.fromkeys(generic(each) for each in seen))
    assert (set() if pooler.follows_names else FIRES) == repository.findings("PA201")


@EVERY_POOLER
@pytest.mark.parametrize(
    "client",
    [
        pytest.param(asyncpg("statement_cache_size=0", ", statement_cache_size=0"), id="asyncpg"),
        pytest.param(psycopg("prepare_threshold=None", ", prepare_threshold=None"), id="psycopg"),
        pytest.param(
            sqlalchemy("asyncpg", "statement_cache_size=0", ', connect_args={"statement_cache_size": 0}'), id="sqlalchemy-asyncpg"
        ),
    ],
)
def test_without_names_it_works(client: Client, pooler: Pooler, lab: Lab) -> None:
    """The mended client works behind every release, on a shared connection and on a changed one."""
    repository = lab.repository(client.files(pooler))
    seen = failures(client.two_processes(repository, lab.bouncer(pooler)))
    seen += failures(client.moved(repository, lab.bouncer(pooler, size=2)))
    lab.saw("PA201", client.name, pooler, seen[0] if seen else "works")

    assert [] == seen
    assert set() == repository.findings("PA201")


@EVERY_POOLER
def test_sql_level_prepare_is_never_followed(pooler: Pooler, lab: Lab) -> None:
    """PREPARE as a statement collides and gets lost behind every release, also where names of the protocol are followed."""
    text = (
        'import os\n\nimport psycopg2\n\nconn = psycopg2.connect(os.environ["DATABASE_URL"])\n\n\n'
        'def prepare():\n    conn.cursor().execute("PREPARE get_user (int) AS SELECT name FROM users WHERE id = $1")\n'
    )
    files = {"app/db.py": text, "docker-compose.yml": pooler.compose(), "pgbouncer.ini": pooler.ini(2)}
    repository = lab.repository(files | {"requirements.txt": requirements("psycopg2")})
    url = "postgresql://app@pgbouncer:6432/shop"
    bouncer = lab.bouncer(pooler, 2)
    with (
        repository.run("app/db.py", bouncer.address, DATABASE_URL=url) as first,
        repository.run("app/db.py", bouncer.address, DATABASE_URL=url) as second,
    ):
        replies = [first.do("call", "prepare"), second.do("call", "prepare")]
        with bouncer.connect(autocommit=False) as other:
            other.execute("SELECT 1")
            replies.append(first.ask("EXECUTE get_user (1)"))
    lab.saw("PA201", "PREPARE as a statement", pooler, "; ".join(failures(replies)))

    assert ["", EXISTS.format(name="get_user"), LOST.format(name="get_user")] == [each.failure for each in replies]
    assert FIRES == repository.findings("PA201")


def test_the_page_quotes_what_is_seen() -> None:
    """The messages that the tests above assert are those of the page, with their states."""
    messages = {generic(each.format(name="__asyncpg_stmt_1__")).rpartition(" (")[0] for each in (EXISTS, LOST)}

    assert messages <= quoted("PA201")
    assert {"42P05", "26000"} == states("PA201")
