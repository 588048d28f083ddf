"""What the code uses as a password, however its name reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.report.passwords import hidden, passwords
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

CONNECT = "import os\nimport psycopg2\n{before}x = psycopg2.connect(host='db.example', user='app', password={used})\n"

USED = {
    "literal": ("", "'hunter2-A'", "", {"hunter2-A"}),
    "constant": ("DB_NAME = 'hunter2-A'\n", "DB_NAME", "", {"hunter2-A"}),
    "variable": ("", "os.environ['DB_NAME']", "DB_NAME=hunter2-A\n", {"hunter2-A"}),
    "variable with a default": ("", "os.getenv('DB_NAME', 'hunter2-B')", "DB_NAME=hunter2-A\n", {"hunter2-A", "hunter2-B"}),
    "in quotes": ("from urllib.parse import quote\n", "quote(os.environ['DB_NAME'])", "DB_NAME=hunter2-A\n", {"hunter2-A"}),
    "named like the user": ("", "'app'", "", set()),
}  # fmt: skip


@pytest.mark.parametrize(("before", "used", "env", "expected"), USED.values(), ids=USED)
def test_passwords(before: str, used: str, env: str, expected: set[str], tmp_path: Path) -> None:
    """Every text that may stand where a client asks for a password is one."""
    (tmp_path / "app.py").write_text(CONNECT.format(before=before, used=used), encoding="utf-8")
    (tmp_path / ".env").write_text(f"OTHER=1\n{env}", encoding="utf-8")
    found = survey(tmp_path)

    assert expected == passwords(found.facts, found.graph)


URLS = {
    "a password": ("app:{e['VALUE']}@db.example/shop", {"made-up"}),
    "a password of two parts": ("app:{e['VALUE']}-{e['REST']}@db.example/shop", {"made-up", "rest-of-it", "made-up-rest-of-it"}),
    "what may hold the at sign": ("app:{e['VALUE']}{e['REST']}", {"made-up"}),
    "a port": ("db.example:{e['VALUE']}/shop", set()),
    "a port before what may be a path": ("db.example:{e['DB_PORT']}{e['REST']}", set()),
    "a database": ("db.example:5432/{e['VALUE']}{e['REST']}", set()),
}


@pytest.mark.parametrize(("url", "expected"), URLS.values(), ids=URLS)
def test_in_urls(url: str, expected: set[str], tmp_path: Path) -> None:
    """Between the colon and the at sign stands a password, behind a colon without one a port."""
    code = f'import psycopg2\nfrom os import environ as e\nx = psycopg2.connect(f"postgresql://{url}")\n'
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    (tmp_path / ".env").write_text("VALUE=made-up\nREST=rest-of-it\nDB_PORT=5433\n", encoding="utf-8")
    found = survey(tmp_path)

    assert expected == passwords(found.facts, found.graph)


NAMES = {
    "itself": ("data_store", "***"),
    "argument": ("connect --pass data_store -v", "connect --pass *** -v"),
    "argument with a sign": ("connect --pass=data_store", "connect --pass=***"),
    "pair": ("PGPASSWORD='data_store' psql", "PGPASSWORD='***' psql"),
    "user and password": ("app:data_store@db", "app:***@db"),
    "service": ("ccd-data_store-api", "ccd-data_store-api"),
    "host": ("data_store.example", "data_store.example"),
    "image": ("acme/data_store:latest", "acme/data_store:latest"),
    "variable": ("$(data_store_port)", "$(data_store_port)"),
}


@pytest.mark.parametrize(("text", "expected"), NAMES.values(), ids=NAMES)
def test_reads_like_a_name(text: str, expected: str) -> None:
    """A password made of words is hidden where it is a word of its own, and cut out of no name, host or image."""
    assert expected == hidden(text, frozenset({"data_store"}))


def test_hidden() -> None:
    """It is hidden as a whole and inside of other text, a word only as a whole; keys and places stay."""
    rows = {"at": "x-y/z1:1", "value": ["x-y/z1", "a x-y/z1 b", "wordly", "wordlys", 90817, True, None]}
    shown = hidden(rows, frozenset({"x-y/z1", "wordly", "90817"}))

    assert {"at": "x-y/z1:1", "value": ["***", "a *** b", "***", "wordlys", "***", True, None]} == shown
