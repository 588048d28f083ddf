"""PA101, PA308, PA311, PA406, PA408: connections that are held though little is done with them."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from live.clients import asyncpg
from live.crowded import Crowd, told
from live.pages import example, expected
from live.program import IMAGES, requirements
from live.quotes import is_quoted

if TYPE_CHECKING:
    from live.lab import Lab
    from live.program import Pooler, Process, Reply

LEFT = 17
"""What `max_connections = 20` leaves to applications."""
ENGINE = 'import os\n\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.environ["DATABASE_URL"], {})\n'
COMPOSE = (
    "services:\n  web:\n    build: .\n    command: {}\n    environment:\n      DATABASE_URL: {}\n"
    "  db:\n    image: postgres:15\n    command: postgres -c max_connections=20{}\n"
)
URL = "postgresql+psycopg2://app@db:5432/shop"


def settled(lab: Lab, expected: int) -> int:
    """How many connections are open when three seconds have passed, or a while later, when there are no more than expected."""
    time.sleep(3)
    until = time.monotonic() + 10
    while (count := lab.server.connections()) > expected and time.monotonic() < until:
        time.sleep(0.1)
    return count


@pytest.mark.parametrize("name", ["fires", "Near miss: both use the pooler"])
def test_a_process_that_goes_round_the_pooler(name: str, pooler: Pooler, crowd: Lab) -> None:
    """Its connections come on top of the pooler's and fill the server; through the pooler they do not."""
    case = example("PA101", name)
    fires = case.section == "fires"
    bouncer = crowd.bouncer(pooler, size=10)
    (url, *_) = re.findall(r"postgresql\+psycopg2://\S+", dict(case.files)["docker-compose.yml"])
    repository = crowd.repository(dict(case.files))
    with Crowd(crowd.server) as watched, ExitStack() as running:
        for _ in range(8):
            client = running.enter_context(bouncer.connect(autocommit=False))
            client.execute("SELECT 1")
        url = url.replace("app:${DB_PASSWORD}", "app")
        web = running.enter_context(repository.run("web/db.py", bouncer.address, crowd.server.address, DATABASE_URL=url))
        reply = web.do("hold", 10)
        open_now, refused = crowd.server.connections(), watched.refused
    seen = told(refused) or f"works: {open_now} connections"
    variant = f"page, {case.section}: {case.name}; 8 clients of a pooler with 10 connections, 10 of the process, {LEFT} left"
    crowd.saw("PA101", variant, pooler, seen)

    assert fires == bool(refused) == bool(reply.error), reply
    assert fires or open_now <= 10
    assert expected("PA101", case) == repository.findings("PA101")


@pytest.mark.parametrize(("size", "fires"), [(4, True), (3, False)], ids=["94-percent", "70-percent"])
def test_a_rollout(size: int, fires: bool, crowd: Lab) -> None:  # noqa: FBT001
    """While a fifth process runs beside four that leave little room, the server refuses connections."""
    client = asyncpg(f"max_size={size}")
    files = {
        client.path: client.text.replace("max_size=2", f"max_size={size}"),
        "docker-compose.yml": COMPOSE.format("uvicorn app.main:app --workers 4", URL.replace("+psycopg2", ""), ""),
        "requirements.txt": requirements("asyncpg"),
    }
    repository = crowd.repository(files)
    address = crowd.server.address

    def started(running: ExitStack) -> Reply:
        url = f"postgresql://app@{address}/shop"
        process: Process = running.enter_context(repository.run(client.path, address, address, DATABASE_URL=url))
        assert process.opened is not None
        return process.opened if process.opened.error else process.do("hold", size)

    with Crowd(crowd.server) as watched, ExitStack() as running:
        before = [started(running).error for _ in range(4)]
        calm = watched.refused
        overlap = started(running).error
        refused = watched.refused
    variant = f"4 × {size} of {LEFT} connections, then one process more"
    crowd.saw("PA308", variant, None, told(refused) or "works")

    assert (["", "", "", ""], []) == (before, calm)
    assert fires == bool(overlap) == bool(refused)
    assert all(is_quoted("PA308", f"FATAL:  {each.strip()}") for each in refused), refused
    assert ({("PA308", "warning")} if fires else set()) == repository.findings("PA308")


@pytest.mark.parametrize(
    ("sizes", "option", "left", "fires"),
    [
        pytest.param("pool_size=6, max_overflow=2", "", 12, True, id="pool"),
        pytest.param("pool_size=1, max_overflow=7", "", 2, False, id="overflow"),
        pytest.param("pool_size=6, max_overflow=2, pool_recycle=1", "", 12, False, id="replaced-at-the-next-use"),
        pytest.param("pool_size=6, max_overflow=2", " -c idle_session_timeout=1s", 0, False, id="ended-by-the-server"),
    ],
)
def test_what_stays_open_after_a_busy_minute(sizes: str, option: str, left: int, fires: bool, crowd: Lab) -> None:  # noqa: FBT001
    """A pool keeps its size, its overflow is closed when it comes back, and a server may end what idles.

    SQLAlchemy looks at the age of a connection when it is next used: a quiet pool keeps as many, and the rule leaves it alone.
    """
    command = "gunicorn -w 2 --threads 8 app.main:app"
    files = {
        "app/db.py": ENGINE.format(sizes),
        "docker-compose.yml": COMPOSE.format(command, URL, option),
        "requirements.txt": requirements("sqlalchemy", "psycopg2"),
    }
    repository = crowd.repository(files)
    url = URL.replace("db:5432", crowd.server.address)
    if option:
        crowd.server.run("ALTER ROLE app SET idle_session_timeout = '1s'")
    try:
        with Crowd(crowd.server), ExitStack() as running:
            for _ in range(2):
                process = running.enter_context(repository.run("app/db.py", crowd.server.address, DATABASE_URL=url))
                assert process.do("hold", 8).error == ""
                process.do("release")
            open_now = settled(crowd, left)
    finally:
        crowd.server.run("ALTER ROLE app RESET ALL")
    crowd.saw("PA406", f"SQLAlchemy, 2 × {sizes}{option}, after 8 at a time", None, f"{open_now} of {LEFT} stay open")

    assert left == open_now
    assert ({("PA406", "info")} if fires else set()) == repository.findings("PA406")


@pytest.mark.parametrize("name", ["fires", "Near miss: an age"])
def test_connections_that_are_never_replaced(name: str, lab: Lab) -> None:
    """What was changed at the server since it was opened never reaches a connection; a new one has it."""
    case = example("PA408", name)
    fires = case.section == "fires"
    ((path, text),) = case.files
    text = text.replace("pool_recycle=1800", "pool_recycle=1").replace("@db/", f"@{lab.server.address}/")
    with lab.repository({path: text}).run(path, lab.server.address) as app:
        before = app.ask("SHOW work_mem").value
        lab.server.run("ALTER ROLE app SET work_mem = '7MB'")
        try:
            time.sleep(2.5)
            after = app.ask("SHOW work_mem").value
        finally:
            lab.server.run("ALTER ROLE app RESET work_mem")
    lab.saw("PA408", f"page, {case.section}: {case.name}, after ALTER ROLE … SET work_mem", None, f"{before}, then {after}")

    assert fires == (before == after)
    assert fires or after == "7MB"
    assert expected("PA408", case) == lab.repository(dict(case.files)).findings("PA408")


@pytest.mark.parametrize(("name", "size"), [("fires", 40), ("Near miss: a small pool", 5)])
def test_a_pool_on_top_of_a_pool(name: str, size: int, pooler: Pooler, lab: Lab) -> None:
    """Idle connections of a large pool hold places at the pooler, and no connection of the server."""
    case = example("PA311", name)
    files = {file: text.replace("edoburu/pgbouncer:1.24.1", IMAGES[pooler.version]) for file, text in case.files}
    (url,) = re.findall(r"postgresql\+psycopg2://\S+", files["docker-compose.yml"])
    bouncer = lab.bouncer(pooler, size=2)
    lab.server.terminate()
    with lab.repository(files).run("app/db.py", bouncer.address, DATABASE_URL=url) as app:
        reply = app.do("hold", size)
        clients = sum(row["user"] == "app" for row in bouncer.show("CLIENTS"))
        servers = lab.server.connections()
    lab.saw("PA311", f"page, {case.section}: {case.name}", pooler, f"{clients} client connections, {servers} server connections")

    assert ("", size) == (reply.error, clients)
    assert servers <= 1
    assert expected("PA311", case) == lab.repository(files).findings("PA311")
