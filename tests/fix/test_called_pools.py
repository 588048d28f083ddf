"""A fault of a pool that a function opens is mended where the function opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.config import Config
from poolaudit.scan import scan

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "app/pools.py": "import asyncpg\nasync def make(dsn, size=10):\n    return await asyncpg.create_pool(dsn, max_size=size)\n",
    "app/web.py": "import os\nfrom app.pools import make\nasync def start():\n    return await make(os.environ['URL'])\n",
    "docker-compose.yml": "services:\n  web:\n    build: .\n    environment: {URL: 'postgresql://app@pgbouncer:6432/shop'}\n"
    "  pgbouncer:\n    image: edoburu/pgbouncer:1.18.0\n"
    "    environment: {DB_HOST: db, LISTEN_PORT: '6432', POOL_MODE: transaction}\n",
}


def test_the_place_of_the_edit(tmp_path: Path) -> None:
    """The finding stands at the call, the argument is put into the constructor of the library."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (finding,) = scan(tmp_path, config=Config(select=("PA201",))).findings

    assert ("app/web.py", 4) == (finding.span.path, finding.span.line)
    assert finding.fix is not None
    assert [("app/pools.py", 3, "statement_cache_size", "0")] == [
        (each.span.path, each.span.line, each.argument, each.text) for each in finding.fix.changes
    ]
