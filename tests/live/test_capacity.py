"""PA301, PA302: connections that really arrive at the server, against the sum that the scan makes."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from live.bouncer import Bouncer
from live.program import IMAGES, Repository, requirements
from live.quotes import generic, quoted
from live.server import Server

from poolaudit.scan import survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg
    from live.program import Pooler
    from live.proof import Proof

MAXIMUM = 20
LIMIT = 17
"""What `max_connections = 20` leaves to applications: three slots are kept for superusers."""
FULL = re.compile(r"(remaining connection slots are reserved for [^\n(]+|sorry, too many clients already)")


@pytest.fixture(scope="module")
def small() -> Iterator[Server]:
    """A server that has few connections to give."""
    with Server(f"max_connections = {MAXIMUM}") as started:
        yield started


@dataclass(frozen=True, slots=True)
class Case:
    """Poolers, and the databases and users that are asked for."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    """Database and user of each client."""
    settings: tuple[str, ...]
    entries: dict[str, str] = field(default_factory=dict)
    """What a database line says beside host and port."""
    copies: int = 1

    def ini(self) -> str:
        """The file of the pooler."""
        names = dict.fromkeys(name for name, _ in self.pairs)
        lines = [f"{name} = host=db port=5432 dbname=shop {self.entries.get(name, '')}".rstrip() for name in names]
        settings = ["listen_port = 6432", "pool_mode = transaction", "reserve_pool_timeout = 1", *self.settings]
        return "\n".join(["[databases]", *lines, "", "[pgbouncer]", *settings, ""])

    def files(self, version: str) -> dict[str, str]:
        """A repository in which each client asks for one database as one user."""
        urls = {f"URL_{at}": f"postgresql://{user}@pgbouncer:6432/{name}" for at, (name, user) in enumerate(self.pairs)}
        code = "".join(f'conn_{at} = psycopg2.connect(os.environ["{name}"])\n' for at, name in enumerate(urls))
        environment = "".join(f"      {name}: {url}\n" for name, url in urls.items())
        compose = (
            f"services:\n  web:\n    build: .\n    command: python -m app\n    environment:\n{environment}"
            f"  pgbouncer:\n    image: {IMAGES[version]}\n    deploy:\n      replicas: {self.copies}\n"
            "    volumes:\n      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
            f"  db:\n    image: postgres:15\n    command: postgres -c max_connections={MAXIMUM}\n"
        )
        return {
            "app/db.py": f"import os\n\nimport psycopg2\n\n{code}",
            "docker-compose.yml": compose,
            "pgbouncer.ini": self.ini(),
            "requirements.txt": requirements("psycopg2"),
        }


ONE = (("shop", "app"),)
USERS = (("shop", "app"), ("shop", "app2"))
DATABASES = (("shop", "app"), ("archive", "app"))
ALL = (("shop", "app"), ("shop", "app2"), ("archive", "app"), ("archive", "app2"))
CASES = (
    Case("one pool", ONE, ("default_pool_size = 4",)),
    Case("two copies of the pooler", ONE, ("default_pool_size = 4",), copies=2),
    Case("a pool for each user", (*USERS, ("shop", "app3")), ("default_pool_size = 3",)),
    Case("a pool for each database and user", ALL, ("default_pool_size = 3",)),
    Case("the entry's pool_size wins", ONE, ("default_pool_size = 2",), {"shop": "pool_size=6"}),
    Case("with the reserve", ONE, ("default_pool_size = 4", "reserve_pool_size = 2")),
    Case("a forced user shares one pool", USERS, ("default_pool_size = 3",), {"shop": "user=app3"}),
    Case("capped for the database", USERS, ("default_pool_size = 4", "max_db_connections = 5")),
    Case("capped for the user", DATABASES, ("default_pool_size = 4", "max_user_connections = 5")),
    Case("capped for both", USERS, ("default_pool_size = 4", "max_db_connections = 5", "max_user_connections = 4")),
    Case("exactly what is left", ONE, ("default_pool_size = 17",)),
    Case("one too many", ONE, ("default_pool_size = 18",)),
    Case("too many by copies", ONE, ("default_pool_size = 9",), copies=2),
    Case("too many by users, but for a cap", USERS, ("default_pool_size = 10", "max_db_connections = 12")),
)


def servers(poolers: list[Bouncer]) -> int:
    """Server connections of all poolers, by their own account: asking the server would take one of its slots."""
    return sum(row["user"] != "pgbouncer" for each in poolers for row in each.show("SERVERS"))


def load(case: Case, poolers: list[Bouncer], clients: ExitStack, count: int) -> list[psycopg.Connection[object]]:
    """Let `count` clients of every pair begin a transaction at each pooler, without waiting for the answer."""
    opened = []
    for each in poolers:
        for name, user in case.pairs:
            for _ in range(count):
                client = each.connect(user, name)
                clients.callback(client.close)
                client.pgconn.send_query(b"BEGIN")
                opened.append(client)
    return opened


def settled(poolers: list[Bouncer], expected: int) -> int:
    """The number of server connections when it has stood still for a while."""
    until, seen, since = time.monotonic() + 8, -1, time.monotonic()
    while time.monotonic() < until and (time.monotonic() - since < (1 if seen >= expected else 3)):
        now = servers(poolers)
        if now != seen:
            seen, since = now, time.monotonic()
        time.sleep(0.1)
    return seen


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_pools_of_poolers(case: Case, pooler: Pooler, small: Server, tmp_path: Path, proof: Proof) -> None:
    """Under load the server has as many connections as the scan says; it refuses one exactly when the rule fires."""
    repository = Repository(tmp_path, case.files(pooler.version))
    (fleet,) = (each for each in survey(tmp_path).graph.fleets if each.at == "server")
    demand = fleet.demand.value or 0
    with ExitStack() as running, ExitStack() as clients:
        poolers = [running.enter_context(Bouncer(pooler.version, case.ini(), small)) for _ in range(case.copies)]
        load(case, poolers, clients, count=demand + 2 if case.pairs == ONE else 6)
        seen = settled(poolers, min(demand, LIMIT))
        refusals = {match[1] for each in poolers for line in each.complaints if (match := FULL.search(line))}
    refused = f", then {min(refusals)}" if refusals else ""
    proof.saw("PA302", f"{case.name}: {demand} predicted, {LIMIT} left", str(pooler), f"{seen} connections{refused}")

    assert LIMIT == fleet.limit.value
    assert min(demand, LIMIT) == seen
    assert (demand > LIMIT) == bool(refusals)
    assert {generic(each) for each in refusals} <= quoted("PA302")
    assert ({("PA302", "error")} if demand > LIMIT else set()) == repository.findings("PA302")


def test_what_a_waiting_client_is_told(pooler: Pooler, small: Server) -> None:
    """A client that gets no server connection in time is cut off with the message of the page."""
    case = Case("waits", ONE, ("default_pool_size = 1", "query_wait_timeout = 1"))
    with Bouncer(pooler.version, case.ini(), small) as bouncer, ExitStack() as clients:
        first, second = load(case, [bouncer], clients, count=2)
        replies = [each.pgconn.get_result() for each in (first, second)]
    told = [(each.error_field(77) or b"").decode() if each else "" for each in replies]

    assert ["", "query_wait_timeout"] == told
    assert "query_wait_timeout" in quoted("PA302")


@pytest.mark.parametrize(
    ("sizes", "severity"),
    [
        pytest.param((3, 4), "", id="fits"),
        pytest.param((3, 5), "warning", id="too-many-under-load"),
        pytest.param((5, 5), "error", id="too-many-at-rest"),
    ],
)
def test_pools_of_clients(sizes: tuple[int, int], severity: str, small: Server, tmp_path: Path, proof: Proof) -> None:
    """Two copies of two workers open what the scan says, at rest and under load; the server refuses exactly what is too much."""
    least, most = sizes
    code = (
        "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
        f'    return await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size={least}, max_size={most})\n'
    )
    compose = (
        "services:\n  web:\n    build: .\n    command: uvicorn app.main:app --workers 2\n    deploy:\n      replicas: 2\n"
        "    environment:\n      DATABASE_URL: postgresql://app@db:5432/shop\n"
        f"  db:\n    image: postgres:15\n    command: postgres -c max_connections={MAXIMUM}\n"
    )
    files = {"app/db.py": code, "docker-compose.yml": compose, "requirements.txt": requirements("asyncpg")}
    repository = Repository(tmp_path, files)
    (fleet,) = (each for each in survey(tmp_path).graph.fleets if each.at == "server")
    with ExitStack() as running:
        workers = [
            running.enter_context(
                repository.run("app/db.py", small.address, small.address, DATABASE_URL="postgresql://app@db:5432/shop")
            )
            for _ in range(4)
        ]
        opened = [each.opened.failure if each.opened else "?" for each in workers]
        at_rest = small.connections("app")
        replies = [worker.do("hold", most).failure for worker, failure in zip(workers, opened, strict=True) if not failure]
        loaded = small.connections("app")
    refusals = [match[1] for each in (*opened, *replies) if (match := FULL.search(each))]
    told = f"; {min(refusals)}" if refusals else ""
    variant = f"4 processes × pool of {least} to {most}: {fleet.floor.value} to {fleet.reachable.value} predicted, {LIMIT} left"
    proof.saw("PA301", variant, "", f"{at_rest} at rest, {loaded} under load{told}")

    floor, reachable = 4 * least, 4 * most
    assert (floor, reachable, LIMIT) == (fleet.floor.value, fleet.reachable.value, fleet.limit.value)
    assert (floor > LIMIT) == any(opened)
    assert (reachable > LIMIT) == bool(refusals)
    assert floor > LIMIT or at_rest == floor
    assert loaded == min(reachable, LIMIT) or bool(refusals)
    assert {generic(each) for each in refusals} <= quoted("PA301")
    assert ({("PA301", severity)} if severity else set()) == repository.findings("PA301")
