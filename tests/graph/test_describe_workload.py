"""What a command line starts, with how many processes and threads: every runtime of the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.read_commands import main_program, programs_started, runtimes

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph
    from poolaudit.graph.workload import Workload

ASKS = "processes is not known: gunicorn takes the number of processes from WEB_CONCURRENCY"
CORES = "{} starts one process per CPU core unless told otherwise"
COMMANDS = [
    # command line, program, role, processes, threads (None: no bound, or unknown)
    ("alembic upgrade head", "alembic", "migration", 1, 1),
    ("alembic stamp head", "alembic", "migration", 1, 1),
    ("arq app.worker.Settings", "arq", "worker", 1, None),
    ("celery -A app worker --concurrency=4", "celery", "worker", 4, 1),
    ("celery -A app worker -c 5", "celery", "worker", 5, 1),
    ("celery -A app worker -c5", "celery", "worker", 5, 1),
    ("celery -A app worker", "celery", "worker", None, 1),
    ("celery -A app worker --autoscale=6,2", "celery", "worker", 6, 1),
    ("celery -A app worker --autoscale=6,2 -c 3", "celery", "worker", 6, 1),
    ("celery -A app worker -P threads -c 8", "celery", "worker", 1, 8),
    ("celery -A app worker --pool=gevent --concurrency=100", "celery", "worker", 1, 100),
    ("celery -A app worker --pool gevent", "celery", "worker", 1, None),
    ("celery -A app worker --pool=solo", "celery", "worker", 1, 1),
    ("celery -A app worker --pool=prefork -c 2", "celery", "worker", 2, 1),
    ("celery -A app worker --pool=custom.Pool -c 2", "celery", "worker", 2, None),
    ("celery -A app beat", "celery-beat", "scheduler", 1, 1),
    ("daphne app.asgi:application", "daphne", "serving", 1, None),
    ("dbmate up", "dbmate", "migration", 1, 1),
    ("python manage.py runserver 0.0.0.0:8000", "runserver", "serving", 1, None),
    ("./manage.py migrate", "django-migrate", "migration", 1, 1),
    ("django-admin migrate", "django-migrate", "migration", 1, 1),
    ("dramatiq app.tasks -p 2 -t 4", "dramatiq", "worker", 2, 4),
    ("dramatiq app.tasks --processes 2", "dramatiq", "worker", 2, 8),
    ("dramatiq app.tasks", "dramatiq", "worker", None, 8),
    ("fastapi run app/main.py --workers 3", "fastapi", "serving", 3, None),
    ("fastapi dev", "fastapi", "serving", 1, None),
    ("flyway migrate", "flyway", "migration", 1, 1),
    ("migrate -path db -database postgres://db/shop up", "golang-migrate", "migration", 1, 1),
    ("granian --workers 2 app:app", "granian", "serving", 2, None),
    ("granian --workers 2 --blocking-threads 3 app:app", "granian", "serving", 2, 3),
    ("gunicorn app:app", "gunicorn", "serving", 1, 1),
    ("gunicorn -w 3 app:app", "gunicorn", "serving", 3, 1),
    ("gunicorn -w3 app:app", "gunicorn", "serving", 3, 1),
    ("gunicorn --workers=3 app:app", "gunicorn", "serving", 3, 1),
    ("gunicorn -w 3 -w 5 app:app", "gunicorn", "serving", 5, 1),
    ("gunicorn -w 3 --threads 8 app:app", "gunicorn", "serving", 3, 8),
    ("gunicorn -w 3 -k gthread --threads 8 app:app", "gunicorn", "serving", 3, 8),
    ("gunicorn -w 2 -k gevent app:app", "gunicorn", "serving", 2, None),
    ("gunicorn -w 2 -k uvicorn.workers.UvicornWorker app:app", "gunicorn", "serving", 2, None),
    ("gunicorn -w 2 --worker-class=uvicorn_worker.UvicornWorker app:app", "gunicorn", "serving", 2, None),
    ("gunicorn -w 2 -k app.Worker app:app", "gunicorn", "serving", 2, None),
    ("gunicorn -w many app:app", "gunicorn", "serving", None, 1),
    ("gunicorn -c missing.py app:app", "gunicorn", "serving", None, None),
    ("gunicorn -w 4 -c missing.py app:app", "gunicorn", "serving", 4, None),
    ("graphql-engine serve", "hasura", "service", 1, None),
    ("next start -p 3000", "node-framework", "serving", 1, None),
    ("node server.js", "node", None, 1, None),
    ("pm2-runtime server.js -i 3", "pm2", None, 3, None),
    ("pm2-runtime server.js -i max", "pm2", None, None, None),
    ("pm2-runtime ecosystem.config.js", "pm2", None, None, None),
    ("supervisord -c /etc/supervisord.conf", "supervisord", None, None, None),
    ("postgrest /etc/postgrest.conf", "postgrest", "service", 1, None),
    ("npx node-pg-migrate up", "node-pg-migrate", "migration", 1, 1),
    ("dotnet Shop.Api.dll", "dotnet", None, 1, None),
    ("java -Xmx1g -jar app.jar", "java", None, 1, None),
    ("npx drizzle-kit migrate", "drizzle-kit", "migration", 1, 1),
    ("hypercorn -w 2 app:app", "hypercorn", "serving", 2, None),
    ("hypercorn app:app", "hypercorn", "serving", 1, None),
    ("hypercorn -c hypercorn.toml app:app", "hypercorn", "serving", None, None),
    ("npx prisma migrate deploy", "prisma-migrate", "migration", 1, 1),
    ("bundle exec puma -w 2", "puma", "serving", 2, 5),
    ("./bin/docker-entrypoint.sh puma -w 2", "puma", "serving", 2, 5),
    ("dumb-init -- ./web/entrypoint.sh node server.js", "node", None, 1, None),
    ("if [ -n x ]; then puma -w 2; else puma; fi", "puma", "serving", 1, 5),
    ("puma", "puma", "serving", 1, 5),
    ("bundle exec rails db:migrate", "rails-migrate", "migration", 1, 1),
    ("rq worker high", "rq", "worker", 1, 1),
    ("bundle exec sidekiq", "sidekiq", "worker", 1, 5),
    ("bundle exec sidekiq -c 20 -q default", "sidekiq", "worker", 1, 20),
    ("bundle exec sidekiq -C missing.yml", "sidekiq", "worker", 1, None),
    ("uvicorn app:app --workers 3", "uvicorn", "serving", 3, None),
    ("uvicorn app:app", "uvicorn", "serving", 1, None),
    ("uwsgi --http :80 --processes 4 --threads 2", "uwsgi", "serving", 4, 2),
    ("uwsgi --http :80 -p 4", "uwsgi", "serving", 4, 1),
    ("uwsgi --ini uwsgi.ini", "uwsgi", "serving", None, 1),
]
COMPOSE = "services:\n  web:\n    build: .\n    command: {command}\n"


def workload(graph: Graph) -> Workload:
    """The only one."""
    (found,) = graph.workloads
    return found


@pytest.mark.parametrize(("command", "expected"), [(each[0], each[1:]) for each in COMMANDS], ids=[each[0] for each in COMMANDS])
def test_a_command_line_is_understood(graph_of: Callable[..., Graph], command: str, expected: tuple[object, ...]) -> None:
    """Program, role, processes and threads follow from the words alone."""
    found = workload(graph_of({"docker-compose.yml": COMPOSE.format(command=command)}))

    assert expected == (found.program.value, found.role.value, found.processes.value, found.threads.value)


def test_every_runtime_is_in_the_table() -> None:
    """A new runtime of the catalog needs a line above."""
    assert set() == {each.name for each in runtimes()} - {each[1] for each in COMMANDS}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("poetry", "run", "gunicorn", "app:app"), ["gunicorn"]),
        (("uv", "run", "--no-dev", "uvicorn", "app:app"), ["uvicorn"]),
        (("python", "-m", "celery", "-A", "app", "worker"), ["celery"]),
        (("/usr/local/bin/gunicorn", "app:app"), ["gunicorn"]),
        (("exec", "gunicorn", "app:app"), ["gunicorn"]),
        (("PORT=80", "gunicorn", "app:app"), ["gunicorn"]),
        (("sh", "-c", "alembic upgrade head && exec uvicorn app:app --workers 2"), ["alembic", "uvicorn"]),
        (("/bin/bash", "-lc", "python manage.py migrate; gunicorn app:app"), ["django-migrate", "gunicorn"]),
        (("alembic", "upgrade", "head", "&&", "uvicorn", "app:app"), ["alembic", "uvicorn"]),
        (("echo", "gunicorn"), []),
        (("./start.sh", "gunicorn"), []),
        (("sh", "-c", "gunicorn 'app:app"), []),
        ((), []),
    ],
    ids=" ".join,
)
def test_programs_are_found_behind_wrappers_and_shells(words: tuple[str, ...], expected: list[str]) -> None:
    """Words that only start another program are passed over; a program that is an argument of another is none."""
    assert expected == [each.runtime.name for each in programs_started(words)]


def test_the_program_that_stays_is_the_main_one() -> None:
    """A migration before the server runs and ends."""
    found = main_program(("sh", "-c", "uvicorn app:app & alembic upgrade head"))

    assert found is not None
    assert "uvicorn" == found.runtime.name


@pytest.mark.parametrize(
    ("command", "variables", "expected"),
    [
        ("gunicorn app:app", {"WEB_CONCURRENCY": "4"}, (4, "processes = 4 (gunicorn reads WEB_CONCURRENCY)")),
        ("gunicorn -w 2 app:app", {"WEB_CONCURRENCY": "4"}, (2, "gunicorn processes = 2")),
        ("gunicorn app:app", {"GUNICORN_CMD_ARGS": "--workers=4"}, (4, "gunicorn processes = 4 (from GUNICORN_CMD_ARGS)")),
        ("gunicorn -w 2 app:app", {"GUNICORN_CMD_ARGS": "--workers=4"}, (2, "gunicorn processes = 2")),
        (
            "gunicorn app:app",
            {"GUNICORN_CMD_ARGS": "-w 3", "WEB_CONCURRENCY": "4"},
            (3, "gunicorn processes = 3 (from GUNICORN_CMD_ARGS)"),
        ),
        ("gunicorn app:app", {"GUNICORN_CMD_ARGS": "-t 30"}, (1, "processes = 1 (gunicorn's default)")),
        ("gunicorn app:app", {"WEB_CONCURRENCY": "${N}"}, (None, ASKS)),
        ("gunicorn app:app", {"WEB_CONCURRENCY": "auto"}, (None, ASKS)),
        ("uvicorn app:app", {"WEB_CONCURRENCY": "2"}, (2, "processes = 2 (uvicorn reads WEB_CONCURRENCY)")),
        ("granian app:app", {"GRANIAN_WORKERS": "2"}, (2, "processes = 2 (granian reads GRANIAN_WORKERS)")),
        ("hypercorn app:app", {"WEB_CONCURRENCY": "2"}, (1, "processes = 1 (hypercorn's default)")),
        ("celery -A app worker", {"WEB_CONCURRENCY": "2"}, (None, f"processes is not known: {CORES.format('celery')}")),
    ],
)  # fmt: skip
def test_variables_lose_to_the_command_line(
    graph_of: Callable[..., Graph], command: str, variables: dict[str, str], expected: tuple[int | None, str]
) -> None:
    """Command line, then the variable with arguments, then the one with a number; each runtime reads its own."""
    lines = "".join(f'      {name}: "{value}"\n' for name, value in variables.items())
    found = workload(graph_of({"docker-compose.yml": COMPOSE.format(command=command) + "    environment:\n" + lines}))

    assert expected == (found.processes.value, found.processes.text)


@pytest.mark.parametrize(
    ("command", "path", "text", "expected"),
    [
        pytest.param("gunicorn app:app", "gunicorn.conf.py", "workers = 4\n", (4, 1), id="read by default"),
        pytest.param("gunicorn app:app", "gunicorn.conf.py", "workers = 4\nthreads = 2\n", (4, 2), id="threads"),
        pytest.param("gunicorn app:app", "gunicorn.conf.py", "workers = 4\nworker_class = 'gevent'\n", (4, None), id="class"),
        pytest.param("gunicorn -w 2 app:app", "gunicorn.conf.py", "workers = 4\n", (2, 1), id="the command line wins"),
        pytest.param("gunicorn -c conf/gunicorn.py app:app", "conf/gunicorn.py", "workers = 4\n", (4, 1), id="named"),
        pytest.param("gunicorn -c /srv/gunicorn.py app:app", "conf/gunicorn.py", "workers = 4\n", (4, 1), id="path of the image"),
        pytest.param("gunicorn -c file:gunicorn.py app:app", "gunicorn.py", "workers = 4\n", (4, 1), id="file: prefix"),
        pytest.param("gunicorn -c python:conf.gunicorn app:app", "conf/gunicorn.py", "workers = 4\n", (4, 1), id="module"),
        pytest.param("gunicorn app:app", "conf/gunicorn.py", "workers = 4\n", (1, 1), id="another name is not read by default"),
        pytest.param(
            "gunicorn app:app", "gunicorn.conf.py", "import multiprocessing\n\nworkers = multiprocessing.cpu_count() * 2 + 1\n",
            (None, 1), id="by the number of cores",
        ),
        pytest.param(
            "gunicorn app:app", "gunicorn.conf.py", "import os\n\nworkers = int(os.environ.get('WORKERS', '3'))\n",
            (3, 1), id="default of a variable",
        ),
        pytest.param("gunicorn app:app", "gunicorn.conf.py", "workers = 1\nworkers = 2\n", (2, 1), id="assigned twice"),
        pytest.param("gunicorn app:app", "gunicorn.conf.py", "threads = 4\n", (1, 4), id="the rest has its default"),
    ],
)  # fmt: skip
def test_gunicorn_reads_a_file(
    graph_of: Callable[..., Graph], command: str, path: str, text: str, expected: tuple[int | None, int | None]
) -> None:
    """The configuration file is a Python module, whose constants count below the command line."""
    found = workload(graph_of({"docker-compose.yml": COMPOSE.format(command=command), path: text}))

    assert expected == (found.processes.value, found.threads.value)


@pytest.mark.parametrize(
    ("command", "path", "text", "expected"),
    [
        pytest.param("bundle exec puma", "config/puma.rb", "workers 3\nthreads 2, 6\n", (3, 6), id="read by default"),
        pytest.param("bin/rails server", "config/puma.rb", "workers 3\n", (3, 5), id="by rails, which starts puma"),
        pytest.param("puma -C config/puma.rb", "config/puma.rb", "threads 4\n", (1, 4), id="named"),
        pytest.param("puma -w 2", "config/puma.rb", "workers 3\n", (2, 5), id="the command line wins"),
        pytest.param("puma", "config/puma.rb", "workers 0\n", (1, 5), id="without a cluster"),
        pytest.param("puma", "config/puma.rb", "if production\n  workers 3\nend\n", (None, 5), id="under a condition"),
        pytest.param("puma", "config/puma.rb", "workers ENV.fetch('WEB', 4)\n", (4, 5), id="default of a variable"),
    ],
)
def test_puma_reads_a_file(
    graph_of: Callable[..., Graph], command: str, path: str, text: str, expected: tuple[int | None, int | None]
) -> None:
    """The configuration file is Ruby, whose calls are settings."""
    found = workload(graph_of({"docker-compose.yml": COMPOSE.format(command=command), path: text}))

    assert expected == (found.processes.value, found.threads.value)


@pytest.mark.parametrize(
    ("command", "environment", "text", "expected"),
    [
        pytest.param("sidekiq", "", ":concurrency: 12\n", 12, id="file"),
        pytest.param("sidekiq -C w.yml", "", ":concurrency: 12\n", None, id="another file"),
        pytest.param("sidekiq -c 3", "", ":concurrency: 12\n", 3, id="command line"),
        pytest.param("sidekiq", "RAILS_MAX_THREADS: '8'", ":queues: [a]\n", 8, id="variable"),
        pytest.param("sidekiq", "RAILS_MAX_THREADS: '8'", ":concurrency: 12\n", 12, id="file wins"),
        pytest.param(
            "sidekiq",
            "RAILS_MAX_THREADS: '8'",
            "concurrency: <%= ENV.fetch('RAILS_MAX_THREADS', 3) %>\n",
            8,
            id="variable of the file",
        ),
    ],
)
def test_threads_of_sidekiq(
    graph_of: Callable[..., Graph], command: str, environment: str, text: str, expected: int | None
) -> None:
    """The command line, then the file, then the variable, then five."""
    compose = COMPOSE.format(command=command) + f"    environment: {{{environment}}}\n"

    assert expected == workload(graph_of({"docker-compose.yml": compose, "config/sidekiq.yml": text})).threads.value


def test_the_configuration_file_beats_the_variable(graph_of: Callable[..., Graph]) -> None:
    """WEB_CONCURRENCY is only the default of `workers`."""
    compose = COMPOSE.format(command="gunicorn app:app") + "    environment: {WEB_CONCURRENCY: '9'}\n"

    assert 4 == workload(graph_of({"docker-compose.yml": compose, "gunicorn.conf.py": "workers = 4\n"})).processes.value


def test_the_dockerfile_gives_the_command(graph_of: Callable[..., Graph]) -> None:
    """A manifest without a command runs what the image says, with its variables."""
    docker = 'FROM python:3.12\nENV WEB_CONCURRENCY=3\nCMD ["gunicorn", "app:app"]\n'
    found = workload(graph_of({"docker-compose.yml": "services:\n  web:\n    build: .\n", "Dockerfile": docker}))

    assert ("gunicorn", 3, 1) == (found.program.value, found.processes.value, found.replicas.value)


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("    entrypoint: celery -A app worker -c 2\n", ("celery", 2)),
        ("    command: uvicorn app:app --workers 5\n", ("uvicorn", 5)),
        ("", ("gunicorn", 1)),
    ],
)
def test_a_manifest_replaces_what_the_dockerfile_says(
    graph_of: Callable[..., Graph], manifest: str, expected: tuple[str, int]
) -> None:
    """An entry point drops the image's command; a command alone drops only the image's command."""
    docker = 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n'
    graph = graph_of({"docker-compose.yml": f"services:\n  web:\n    build: .\n{manifest}", "Dockerfile": docker})
    found = workload(graph)

    assert expected == (found.program.value, found.processes.value)


def test_an_unknown_command_is_said(graph_of: Callable[..., Graph]) -> None:
    """A script of one's own may start anything."""
    found = workload(graph_of({"docker-compose.yml": COMPOSE.format(command="./start.sh")}))

    assert (False, "its command starts no program that we know") == (found.program.is_known, found.processes.note)


@pytest.mark.parametrize(
    ("command", "asgi"),
    [
        ("uvicorn shop.asgi:application", True),
        ("gunicorn -k uvicorn.workers.UvicornWorker shop.asgi:application", True),
        ("daphne -b 0.0.0.0 shop.asgi:application", True),
        ("gunicorn shop.wsgi:application", None),
        ("uvicorn events.main:app", None),
    ],
)
def test_application_that_asgi_serves(graph_of: Callable[..., Graph], command: str, asgi: bool | None) -> None:  # noqa: FBT001  # a parameter of a test
    """A module called `asgi` can only be served through ASGI; any other name says nothing."""
    graph = graph_of({"docker-compose.yml": f"services:\n  web:\n    build: .\n    command: {command}\n"})

    assert [asgi] == [each.asgi.value for each in graph.workloads]


@pytest.mark.parametrize(
    ("build", "others", "expected"),
    [
        pytest.param("{context: ., dockerfile: docker/web.Dockerfile}", (), 4, id="named"),
        pytest.param("{context: ., dockerfile: missing}", ("Dockerfile",), None, id="missing"),
        pytest.param("{context: ., dockerfile: '${FILE}'}", ("Dockerfile",), None, id="variable"),
        pytest.param(".", ("Dockerfile", "Dockerfile.dev"), 2, id="usual"),
        pytest.param(".", ("Dockerfile.dev",), 2, id="only one"),
        pytest.param(".", ("a.Dockerfile", "b.Dockerfile"), None, id="two"),
    ],
)
def test_dockerfile_of_a_service(
    build: str, others: tuple[str, ...], expected: int | None, graph_of: Callable[..., Graph]
) -> None:
    """A service runs what the Dockerfile says that it names, else the one that Docker would build."""
    files = {"docker/web.Dockerfile": "FROM python\nCMD gunicorn -w 4 app:app\n"}
    files |= dict.fromkeys(others, "FROM python\nCMD gunicorn -w 2 app:app\n")
    graph = graph_of({"compose.yml": f"services:\n  web:\n    build: {build}\n", "app.py": "import asyncpg\n", **files})

    assert expected == workload(graph).processes.value
