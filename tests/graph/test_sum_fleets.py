"""Demand against limit: pool × processes × copies, and what poolers make of it.

The measured cases come from runs of PgBouncer 1.18.0 and 1.24.1 and of application servers against PostgreSQL 15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.fleet import Fleet
    from poolaudit.graph.topology import Graph

SQLALCHEMY = "import os\n\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.environ['DATABASE_URL']{more})\n"
ASYNCPG = """import asyncpg


async def pool{number}():
    return await asyncpg.create_pool("postgresql://{user}@pgbouncer:6432/{database}", min_size=0, max_size={size})
"""
COMPOSE = """services:
  web:
    build: .
    command: uvicorn app.main:app
  pgbouncer:
    image: edoburu/pgbouncer:1.24.1
    deploy:
      replicas: {copies}
    volumes:
      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini
  db:
    image: postgres:16
"""
SERVICE = """  {name}:
    build: .
    command: {command}
    environment:
      DATABASE_URL: postgresql+psycopg2://app@{host}/shop
    deploy:
      replicas: {copies}
"""


def at(graph: Graph, where: str) -> Fleet:
    """The only fleet at a server or pooler."""
    (found,) = (fleet for fleet in graph.fleets if fleet.at == where)
    return found


def services(*lines: tuple[str, str, int], host: str = "db:5432", more: str = "") -> str:
    """A compose file with these services (name, command, copies), a server, and more."""
    text = "".join(SERVICE.format(name=name, command=command, copies=copies, host=host) for name, command, copies in lines)
    return f"services:\n{text}  db:\n    image: postgres:16\n{more}"


def pools(*clients: tuple[str, str, int]) -> dict[str, str]:
    """Code that opens one pool for each (user, database, size)."""
    return {
        f"app/db{number}.py": ASYNCPG.format(number=number, user=user, database=database, size=size)
        for number, (user, database, size) in enumerate(clients)
    }


def test_the_worked_example(graph_of: Callable[..., Graph]) -> None:
    """Six copies of four workers with eight threads, and three Celery workers of four children, share one engine of 5 + 10."""
    compose = services(("web", "gunicorn -w 4 --threads 8 app:app", 6), ("worker", "celery -A app worker --concurrency=4", 3))
    fleet = at(graph_of({"app/db.py": SQLALCHEMY.format(more=""), "docker-compose.yml": compose}), "server")

    assert (360 + 180, 192 + 12, 0, 97) == (fleet.demand.value, fleet.reachable.value, fleet.floor.value, fleet.limit.value)
    assert "15 × 4 × 6 + 15 × 4 × 3 = 540" == fleet.derivation
    assert "8 × 4 × 6 + 1 × 4 × 3 = 204" == fleet.reachable_derivation
    assert "0 × 4 × 6 + 0 × 4 × 3 = 0" == fleet.floor_derivation
    assert "clients" == fleet.through


def test_what_is_kept_without_knowing_the_overflow(graph_of: Callable[..., Graph]) -> None:
    """A worker keeps no more connections than it has threads, even where nobody knows how many its pool may open."""
    compose = services(("web", "gunicorn -w 4 --threads 2 app:app", 3))
    code = SQLALCHEMY.format(more=", max_overflow=some()")
    fleet = at(graph_of({"app/db.py": code, "docker-compose.yml": compose}), "server")

    assert (None, 2 * 4 * 3) == (fleet.demand.value, fleet.kept.value)


def test_a_client_that_a_migration_uses_as_well(graph_of: Callable[..., Graph]) -> None:
    """What a server opens is no client of a script because a migration opens it too, whichever is called first."""
    compose = services(("a", "alembic upgrade head", 1), ("b", "gunicorn app:app", 1), ("c", "alembic upgrade head", 1))
    graph = graph_of({"app/db.py": SQLALCHEMY.format(more=""), "docker-compose.yml": compose})

    assert [True, False, True] == [route.client.one_shot for route in graph.routes]
    assert [False] == [client.one_shot for client in graph.clients]


@pytest.mark.parametrize(
    ("command", "environment", "expected"),
    [
        ("gunicorn -w 3 app:app", {}, 3),
        ("gunicorn -w 3 --threads 8 app:app", {}, 9),
        ("gunicorn -w 3 --threads 2 app:app", {}, 6),
        ("gunicorn --threads 8 app:app", {}, 3),
        ("gunicorn --threads 8 app:app", {"WEB_CONCURRENCY": "4"}, 12),
        ("gunicorn -w 2 --threads 8 app:app", {"WEB_CONCURRENCY": "4"}, 6),
        ("gunicorn --threads 8 app:app", {"GUNICORN_CMD_ARGS": "--workers=4"}, 12),
        ("gunicorn -w 2 --threads 8 app:app", {"GUNICORN_CMD_ARGS": "--workers=4"}, 6),
        ("gunicorn -w 2 -k gevent app:app", {}, 6),
        ("uvicorn app:app --workers 3", {}, 9),
        ("uvicorn app:app", {"WEB_CONCURRENCY": "2"}, 6),
        ("gunicorn -w 2 -k uvicorn.workers.UvicornWorker app:app", {}, 6),
        ("hypercorn -w 2 app:app", {}, 6),
        ("granian --workers 2 app:app", {}, 6),
        ("celery -A app worker -c 5", {}, 5),
        ("celery -A app worker --pool=threads -c 5", {}, 3),
        ("celery -A app worker --pool=solo", {}, 1),
        ("celery -A app worker --autoscale 6,2", {}, 6),
    ],
)
def test_measured_servers(graph_of: Callable[..., Graph], command: str, environment: dict[str, str], expected: int) -> None:
    """Connections counted on the server under load, with pool_size 2 and max_overflow 1."""
    compose = services(("web", command, 1))
    lines = "".join(f'      {name}: "{value}"\n' for name, value in environment.items())
    compose = compose.replace("    environment:\n", f"    environment:\n{lines}")
    code = SQLALCHEMY.format(more=", pool_size=2, max_overflow=1")
    fleet = at(graph_of({"app/db.py": code, "docker-compose.yml": compose}), "server")

    assert expected == fleet.reachable.value


@pytest.mark.parametrize(
    ("clients", "ini", "copies", "expected"),
    [
        pytest.param([("app", "shop", 9)], "default_pool_size = 4", 1, 4, id="nine clients at a pool of four"),
        pytest.param([("app", "shop", 9)], "default_pool_size = 4", 2, 8, id="two copies"),
        pytest.param([("a", "shop", 9), ("b", "shop", 9), ("c", "shop", 9)], "default_pool_size = 4", 1, 12, id="three users"),
        pytest.param([("app", "shop", 9)], "default_pool_size = 4\nreserve_pool_size = 2", 1, 6, id="reserve"),
        pytest.param(
            [("app", "shop", 9)],
            "default_pool_size = 4\nreserve_pool_size = 2\nmax_db_connections = 5",
            1,
            5,
            id="cap per database",
        ),
        pytest.param([("app", "shop", 9)], "default_pool_size = 4\nmax_user_connections = 3", 1, 3, id="cap per user"),
        pytest.param([("app", "shop", 9)], "default_pool_size = 4\nmax_user_connections = 0", 1, 4, id="no cap"),
        pytest.param([("app", "x", 9), ("app", "y", 9), ("app", "z", 9)], "default_pool_size = 2", 1, 6, id="three names at *"),
        pytest.param([("app", "big", 9)], "default_pool_size = 2", 1, 6, id="size of its own"),
        pytest.param([("a", "forced", 9), ("b", "forced", 9)], "default_pool_size = 4", 1, 4, id="forced user"),
        pytest.param(
            [("app", "shop", 3)], "default_pool_size = 20", 2, 40, id="what may be opened, not what these clients ask for"
        ),
        pytest.param([("app", "shop", 9), ("app", "shop", 9)], "default_pool_size = 4", 1, 4, id="two clients of one pool"),
    ],
)
def test_measured_poolers(
    graph_of: Callable[..., Graph], clients: list[tuple[str, str, int]], ini: str, copies: int, expected: int
) -> None:
    """Server connections of PgBouncer under load: one pool for each database name and user, in each copy."""
    databases = "[databases]\nbig = host=db pool_size=6\nforced = host=db user=owner\n* = host=db\n"
    config = f"{databases}\n[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\n{ini}\n"
    fleet = at(
        graph_of({**pools(*clients), "docker-compose.yml": COMPOSE.format(copies=copies), "pgbouncer.ini": config}), "server"
    )

    assert ("poolers", expected) == (fleet.through, fleet.demand.value)


@pytest.mark.parametrize(("name", "expected"), [("os.environ['NAME']", 4), ("'other'", 8)])
def test_a_pool_of_unknown_name_may_be_one_of_the_others(graph_of: Callable[..., Graph], name: str, expected: int) -> None:
    """Only pools that surely differ are added up."""
    config = "[databases]\n* = host=db\n\n[pgbouncer]\nlisten_port = 6432\ndefault_pool_size = 4\n"
    code = ASYNCPG.format(number="", user="", database="", size=9)
    code = code.replace('"postgresql://@pgbouncer:6432/"', f"host='pgbouncer', port=6432, user='app', database={name}")
    code = code.replace("import asyncpg", "import os\n\nimport asyncpg")
    files = {
        **pools(("app", "shop", 9)),
        "app/other.py": code,
        "docker-compose.yml": COMPOSE.format(copies=1),
        "pgbouncer.ini": config,
    }

    assert expected == at(graph_of(files), "server").demand.value


def test_an_unknown_cap_makes_the_sum_unknown(graph_of: Callable[..., Graph]) -> None:
    """A cap that a template fills in may be lower than the pools."""
    config = "[databases]\n* = host=db\n\n[pgbouncer]\nlisten_port = 6432\nmax_db_connections = ${CAP}\n"
    files = {**pools(("app", "shop", 9)), "docker-compose.yml": COMPOSE.format(copies=9), "pgbouncer.ini": config}

    assert None is at(graph_of(files), "server").demand.value


def test_a_pooler_limits_its_clients(graph_of: Callable[..., Graph]) -> None:
    """`max_client_conn` counts for each copy; what the client pools ask for is what they open to it."""
    config = "[databases]\n* = host=db\n\n[pgbouncer]\nlisten_port = 6432\npool_mode = session\ndefault_pool_size = 4\n"
    files = {**pools(("app", "shop", 250)), "docker-compose.yml": COMPOSE.format(copies=2), "pgbouncer.ini": config}
    fleet = at(graph_of(files), "pooler")

    assert ("PgBouncer", 250, 200) == (fleet.name, fleet.demand.value, fleet.limit.value)


def test_clients_and_poolers_share_a_server(graph_of: Callable[..., Graph]) -> None:
    """A direct pool comes on top of the pooler's."""
    config = "[databases]\n* = host=db\n\n[pgbouncer]\nlisten_port = 6432\ndefault_pool_size = 4\n"
    direct = ASYNCPG.format(number=9, user="app", database="shop", size=7).replace("pgbouncer:6432", "db:5432")
    files = {**pools(("app", "shop", 9)), "app/direct.py": direct}
    fleet = at(graph_of({**files, "docker-compose.yml": COMPOSE.format(copies=1), "pgbouncer.ini": config}), "server")

    assert ("both", 7 + 4, "7 × 1 × 1 + 4 × 1 × 1 = 11") == (fleet.through, fleet.demand.value, fleet.derivation)


def test_unknown_processes_make_the_sum_unknown(graph_of: Callable[..., Graph]) -> None:
    """One process per core is no number."""
    compose = services(("web", "celery -A app worker", 1))
    fleet = at(graph_of({"app/db.py": SQLALCHEMY.format(more=""), "docker-compose.yml": compose}), "server")

    assert (None, "celery starts one process per CPU core unless told otherwise") == (fleet.demand.value, fleet.demand.note)
    assert "15 × ? × 1 = ?" == fleet.derivation


def test_scripts_and_tests_are_not_added(graph_of: Callable[..., Graph]) -> None:
    """What runs once, or never in production, opens nothing in the worst case."""
    code = SQLALCHEMY.format(more="")
    files = {"app/db.py": code, "scripts/backfill.py": code, "tests/test_db.py": code}
    fleet = at(graph_of({**files, "docker-compose.yml": services(("web", "gunicorn -w 2 app:app", 1))}), "server")

    assert ["web: sqlalchemy.create_engine"] == [term.who for term in fleet.terms]


def test_environments_are_not_mixed(graph_of: Callable[..., Graph]) -> None:
    """Production and the base have a sum each."""
    base = services(("web", "gunicorn -w 2 app:app", 1))
    files = {"docker-compose.yml": base, "docker-compose.prod.yml": base.replace("-w 2", "-w 8")}
    graph = graph_of({"app/db.py": SQLALCHEMY.format(more=""), **files})

    assert [("", 30), ("production", 120)] == [(fleet.environment, fleet.demand.value) for fleet in graph.fleets]


def test_equal_servers_of_two_projects_are_two_fleets(graph_of: Callable[..., Graph]) -> None:
    """Services of the same name in different folders have nothing to do with each other."""
    compose = services(("web", "gunicorn -w 2 app:app", 1))
    code = SQLALCHEMY.format(more="")
    graph = graph_of(
        {f"{folder}/{name}": text for folder in ("one", "two") for name, text in (("db.py", code), ("compose.yml", compose))}
    )

    assert [("one/db.py", 30), ("two/db.py", 30)] == [(fleet.span.path, fleet.demand.value) for fleet in graph.fleets]


def test_profiles_of_compose_are_not_added_up(graph_of: Callable[..., Graph]) -> None:
    """What starts by default counts with the profile that asks for most."""
    compose = services(
        ("web", "gunicorn -w 1 app:app", 1), ("small", "gunicorn -w 2 app:app", 1), ("big", "gunicorn -w 4 app:app", 1)
    )
    compose = compose.replace("  small:\n", "  small:\n    profiles: [small]\n").replace(
        "  big:\n", "  big:\n    profiles: [big]\n"
    )
    fleet = at(graph_of({"app/db.py": SQLALCHEMY.format(more=""), "docker-compose.yml": compose}), "server")

    assert "15 × 4 × 1 + 15 × 1 × 1 = 75" == fleet.derivation


@pytest.mark.parametrize(
    ("command", "copies", "expected"),
    [
        ("gunicorn -w 1 app:app", 1, "web: sqlalchemy.create_engine: 1 per process (of 15: one per thread) × 1 process × 1 copy"),
        ("uvicorn app:app --workers 2", 3, "web: sqlalchemy.create_engine: 15 per process × 2 processes × 3 copies"),
        (
            "celery -A app worker",
            1,
            "web: sqlalchemy.create_engine: 1 per process (of 15: one per thread) × ? processes × 1 copy",
        ),
    ],
)
def test_a_term_is_a_line_that_can_be_checked(graph_of: Callable[..., Graph], command: str, copies: int, expected: str) -> None:
    """Numbers agree with their nouns."""
    compose = services(("web", command, copies))
    fleet = at(graph_of({"app/db.py": SQLALCHEMY.format(more=""), "docker-compose.yml": compose}), "server")

    assert [expected] == [step.text for step in fleet.trail]


CLUSTER = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  replicas: 6
  strategy: {strategy}
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers:
        - name: web
          image: example/web:1
          command: [gunicorn, -w, "4", --threads, "8", "app:app"]
          env: [{{name: DATABASE_URL, value: "postgresql+psycopg2://app@db/shop"}}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db}}
spec:
  serviceName: db
  selector: {{matchLabels: {{app: db}}}}
  template:
    metadata: {{labels: {{app: db}}}}
    spec: {{containers: [{{name: postgres, image: "postgres:16"}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: db}}
spec: {{selector: {{app: db}}, ports: [{{port: 5432}}]}}
"""


@pytest.mark.parametrize(
    ("strategy", "copies"),
    [
        pytest.param("{}", 8, id="a quarter more, rounded up"),
        pytest.param("{type: RollingUpdate, rollingUpdate: {maxSurge: 1}}", 7, id="one more"),
        pytest.param('{rollingUpdate: {maxSurge: "50%"}}', 9, id="half as many more"),
        pytest.param("{rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}", 6, id="none more"),
        pytest.param("{type: Recreate}", 6, id="the old ones stop first"),
        pytest.param("{rollingUpdate: {maxSurge: many}}", None, id="no amount"),
    ],
)
def test_a_rollout_adds_copies(graph_of: Callable[..., Graph], strategy: str, copies: int | None) -> None:
    """Old and new copies of a Deployment run together; the sum without the rollout stays apart."""
    files = {
        "app/db.py": SQLALCHEMY.format(more=""),
        "Dockerfile": "FROM python:3.12\nCOPY . /app\n",
        "k8s/all.yaml": CLUSTER.format(strategy=strategy),
    }
    fleet = at(graph_of(files), "server")

    assert (8 * 4 * 6, copies and 8 * 4 * copies) == (fleet.reachable.value, fleet.rollout.value)
    assert f"8 × 4 × {copies or '?'} = {(copies and 8 * 4 * copies) or '?'}" == fleet.rollout_derivation


def test_compose_replaces_copies_in_place(graph_of: Callable[..., Graph]) -> None:
    """Where no overlap is shown, a rollout needs what the copies need."""
    compose = services(("web", "gunicorn -w 4 app:app", 3))
    fleet = at(graph_of({"app/db.py": SQLALCHEMY.format(more=""), "docker-compose.yml": compose}), "server")

    assert (12, 12) == (fleet.reachable.value, fleet.rollout.value)


@pytest.mark.parametrize(
    ("path", "code", "more", "expected"),
    [
        pytest.param("app/db.py", SQLALCHEMY.format(more=""), "", "5 × 2 × 3 = 30", id="the size without overflow"),
        pytest.param("app/db.py", SQLALCHEMY.format(more=", pool_recycle=60"), "", "0 × 2 × 3 = 0", id="an age"),
        pytest.param("app/db.py", SQLALCHEMY.format(more=", pool_size=9"), "", "8 × 2 × 3 = 48", id="one for each thread"),
        pytest.param("app/db.py", SQLALCHEMY.format(more=", **more"), "", "? × 2 × 3 = ?", id="unread arguments"),
        pytest.param(
            "app/db.py",
            SQLALCHEMY.format(more=", connect_args={'options': '-c idle_session_timeout=600000'}"),
            "",
            "0 × 2 × 3 = 0",
            id="the client asks for an end",
        ),
        pytest.param(
            "app/db.py", SQLALCHEMY.format(more=""), "    command: -c idle_session_timeout=1min\n", "0 × 2 × 3 = 0", id="server"
        ),
        pytest.param(
            "app/db.py",
            "import os\nfrom psycopg2 import pool\nkept = pool.ThreadedConnectionPool(4, 9, os.environ['DATABASE_URL'])\n",
            "",
            "4 × 2 × 3 = 24",
            id="the smallest number",
        ),
        pytest.param(
            "app/db.py",
            "import os\nfrom psycopg_pool import ConnectionPool\npool = ConnectionPool(os.environ['DATABASE_URL'])\n",
            "",
            "0 × 2 × 3 = 0",
            id="an age by default",
        ),
    ],
)
def test_connections_that_nothing_closes(path: str, code: str, more: str, expected: str, graph_of: Callable[..., Graph]) -> None:
    """Of each pool counts what neither it nor the server ever closes."""
    compose = services(("web", "gunicorn -w 2 --threads 8 app:app", 3), more=more)
    fleet = at(graph_of({path: code, "docker-compose.yml": compose.replace("postgresql+psycopg2", "postgresql")}), "server")

    assert expected == fleet.kept_derivation


def test_a_role_whose_sessions_end(graph_of: Callable[..., Graph]) -> None:
    """A statement that sets the limit for a role leaves it open what is kept."""
    sql = "ALTER ROLE app SET idle_session_timeout = '5min';\n"
    compose = services(("web", "gunicorn -w 2 --threads 8 app:app", 3))
    fleet = at(graph_of({"app/db.py": SQLALCHEMY.format(more=""), "a.sql": sql, "docker-compose.yml": compose}), "server")

    assert (None, "a statement sets idle_session_timeout") == (fleet.kept.value, fleet.kept.note)


@pytest.mark.parametrize(
    ("image", "audit", "more", "expected"),
    [
        pytest.param("1.24.1", "host=db user=app2", "min_pool_size = 2", (22, 2), id="forced user"),
        pytest.param("1.18.0", "host=db user=app2", "min_pool_size = 2", (20, 0), id="before 1.21"),
        pytest.param("1.24.1", "host=db", "min_pool_size = 2", (20, 0), id="user of the client"),
        pytest.param("1.24.1", "host=db user=app2", "", (20, 0), id="no minimum"),
        pytest.param("1.24.1", "host=db user=app2 min_pool_size=3", "", (23, 3), id="minimum of its own"),
        pytest.param("1.24.1", "host=db user=app2 pool_size=1", "min_pool_size = 2", (21, 1), id="no more than the pool"),
        pytest.param("1.24.1", "host=other user=app2", "min_pool_size = 2", (20, 0), id="another server"),
        pytest.param("1.24.1", "host=db user=app2", "min_pool_size = 2\nmax_user_connections = 1", (1, 0), id="a cap"),
    ],
)
def test_forced_users_without_clients(
    graph_of: Callable[..., Graph], image: str, audit: str, more: str, expected: tuple[int, int]
) -> None:
    """From PgBouncer 1.21 on, lines with a user keep their minimum open whether or not anybody asks."""
    compose = COMPOSE.format(copies=1).replace("1.24.1", image)
    ini = f"[databases]\nshop = host=db\naudit = {audit}\n\n[pgbouncer]\nlisten_port = 6432\n{more}\n"
    files = {**pools(("app", "shop", 9)), "docker-compose.yml": compose, "pgbouncer.ini": ini}
    fleet = at(graph_of(files), "server")

    assert expected == (fleet.demand.value, fleet.floor.value)


def test_a_forced_user_with_clients(graph_of: Callable[..., Graph]) -> None:
    """Its pool counts once, as large as it may become."""
    ini = "[databases]\nshop = host=db user=app2\n\n[pgbouncer]\nlisten_port = 6432\nmin_pool_size = 2\n"
    files = {**pools(("app", "shop", 9)), "docker-compose.yml": COMPOSE.format(copies=1), "pgbouncer.ini": ini}
    fleet = at(graph_of(files), "server")

    assert (20, 2) == (fleet.demand.value, fleet.floor.value)
