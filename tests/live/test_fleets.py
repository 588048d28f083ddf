"""PA301, PA302, PA306: random deployments, started as they are written, against the scan's sums of the same files."""

from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from live.bouncer import Bouncer
from live.installed import BOUNCERS
from live.place import private
from live.program import IMAGES, Repository, requirements
from live.server import ROLES, Server

from poolaudit.scan import survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from live.proof import Proof

    from poolaudit.graph.fleet import Fleet

MAXIMUM = 20
LIMIT = 17
"""What `max_connections = 20` leaves to applications."""
NO_MORE = "no more connections allowed (max_client_conn)"
FULL = re.compile(r"remaining connection slots are reserved|too many clients already")
DATABASES = ("shop", "archive", "audit")
LIMITS = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def small() -> Iterator[Server]:
    """A server that has few connections to give."""
    with Server(f"max_connections = {MAXIMUM}") as started:
        yield started


@dataclass(frozen=True, slots=True)
class PoolerService:
    """One service of PgBouncer with its file, and who asks it for what."""

    ini: str
    pairs: tuple[tuple[str, str], ...]
    """Database and user of each client."""
    copies: int
    both_caps: bool
    """Whether caps of databases and of users meet, so that the sum depends on who comes first."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One service of application processes, each with a pool of its own."""

    library: str
    least: int
    more: int
    processes: int
    copies: int
    host: str
    """`pgbouncer:6432` or `db:5432`."""

    @property
    def most(self) -> int:
        """Connections of one process under load."""
        return self.least + self.more

    def text(self, at: int) -> str:
        """Its program."""
        url = f'os.environ["URL_{at}"]'
        if self.library == "asyncpg":
            call = f"await asyncpg.create_pool({url}, min_size={self.least}, max_size={self.most}, statement_cache_size=0)"
            return f"import os\n\nimport asyncpg\n\n\nasync def open_pool():\n    return {call}\n"
        if self.library == "psycopg_pool":
            call = f"ConnectionPool({url}, min_size={self.least}, max_size={self.most}, timeout=5)"
            return f"import os\n\nfrom psycopg_pool import ConnectionPool\n\npool = {call}\n"
        call = f"create_engine({url}, pool_size={max(self.least, 1)}, max_overflow={self.most - max(self.least, 1)})"
        return f"import os\n\nfrom sqlalchemy import create_engine\n\nengine = {call}\n"

    def url(self) -> str:
        """Its connection string."""
        scheme = "postgresql+psycopg2" if self.library == "sqlalchemy" else "postgresql"
        return f"{scheme}://app@{self.host}/shop"


def number(lowest: int, highest: int) -> st.SearchStrategy[int]:
    """A small number."""
    return st.integers(lowest, highest)


@st.composite
def pooler_services(draw: st.DrawFn, version: str) -> PoolerService:
    """A file with up to three databases, their users, sizes, reserves and caps."""
    names = draw(st.lists(st.sampled_from(DATABASES), min_size=1, max_size=3, unique=True))
    users = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True))
    every = [(name, user) for name in names for user in users]
    pairs = draw(st.lists(st.sampled_from(every), min_size=1, max_size=5, unique=True))
    caps = draw(st.sampled_from(["none", "databases", "users", "both"]))
    database_words = {
        "pool_size": number(1, 6),
        "min_pool_size": number(0, 3),
        "reserve_pool": number(0, 2),
        "user": st.sampled_from(ROLES),
        **({"max_db_connections": number(1, 8)} if caps in {"databases", "both"} else {}),
    }
    lines = []
    for name in [*names[:-1], draw(st.sampled_from([names[-1], "*"]))]:
        # A line that nobody asks for has no user of its own: see `test_a_forced_user_without_clients`.
        known = sorted(database_words.keys() - (set() if name in {each for each, _ in pairs} else {"user"}))
        words = draw(st.lists(st.sampled_from(known), max_size=2, unique=True))
        own = " ".join(f"{word}={draw(database_words[word])}" for word in words)
        lines.append(f"{name} = host=db port=5432 dbname=shop {own}".rstrip())
    general = {
        "default_pool_size": number(1, 6),
        "min_pool_size": number(0, 3),
        "reserve_pool_size": number(0, 2),
        "max_client_conn": st.sampled_from([100, 200]),
        **({"max_db_connections": number(0, 9)} if caps in {"databases", "both"} else {}),
        **({"max_user_connections": number(0, 9)} if caps in {"users", "both"} else {}),
    }
    chosen = {"default_pool_size", *draw(st.lists(st.sampled_from(sorted(general)), max_size=3))}
    user_words = {
        **({"max_user_connections": number(1, 8)} if caps in {"users", "both"} else {}),
        **({"pool_size": number(1, 6)} if version != "1.18" else {}),
    }
    user_lines = []
    if user_words and draw(st.booleans()):
        for user in draw(st.lists(st.sampled_from(users), min_size=1, unique=True)):
            word = draw(st.sampled_from(sorted(user_words)))
            user_lines.append(f"{user} = {word}={draw(user_words[word])}")
    texts = ["[databases]", *lines, "", "[pgbouncer]", "listen_port = 6432", "pool_mode = transaction"]
    texts += [
        "reserve_pool_timeout = 1",
        "server_login_retry = 1",
        *(f"{each} = {draw(general[each])}" for each in sorted(chosen)),
    ]
    texts += ["", "[users]", *user_lines] if user_lines else []
    return PoolerService("\n".join([*texts, ""]), tuple(pairs), draw(number(1, 2)), caps == "both")


def fleets_of_poolers(version: str) -> st.SearchStrategy[tuple[PoolerService, ...]]:
    """One or two services of PgBouncer in front of one server."""
    return st.lists(pooler_services(version), min_size=1, max_size=2).map(tuple)


@st.composite
def workers(draw: st.DrawFn, hosts: tuple[str, ...]) -> tuple[Worker, ...]:
    """One to three services of application processes; each library opens its pool in its own way."""
    libraries = st.sampled_from(["asyncpg", "psycopg_pool", "sqlalchemy"])
    one = st.builds(Worker, libraries, number(0, 4), number(1, 5), number(1, 2), number(1, 2), st.sampled_from(hosts))
    return tuple(draw(st.lists(one, min_size=1, max_size=3)))


def pooler_files(services: tuple[PoolerService, ...], version: str) -> dict[str, str]:
    """A repository with these poolers and a client for each of their pairs."""
    files, environment, code, blocks = {}, "", "", ""
    for at, service in enumerate(services):
        files[f"pooler{at}/pgbouncer.ini"] = service.ini
        for name, user in service.pairs:
            variable = f"URL_{environment.count('URL_')}"
            environment += f"      {variable}: postgresql://{user}@pgbouncer{at}:6432/{name}\n"
            code += f'conn_{variable} = psycopg2.connect(os.environ["{variable}"])\n'
        blocks += (
            f"  pgbouncer{at}:\n    image: {IMAGES[version]}\n    deploy:\n      replicas: {service.copies}\n"
            f"    volumes:\n      - ./pooler{at}/pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
        )
    files["docker-compose.yml"] = (
        f"services:\n  web:\n    build: .\n    command: python -m app\n    environment:\n{environment}{blocks}"
        f"  db:\n    image: postgres:15\n    command: postgres -c max_connections={MAXIMUM}\n"
    )
    return files | {"app/db.py": f"import os\n\nimport psycopg2\n\n{code}", "requirements.txt": requirements("psycopg2")}


def worker_files(services: tuple[Worker, ...], version: str, clients: int) -> dict[str, str]:
    """A repository with these services, and a PgBouncer that takes so many clients."""
    blocks, files = "", {}
    for at, each in enumerate(services):
        files[f"svc{at}/db.py"] = each.text(at)
        blocks += (
            f"  svc{at}:\n    build: ./svc{at}\n    command: uvicorn db:app --workers {each.processes}\n"
            f"    deploy:\n      replicas: {each.copies}\n    environment:\n      URL_{at}: {each.url()}\n"
        )
        files[f"svc{at}/Dockerfile"] = "FROM python:3.12\nCOPY . .\n"
    files["docker-compose.yml"] = (
        f"services:\n{blocks}  pgbouncer:\n    image: {IMAGES[version]}\n    deploy:\n      replicas: 1\n"
        "    volumes:\n      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
        f"  db:\n    image: postgres:15\n    command: postgres -c max_connections={MAXIMUM}\n"
    )
    files["pgbouncer.ini"] = (
        "[databases]\nshop = host=db port=5432\n\n"
        f"[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\nmax_client_conn = {clients}\ndefault_pool_size = 2\n"
    )
    return files | {"requirements.txt": requirements("asyncpg", "psycopg", "psycopg_pool", "psycopg2", "sqlalchemy")}


def fleets(folder: Path) -> dict[str, Fleet]:
    """The sums of a repository, by whose limit it is."""
    return {each.at: each for each in survey(folder).graph.fleets}


def free_again(server: Server) -> None:
    """Wait until nobody is connected any more."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            if not server.connections():
                return
        except psycopg.OperationalError:  # it is still full
            pass
        time.sleep(0.05)
    raise AssertionError(server.log[-2000:])


def pooled(poolers: list[Bouncer]) -> int:
    """Server connections of all poolers, by their own account: asking the server would take one of its slots."""
    return sum(row["user"] != "pgbouncer" for each in poolers for row in each.show("SERVERS"))


def settled(poolers: list[Bouncer], expected: int) -> int:
    """Their number when it has stood still for a while."""
    until, seen, since = time.monotonic() + 20, -1, time.monotonic()
    while time.monotonic() < until and time.monotonic() - since < (0.6 if seen == expected else 4):
        now = pooled(poolers)
        if now != seen:
            seen, since = now, time.monotonic()
        time.sleep(0.05)
    return seen


def agree_on_poolers(version: str, services: tuple[PoolerService, ...], server: Server, outcomes: Counter[str]) -> None:
    """Start them, let every client have work for more connections than any pool has, and compare."""
    repository = Repository(private("repository"), pooler_files(services, version))
    fleet = fleets(repository.folder)["server"]
    demand = fleet.demand.value
    findings = repository.findings("PA302")
    free_again(server)
    with ExitStack() as running:
        groups = [
            (service, [running.enter_context(Bouncer(version, service.ini, server)) for _ in range(service.copies)])
            for service in services
        ]
        poolers = [each for _, group in groups for each in group]
        assert all(each.starts for each in poolers), [each.log for each in poolers]
        # All are let in before anybody works: the first client of a pool waits for a server connection, and caps may leave none.
        clients = [
            running.enter_context(closing(each.connect(user, name)))
            for service, group in groups
            for each in group
            for name, user in service.pairs * 9
        ]
        for client in clients:
            client.pgconn.send_query(b"BEGIN")
        seen = settled(poolers, min(demand or 0, LIMIT))
        refused = any(FULL.search(line) for each in poolers for line in each.complaints)

    assert demand is not None
    assert fleet.limit.value == LIMIT
    exact = not any(service.both_caps for service in services)
    assert seen == min(demand, LIMIT) if exact else seen <= min(demand, LIMIT)
    assert refused == (demand > LIMIT) if exact else refused <= (demand > LIMIT)
    assert ({("PA302", "error")} if demand > LIMIT else set()) == findings
    outcomes["refuses" if refused else "fits"] += 1


def deployed(version: str, services: tuple[Worker, ...], clients: int, server: Server) -> tuple[Repository, int, int, bool]:
    """Start every process of every copy; give the connections at rest and under load, and whether one was refused."""
    repository = Repository(private("repository"), worker_files(services, version, clients))
    at_server = services[0].host == "db:5432"
    free_again(server)
    written = len(server.log)
    with ExitStack() as running:
        pooler = running.enter_context(Bouncer(version, (repository.folder / "pgbouncer.ini").read_text("utf-8"), server))
        started = [
            (each, repository.run(f"svc{at}/db.py", pooler.address, server.address, **{f"URL_{at}": each.url()}))
            for at, each in enumerate(services)
            for _ in range(each.processes * each.copies)
        ]
        for _, process in started:
            running.enter_context(process)

        def count() -> int:
            if at_server:
                return server.connections()
            return sum(row["user"] == "app" for row in pooler.show("CLIENTS"))

        rest = count()
        for each, process in started:
            if process.opened and not process.opened.error:
                process.do("hold", each.most)
        loaded = count()
        said = server.log[written:] if at_server else "\n".join(pooler.log)
    return repository, rest, loaded, bool(FULL.search(said)) if at_server else NO_MORE in said


def agree_on_clients(version: str, services: tuple[Worker, ...], clients: int, server: Server, outcomes: Counter[str]) -> None:
    """Start them, make every pool open all that it may, and compare."""
    repository, rest, loaded, refused = deployed(version, services, clients, server)
    at = "server" if services[0].host == "db:5432" else "pooler"
    fleet = fleets(repository.folder)[at]
    limit, reachable, floor = (each.value for each in (fleet.limit, fleet.reachable, fleet.floor))
    codes = repository.findings("PA301", "PA306")

    assert limit == (LIMIT if at == "server" else clients)
    assert reachable is not None
    assert floor is not None
    assert refused == (reachable > limit), (reachable, loaded)
    assert loaded == reachable or refused
    assert rest >= floor or refused
    severity = "error" if at == "server" and floor > limit else "warning"
    assert codes == ({("PA301" if at == "server" else "PA306", severity)} if reachable > limit else set())
    outcomes["refuses" if refused else "fits"] += 1


@pytest.fixture(scope="module")
def outcomes(proof: Proof) -> Iterator[dict[tuple[str, str], Counter[str]]]:
    """What became of the examples, for the page of proofs."""
    seen: dict[tuple[str, str], Counter[str]] = {}
    yield seen
    for (code, column), counted in seen.items():
        text = ", ".join(f"{number} {what}" for what, number in sorted(counted.items()))
        proof.saw(code, "random deployments, as the scan says", column, text)


@pytest.mark.parametrize("version", BOUNCERS)
def test_random_poolers(version: str, small: Server, outcomes: dict[tuple[str, str], Counter[str]]) -> None:
    """Under load the server has as many connections as the scan says, and refuses one exactly when PA302 is reported."""
    counted = outcomes.setdefault(("PA302", f"PgBouncer {version}"), Counter())

    @settings(LIMITS, max_examples=25)
    @given(fleets_of_poolers(version))
    def agree(services: tuple[PoolerService, ...]) -> None:
        agree_on_poolers(version, services, small, counted)

    agree()

    assert {"fits", "refuses"} == set(counted)


@pytest.mark.parametrize(
    ("version", "own"), [pytest.param("1.18", False, id="pgbouncer-1.18"), pytest.param("1.24", True, id="pgbouncer-1.24")]
)
def test_a_forced_user_without_clients(version: str, own: bool, small: Server, proof: Proof) -> None:  # noqa: FBT001
    """From 1.21 on, lines with a user keep `min_pool_size` connections that nobody asked for, and the scan counts them."""
    lines = "shop = host=db port=5432\naudit = host=db port=5432 dbname=shop user=app2\n"
    ini = f"[databases]\n{lines}\n[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\nmin_pool_size = 2\n"
    service = PoolerService(ini, (("shop", "app"),), 1, both_caps=False)
    fleet = fleets(Repository(private("repository"), pooler_files((service,), version)).folder)["server"]
    free_again(small)
    with Bouncer(version, ini, small) as pooler, pooler.connect() as client:
        client.execute("SELECT 1")
        settled([pooler], 4 if own else 2)
        seen = small.connections("app2")
    proof.saw("PA302", "min_pool_size and user= in a line without clients", f"PgBouncer {version}", f"{seen} connections")

    assert (2 if own else 0) == seen
    assert (20 + seen, seen) == (fleet.demand.value, fleet.floor.value)


@pytest.mark.parametrize("version", BOUNCERS)
def test_random_clients_of_a_pooler(version: str, server: Server, outcomes: dict[tuple[str, str], Counter[str]]) -> None:
    """A client is told that there are no more connections exactly when PA306 is reported."""
    counted = outcomes.setdefault(("PA306", f"PgBouncer {version}"), Counter())

    @settings(LIMITS, max_examples=10)
    @given(workers(("pgbouncer:6432",)), number(4, 40))
    def agree(services: tuple[Worker, ...], clients: int) -> None:
        agree_on_clients(version, services, clients, server, counted)

    agree()

    assert {"fits", "refuses"} == set(counted)


def test_random_clients_of_a_server(small: Server, outcomes: dict[tuple[str, str], Counter[str]]) -> None:
    """The server refuses a connection exactly when PA301 is reported, as an error or a warning."""
    counted = outcomes.setdefault(("PA301", ""), Counter())

    @settings(LIMITS, max_examples=12)
    @given(workers(("db:5432",)))
    def agree(services: tuple[Worker, ...]) -> None:
        agree_on_clients("1.24", services, 100, small, counted)

    agree()

    assert {"fits", "refuses"} == set(counted)
