"""Servers that load an application before they fork, and the clients of the modules that they load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CODE = "import psycopg2\n\nconn = psycopg2.connect('postgresql://app@db/shop')\n"


@pytest.mark.parametrize(
    ("command", "path", "expected"),
    [
        pytest.param("gunicorn --preload -w 4 app.main:app", "app/main.py", (4, "gunicorn in web"), id="gunicorn"),
        pytest.param("gunicorn --preload -w4 'app.main:create_app()'", "src/app/main.py", (4, "gunicorn in web"), id="below src"),
        pytest.param("gunicorn --preload -w 4 -k gevent app.main:app", "app/__init__.py", (4, "gunicorn in web"), id="package"),
        pytest.param("gunicorn --preload -w 4 app.main:app", "app/other.py", (None, ""), id="another module"),
        pytest.param("gunicorn --preload -w 4 -b localhost:80 app.main:app", "localhost.py", (None, ""), id="an address"),
        pytest.param("gunicorn -w 4 app.main:app", "app/main.py", (None, ""), id="no preload"),
        pytest.param("gunicorn --preload app.main:app", "app/main.py", (None, ""), id="one process"),
        pytest.param("celery -A shop worker -c 3", "shop/celery.py", (3, "celery in web"), id="celery"),
        pytest.param("celery -A shop worker -c 3", "shop/__init__.py", (3, "celery in web"), id="celery, package"),
        pytest.param("celery -A shop worker -c 3 -P gevent", "shop/celery.py", (None, ""), id="greenlets"),
        pytest.param("celery -A shop worker -c 3 -P prefork", "shop/celery.py", (3, "celery in web"), id="prefork by name"),
        pytest.param("celery -A shop worker", "shop/celery.py", (None, ""), id="unknown number"),
        pytest.param("uwsgi -p 2 -w wsgi", "wsgi.py", (2, "uwsgi in web"), id="uwsgi"),
        pytest.param("uwsgi -p 2 --wsgi-file shop/wsgi.py", "shop/wsgi.py", (2, "uwsgi in web"), id="uwsgi, file"),
        pytest.param("uwsgi -p 2 --lazy-apps -w wsgi", "wsgi.py", (None, ""), id="lazy"),
        pytest.param("uwsgi -p 2 --ini uwsgi.ini -w wsgi", "wsgi.py", (None, ""), id="a file that may be lazy"),
        pytest.param("hypercorn -w 2 app.main:app", "app/main.py", (None, ""), id="hypercorn"),
    ],
)
def test_processes_forked_after_loading(
    graph_of: Callable[..., Graph], command: str, path: str, expected: tuple[int | None, str]
) -> None:
    """Their number is known where the command names the module, preloads and says how many."""
    (holding,) = graph_of({path: CODE, "Procfile": f"web: {command}\n"}).holdings

    assert expected == (holding.forked.value, holding.forked_by)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("preload_app = True", 4), ("preload_app = False", None), ("", None), ("import os\npreload_app = os.cpu_count()", None)],
    ids=["on", "off", "silent", "computed"],
)
def test_preload_in_the_file_of_gunicorn(graph_of: Callable[..., Graph], setting: str, expected: int | None) -> None:
    """`preload_app` counts like the option."""
    files = {"main.py": CODE, "Procfile": "web: gunicorn main:app\n", "gunicorn.conf.py": f"workers = 4\n{setting}\n"}
    (holding,) = graph_of(files).holdings

    assert expected == holding.forked.value


@pytest.mark.parametrize(
    ("path", "hook", "expected"),
    [
        ("hooks.py", "def post_fork(server, worker):\n    pass\n", "hooks.py takes care of forks (post_fork)"),
        ("hooks.py", "import os\n\nprint(os.getpid())\n", "gunicorn in web"),
        ("main.py", f"import os\n{CODE}\nprint(os.getpid())\n", "main.py takes care of forks (getpid)"),
    ],
    ids=["a hook", "a number printed elsewhere", "asked in the same file"],
)
def test_code_that_takes_care_of_forks(graph_of: Callable[..., Graph], path: str, hook: str, expected: str) -> None:
    """It leaves open whether a connection is shared."""
    files = {"main.py": CODE, "Procfile": "web: gunicorn --preload -w 2 main:app\n", path: hook}
    (holding,) = graph_of(files).holdings

    assert expected == holding.forked.note
