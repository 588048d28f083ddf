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


def test_hidden() -> None:
    """It is hidden as a whole and inside of other text, a word only as a whole; keys and places stay."""
    rows = {"at": "x-y/z1:1", "value": ["x-y/z1", "a x-y/z1 b", "wordly", "wordlys", 90817, True, None]}
    shown = hidden(rows, frozenset({"x-y/z1", "wordly", "90817"}))

    assert {"at": "x-y/z1:1", "value": ["***", "a *** b", "***", "wordlys", "***", True, None]} == shown
