"""PA305: threads of a web server that wait for a connection of a pool smaller than they are many."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from live.pages import example
from live.program import requirements
from live.quotes import is_quoted
from live.served import SOCKET, Copy

if TYPE_CHECKING:
    from live.lab import Lab
    from live.served import Web

THREADS, WORKERS = 8, 2
COMPOSE = (
    f"services:\n  web:\n    build: .\n    command: gunicorn -w {WORKERS} --threads {THREADS} app.main:app\n"
    "    environment:\n      DATABASE_URL: {}\n  db:\n    image: postgres:15\n"
)
ENGINE = "from flask import Flask\nfrom sqlalchemy import text\n\nfrom app.db import engine\n"
POOL = "from flask import Flask\n\nfrom app.db import pool\n"
ROUTE = (
    '\napp = Flask(__name__)\n\n\n@app.get("/")\ndef users():\n'
    "    with {} as connection:\n        return str(connection.execute({}).fetchone()[0])\n"
)
COUNT = '"SELECT count(*) FROM users"'


def engine(arguments: str) -> dict[str, str]:
    """The files of the page, with other sizes and a shorter wait, and a route that needs a connection."""
    files = dict(example("PA305", "fires").files)
    text = re.sub(r"pool_size=\d+, max_overflow=\d+", f"{arguments}, pool_timeout=1", files["app/db.py"])
    route = ROUTE.format("engine.connect()", f"text({COUNT})")
    return files | {"app/db.py": text, "app/main.py": ENGINE + route, "requirements.txt": requirements("sqlalchemy", "psycopg2")}


def pool(arguments: str) -> dict[str, str]:
    """The same with a pool of psycopg 3, which opens all of its connections when it is made."""
    code = f'pool = ConnectionPool(os.environ["DATABASE_URL"], {arguments}, timeout=1)'
    return {
        "app/db.py": f"import os\n\nfrom psycopg_pool import ConnectionPool\n\n{code}\n",
        "app/main.py": POOL + ROUTE.format("pool.connection()", COUNT),
        "docker-compose.yml": COMPOSE.format("postgresql://app@db:5432/shop"),
        "requirements.txt": requirements("psycopg", "psycopg_pool"),
    }


def asked_while_locked(web: Web, lab: Lab, refusals: int) -> list[int]:
    """Every thread asks for a table that somebody has locked, until so many were refused, or nothing more can happen."""
    requests = THREADS * WORKERS
    with ThreadPoolExecutor(requests) as threads:
        with lab.server.connect() as busy, busy.transaction():
            busy.execute("LOCK TABLE users")
            answers = [threads.submit(web.get, "/") for _ in range(requests)]
            until = time.monotonic() + (15 if refusals else 2.5)  # with enough connections nobody waits at all
            while time.monotonic() < until and (not refusals or sum(each.done() for each in answers) < refusals):
                time.sleep(0.05)
        return [each.result()[0] for each in answers]


@pytest.mark.parametrize(
    ("files", "size", "breaks"),
    [
        pytest.param(engine("pool_size=2, max_overflow=0"), 2, True, id="sqlalchemy-small"),
        pytest.param(engine("pool_size=2, max_overflow=6"), 8, False, id="sqlalchemy-fits"),
        pytest.param(pool("min_size=2, max_size=2"), 2, True, id="psycopg_pool-small"),
        pytest.param(pool("min_size=8, max_size=8"), 8, False, id="psycopg_pool-fits"),
    ],
)
def test_threads_that_wait_for_a_connection(files: dict[str, str], size: int, breaks: bool, lab: Lab) -> None:  # noqa: FBT001
    """With fewer connections than threads requests fail while the server has room; with as many none does."""
    repository = lab.repository(files)
    (command,) = re.findall(r"command: (.+)", files["docker-compose.yml"])
    (url,) = re.findall(r"DATABASE_URL: (\S+)", files["docker-compose.yml"])
    asked = url.replace("db:5432", lab.server.address)
    copy = Copy(repository, {})
    lab.server.terminate()
    with copy.serve(*command.split(), "--bind", f"unix:{SOCKET}", DATABASE_URL=asked) as web:
        until = time.monotonic() + 30
        while "psycopg_pool" in files["app/db.py"] and lab.server.connections() < size * WORKERS:
            assert time.monotonic() < until, web.log
            time.sleep(0.1)
        statuses = asked_while_locked(web, lab, THREADS * WORKERS - size * WORKERS if breaks else 0)
        said = {re.sub(r" \(Background.*", "", line) for line in web.log.splitlines() if "Timeout" in line and ": " in line}
    library = "SQLAlchemy" if "engine" in files["app/main.py"] else "psycopg_pool"
    seen = f"{statuses.count(500)} of {len(statuses)} requests: {min(said)}" if said else "works"
    lab.saw("PA305", f"{library}, {WORKERS} × {THREADS} threads of gunicorn, {size} connections in each process", None, seen)

    assert {200, 500} if breaks else {200} == set(statuses), web.log
    assert breaks == bool(said)
    assert all(is_quoted("PA305", each) for each in said), said
    assert ({("PA305", "warning")} if breaks else set()) == repository.findings("PA305")
