"""PA501: pools that are opened for each request, until the server has no connection left."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from live.crowded import Crowd, told
from live.launch import build_go
from live.pages import examples, expected
from live.program import requirements
from live.quotes import is_quoted
from live.served import SOCKET, Copy

if TYPE_CHECKING:
    from live.lab import Lab
    from live.served import Web

    from poolaudit.lint.cases import Case

AT_A_TIME = 4
ROUNDS = 15
"""Of twenty requests each, at most, until the server is full; three have to work."""
EXPRESS = (
    'const express = require("express");\n\nconst app = express();\napp.use(require("./src/orders.js"));\n'
    "app.use((error, req, res, next) => res.status(500).send(error.message));\n"
    f'app.listen("{SOCKET}");\n'
)
GO = (
    'package main\n\nimport (\n\t"net"\n\t"net/http"\n\n\t"shop/handlers"\n)\n\nfunc main() {\n'
    f'\tlistener, err := net.Listen("unix", "{SOCKET}")\n\tif err != nil {{\n\t\tpanic(err)\n\t}}\n'
    '\thttp.HandleFunc("/orders", handlers.Orders)\n\tpanic(http.Serve(listener, nil))\n}\n'
)
FLASK = (
    "import os\n\nfrom flask import Flask\nfrom sqlalchemy import create_engine, text\n{imports}\n"
    "app = Flask(__name__)\n{before}\n\n"
    '@app.get("/orders")\ndef orders():\n{inside}    with engine.connect() as connection:\n'
    '        return str(connection.execute(text("SELECT count(*) FROM orders")).scalar())\n'
)
CALL = 'engine = create_engine(os.environ["DATABASE_URL"]{})\n'


def cases(path: str) -> list[Case]:
    """The examples of the page that consist of this file."""
    return [each for each in examples("PA501") if [path] == [name for name, _ in each.files]]


def judge(case: str, web: Web, crowd: Crowd, lab: Lab, *, breaks: bool) -> bool:
    """Send requests, many or until the server has turned a client away; whether it did."""
    for _ in range(ROUNDS if breaks else 3):
        web.get_all(["/orders"] * 20, AT_A_TIME)
        if crowd.refused:
            break
    refused = crowd.refused
    lab.saw("PA501", case, None, told(refused) or f"works: 60 requests, {crowd.opened} connections opened")

    assert all(is_quoted("PA501", f"FATAL:  {each.strip()}") for each in refused), refused
    return bool(refused)


@pytest.mark.parametrize("case", cases("src/orders.js"), ids=lambda case: f"{case.section}: {case.name}")
def test_express(case: Case, crowd: Lab) -> None:
    """The page's routers: with a pool in the handler that nobody closes the server is full after a few requests."""
    repository = crowd.repository(dict(case.files))
    breaks = case.section == "fires"
    copy = Copy(repository, {}, main__js=EXPRESS)
    url = f"postgresql://app@{crowd.server.address}/shop"
    with Crowd(crowd.server) as watched, copy.serve("node", "main.js", DATABASE_URL=url) as web:
        refused = judge(f"pg, page, {case.section}: {case.name}", web, watched, crowd, breaks=breaks)

    assert breaks == refused
    assert expected("PA501", case) == repository.findings("PA501")


def test_net_http(crowd: Lab) -> None:
    """The page's handler in Go: `sql.Open` for each request fills the server."""
    (case,) = cases("handlers/orders.go")
    repository = crowd.repository(dict(case.files))
    copy = Copy(repository, {}, main__go=GO)
    shutil.copytree(copy.folder / "handlers", copy.folder / "path/src/shop/handlers")
    url = f"postgres://app@{crowd.server.address}/shop?sslmode=disable"
    program = build_go(copy.folder, str(copy.folder / "path"))
    with Crowd(crowd.server) as watched, copy.serve(str(program), DATABASE_URL=url) as web:
        refused = judge("lib/pq, page, fires: net/http", web, watched, crowd, breaks=True)

    assert refused
    assert {("PA501", "error")} == repository.findings("PA501")


@pytest.mark.parametrize(
    ("inside", "arguments", "severity"),
    [
        pytest.param(True, "", "error", id="per-request"),
        pytest.param(True, ", poolclass=NullPool", "warning", id="per-request-without-a-pool"),
        pytest.param(False, "", "", id="once"),
    ],
)
def test_flask(inside: bool, arguments: str, severity: str, crowd: Lab) -> None:  # noqa: FBT001
    """An engine of each request fills the server; one without a pool opens one for each; a shared one a few."""
    imports = "from sqlalchemy.pool import NullPool\n" if arguments else ""
    call = CALL.format(arguments)
    text = FLASK.format(imports=imports, before="" if inside else call, inside=f"    {call}" if inside else "")
    repository = crowd.repository({"app.py": text, "requirements.txt": requirements("sqlalchemy", "psycopg2")})
    url = f"postgresql+psycopg2://app@{crowd.server.address}/shop"
    command = ("gunicorn", "--threads", str(AT_A_TIME), "--bind", f"unix:{SOCKET}", "app:app")
    with Crowd(crowd.server) as watched, Copy(repository, {}).serve(*command, DATABASE_URL=url) as web:
        where = "in the view" if inside else "opened once"
        refused = judge(f"SQLAlchemy{arguments}, {where}", web, watched, crowd, breaks=severity == "error")
        opened = watched.opened

    assert (severity == "error") == refused
    assert refused or (opened == 60 if inside else opened <= AT_A_TIME)
    assert ({("PA501", severity)} if severity else set()) == repository.findings("PA501")
