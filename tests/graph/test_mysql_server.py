"""How many connections a MySQL or MariaDB server allows, and when it closes idle ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

SERVICE = "services:\n  db:\n    image: {image}\n"
HIDDEN = "the server reads a configuration file that the repository does not show"


def limits(graph: Graph) -> tuple[object, ...]:
    """Connections, those for applications, and seconds of idling of the only server."""
    (server,) = graph.servers
    return server.max_connections.value, server.usable_connections.value, server.idle_session_timeout.value


@pytest.mark.parametrize(
    ("image", "lines", "expected"),
    [
        pytest.param("mysql:8.4", "", (151, 151, 28800), id="defaults"),
        pytest.param("mysql:8.4", "    command: ['mysqld', '--max-connections=200']\n", (200, 200, 28800), id="dashes"),
        pytest.param("mysql:8.4", "    command: --max_connections=200 --wait_timeout=60\n", (200, 200, 60), id="options only"),
        pytest.param("mariadb:11", "    command: mariadbd --max-connections 1K\n", (1024, 1024, 28800), id="MariaDB"),
        pytest.param("mysql:8.4", "    command: --max_connections=many\n", (None, None, 28800), id="no number"),
        pytest.param("mysql:8.4", "    command: ./start.sh\n", (None, None, None), id="a script"),
        pytest.param(
            "mysql:8.4", "    command: sh -c 'mysqld --max_connections=$$N'\n", (None, None, 28800), id="a shell's variable"
        ),
        pytest.param("mariadb:10.4", "", (100, 100, 600), id="an old image brings a file"),
        pytest.param("mariadb:10.4", "    command: --wait_timeout=28800\n", (100, 100, 28800), id="beaten by the command line"),
        pytest.param("mariadb:10", "", (151, 151, 28800), id="the newest of a series"),
        pytest.param("mariadb:10.11-jammy", "", (151, 151, 28800), id="a newer image"),
        pytest.param("mariadb", "", (151, 151, 28800), id="no tag"),
        pytest.param("mariadb:lts", "", (151, 151, 28800), id="a tag without a number"),
        pytest.param("mariadb:${V}", "", (None, None, None), id="an unknown release"),
        pytest.param(
            "bitnami/mysql:8.4",
            "    environment:\n      MYSQL_EXTRA_FLAGS: --x=1 --max_connections=90\n",
            (90, 90, 28800),
            id="arguments",
        ),
        pytest.param(
            "bitnami/mysql:8.4", "    environment:\n      MYSQL_EXTRA_FLAGS: --x=1\n", (151, 151, 28800), id="other arguments"
        ),
        pytest.param(
            "bitnami/mariadb:11.4", "    environment:\n      MARIADB_EXTRA_FLAGS: ${F}\n", (151, 151, 28800), id="unset"
        ),
        pytest.param("bitnami/mariadb:11.4", "    env_file: absent.env\n", (None, None, None), id="an env file that is absent"),
        pytest.param(
            "quay.io/sclorg/mysql-80-c9s", "    environment:\n      MYSQL_MAX_CONNECTIONS: 30\n", (30, 30, 28800), id="a variable"
        ),
        pytest.param(
            "mysql:8.4", "    environment:\n      MYSQL_MAX_CONNECTIONS: 30\n", (151, 151, 28800), id="no variable of this image"
        ),
    ],
)
def test_a_limit_without_files(graph_of: Callable[..., Graph], image: str, lines: str, expected: tuple[int | None, ...]) -> None:
    """Command line, variables that the image reads, what an old image sets, the server's default."""
    assert expected == limits(graph_of({"docker-compose.yml": SERVICE.format(image=image) + lines}))


FILE = {"my.cnf": "[mysqld]\nmax_connections = 300\nwait-timeout = 120\n"}
FOLDER = {"conf/a.cnf": "[mysqld]\nmax_connections=300\n", "conf/b.cnf": "[mysqld]\nwait_timeout=120\n"}
INCLUDES = {"my.cnf": "!includedir /etc/mysql/conf.d/\n[mysqld]\nmax_connections=300\n"}


@pytest.mark.parametrize(
    ("mounts", "files", "command", "expected"),
    [
        pytest.param("./my.cnf:/etc/mysql/conf.d/x.cnf:ro", FILE, "", (300, 300, 120), id="a file"),
        pytest.param("./my.cnf:/etc/my.cnf", FILE, "", (300, 300, 120), id="the main file"),
        pytest.param("./my.cnf:/etc/my.cnf", FILE, "--max_connections=50", (50, 50, 120), id="the command line wins"),
        pytest.param("./conf:/etc/mysql/conf.d", FOLDER, "", (300, 300, 120), id="a folder"),
        pytest.param("./my.cnf:/etc/my.cnf", INCLUDES, "", (300, 300, 28800), id="a folder of the image is included"),
        pytest.param("./my.cnf:/etc/my.cnf", {"my.cnf": "[mysqld]\nport=1\n"}, "", (151, 151, 28800), id="a silent file"),
        pytest.param(
            "./my.cnf:/etc/my.cnf", {"my.cnf": "!include /x/y\n[mysqld]\n"}, "", (None, None, None), id="another include"
        ),
        pytest.param("./my.cnf:/etc/my.cnf", {}, "", (None, None, None), id="a file that is absent"),
        pytest.param("./my.cnf:/tmp/my.cnf", FILE, "", (151, 151, 28800), id="a place that nobody reads"),
        pytest.param("./my.cnf:/tmp/my.cnf", FILE, "--defaults-file=/tmp/my.cnf", (300, 300, 120), id="a file that is named"),
        pytest.param("./my.cnf:/tmp/x", FILE, "--defaults-file=/tmp/my.cnf", (None, None, None), id="named and absent"),
        pytest.param("./my.cnf:/etc/my.cnf", FILE, "--no-defaults", (151, 151, 28800), id="no files"),
        pytest.param("data:/var/lib/mysql", {}, "", (151, 151, 28800), id="a volume of data"),
        pytest.param("./ssl:/etc/mysql/ssl", {}, "", (151, 151, 28800), id="certificates"),
        pytest.param("data:/etc/mysql", {}, "", (None, None, None), id="a volume of options"),
        pytest.param("./etc:/etc/mysql", {"etc/conf.d/a.cnf": "[mysqld]\nwait_timeout=9\n"}, "", (151, 151, 9), id="all of them"),
        pytest.param("./etc:/etc/mysql", {"etc/a.cnf": "[mysqld]\nwait_timeout=9\n"}, "", (151, 151, 28800), id="beside them"),
        pytest.param(
            "./conf:/etc/mysql/conf.d",
            {"conf/a.cnf": "[mysqld]\nmax_connections=1\n", "conf/b.cnf": "[mysqld]\nmax_connections=2\n"},
            "",
            (None, None, 28800),
            id="two files that contradict each other",
        ),
    ],
)
def test_a_limit_from_option_files(
    graph_of: Callable[..., Graph], mounts: str, files: dict[str, str], command: str, expected: tuple[int | None, ...]
) -> None:
    """Every file below the server's places counts; one that is mounted and not in the tree leaves the limit open."""
    compose = SERVICE.format(image="mysql:8.4") + f"    command: mysqld {command}\n    volumes: ['{mounts}']\nvolumes:\n  data:\n"

    assert expected == limits(graph_of({"docker-compose.yml": compose, **files}))


def test_why_a_limit_is_not_known(graph_of: Callable[..., Graph]) -> None:
    """An image that the tree builds may hold any file."""
    (server,) = graph_of({"docker-compose.yml": "services:\n  db:\n    build: db\n", "db/Dockerfile": "FROM mysql:8.4\n"}).servers

    assert (HIDDEN, HIDDEN) == (server.max_connections.note, server.idle_session_timeout.note)


CLUSTER = """apiVersion: v1
kind: ConfigMap
metadata: {name: options}
data:
  options: |
    [mysqld]
    max_connections=400
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          args: ["--wait-timeout=90"]
          volumeMounts: [{name: options, mountPath: /etc/mysql/conf.d/x.cnf, subPath: options}]
      volumes: [{name: options, configMap: {name: options}}]
"""


def test_a_server_in_a_cluster(graph_of: Callable[..., Graph]) -> None:
    """A ConfigMap holds option files under any name, `args` are the command line."""
    assert (400, 400, 90) == limits(graph_of({"k8s/db.yaml": CLUSTER}))


RDS = """
resource "aws_db_parameter_group" "orders" {
  family = "mysql8.0"
  parameter {
    name  = "max_connections"
    value = "90"
  }
  parameter {
    name  = "wait_timeout"
    value = "300"
  }
}

resource "aws_db_instance" "orders" {
  identifier           = "orders"
  engine               = "mysql"
  instance_class       = "db.t4g.small"
  parameter_group_name = aws_db_parameter_group.orders.name
}
"""
APP = """from sqlalchemy import create_engine

engine = create_engine("mysql+pymysql://app@orders.abcdefghijkl.eu-west-1.rds.amazonaws.com/orders")
"""


def test_a_server_that_amazon_runs(graph_of: Callable[..., Graph]) -> None:
    """A parameter group sets the limits of its instance; nothing is kept from applications."""
    (route,) = graph_of({"main.tf": RDS, "db.py": APP}).routes
    assert route.server is not None

    assert (90, 90, 300) == (
        route.server.max_connections.value,
        route.server.usable_connections.value,
        route.closes_idle.value,
    )


POOLED = """services:
  web:
    build: .
    command: uvicorn app.main:app
    environment:
      DATABASE_URL: mysql+pymysql://app@db/shop
  db:
    image: mysql:8.4
    command: --wait_timeout={limit}
"""


@pytest.mark.parametrize(("limit", "expected"), [("60", 60), ("$${N}", None)], ids=["written", "not known"])
def test_what_closes_idle_connections(graph_of: Callable[..., Graph], limit: str, expected: int | None) -> None:
    """The server's `wait_timeout`, and not the default where it may be something else."""
    app = "import os\n\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.environ['DATABASE_URL'])\n"
    (route,) = graph_of({"app/db.py": app, "docker-compose.yml": POOLED.format(limit=limit)}).routes

    assert expected == route.closes_idle.value


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SET GLOBAL max_connections = 500;", (None, None, 28800)),
        ("SET @@global.wait_timeout = 60;", (151, 151, None)),
        ("SET GLOBAL max_connect_errors = 9;", (151, 151, 28800)),
    ],
)
def test_a_statement_changes_a_limit(graph_of: Callable[..., Graph], statement: str, expected: tuple[int | None, ...]) -> None:
    """What a statement sets while the server runs is not what its files and options say."""
    files = {"docker-compose.yml": SERVICE.format(image="mysql:8.4"), "init/limits.sql": f"{statement}\n"}

    assert expected == limits(graph_of(files))
