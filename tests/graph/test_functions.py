"""What runs on function platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

SERVERLESS = "service: shop\nprovider: {name: aws}\nfunctions:\n  create:\n    handler: src/orders.create\n"
POOL = 'import pg from "pg";\nexport const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });\n'


@pytest.mark.parametrize(
    ("path", "others", "expected"),
    [
        pytest.param("src/db.js", {}, True, id="beside the handler"),
        pytest.param("server/db.js", {}, None, id="in another folder than the handler"),
        pytest.param("src/db.js", {"Dockerfile": "FROM node:20\nCMD node src/server.js\n"}, None, id="in an image as well"),
        pytest.param(
            "src/db.js",
            {"Dockerfile": "FROM public.ecr.aws/lambda/nodejs:20\nCMD src/orders.create\n"},
            True,
            id="in Lambda's image",
        ),
        pytest.param("src/db.js", {"Procfile": "web: node src/server.js\n"}, None, id="in a process as well"),
    ],
)
def test_code_of_a_function(path: str, others: dict[str, str], *, expected: bool | None, graph_of: Callable[..., Graph]) -> None:
    """Code beside the handler runs in the function alone, unless something else of the tree runs it too."""
    graph = graph_of({"serverless.yml": SERVERLESS, path: POOL, **others})

    assert {expected} == {
        each.in_function.value for each in graph.routes if each.workload and each.workload.deployment.platform == "aws-lambda"
    }


def test_a_server_is_no_function(graph_of: Callable[..., Graph]) -> None:
    """A compose service runs in no function."""
    graph = graph_of({"compose.yml": "services:\n  web:\n    build: .\n", "src/db.js": POOL})

    assert [False] == [each.in_function.value for each in graph.routes]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        pytest.param("    events: [{httpApi: POST /}]\n", (False, "httpApi events and no reserved concurrency"), id="requests"),
        pytest.param("    events: [{httpApi: POST /}]\n    reservedConcurrency: 5\n", (True, ""), id="reserved"),
        pytest.param("    events: [{sqs: {arn: a}}]\n", (False, "sqs events and no reserved concurrency"), id="queue"),
        pytest.param("    events: [schedule: rate(1 day)]\n", (None, "other events than requests start it"), id="schedule"),
        pytest.param(
            "    events: [{sqs: {arn: a, maximumConcurrency: 2}}]\n", (None, "other events than requests start it"), id="cap"
        ),
        pytest.param("", (None, "what starts the function is not in the file"), id="no events"),
    ],
)
def test_what_bounds_the_copies(function: str, expected: tuple[bool | None, str], graph_of: Callable[..., Graph]) -> None:
    """Requests start copies without bound, unless concurrency is reserved or the event source has a maximum."""
    graph = graph_of({"serverless.yml": SERVERLESS + function, "src/db.js": POOL})

    assert [expected] == [(each.copies_bounded.value, each.copies_bounded.note) for each in graph.workloads]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param("vercel.json", '{"framework": "nextjs"}', ("Vercel Functions", None, None), id="vercel"),
        pytest.param("netlify.toml", '[functions]\ndirectory = "api"\n', ("Netlify Functions", 1, None), id="netlify"),
        pytest.param(
            "wrangler.toml",
            'name = "a"\nmain = "src/a.ts"\ncompatibility_date = "2025-01-01"\n',
            ("Cloudflare Workers", None, 6),
            id="workers",
        ),
        pytest.param("serverless.yml", SERVERLESS, ("AWS Lambda", 1, None), id="lambda"),
        pytest.param("fly.toml", 'app = "a"\n', ("", None, None), id="machines"),
    ],
)
def test_what_a_copy_can_use(
    file: str, text: str, expected: tuple[str, int | None, int | None], graph_of: Callable[..., Graph]
) -> None:
    """A platform tells how many requests share a copy and how many connections one may open."""
    (workload,) = graph_of({file: text}).workloads

    assert expected == (workload.platform, workload.requests_per_copy.value, workload.connections_per_request.value)


@pytest.mark.parametrize(
    ("file", "text", "inside", "outside"),
    [
        pytest.param("vercel.json", '{"rewrites": []}', "api/db.js", "lib/db.js", id="vercel without a server framework"),
        pytest.param("vercel.json", '{"framework": "nextjs"}', "lib/db.js", None, id="vercel with one"),
        pytest.param(
            "vercel.json", '{"builds": [{"src": "a.ts", "use": "@vercel/node"}]}', "lib/db.ts", None, id="vercel builds"
        ),
        pytest.param("vercel.json", '{"functions": {"app/api/**.ts": {"maxDuration": 9}}}', "lib/db.ts", None, id="vercel globs"),
        pytest.param("netlify.toml", "[functions]\n", "netlify/functions/db.js", "src/db.js", id="netlify"),
        pytest.param(
            "wrangler.toml",
            'main = "dist/a.js"\ncompatibility_date = "2025-01-01"\n',
            "src/db.js",
            None,
            id="a worker that is built",
        ),
        pytest.param(
            "wrangler.toml",
            'main = "worker/a.js"\ncompatibility_date = "2025-01-01"\n',
            "worker/db.js",
            "src/db.js",
            id="a worker",
        ),
        pytest.param(
            "wrangler.toml",
            'pages_build_output_dir = "d"\ncompatibility_date = "2025-01-01"\n',
            "functions/db.js",
            "src/db.js",
            id="pages",
        ),
    ],
)
def test_where_functions_stand(file: str, text: str, inside: str, outside: str | None, graph_of: Callable[..., Graph]) -> None:
    """A client counts as part of a function where the platform's file says that its code stands."""
    graph = graph_of({file: text, inside: POOL, **({outside: POOL} if outside else {})})

    assert {inside: True, **({outside: None} if outside else {})} == {
        each.span.path: each.in_function.value for each in graph.routes
    }
