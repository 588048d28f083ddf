"""PA505: Django's persistent connections under ASGI and WSGI servers."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from live.crowded import Crowd, told
from live.pages import examples, expected
from live.quotes import is_quoted
from live.served import SOCKET, Copy

if TYPE_CHECKING:
    from live.lab import Lab
    from live.served import Web

    from poolaudit.lint.cases import Case

AT_A_TIME = 4
ROUNDS = 20
"""Of twenty requests each, at most, until the server is full; three have to work."""
MORE = '\nSECRET_KEY = "-"\nALLOWED_HOSTS = ["*"]\nROOT_URLCONF = "config.urls"\nINSTALLED_APPS = []\nUSE_TZ = True\n'
URLS = (
    "from django.db import connection\nfrom django.http import HttpResponse\nfrom django.urls import path\n\n\n"
    "def users(request):\n    with connection.cursor() as cursor:\n"
    '        cursor.execute("SELECT count(*) FROM users")\n        return HttpResponse(str(cursor.fetchone()[0]))\n\n\n'
    'urlpatterns = [path("", users)]\n'
)
INTERFACE = (
    'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n\n'
    "from django.core.{0} import get_{0}_application\n\napplication = get_{0}_application()\n"
)
CASES = [
    pytest.param(each, id=f"{each.section}: {each.name}")
    for each in examples("PA505")
    if "docker-compose.yml" in dict(each.files) and each.name != "Another service under ASGI"
]


def completed(files: dict[str, str]) -> dict[str, str]:
    """The files with a view that asks the server, and what Django needs beside them."""
    settings = files["config/settings.py"].replace('"db"', '"127.0.0.1"') + MORE
    interfaces = {f"config/{kind}.py": INTERFACE.format(kind) for kind in ("asgi", "wsgi")}
    return files | {"config/__init__.py": "", "config/settings.py": settings, "config/urls.py": URLS} | interfaces


def place(command: list[str]) -> list[str]:
    """How the server of a command is told where to listen."""
    return ["--uds", SOCKET] if command[0] == "uvicorn" else ["--bind", f"unix:{SOCKET}"]


def ask(web: Web, crowd: Crowd, *, breaks: bool) -> set[int]:
    """Send requests, many or until the server turned somebody away; the statuses of the answers."""
    statuses: set[int] = set()
    for _ in range(ROUNDS if breaks else 3):
        statuses |= {status for status, _ in web.get_all(["/"] * 20, AT_A_TIME)}
        if crowd.refused:
            break
    return statuses


@pytest.mark.parametrize("case", CASES)
def test_a_page(case: Case, crowd: Lab) -> None:
    """Connections that are kept pile up under ASGI until the server is full; without, or under WSGI, they do not."""
    files = dict(case.files)
    repository = crowd.repository(files)
    (line,) = re.findall(r"command: (.+)", files["docker-compose.yml"])
    command = shlex.split(line)
    breaks = case.section == "fires"
    copy = Copy(crowd.repository(completed(files)), {})
    environment = {"PGPORT": str(crowd.server.port), "PGUSER": "app"}
    with Crowd(crowd.server) as watched, copy.serve(*command, *place(command), **environment) as web:
        statuses = ask(web, watched, breaks=breaks)
        refused, opened = watched.refused, watched.opened
    seen = told(refused) or f"works: 60 requests, {opened} connections opened"
    crowd.saw("PA505", f"page, {case.section}: {case.name}, {command[0]}", None, seen)

    assert breaks == bool(refused)
    assert breaks or statuses == {200}
    assert all(is_quoted("PA505", f"FATAL:  {each.strip()}") for each in refused), refused
    assert expected("PA505", case) == repository.findings("PA505")
