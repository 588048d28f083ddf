"""Servers for the live tests, the rule pages' quotes, and the table of what was observed.

Where servers or clients are missing, the live tests are left out with one line that says what to install; with `CI` set in the
environment they fail instead.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from live.installed import BOUNCERS, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from live.lab import Lab
    from live.program import Pooler
    from live.proof import Proof
    from live.server import Server

MISSING = missing()
IN_CI = os.environ.get("CI", "") not in {"", "0", "false"}


HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the tests of this folder out where they cannot run; in CI that is an error."""
    if not MISSING or collection_path.suffix != ".py":
        return None
    if IN_CI:
        raise pytest.UsageError(f"live tests must run in CI: {MISSING}")
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them, so that `-m "not live"` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("live")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what is left out, in one line."""
    if MISSING and not IN_CI:
        terminalreporter.write_line(f"live tests left out: {MISSING}", yellow=True)


@pytest.fixture(scope="session")
def proof(request: pytest.FixtureRequest) -> Iterator[Proof]:
    """Collect observations; with `--proof PATH`, write them there."""
    from live.proof import Proof

    collected = Proof()
    yield collected
    path = request.config.getoption("--proof")
    if path and not request.session.testsfailed:
        collected.write(path)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL with the database `shop` and its users, for the whole session."""
    from live.server import Server

    with Server("max_connections = 100") as started:
        yield started


@pytest.fixture(scope="session")
def narrow() -> Iterator[Server]:
    """Another one that has few connections to give: 17 to applications, three are kept for superusers."""
    from live.server import Server

    with Server("max_connections = 20\nlog_connections = on") as started:
        yield started


HBA = """
hostssl all app 127.0.0.1/32 scram-sha-256
host all app2 127.0.0.1/32 password
host all app3 127.0.0.1/32 scram-sha-256
"""


@pytest.fixture(scope="session")
def guarded() -> Iterator[Server]:
    """One that checks passwords and speaks TLS; it takes `app` with TLS only, and `app2` sends its password as it is."""
    from live.server import Server

    with Server("max_connections = 20", HBA) as started:
        yield started


@pytest.fixture
def safe(guarded: Server, tmp_path: Path, proof: Proof) -> Iterator[Lab]:
    """A lab at the server that checks passwords."""
    from live.lab import Lab

    with Lab(tmp_path, guarded, proof) as opened:
        yield opened


@pytest.fixture(params=BOUNCERS, ids=lambda version: f"pgbouncer-{version}")
def pooler(request: pytest.FixtureRequest) -> Pooler:
    """Each release of PgBouncer in transaction mode."""
    from live.program import Pooler

    return Pooler(str(request.param))


@pytest.fixture
def crowd(narrow: Server, tmp_path: Path, proof: Proof) -> Iterator[Lab]:
    """A lab at the server that has few connections to give."""
    from live.lab import Lab

    with Lab(tmp_path, narrow, proof) as opened:
        yield opened


@pytest.fixture
def lab(server: Server, tmp_path: Path, proof: Proof) -> Iterator[Lab]:
    """Where a test writes its repositories and starts its poolers; all are stopped after the test."""
    from live.lab import Lab

    with Lab(tmp_path, server, proof) as opened:
        yield opened
