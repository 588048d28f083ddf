"""How clients are held, in the surroundings of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PRISMA = 'import { PrismaClient } from "@prisma/client";\n'
PG = 'import { Pool } from "pg";\n'
NEXT = '{"dependencies": {"next": "15.1.0", "@prisma/client": "6.1.0"}}'
EXPRESS = '{"dependencies": {"express": "5.0.1", "@prisma/client": "6.1.0"}}'
WORKER = 'name = "shop"\nmain = "src/index.ts"\ncompatibility_date = "2026-01-01"\n'
REST = (
    "from rest_framework.views import APIView\nfrom sqlalchemy import create_engine\n\n\n"
    "class Orders(APIView):\n    def get(self, request):\n        create_engine('x').connect()\n"
)
FASTAPI = "from fastapi import Depends, FastAPI\nfrom sqlalchemy import create_engine\n\napp = FastAPI()\n\n\n"


def per_request(graph: Graph) -> list[tuple[object, ...]]:
    """Whether each function is called for each request, why, and what becomes of the client there."""
    return [(each.per_request.value, each.per_request.note, each.held) for each in graph.holdings]


@pytest.mark.parametrize(
    ("path", "code", "why"),
    [
        ("app/main.py", f"{FASTAPI}@app.get('/')\ndef view():\n    create_engine('x').connect()\n", "@get"),
        (
            "app/main.py",
            f"{FASTAPI}def get():\n    create_engine('x').connect()\n\n\n@app.get('/')\ndef view(db=Depends(get)):\n    pass\n",
            "Depends(…)",
        ),
        (
            "shop/views.py",
            "from sqlalchemy import create_engine\n\n\ndef view(request):\n    create_engine('x').connect()\n",
            "its parameter request in views.py",
        ),
        (
            "shop/api.py",
            REST,
            "get of a APIView",
        ),
        ("src/a.ts", f"{PG}export function a(req, res) {{ new Pool().query('x') }}\n", "its parameters (req, res)"),
        (
            "src/a.ts",
            f"{PG}export const handler = async (event, context) => {{ new Pool().query('x') }}\n",
            "its parameters (event, context)",
        ),
        (
            "src/a.ts",
            f"{PG}import {{ Hono }} from 'hono';\nconst app = new Hono();\napp.get('/', (c) => {{ new Pool().query('x') }});\n",
            "get(…)",
        ),
        (
            "src/a.ts",
            (f"{PG}import {{ createServerFn }} from '@tanstack/react-start';\n"
            "export const a = createServerFn({ method: 'GET' }).handler(async () => { new Pool().query('x') });\n"),
            "handler(…)",
        ),
        ("app/api/a/route.ts", f"{PG}export async function GET() {{ new Pool().query('x') }}\n", "GET in a route of Next.js"),
        (
            "src/routes/+page.server.ts",
            f"{PG}export const load = async () => {{ new Pool().query('x') }};\n",
            "load in a route of SvelteKit",
        ),
        ("app/routes/a.tsx", f"{PG}export async function loader() {{ new Pool().query('x') }}\n", "loader in a route of Remix"),
    ],
)  # fmt: skip
def test_called_for_each_request(graph_of: Callable[..., Graph], path: str, code: str, why: str) -> None:
    """A decorator, a class, the parameters, or the name of file and function say that a function answers requests."""
    assert [(True, why, "dropped")] == per_request(graph_of({path: code}))


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("const p = new Pool(); p.query('x')", "dropped"),
        ("const p = new Pool(); p.query('x'); p.end()", "closed-sometimes"),
        ("const p = new Pool(); try { p.query('x') } finally { p.end() }", "closed"),
        ("const p = new Pool(); return p", "kept"),
        ("const p = new Pool(); other(p)", "handed"),
        ("const p = new Pool(); drizzle(p).select()", "dropped"),
        ("res.locals.pool = new Pool()", "kept"),
    ],
)
def test_held(graph_of: Callable[..., Graph], body: str, held: str) -> None:
    """A client is closed, kept, handed to something that may do either, or lost."""
    code = f"{PG}import {{ drizzle }} from 'drizzle-orm/node-postgres';\nexport async function a(req, res) {{ {body} }}\n"

    assert [held] == [each.held for each in graph_of({"src/a.ts": code}).holdings]


@pytest.mark.parametrize(
    ("code", "lasting", "guarded"),
    [
        ("export const db = new PrismaClient();\n", True, False),
        ("const db = new PrismaClient();\n", False, False),
        ("export const db = globalThis.db ?? new PrismaClient();\n", True, True),
        ("export const db = (globalThis.db ??= new PrismaClient());\n", False, True),
        ("export const db = new PrismaClient();\nglobalThis.db = db;\n", True, True),
        ("let db;\nif (a) { db = new PrismaClient() }\nexport default db;\n", False, False),
        ("export const db = new PrismaClient();\nprocess.on('exit', () => db.$disconnect());\n", False, False),
    ],
    ids=["exported", "private", "or", "or-assigned", "stored", "branch", "closed"],
)
def test_module(graph_of: Callable[..., Graph], code: str, *, lasting: bool, guarded: bool) -> None:
    """A module's own client lasts when others get it and nothing closes it; a global object outlives the module."""
    graph = graph_of({"src/db.ts": PRISMA + code, "package.json": NEXT})

    assert [(True, lasting, guarded, "Next.js")] == [
        (each.at_module, each.lasting, each.guarded, each.reloader.value) for each in graph.holdings
    ]


def test_the_nearest_package_decides(graph_of: Callable[..., Graph]) -> None:
    """A server beside a Next.js application is not reloaded by it."""
    code = f"{PRISMA}export const db = new PrismaClient();\n"
    files = {"web/db.ts": code, "web/package.json": NEXT, "api/db.ts": code, "api/package.json": EXPRESS}
    graph = graph_of({**files, "package.json": NEXT})

    assert {"web/db.ts": "Next.js", "api/db.ts": None} == {each.span.path: each.reloader.value for each in graph.holdings}


@pytest.mark.parametrize(
    ("files", "platform", "ties"),
    [
        ({"wrangler.toml": WORKER}, "Cloudflare Workers", True),
        ({"wrangler.toml": WORKER, "Dockerfile": "FROM node:22\nCOPY . .\n"}, None, None),
        ({}, None, False),
    ],
    ids=["worker", "also in an image", "elsewhere"],
)
def test_platform(graph_of: Callable[..., Graph], files: dict[str, str], platform: str | None, *, ties: bool | None) -> None:
    """Sockets are tied to requests where a Worker surely runs the file, and nothing else does."""
    graph = graph_of({"src/index.ts": f"{PG}export const db = new Pool();\n", **files})

    assert [(platform, ties)] == [(each.platform.value, each.ties_sockets.value) for each in graph.holdings]


def test_edge_runtime(graph_of: Callable[..., Graph]) -> None:
    """A file that asks for the Edge runtime says so itself."""
    graph = graph_of({"app/api/a/route.ts": f'{PG}export const runtime = "edge";\nexport const db = new Pool();\n'})

    assert [("the Edge runtime", True)] == [(each.platform.value, each.ties_sockets.value) for each in graph.holdings]


@pytest.mark.parametrize(
    ("options", "pooling"),
    [
        pytest.param("{}", True, id="its own engine"),
        pytest.param("{ adapter: null }", True, id="no adapter"),
        pytest.param("{ adapter: new PrismaPg({ connectionString: 'x' }) }", True, id="a pool of node-postgres"),
        pytest.param("{ adapter: new PrismaPlanetScale({ url: 'x' }) }", None, id="an adapter that is not known"),
        pytest.param("{ adapter }", None, id="an adapter from elsewhere"),
    ],
)
def test_through_an_adapter(graph_of: Callable[..., Graph], options: str, *, pooling: bool | None) -> None:
    """A client that is given an adapter keeps connections where the adapter does."""
    imports = (
        'import { PrismaPg } from "@prisma/adapter-pg";\nimport { PrismaPlanetScale } from "@prisma/adapter-planetscale";\n'
        'import { adapter } from "./adapter";\n'
    )
    graph = graph_of({"src/db.ts": f"{PRISMA}{imports}export const db = new PrismaClient({options});\n", "package.json": NEXT})

    assert [pooling] == [each.pooling.value for each in graph.holdings if each.library == "Prisma"]
