"""Who runs which code of an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PY = "import asyncpg, os\npool = asyncpg.create_pool(os.environ['DATABASE_URL'])\n"
MAIN = f"{PY}\nif __name__ == '__main__':\n    main()\n"
JS = "import pg from 'pg';\nexport const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });\n"
COMPOSE = "services:\n  web:\n    build: .\n    command: {}\n    environment:\n      DATABASE_URL: postgresql://app@db/shop\n"


def go(package: str, *imports: str) -> str:
    """A file of Go that opens connections."""
    listed = "".join(f'\t"{each}"\n' for each in ("context", "os", "github.com/jackc/pgx/v5/pgxpool", *imports))
    body = 'func Open() { pgxpool.New(context.Background(), os.Getenv("DATABASE_URL")) }'
    return f"package {package}\n\nimport (\n{listed})\n\n{body}\n"


def clients(graph: Graph) -> list[tuple[str, str]]:
    """Files of clients, and who runs them."""
    return sorted({(each.span.path, each.workload.name if each.workload else "") for each in graph.routes})


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param("uvicorn shop.main:app", [("scripts/fix.py", ""), ("shop/db.py", "web")], id="a server"),
        pytest.param("python scripts/fix.py", [("scripts/fix.py", "web"), ("shop/db.py", "")], id="the script itself"),
        pytest.param("python -m scripts.fix", [("scripts/fix.py", "web"), ("shop/db.py", "")], id="as a module"),
        pytest.param(
            "sh -c 'python scripts/fix.py && uvicorn shop.main:app'",
            [("scripts/fix.py", "web"), ("shop/db.py", "web")],
            id="both",
        ),
        pytest.param("python mock.py", [("scripts/fix.py", ""), ("shop/db.py", "")], id="a program without either"),
        pytest.param("python run.py", [("scripts/fix.py", ""), ("shop/db.py", "web")], id="a program that imports one"),
        pytest.param("python open.py", [("scripts/fix.py", ""), ("shop/db.py", "web")], id="a program that may import it"),
        pytest.param("sh -c 'echo a; exec python mock.py'", [("scripts/fix.py", ""), ("shop/db.py", "")], id="in a shell"),
        pytest.param(
            "sh -c 'python mock.py & serve'", [("scripts/fix.py", ""), ("shop/db.py", "web")], id="beside something else"
        ),
    ],
)
def test_python(command: str, expected: list[tuple[str, str]], graph_of: Callable[..., Graph]) -> None:
    """What the file that Python is given does not import is not run; a script that nobody names is started by hand."""
    graph = graph_of(
        {
            "compose.yml": COMPOSE.format(command),
            "Dockerfile": "FROM python:3.13\nCOPY . .\n",
            "scripts/fix.py": MAIN,
            "shop/db.py": PY,
            "mock.py": "import http.server\n",
            "run.py": "from shop import db\n",
            "open.py": "import importlib\n",
        }
    )

    assert expected == clients(graph)


@pytest.mark.parametrize(
    ("command", "expected"),
    [pytest.param("uvicorn shop.main:app", "db", id="a server"), pytest.param("python mock.py", None, id="a program without it")],
)
def test_the_variables_of_a_script(command: str, expected: str | None, graph_of: Callable[..., Graph]) -> None:
    """A script that is started by hand connects to where the deployment does whose code may use it."""
    graph = graph_of(
        {
            "compose.yml": COMPOSE.format(command),
            "Dockerfile": "FROM python:3.13\n",
            "scripts/fix.py": MAIN,
            "mock.py": "import http.server\n",
        }
    )

    assert [(expected, None)] == [(each.endpoint.host.value, each.workload) for each in graph.routes]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param("uvicorn shop.main:app", "", id="a server"),
        pytest.param("alembic upgrade head", "web", id="the migration"),
        pytest.param("sh -c 'alembic upgrade head && uvicorn shop.main:app'", "web", id="both"),
    ],
)
def test_alembic(command: str, expected: str, graph_of: Callable[..., Graph]) -> None:
    """Alembic's environment belongs to who migrates."""
    graph = graph_of({"compose.yml": COMPOSE.format(command), "Dockerfile": "FROM python:3.13\n", "alembic/env.py": PY})

    assert [("alembic/env.py", expected)] == clients(graph)


def test_alembic_in_each_environment(graph_of: Callable[..., Graph]) -> None:
    """Where nobody of an environment migrates, somebody does it by hand."""
    graph = graph_of(
        {
            "compose.yml": COMPOSE.format("alembic upgrade head"),
            "compose.prod.yml": COMPOSE.format("uvicorn shop.main:app"),
            "Dockerfile": "FROM python:3.13\n",
            "alembic/env.py": PY,
        }
    )

    assert [("", "web"), ("production", "")] == sorted(
        (each.environment, each.workload.name if each.workload else "") for each in graph.routes
    )


PULLED = "services:\n  {0}:\n    image: ghcr.io/acme/{0}:1\n    command: {1}\n"
DOCKERFILE = "FROM golang:1.25 AS build\nCOPY . .\nRUN go build -o /bin/app {}\nFROM scratch\nCOPY --from=build /bin/app /app\n"
API = [("cmd/api/main.go", "{0}"), ("cmd/migrate/main.go", ""), ("hack/fix/main.go", ""), ("store/store.go", "{0}")]
BOTH = [("cmd/api/main.go", "{0}"), ("cmd/migrate/main.go", "{0}"), ("hack/fix/main.go", ""), ("store/store.go", "{0}")]


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [
        pytest.param({"compose.yml": COMPOSE.format("/api --all")}, "web", API, id="the command names it"),
        pytest.param({"Dockerfile": DOCKERFILE.format("./cmd/api")}, "web", API, id="the Dockerfile compiles it"),
        pytest.param({"Dockerfile": DOCKERFILE.format("-ldflags='-s -w' ./cmd/api/main.go")}, "web", API, id="its file"),
        pytest.param({"Dockerfile": DOCKERFILE.format("./cmd/$TARGET")}, "web", BOTH, id="a variable"),
        pytest.param({"Dockerfile": DOCKERFILE.format("./cmd/api ./cmd/migrate")}, "web", BOTH, id="two"),
        pytest.param(
            {
                "compose.yml": "services:\n  api:\n    image: acme/api\n    build: .\n",
                "Dockerfile": DOCKERFILE.format("./cmd/$TARGET"),
            },
            "api",
            API,
            id="the image is called so",
        ),
    ],
)
def test_go(files: dict[str, str], name: str, expected: list[tuple[str, str]], graph_of: Callable[..., Graph]) -> None:
    """A program of Go runs its own main package and what that imports; main packages among scripts are in no image."""
    graph = graph_of(
        {
            "go.mod": "module example.org/shop\n",
            "cmd/api/main.go": go("main", "example.org/shop/store"),
            "cmd/migrate/main.go": go("main"),
            "hack/fix/main.go": go("main"),
            "store/store.go": go("store"),
            "compose.yml": "services:\n  web:\n    build: .\n",
            "Dockerfile": DOCKERFILE.format("./..."),
            **files,
        }
    )

    assert [(path, runs.format(name)) for path, runs in expected] == clients(graph)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"compose.yml": COMPOSE.format("uvicorn shop.main:app")}, "", id="of the product"),
        pytest.param({"compose.yml": COMPOSE.format("python examples/shop/db.py")}, "web", id="that the command names"),
        pytest.param(
            {"examples/compose.yml": COMPOSE.format("uvicorn shop.main:app").replace(".\n", "..\n")}, "web", id="of the samples"
        ),
        pytest.param(
            {"compose.yml": COMPOSE.format("x").replace("build: .", "build: examples/shop")}, "web", id="built from there"
        ),
    ],
)
def test_samples(files: dict[str, str], expected: str, graph_of: Callable[..., Graph]) -> None:
    """Samples run where a deployment is one of them, or names them."""
    graph = graph_of(
        {"Dockerfile": "FROM python:3.13\n", "examples/shop/Dockerfile": "FROM python:3.13\n", "examples/shop/db.py": PY, **files}
    )

    assert [("examples/shop/db.py", expected)] == clients(graph)


def test_a_package_called_example(graph_of: Callable[..., Graph]) -> None:
    """The code of `com.example` is a product's."""
    code = "class Db { HikariConfig c = new com.zaxxer.hikari.HikariConfig(); }\n"
    graph = graph_of(
        {
            "compose.yml": "services:\n  web:\n    build: .\n",
            "Dockerfile": "FROM eclipse-temurin:21\nCOPY . .\n",
            "src/main/java/com/example/Db.java": code,
        }
    )

    assert [("src/main/java/com/example/Db.java", "web")] == clients(graph)


def package(name: str, *needs: str) -> str:
    """A package.json."""
    listed = ", ".join(f'"{each}": "workspace:*"' for each in needs)
    return f'{{"name": "{name}", "scripts": {{"start": "node src/index.js"}}, "dependencies": {{{listed}}}}}'


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param("node apps/api/src/index.js", {"apps/api", "packages/db"}, id="a file"),
        pytest.param("node /app/apps/worker/src/index.mjs", {"apps/worker"}, id="a place of the container"),
        pytest.param("node apps/api/server.js", {"apps/api", "packages/db"}, id="what is built of it"),
        pytest.param("pnpm --filter @shop/worker start", {"apps/worker"}, id="a package by its name"),
        pytest.param("pnpm --dir /app/apps/worker start", {"apps/worker"}, id="a package by its folder"),
        pytest.param(
            "sh -c 'pnpm --filter @shop/worker setup && node index.js'", {"apps/api", "apps/worker", "packages/db"}, id="not all"
        ),
        pytest.param("node index.js", {"apps/api", "apps/worker", "packages/db"}, id="no package"),
        pytest.param("./start", {"apps/api", "apps/worker", "packages/db"}, id="something else"),
    ],
)
def test_packages(command: str, expected: set[str], graph_of: Callable[..., Graph]) -> None:
    """A package of JavaScript runs its own code and that of the packages that it needs."""
    graph = graph_of(
        {
            "compose.yml": COMPOSE.format(command),
            "Dockerfile": "FROM node:24\nWORKDIR /app\nCOPY . .\n",
            "package.json": package("shop"),
            "apps/api/package.json": package("@shop/api", "@shop/db"),
            "apps/api/src/db.js": JS,
            "apps/worker/package.json": package("@shop/worker"),
            "apps/worker/src/db.js": JS,
            "packages/db/package.json": package("@shop/db"),
            "packages/db/src/db.js": JS,
        }
    )

    assert expected == {path.rpartition("/src/")[0] for path, name in clients(graph) if name}


def test_other_languages_beside_a_binary(graph_of: Callable[..., Graph]) -> None:
    """An image of a compiled program runs no code of a language that is interpreted, unless it starts an interpreter, too."""
    files = {
        "go.mod": "module example.org/shop\n",
        "main.go": go("main"),
        "web/db.js": JS,
        "compose.yml": "services:\n  web:\n    build: .\n",
        "Dockerfile": "FROM golang AS build\nCOPY . .\nRUN go build -o /app .\n"
        'FROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    }

    assert [("main.go", "web"), ("web/db.js", "")] == clients(graph_of(files))

    files["Dockerfile"] = files["Dockerfile"].replace('["/app"]', "/app & node web/db.js")

    assert [("main.go", "web"), ("web/db.js", "web")] == clients(graph_of(files))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        pytest.param("nginx:1", "", id="a web server"),
        pytest.param("bitnamilegacy/clickhouse:25@sha256:7a3b", "", id="a database of a publisher"),
        pytest.param("acme/nginx:1", "web", id="of somebody's own"),
        pytest.param("node:24", "web", id="a language"),
    ],
)
def test_finished_software(base: str, expected: str, graph_of: Callable[..., Graph]) -> None:
    """An image of finished software runs no code, whatever is copied into it."""
    graph = graph_of({"compose.yml": "services:\n  web:\n    build: .\n", "Dockerfile": f"FROM {base}\nCOPY . .\n", "db.js": JS})

    assert [("db.js", expected)] == clients(graph)


def test_an_emulator(graph_of: Callable[..., Graph]) -> None:
    """What stands in for somebody else's service runs no code of the repository, whatever it is prepared with."""
    graph = graph_of(
        {
            "compose.yml": "services:\n  mail:\n    image: node:24\n    volumes: ['.:/app']\n"
            "    command: sh -c 'corepack enable && pnpm mail'\n",
            "package.json": '{"name": "shop", "scripts": {"mail": "tsx seed.ts && emulate --service google"}}',
            "db.ts": JS,
        }
    )

    assert [("db.ts", "")] == clients(graph)


INLINE = """services:
  web:
    build: .
    entrypoint: [/bin/sh, -c]
    command:
      - |
{}
    environment:
      DATABASE_URL: postgresql://app@db/shop
"""


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("set -e\n# it's\ncurl -s http://a/ && echo done", "", id="tools"),
        pytest.param('python3 -c "\nimport json, os\nprint(os.environ)\n"', "", id="Python that takes nothing in"),
        pytest.param('TOKEN=$(python3 -m tools.token --exp 0)\necho "$TOKEN" > /t', "", id="a module in a substitution"),
        pytest.param('python3 -c "\nfrom shop import db\n"', "web", id="Python that takes it in"),
        pytest.param('python3 -c "import json, shop.db; print(1)"', "web", id="in one line"),
        pytest.param("TOKEN=$(python3 -m shop.db)\n", "web", id="the module itself"),
        pytest.param('python3 -c "exec(input())"', "web", id="Python that loads more"),
        pytest.param("echo start\n./serve", "web", id="another program"),
        pytest.param("python3 -m gunicorn shop", "web", id="a module of somebody else"),
        pytest.param("echo start\nsleep infinity", "web", id="what waits"),
        pytest.param("echo start\nwhile sleep 1000; do :; done", "web", id="what waits in a loop"),
        pytest.param("until curl a; do sleep 1; done\nready() { echo $1; }\nready yes", "", id="loops and functions"),
        pytest.param("psql <<EOF\nselect 1\nEOF", "web", id="a text that is not followed"),
    ],
)
def test_inline_programs(script: str, expected: str, graph_of: Callable[..., Graph]) -> None:
    """A program that is written out in the manifest reaches only what it takes in; of what is not known, everything."""
    indented = "\n".join(f"        {line}" for line in script.replace("$", "$$").split("\n"))
    graph = graph_of(
        {
            "compose.yml": INLINE.format(indented),
            "Dockerfile": "FROM python:3.13\nCOPY . .\n",
            "shop/db.py": PY,
            "shop/__init__.py": "",
            "tools/token.py": "import json\n",
        }
    )

    assert [("shop/db.py", expected)] == clients(graph)


def test_files_of_one_name(graph_of: Callable[..., Graph]) -> None:
    """A name that may mean a file which loads more by itself leaves nothing out."""
    graph = graph_of(
        {
            "compose.yml": COMPOSE.format("sh -c 'pg_isready -h db && python manage.py migrate'"),
            "Dockerfile": "FROM python:3.13\nCOPY . .\n",
            "shop/db.py": PY,
            "client/manage.py": "import json\n",
            "server/manage.py": "import importlib\n",
        }
    )

    assert [("shop/db.py", "web")] == clients(graph)
