"""PA401: a pool that hands out connections which the other side has closed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from live.clients import sqlalchemy
from live.program import Pooler, requirements
from live.quotes import generic, quoted, states

if TYPE_CHECKING:
    from live.lab import Lab

HOST = "ep-cool-name-123456-pooler.us-east-2.aws.neon.tech"
"""A service that drops idle connections: for the scan, what the server of the test does."""
VARIANTS = [
    pytest.param("", "", True, id="default"),
    pytest.param(", pool_pre_ping=True", "", False, id="pre-ping"),
    pytest.param(", poolclass=NullPool", "from sqlalchemy.pool import NullPool\n", False, id="no-pool"),
]


@pytest.mark.parametrize("driver", ["psycopg2", "psycopg", "asyncpg"])
@pytest.mark.parametrize(("arguments", "imports", "breaks"), VARIANTS)
def test_after_the_server_closed_it(driver: str, arguments: str, imports: str, breaks: bool, lab: Lab) -> None:  # noqa: FBT001
    """The first statement after the server ended the connections fails, unless the pool tests or keeps none."""
    client = sqlalchemy(driver, arguments.strip(", ") or "default", arguments, imports=imports)
    text = client.text.replace('os.environ["DATABASE_URL"]', f'"postgresql+{driver}://app@{HOST}/shop"')
    repository = lab.repository({client.path: text, "requirements.txt": requirements("sqlalchemy", driver)})
    with repository.run(client.path, lab.server.address, host=HOST) as app:
        before = app.ask("SELECT 1")
        lab.server.terminate()
        after = [app.ask("SELECT 1"), app.ask("SELECT 1")]
    lab.saw("PA401", f"{client.name}: connections ended by the server", None, after[0].failure or "works")

    assert ("", "") == (before.failure, after[1].failure)
    assert breaks == bool(after[0].error)
    assert not breaks or any(quote in generic(after[0].error) for quote in quoted("PA401"))
    assert {"57P01"} == states("PA401")
    assert ({("PA401", "warning")} if breaks else set()) == repository.findings("PA401")


@pytest.mark.parametrize(("arguments", "imports", "breaks"), VARIANTS)
def test_after_the_pooler_closed_it(
    arguments: str,
    imports: str,
    breaks: bool,  # noqa: FBT001
    pooler: Pooler,
    lab: Lab,
) -> None:
    """PgBouncer's `client_idle_timeout` does the same to a quiet pool."""
    pooler = Pooler(pooler.version, ("client_idle_timeout = 1",))
    client = sqlalchemy("psycopg2", arguments.strip(", ") or "default", arguments, imports=imports)
    repository = lab.repository(client.files(pooler))
    with client.start(repository, lab.bouncer(pooler)) as app:
        before = app.ask("SELECT 1")
        time.sleep(2.5)
        after = [app.ask("SELECT 1"), app.ask("SELECT 1")]
    variant = f"{client.name}: client_idle_timeout passed"
    lab.saw("PA401", variant, Pooler(pooler.version), after[0].failure or "works")

    assert ("", "") == (before.failure, after[1].failure)
    assert breaks == bool(after[0].error)
