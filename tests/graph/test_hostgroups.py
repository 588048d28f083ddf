"""What one server may get from ProxySQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  web:
    build: .
    command: python -m app
  proxysql:
    image: proxysql/proxysql:2.7.3
    deploy: {replicas: 2}
    volumes: ['./proxysql.cnf:/etc/proxysql.cnf']
  one:
    image: mysql:8.4
  two:
    image: mysql:8.4
"""
APP = "import pymysql\n\nconn{n} = pymysql.connect(host='proxysql', port=6033, user='{user}', password='x', database='{base}')\n"
ONE = "{ address='one', hostgroup=0, max_connections=40 }".replace("'", '"')
AGAIN = ONE.replace("hostgroup=0", "hostgroup=1").replace("40", "30")
TWO = ONE.replace('"one"', '"two"')
UNSET = ONE.replace(", max_connections=40", "")
APP_USER = '{ username="app", default_hostgroup=0 }'
OTHER = '{ username="other", default_hostgroup=1 }'
RULE = '{ rule_id=1, active=1, match_digest="^SELECT", destination_hostgroup=1, apply=1 }'


def config(servers: str, users: str = "", rules: str = "", more: str = "") -> str:
    """A file with these servers, users and rules."""
    return f"{more}\nmysql_servers = ( {servers} )\nmysql_users = ( {users} )\nmysql_query_rules = ( {rules} )\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(config(ONE, APP_USER), [("one", 80, "40 × 1 × 2 = 80")], id="one server"),
        pytest.param(config(ONE), [("one", 80, "40 × 1 × 2 = 80")], id="no users listed"),
        pytest.param(config(UNSET, APP_USER), [("one", 2000, "1000 × 1 × 2 = 2000")], id="ProxySQL's default"),
        pytest.param(config(f"{ONE}, {AGAIN}", APP_USER), [("one", 80, "40 × 1 × 2 = 80")], id="a hostgroup that nobody uses"),
        pytest.param(config(f"{ONE}, {AGAIN}", APP_USER, RULE), [("one", 140, "70 × 1 × 2 = 140")], id="two by a rule"),
        pytest.param(config(f"{ONE}, {AGAIN}", f"{APP_USER}, {OTHER}"), [("one", 140, "70 × 1 × 2 = 140")], id="two by users"),
        pytest.param(config(f"{ONE}, {AGAIN}"), [], id="no users and two hostgroups"),
        pytest.param(config(f"{ONE}, {TWO}", APP_USER), [], id="two servers in one hostgroup"),
        pytest.param(config(ONE, OTHER), [], id="a user who is not listed"),
        pytest.param(config(ONE, APP_USER.replace("}", ", active=0 }")), [], id="a user who is switched off"),
        pytest.param(
            config(ONE, APP_USER, more="mysql_variables = { max_connections=25 }"),
            [("one", 50, "25 × 1 × 2 = 50")],
            id="no more than clients",
        ),
    ],
)
def test_connections_of_a_server(graph_of: Callable[..., Graph], text: str, expected: list[tuple[str, int, str]]) -> None:
    """The limits of its hostgroups in use, for each copy of ProxySQL."""
    graph = graph_of({"app.py": APP.format(n=1, user="app", base="shop"), "docker-compose.yml": COMPOSE, "proxysql.cnf": text})

    assert expected == [(each.name, each.demand.value, each.derivation) for each in graph.fleets if each.at == "server"]


def test_all_clients_share_them(graph_of: Callable[..., Graph]) -> None:
    """Databases and users have no pools of their own: two clients make no more connections than one."""
    users = f"{APP_USER}, {APP_USER.replace('app', 'jobs')}"
    app = APP.format(n=1, user="app", base="shop") + APP.format(n=2, user="jobs", base="work").partition("\n\n")[2]
    graph = graph_of({"app.py": app, "docker-compose.yml": COMPOSE, "proxysql.cnf": config(ONE, users)})
    (fleet,) = (each for each in graph.fleets if each.at == "server")

    assert [("ProxySQL to one:3306", 80)] == [(term.who, term.total.value) for term in fleet.terms]
