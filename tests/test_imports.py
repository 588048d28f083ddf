"""What is not needed is not imported: start-up is most of the time of a small scan."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = frozenset(
    {"asyncio", "click", "importlib.metadata", "libcst", "multiprocessing", "pathspec", "sqlglot", "tomli", "tomllib", "yaml"}
)
ENV = "DATABASE_URL=postgresql://app@db.example.org/shop\n"
PYTHON = (
    "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
    '    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20)\n'
)
COMPOSE = "services:\n  web:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://app@db.example.org/shop\n"


def _imported(*words: str, folder: Path) -> frozenset[str]:
    """The heavy modules that a run of the program imports, as the interpreter itself reports them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "poolaudit", *words], check=False, capture_output=True, text=True, cwd=folder
    )
    assert done.returncode in {0, 1}, done.stderr[-2000:]
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    names = {line.rpartition("|")[2].strip() for line in lines}
    assert "poolaudit" in names  # the report has the form that is read here
    return HEAVY & names


@pytest.mark.parametrize(
    ("words", "files", "expected"),
    [
        pytest.param(["--version"], {}, set(), id="version"),
        pytest.param(["scan"], {".env": ENV}, {"click"}, id="env"),
        pytest.param(["scan"], {"app/db.py": PYTHON}, {"click"}, id="python"),
        pytest.param(["scan", "-f", "sarif"], {".env": ENV, "app/db.py": PYTHON}, {"click"}, id="sarif"),
        pytest.param(["scan"], {"docker-compose.yml": COMPOSE}, {"click", "yaml"}, id="compose"),
        pytest.param(["scan", "--diff"], {"app/db.py": "x = 1\n"}, {"click"}, id="nothing-to-mend"),
        pytest.param(["rules"], {}, {"click"}, id="rules"),
        pytest.param(["explain", "PA201"], {}, {"click"}, id="explain"),
    ],
)
def test_a_run_imports_what_it_needs(words: list[str], files: dict[str, str], expected: set[str], tmp_path: Path) -> None:
    """Each parser is loaded by the first file that needs it, and the editor of Python by the first edit."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert expected == _imported(*words, folder=tmp_path)
