"""PA303, PA401 with MariaDB: a pool without a limit, and connections that the server has closed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from live.mariadb import MariaDb
from live.program import requirements
from live.quotes import is_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from live.lab import Lab

HOST = "shop.proxy-abcdefghijkl.eu-central-1.rds.amazonaws.com"
"""A service that closes idle connections: for the scan, what the server of the test does."""
IDLE = 1
"""Seconds after which it closes a connection."""
MAXIMUM = 12
NULL_POOL = "from sqlalchemy.pool import NullPool\n"


@pytest.fixture(scope="module")
def mariadb() -> Iterator[MariaDb]:
    """A server that closes idle connections."""
    with MariaDb(f"--wait-timeout={IDLE}") as started:
        yield started


@pytest.fixture(scope="module")
def small() -> Iterator[MariaDb]:
    """A server with few connections to give."""
    with MariaDb(f"--max-connections={MAXIMUM}") as started:
        yield started


def engine(arguments: str, address: str = "mariadb:3306", imports: str = "") -> dict[str, str]:
    """A repository with an engine of SQLAlchemy on PyMySQL."""
    text = (
        f"{imports}from sqlalchemy import create_engine\n\n"
        f'engine = create_engine("mysql+pymysql://app@{address}/shop"{arguments})\n'
    )
    return {"app/db.py": text, "requirements.txt": requirements("sqlalchemy", "pymysql")}


@pytest.mark.parametrize(
    ("arguments", "imports", "breaks"),
    [
        pytest.param("", "", True, id="default"),
        pytest.param(", pool_pre_ping=True", "", False, id="pre-ping"),
        pytest.param(f", pool_recycle={IDLE}", "", False, id="recycled-in-time"),
        pytest.param(", pool_recycle=3600", "", True, id="recycled-too-late"),
        pytest.param(", poolclass=NullPool", NULL_POOL, False, id="no-pool"),
    ],
)
def test_after_the_server_closed_it(arguments: str, imports: str, breaks: bool, mariadb: MariaDb, lab: Lab) -> None:  # noqa: FBT001
    """The first statement after `wait_timeout` fails, unless the pool tests connections, replaces them in time or keeps none."""
    repository = lab.repository(engine(arguments, HOST, imports))
    with repository.run("app/db.py", mariadb.address, host=HOST) as app:
        before = app.ask("SELECT 1")
        time.sleep(IDLE + 0.7)
        after = [app.ask("SELECT 1"), app.ask("SELECT 1")]
    variant = f"SQLAlchemy with PyMySQL, {arguments.strip(', ') or 'default'}: wait_timeout of MariaDB passed"
    code = "PA402" if "3600" in arguments else "PA401"
    lab.saw(code, variant, None, after[0].failure or "works")

    assert ("", "") == (before.failure, after[1].failure)
    assert breaks == bool(after[0].error)
    assert not breaks or is_quoted("PA401", after[0].error)
    assert ({(code, "warning")} if breaks else set()) == repository.findings("PA401", "PA402")


@pytest.mark.parametrize(
    ("arguments", "refused", "severity"),
    [
        pytest.param(", max_overflow=-1", "server", "warning", id="unbounded-overflow"),
        pytest.param(", pool_size=0", "server", "warning", id="unbounded-size"),
        pytest.param(", pool_size=4, max_overflow=2, pool_timeout=1", "pool", "", id="bounded"),
    ],
)
def test_a_pool_without_a_limit(arguments: str, refused: str, severity: str, small: MariaDb, lab: Lab) -> None:
    """Without a limit the server says no, also to others; with one the pool does, and others have room."""
    repository = lab.repository(engine(arguments))
    with repository.run("app/db.py", small.address, small.address) as app:
        held = app.do("hold", MAXIMUM + 2)
        with repository.run("app/db.py", small.address, small.address) as other:
            room = other.opened
    lab.saw("PA303", f"SQLAlchemy with PyMySQL{arguments}: {MAXIMUM + 2} at once", None, held.error)

    assert ("(1040, 'Too many connections')" if refused == "server" else "QueuePool limit of size 4 overflow 2") in held.error
    assert (refused == "pool") == (room is not None and room.failure == "")
    assert refused == "pool" or is_quoted("PA303", held.error)
    assert ({("PA303", severity)} if severity else set()) == repository.findings("PA303")
