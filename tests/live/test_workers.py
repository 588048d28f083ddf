"""PA504: what one request of a Worker opens, used by the next one in Cloudflare's own runtime."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from live.installed import cached
from live.pages import example, expected
from live.quotes import quoted_together
from live.served import SOCKET, Copy

if TYPE_CHECKING:
    from live.lab import Lab

CONFIG = """using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [{modules}],
      compatibilityDate = "2026-01-01",
      compatibilityFlags = ["nodejs_compat"],
      bindings = [(name = "HYPERDRIVE", hyperdrive = (
        designator = "pg", database = "shop", user = "app", password = "-", scheme = "postgresql"))],
    )),
    (name = "pg", external = (address = "{server}", tcp = ())),
  ],
  sockets = [(name = "http", address = "unix:{socket}", http = (), service = "main")],
);
"""
TYPES = re.compile(r": (?:Request|Promise<Response>|Env|ExecutionContext)(?=[,)]| {)")
KEPT = """import postgres from "postgres";

let sql;

export default {
  async fetch(request, env) {
    sql ??= postgres(env.HYPERDRIVE.connectionString);
    return Response.json(await sql`SELECT * FROM orders`);
  },
};
"""


def worker(lab: Lab, text: str) -> tuple[Copy, str]:
    """A folder with a Worker, Postgres.js as it is made for Workers, and the file of the runtime; and the runtime itself."""
    copy = Copy(lab.repository({"main.js": TYPES.sub("", text)}), {})
    library = copy.folder / "node_modules/postgres/cf"
    modules = ['(name = "main.js", esModule = embed "main.js")', '(name = "postgres", esModule = embed "postgres.js")']
    for path in sorted(library.rglob("*.js")):
        inside = path.relative_to(library)
        modules.append(f'(name = "cf/{inside}", esModule = embed "node_modules/postgres/cf/{inside}")')
    (copy.folder / "postgres.js").write_text('export { default } from "./cf/src/index.js";\n', encoding="utf-8")
    config = CONFIG.format(modules=", ".join(modules), server=lab.server.address, socket=SOCKET)
    (copy.folder / "config.capnp").write_text(config, encoding="utf-8")
    (program,) = cached("node", "node_modules/@cloudflare").glob("workerd-*/bin/workerd")
    return copy, str(program)


@pytest.mark.parametrize("name", ["Opened by the first request and kept", "Near miss: opened in the handler"])
def test_the_next_request(name: str, lab: Lab) -> None:
    """A client that is kept fails in the second request, with the words of the page; one of each request works in all of them."""
    case = example("PA504", name)
    fires = case.section == "fires"
    files = dict(case.files)
    if fires:  # the page's pool of pg needs a bundler; Postgres.js does the same without one
        files = {"wrangler.toml": files["wrangler.toml"], "src/index.js": KEPT}
    copy, program = worker(lab, next(text for path, text in files.items() if path.startswith("src/")))
    with copy.serve(program, "serve", "config.capnp") as web:
        statuses = [web.get("/")[0] for _ in range(4)]
        said = re.findall(r"Cannot perform I/O on behalf of a different request\..*different request's handler\.", web.log)
    seen = f"the second request: {said[0].partition('. ')[0]}" if said else "works"
    lab.saw("PA504", f"Postgres.js in workerd, {name.removeprefix('Near miss: ')}", None, seen)

    assert 200 == statuses[0], web.log
    assert (fires, [500] if fires else [200]) == (bool(said), statuses[1:2])
    assert all(quoted_together("PA504", f"Error: {each}") for each in said), said
    assert expected("PA504", case) == lab.repository(files).findings("PA504")


def test_a_client_of_the_module(lab: Lab) -> None:
    """The page's client of Hyperdrive in the module does not even start."""
    case = example("PA504", "In the module")
    files = dict(case.files)
    copy, program = worker(lab, files["src/index.ts"])
    ended = copy.run(program, "serve", "config.capnp")
    said = re.findall(
        r"Disallowed operation called within global scope\..*?not allowed within global scope\.", "\n".join(ended.lines)
    )
    lab.saw("PA504", "page, fires: In the module", None, said[0].partition(". ")[0] if said else "works")

    assert said, ended.lines
    assert quoted_together("PA504", f"Error: {said[0]}"), said
    assert expected("PA504", case) == lab.repository(files).findings("PA504")
