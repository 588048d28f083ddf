"""A repository whose fault shows only when three files are read together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "app/db.py": (
        "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
        '    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20)\n'
    ),
    "app/other.py": "x = 1\n",
    "docker-compose.yml": (
        "services:\n  web:\n    build: .\n    environment:\n"
        "      DATABASE_URL: postgresql://app:${DB_PASSWORD}@pgbouncer:6432/shop\n"
        "  pgbouncer:\n    image: edoburu/pgbouncer:1.18.0\n    volumes:\n"
        "      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
    ),
    "pgbouncer.ini": "[databases]\nshop = host=db port=5432\n\n[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\n",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository, as current folder, without git and without the colours of the machine that tests."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "repository"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(root)
    return root
