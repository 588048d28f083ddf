"""PA502: connections that are open before a web server forks, and then belong to all of its processes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from live.pages import example, expected
from live.program import requirements
from live.quotes import is_quoted
from live.served import PATIENCE, SOCKET, Copy

if TYPE_CHECKING:
    from live.lab import Lab
    from live.served import Web

AT_A_TIME = 8
ROUNDS = 60
"""Of sixteen requests each, at most, until something goes wrong; five have to work."""
CURSOR = (
    "with conn.cursor() as cursor:\n        cursor.execute('SELECT %s::text', (token,))\n        return cursor.fetchone()[0]\n"
)
WAYS = {
    "ThreadedConnectionPool(": f"    conn = pool.getconn()\n    try:\n      {CURSOR}    finally:\n        pool.putconn(conn)\n",
    "ConnectionPool(": (
        "    pool.open()\n    with pool.connection() as conn:\n"
        "        return conn.execute('SELECT %s::text', (token,)).fetchone()[0]\n"
    ),
    "create_engine(": (
        "    with engine.connect() as conn:\n"
        "        return conn.execute(sql('SELECT cast(:token AS text)'), {'token': token}).scalar()\n"
    ),
    "connect(": f"    {CURSOR}",
}
"""How a route asks the server for what it was itself asked, by the call of its module."""
NAMES = (
    "gunicorn with preload",
    "Set in its file",
    "An engine that is used when the module is loaded",
    "Near miss: gunicorn without preload",
    "One process",
    "An engine that nothing uses before the fork",
    "Disposed of in the module",
    "An engine that keeps no connections",
    "A hook connects anew",
    "A pool that is opened later",
)
"""Examples that gunicorn runs and that a route can use."""
URL = "postgresql://app@db:5432/shop"


def completed(files: dict[str, str]) -> dict[str, str]:
    """The files with a route at `/<token>` that gives the token as the server says it."""
    path = next(each for each in ("app/main.py", "app.py", "app/__init__.py") if each in files)
    text = files[path]
    way = next(way for call, way in WAYS.items() if call in text)
    imported = "from sqlalchemy import text as sql\n" if "create_engine(" in text else ""
    made = "" if "Flask(" in text else "from flask import Flask\n\napp = Flask(__name__)\n"
    route = f'\n\n@app.get("/<token>")\ndef echo(token):\n{way}'
    if path == "app/__init__.py":
        return files | {"app/main.py": f"from app import engine\n{imported}{made}{route}"}
    return files | {path: f"{text}\n{imported}{made}{route}"}


def command(files: dict[str, str]) -> list[str]:
    """How the files start gunicorn."""
    if "Procfile" in files:
        return files["Procfile"].partition(":")[2].split()
    return re.findall(r'"([^"]+)"', files["Dockerfile"].partition("CMD")[2])


def seen(web: Web, *, breaks: bool) -> list[str]:
    """What requests were answered with instead of what they asked for, and the errors that the page quotes."""
    found: list[str] = []
    for each in range(ROUNDS if breaks else 5):
        tokens = [f"t{each}x{number}" for number in range(16)]
        answers = web.get_all([f"/{token}" for token in tokens], AT_A_TIME, patience=2 if breaks else PATIENCE)
        wrong = [answer for token, answer in zip(tokens, answers, strict=True) if answer != (200, token)]
        foreign = {"answers of other requests" for status, _ in wrong if status == 200}
        found = [*foreign, *sorted({said for line in web.log.splitlines() if (said := quoted_error(line))})]
        if found:
            break
        assert breaks or not wrong, wrong[:3]
    return found


def quoted_error(line: str) -> str:
    """The line of a log without the module of its error, where the page quotes it; else nothing."""
    said = re.sub(r"^[\w.]+\.(?=\w+: )", "", line)
    return said if is_quoted("PA502", said) or is_quoted("PA502", line) else ""


def judge(name: str, files: dict[str, str], lab: Lab, *, breaks: bool) -> None:
    """Start the files as they say, and ask."""
    copy = Copy(lab.repository(completed(files)), {})
    url = URL.replace("postgresql:", "postgresql+psycopg2:") if "create_engine(" in "".join(files.values()) else URL
    asked = url.replace("db:5432", lab.server.address)
    with copy.serve(*command(files), "--bind", f"unix:{SOCKET}", DATABASE_URL=asked) as web:
        found = seen(web, breaks=breaks)
    lab.saw("PA502", name, None, "; ".join(found) or "works")

    assert breaks == bool(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_under_gunicorn(name: str, lab: Lab) -> None:
    """What the page reports mixes up the answers of its processes; what it does not report does not."""
    case = example("PA502", name)
    judge(f"page, {case.section}: {name}", dict(case.files), lab, breaks=case.section == "fires")

    assert expected("PA502", case) == lab.repository(dict(case.files)).findings("PA502")


def test_a_pool_whose_threads_stay_behind(lab: Lab) -> None:
    """A pool of psycopg 3 that is open before the fork has no threads in the workers, which can give no further connection."""
    text = 'pool = ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=4, timeout=1)\n'
    files = {
        "app/main.py": f"import os\n\nfrom psycopg_pool import ConnectionPool\n\n{text}",
        "Procfile": "web: gunicorn --preload -w 2 --threads 4 app.main:app\n",
        "requirements.txt": requirements("psycopg", "psycopg_pool"),
    }
    judge("psycopg_pool, gunicorn --preload with threads", files, lab, breaks=True)

    assert {("PA502", "error")} == lab.repository(files).findings("PA502")
