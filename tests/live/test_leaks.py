"""PA503, PA506: connections that stay open because nobody can reach, or gives back, what holds them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from live.clients import node_postgres, postgres_js
from live.crowded import Crowd, told
from live.pages import example, expected
from live.quotes import is_quoted
from live.served import Copy

if TYPE_CHECKING:
    from live.lab import Lab

RELOADS = 20
CALLS = 12
"""Of a function that fails; the pool has ten connections."""
NODE = (
    'const { orders } = require("./src/orders.js");\n\n(async () => {\n'
    f"  for (let count = 0; count < {CALLS}; count++) {{\n"
    "    await orders(1).then(() => console.log('caught'), (error) => console.log('said ' + error.message));\n"
    "  }\n  process.exit();\n})();\n"
)
PYTHON = (
    f"from app.orders import orders\n\nfor _ in range({CALLS}):\n    try:\n        orders(1)\n"
    "    except Exception as error:\n        kind = type(error)\n"
    '        print(f"said {kind.__module__}.{kind.__name__}: {error}".splitlines()[0])\n'
)


@pytest.mark.parametrize("guarded", [False, True], ids=["module", "globalThis"])
@pytest.mark.parametrize("library", ["pg", "postgres"])
def test_hot_reloads(library: str, guarded: bool, crowd: Lab) -> None:  # noqa: FBT001
    """Each time that a module is run again another pool is open, until the server is full; one in globalThis stays alone."""
    client = node_postgres("reloaded") if library == "pg" else postgres_js("reloaded")
    name, keep = ("pool", "globalThis.shopPool ??= ") if library == "pg" else ("sql", "globalThis.shopSql ??= ")
    text = client.text.replace(f"export const {name} = ", f"export const {name} = {keep if guarded else ''}")
    package = json.loads(dict(client.manifest)["package.json"])
    package["dependencies"]["next"] = "15.1.0"
    repository = crowd.repository({"src/db.mjs": text, "package.json": json.dumps(package, indent=2)})
    url = f"postgresql://app@{crowd.server.address}/shop"
    with Crowd(crowd.server) as watched, repository.run("src/db.mjs", crowd.server.address, DATABASE_URL=url) as app:
        reply = app.do("reload", RELOADS)
        refused, opened = watched.refused, watched.opened
    variant = f"{library}, run again {RELOADS} times{', kept in globalThis' if guarded else ''}"
    crowd.saw("PA503", variant, None, told(refused) or f"works: {opened} connections")

    assert (not guarded) == bool(refused) == bool(reply.error), reply
    assert not guarded or opened <= 2
    assert all(is_quoted("PA503", f"FATAL:  {each.strip()}") for each in refused), refused
    assert (set() if guarded else {("PA503", "warning")}) == repository.findings("PA503")


@pytest.mark.parametrize(
    "name", ["node-postgres", "The failure jumps to catch", "Near miss: in finally", "Near miss: in both branches"]
)
def test_connections_that_a_failing_query_keeps(name: str, lab: Lab) -> None:
    """After as many failing queries as the pool has connections nobody is given one; given back in finally, everybody is."""
    case = example("PA506", name)
    repository = lab.repository(dict(case.files))
    url = "connectionString: process.env.DATABASE_URL"
    files = {path: text.replace(url, f"{url}, connectionTimeoutMillis: 1000") for path, text in case.files}
    files = {path: f"{text}\nmodule.exports = {{ orders }};\n" for path, text in files.items()}
    copy = Copy(lab.repository(files), {}, main__js=NODE)
    ended = copy.run("node", "main.js", DATABASE_URL=f"postgresql://app@{lab.server.address}/shop")
    said = [line.removeprefix("said ") for line in ended.lines if line.startswith(("said ", "error: ", "Error: "))]
    waited = [each for each in said if "timeout" in each]
    seen = (
        f"{CALLS - len(waited)} × {said[0].removeprefix('error: ')}, then {waited[0].removeprefix('Error: ')}"
        if waited
        else said[0]
    )
    lab.saw("PA506", f"page, {case.section}: {name}", None, seen)

    assert (2 if case.section == "fires" else 0) == len(waited), ended.lines
    assert all(is_quoted("PA506", f"Error: {each.removeprefix('Error: ')}") for each in waited), waited
    assert expected("PA506", case) == repository.findings("PA506")


def test_connections_of_psycopg2_that_a_failing_query_keeps(lab: Lab) -> None:
    """The same with a pool of psycopg2, which does not wait."""
    case = example("PA506", "psycopg2")
    copy = Copy(lab.repository(dict(case.files)), {"@db/": f"@{lab.server.address}/"}, main__py=PYTHON)
    ended = copy.run("python", "main.py")
    said = [line.removeprefix("said ") for line in ended.lines]
    lab.saw("PA506", f"page, {case.section}: {case.name}", None, f"10 × {said[0]}, then {said[-1]}")

    assert ["psycopg2.pool.PoolError: connection pool exhausted"] * 2 == said[10:]
    assert not any("exhausted" in each for each in said[:10])
    assert is_quoted("PA506", said[-1])
    assert expected("PA506", case) == lab.repository(dict(case.files)).findings("PA506")
