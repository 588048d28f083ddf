"""PA307, PA508: pools that cannot be built, and transactions whose statements go over different connections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from live.clients import asyncpg, psycopg_pool
from live.installed import cached
from live.program import Pooler, requirements
from live.quotes import is_quoted

if TYPE_CHECKING:
    from live.clients import Client
    from live.lab import Lab

COMPOSE = (
    "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgresql://app@db:5432/shop\n"
    "  db:\n    image: postgres:15\n"
)
UPDATE = "UPDATE users SET name = 'moved' WHERE id = 1"
ASYNCPG = {
    "pool": f"    await pool.execute('BEGIN')\n    await pool.execute({UPDATE!r})\n    await pool.execute('ROLLBACK')\n",
    "one connection": (
        "    async with pool.acquire() as con:\n        await con.execute('BEGIN')\n"
        f"        await con.execute({UPDATE!r})\n        await con.execute('ROLLBACK')\n"
    ),
    "one text": f'    await pool.execute("BEGIN; {UPDATE}; ROLLBACK")\n',
}
OTHER = '  const other = pool.query("SELECT pg_sleep(0.3)");\n'
"""Another request that takes a connection in between."""
PG = {
    "pool": (
        f'  await pool.query("BEGIN");\n{OTHER}  await pool.query("{UPDATE}");\n  await pool.query("ROLLBACK");\n  await other;\n'
    ),
    "one connection": (
        f'  const client = await pool.connect();\n  await client.query("BEGIN");\n{OTHER}  await client.query("{UPDATE}");\n'
        '  await client.query("ROLLBACK");\n  client.release();\n  await other;\n'
    ),
    "one text": f'  await pool.query("BEGIN; {UPDATE}; ROLLBACK");\n{OTHER}  await other;\n',
}


def python(body: str) -> dict[str, str]:
    """A program of asyncpg that takes back what it did."""
    opened = 'async def work():\n    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"])'
    text = f"import os\n\nimport asyncpg\n\n\n{opened}\n{body}"
    return {"app/db.py": text, "requirements.txt": requirements("asyncpg")}


def node(body: str) -> dict[str, str]:
    """A program of pg that does the same, while another request takes a connection."""
    pins = json.loads(cached("node", "package.json").read_text("utf-8"))["dependencies"]
    text = (
        'import pg from "pg";\n\nexport const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });\n\n'
        f"async function transfer() {{\n{body}}}\n\nawait transfer();\n"
    )
    return {"src/db.mjs": text, "package.json": json.dumps({"type": "module", "dependencies": {"pg": pins["pg"].lstrip("^")}})}


@pytest.mark.parametrize("way", ASYNCPG)
@pytest.mark.parametrize(("library", "path"), [("asyncpg", "app/db.py"), ("pg", "src/db.mjs")])
def test_what_is_taken_back(library: str, path: str, way: str, lab: Lab) -> None:
    """A statement between BEGIN and ROLLBACK stays in force when they are sent through a pool."""
    files = python(ASYNCPG[way]) if library == "asyncpg" else node(PG[way])
    repository = lab.repository(files | {"docker-compose.yml": COMPOSE})
    with repository.run(path, lab.server.address, DATABASE_URL="postgresql://app@db:5432/shop") as app:
        opened = app.opened
    (name,) = lab.server.run("SELECT name FROM users WHERE id = 1")
    lab.server.run("UPDATE users SET name = 'user 1' WHERE id = 1")
    lab.saw(
        "PA508", f"{library}, BEGIN … ROLLBACK through: {way}", None, "is not taken back" if name == "moved" else "is taken back"
    )

    assert opened is not None
    assert "" == opened.failure
    assert ("moved" if way == "pool" else "user 1") == name
    assert ({("PA508", "error")} if way == "pool" else set()) == repository.findings("PA508")


@pytest.mark.parametrize(
    ("client", "breaks"),
    [
        pytest.param(asyncpg("max_size=2 alone"), False, id="asyncpg-written"),
        pytest.param(asyncpg("min_size=5, max_size=2"), True, id="asyncpg"),
        pytest.param(psycopg_pool("max_size=5", ", max_size=5"), False, id="psycopg_pool-written"),
        pytest.param(psycopg_pool("min_size=1, max_size=0", ", max_size=0"), True, id="psycopg_pool"),
    ],
)
def test_a_minimum_above_the_maximum(client: Client, breaks: bool, lab: Lab) -> None:  # noqa: FBT001
    """The pool refuses to be built, with the words of the page."""
    text = client.text.replace("min_size=1", "min_size=5") if "min_size=5" in client.name else client.text
    files = client.files(Pooler("1.24")) | {client.path: text, "docker-compose.yml": COMPOSE}
    repository = lab.repository(files)
    with repository.run(client.path, lab.server.address, lab.server.address, DATABASE_URL="postgresql://app@db:5432/shop") as app:
        told = app.opened.error if app.opened else "?"
    lab.saw("PA307", client.name, None, told or "works")

    assert breaks == bool(told), told
    assert not told or is_quoted("PA307", f"ValueError: {told}"), told
    assert ({("PA307", "error")} if breaks else set()) == repository.findings("PA307")
