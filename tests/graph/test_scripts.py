"""Deployments that start a script of the tree run what the script runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  web:
    build: {build}
    environment: {{DATABASE_URL: 'postgresql://app@pgbouncer:6432/shop'}}
  pgbouncer:
    image: edoburu/pgbouncer:1.24.1
    environment: {{DB_HOST: db, LISTEN_PORT: '6432', POOL_MODE: transaction}}
  db:
    image: postgres:16
"""
START = "#!/bin/sh\nnpx prisma migrate deploy\nexec gunicorn -w ${WORKERS:-3} app:app\n"


def told(graph: Graph, name: str = "web") -> tuple[object, object, object]:
    """Program, processes and role of a workload."""
    each = next(one for one in graph.workloads if one.name == name)
    return each.program.value, each.processes.value, each.role.value


@pytest.mark.parametrize(
    ("build", "dockerfile", "path"),
    [
        pytest.param(".", 'FROM python\nCMD ["sh", "start.sh"]', "start.sh", id="beside the Dockerfile"),
        pytest.param(".", "FROM python\nWORKDIR /app\nCOPY . .\nCMD ./bin/start.sh", "bin/start.sh", id="copied with everything"),
        pytest.param(".", 'FROM python\nCOPY docker/start.sh /bin/run\nENTRYPOINT ["/bin/run"]', "docker/start.sh",
                     id="under another name"),
        pytest.param(".", 'FROM python\nCOPY docker/start.sh /usr/bin/run\nCMD ["run"]', "docker/start.sh", id="in PATH"),
        pytest.param(".", 'FROM python\nCOPY bin/start /srv/\nCMD ["/srv/start"]', "bin/start", id="into a folder"),
        pytest.param(".", 'FROM a AS build\nWORKDIR /src\nCOPY . .\nFROM python\nCOPY --from=build /src /app\n'
                     'ENTRYPOINT ["/app/start.sh"]', "start.sh", id="from an earlier stage"),
        pytest.param("./web", 'FROM python\nCOPY start.sh /\nENTRYPOINT ["tini", "--", "/start.sh"]', "web/start.sh",
                     id="context below the root"),
        pytest.param(".", 'FROM python\nCMD ["/opt/tools/start.sh"]', "scripts/start.sh", id="the only one of that name"),
        pytest.param(".", 'FROM python\nCMD sh -c "./start.sh && true"', "start.sh", id="inline"),
    ],
)  # fmt: skip
def test_the_script_of_an_image(graph_of: Callable[..., Graph], build: str, dockerfile: str, path: str) -> None:
    """Its path is followed through what the Dockerfile copies; the program and the migrations are those of the script."""
    folder = build.removeprefix(".").lstrip("/")
    files = {"docker-compose.yml": COMPOSE.format(build=build), f"{folder}/Dockerfile".lstrip("/"): dockerfile, path: START}
    graph = graph_of(files)

    assert ("gunicorn", 3, "serving") == told(graph)
    assert [("prisma-migrate", path, 2, "PgBouncer")] == [
        (each.tool, each.span.path, each.span.line, each.pooler and each.pooler.name) for each in graph.migrations
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"Procfile": "web: bin/start.sh\n", "bin/start.sh": START}, ("gunicorn", 3, "serving"), id="Procfile"),
        pytest.param({"Procfile": "web: sh bin/start.sh\n", "a/bin/start.sh": START, "b/bin/start.sh": START},
                     (None, None, None), id="two that may be meant"),
        pytest.param({"Procfile": "web: bin/rails server\n", "bin/rails": "#!/usr/bin/env ruby\nrequire 'x'\n"},
                     ("puma", 1, "serving"), id="a program of another language"),
        pytest.param({"Procfile": "web: ./none.sh\n"}, (None, None, None), id="not in the tree"),
        pytest.param({"Procfile": "web: ./start.sh\n", "start.sh": "#!/bin/sh\nif [ -f x ]; then gunicorn a; else uvicorn a; fi"},
                     (None, None, None), id="one of two programs"),
        pytest.param({"Procfile": "web: ./start.sh\n", "start.sh": "#!/bin/sh\nif [ -f x ]; then gunicorn a; fi\n"},
                     ("gunicorn", 1, "serving"), id="the only program"),
        pytest.param({"Procfile": "web: ./start.sh\n", "start.sh": "#!/bin/sh\nwait-for db:5432 -- gunicorn -w 2 a\n"},
                     ("gunicorn", 2, "serving"), id="behind a program that waits"),
        pytest.param({"Procfile": "web: ./start.sh\n", "start.sh": "#!/bin/sh\nexec npm start\n",
                      "package.json": '{"scripts": {"start": "next start"}}'}, ("node-framework", 1, "serving"),
                     id="a script of package.json"),
    ],
)  # fmt: skip
def test_scripts_of_other_deployments(
    graph_of: Callable[..., Graph], files: dict[str, str], expected: tuple[object, object, object]
) -> None:
    """A script is found beside what starts it; what cannot be told stays unknown."""
    assert expected == told(graph_of(files))


def test_the_arguments_of_an_entry_point(graph_of: Callable[..., Graph]) -> None:
    """Each service hands its command to the same script, which decides by it."""
    compose = (
        "services:\n  web:\n    build: .\n    command: [web]\n  worker:\n    build: .\n    command: [worker]\n"
        "  other:\n    build: .\n    command: [celery, -A, app, worker, -c, '4']\n"
    )
    entry = (
        '#!/bin/sh\ncase "$1" in\n  web) exec gunicorn -w 2 app;;\n  worker) exec celery -A app worker -c 3;;\nesac\nexec "$@"\n'
    )
    files = {
        "docker-compose.yml": compose,
        "Dockerfile": 'FROM python\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n',
        "entrypoint.sh": entry,
    }
    graph = graph_of(files)

    assert [("gunicorn", 2, "serving"), ("celery", 3, "worker"), ("celery", 4, "worker")] == [
        told(graph, name) for name in ("web", "worker", "other")
    ]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ("{HOST: 'pgbouncer:6432', NAME: shop}", ("pgbouncer", "PgBouncer")),
        ("{HOST: 'db', NAME: shop}", ("db", None)),
        ("{HOST: 'db', NAME: shop, DATABASE_URL: 'postgresql://app@pgbouncer:6432/shop'}", ("pgbouncer", "PgBouncer")),
    ],
    ids=["from its parts", "from other parts", "as a whole"],
)
def test_a_connection_string_that_a_script_puts_together(
    graph_of: Callable[..., Graph], variables: str, expected: tuple[object, object]
) -> None:
    """The client reads what the script exports, unless the environment has it already."""
    compose = COMPOSE.format(build=".").replace("{DATABASE_URL: 'postgresql://app@pgbouncer:6432/shop'}", variables)
    files = {
        "docker-compose.yml": compose,
        "Dockerfile": 'FROM python\nCOPY . .\nCMD ["./start.sh"]\n',
        "start.sh": '#!/bin/sh\n[ -z "$DATABASE_URL" ] && export DATABASE_URL="postgresql://app@$HOST/$NAME"\npython app.py\n',
        "app.py": 'import os\n\nimport psycopg\n\npsycopg.connect(os.environ["DATABASE_URL"])\n',
    }
    routes = graph_of(files).routes

    assert [expected] == [(each.endpoint.host.value, each.pooler and each.pooler.name) for each in routes]


def test_a_pooler_that_a_script_configures(graph_of: Callable[..., Graph]) -> None:
    """The image that the tree builds runs PgBouncer with the file that its script writes, filled in from its variables."""
    script = (
        "#!/bin/sh\ncat > /etc/pgbouncer/pgbouncer.ini <<EOF\n[databases]\n* = host=${DB_HOST}\n[pgbouncer]\n"
        "listen_port = 6432\npool_mode = ${MODE:-session}\ndefault_pool_size = ${SIZE:-9}\nEOF\nexec pgbouncer /etc/x.ini\n"
    )
    compose = (
        "services:\n  web:\n    build: web\n    environment: {DATABASE_URL: 'postgresql://app@pooler:6432/shop'}\n"
        "  pooler:\n    build: pooler\n    environment: {DB_HOST: db, MODE: transaction}\n  db:\n    image: postgres:16\n"
    )
    files = {
        "docker-compose.yml": compose,
        "pooler/Dockerfile": 'FROM alpine\nCOPY run.sh /\nCMD ["/run.sh"]\n',
        "pooler/run.sh": script,
        "web/Dockerfile": "FROM python\nCOPY . .\n",
        "web/app.py": 'import os\n\nimport psycopg\n\npsycopg.connect(os.environ["DATABASE_URL"])\n',
    }
    route = graph_of(files).routes[0]

    assert route.pooler is not None
    assert route.server is not None
    assert ("transaction", 9, None, False, "db") == (
        route.pooler.mode.value,
        route.pooler.pool_size.value,
        route.pooler.version.value,
        route.pooler.pool_size.assumed,
        route.server.name,
    )


def test_trees_without_references(graph_of: Callable[..., Graph]) -> None:
    """A script that nothing names is not read."""
    graph = graph_of({"Procfile": "web: gunicorn app:app\n", "start.sh": "#!/bin/sh\nnpx prisma migrate deploy\necho 'x\n"})

    assert ("gunicorn", 1, "serving") == told(graph)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("alembic upgrade head\npython -m shop.worker\n", (None, None, None), id="a program that is not known"),
        pytest.param("alembic upgrade head\nalembic check\n", ("alembic", 1, "migration"), id="the same program"),
        pytest.param("alembic upgrade head\necho done\nexit 0\n", ("alembic", 1, "migration"), id="nothing that stays"),
        pytest.param("python manage.py migrate\npython manage.py seed\n", ("django-migrate", 1, "migration"), id="the same file"),
        pytest.param('alembic upgrade head\nif [ -n "$SEED" ]; then python seed.py; fi\n', ("alembic", 1, "migration"),
                     id="under a condition"),
        pytest.param("alembic upgrade head\npython seed.py\nexec gunicorn -w 2 app:app\n", ("gunicorn", 2, "serving"),
                     id="a server"),
    ],
)  # fmt: skip
def test_what_stays_after_a_migration(script: str, expected: tuple[object, ...], graph_of: Callable[..., Graph]) -> None:
    """A migration that another program follows is not what the deployment is."""
    files = {
        "docker-compose.yml": COMPOSE.format(build="."),
        "Dockerfile": 'FROM python\nCOPY start.sh /\nCMD ["bash", "/start.sh"]\n',
        "start.sh": script,
    }

    assert expected == told(graph_of(files))


@pytest.mark.parametrize(
    "entrypoint",
    [
        pytest.param("['/wait-for-it.sh', 'db:5432', '-t', '30', '--', '/start.sh']", id="wait-for-it"),
        pytest.param("['/wait-for-it.sh', 'db:5432', '--', 'sh', '/start.sh']", id="with a shell"),
        pytest.param("dockerize -wait tcp://db:5432 -timeout 20s -- /start.sh", id="dockerize"),
        pytest.param("sh -c './wait-for db:5432 -- /start.sh'", id="in a shell"),
    ],
)
def test_what_waits_for_others(entrypoint: str, graph_of: Callable[..., Graph]) -> None:
    """A script that waits is followed by what it starts then."""
    files = {
        "docker-compose.yml": COMPOSE.format(build=f".\n    entrypoint: {entrypoint}"),
        "Dockerfile": "FROM python\nCOPY wait-for-it.sh start.sh /\n",
        "start.sh": START,
        "wait-for-it.sh": '#!/bin/sh\nwhile ! nc -z db 5432; do sleep 1; done\nexec "${COMMAND[@]}"\n',
    }

    assert ("gunicorn", 3, "serving") == told(graph_of(files))
