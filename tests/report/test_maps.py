"""Maps of who connects to what."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from string import ascii_letters, digits
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit._parts import parts
from poolaudit.extract.dsn.parse import parse_dsn
from poolaudit.facts.dsn import Dsn, Host
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span
from poolaudit.graph.client import Client
from poolaudit.graph.endpoint import Endpoint
from poolaudit.graph.fleet import Fleet, Term
from poolaudit.graph.pooler import Pooler
from poolaudit.graph.route import Route
from poolaudit.graph.server import Server
from poolaudit.graph.topology import Graph
from poolaudit.graph.workload import Workload
from poolaudit.report import map_json, mermaid, tree
from poolaudit.report.base import Context
from poolaudit.report.terminal import Terminal

T = TypeVar("T")


def span(path: str, line: int) -> Span:
    """One character at the start of a line."""
    return Span(path, 0, 1, line, 1, line, 2)


def part(cls: type[T], **given: Any) -> T:
    """A part of a graph of which only `given` is known: other settings are absent, texts empty, tuples empty."""
    empty: dict[str, Any] = {"str": "", "bool": False, "int": 0, "Span": span("x", 1)}
    values = {}
    for each in fields(cls):  # type: ignore[arg-type]
        kind = str(each.type)
        default = Setting.absent(each.name) if kind.startswith("Setting") else () if kind.startswith("tuple") else empty.get(kind)
        values[each.name] = given.get(each.name, default)
    return cls(**values)


def known(value: Any) -> Setting[Any]:
    """A value without a place."""
    return Setting.default(value)


DSN = Dsn(
    span=span("compose.yml", 5),
    grammar="url",
    engine="postgresql",
    driver="",
    scheme=known("postgres"),
    hosts=(Host(known("pgbouncer"), known(6432)),),
    user=known("app"),
    password=Secret("hunter2"),
    password_span=span("compose.yml", 5),
    database=known("shop"),
    parameters=(),
    masked="postgres://app:***@pgbouncer:6432/shop",
)
CLIENT = part(Client, span=span("app/db.py", 3), call="asyncpg.create_pool", library="asyncpg", max_connections=known(20))
WEB = part(Workload, span=span("compose.yml", 2), name="web", program=known("gunicorn"), processes=known(4), replicas=known(3))
POOLER = part(
    Pooler,
    span=span("pgbouncer.ini", 1),
    name="PgBouncer",
    version=known("1.24"),
    mode=known("transaction"),
    pool_size=known(20),
    replicas=known(1),
)
SERVER = part(
    Server,
    span=span("compose.yml", 20),
    name="db",
    engine="postgresql",
    version=known("16"),
    max_connections=known(100),
    usable_connections=known(97),
)
POOLED = part(
    Route,
    span=CLIENT.span,
    client=CLIENT,
    dsn=DSN,
    endpoint=part(Endpoint, kind=known("pooled")),
    pooler=POOLER,
    server=SERVER,
    workload=WEB,
)
LOST = part(
    Route,
    span=span("app/jobs.py", 8),
    client=part(
        Client,
        span=span("app/jobs.py", 8),
        call="psycopg.connect",
        library="psycopg",
        max_connections=Setting.unresolved("POOL_SIZE is set nowhere"),
    ),
    endpoint=part(Endpoint, host=Setting.unresolved("REPORTS_URL is set nowhere", span("app/jobs.py", 8))),
)
STAGING = part(
    Route,
    environment="staging",
    client=CLIENT,
    endpoint=part(
        Endpoint,
        host=known("x.neon.tech"),
        port=known(5432),
        provider=known("neon"),
        kind=Setting.unresolved("the host may be either"),
    ),
)
FLEET = part(
    Fleet,
    name="db",
    at="server",
    demand=known(240),
    limit=known(97),
    derivation="4 × 3 × 20 = 240 of 97",
    terms=(part(Term, who="web: asyncpg.create_pool", total=known(240)),),
)
SPARE = part(Server, span=span("compose.yml", 40), name="spare", engine="mysql")
GRAPH = Graph(routes=(LOST, POOLED, STAGING), poolers=(POOLER,), servers=(SERVER, SPARE), fleets=(FLEET,))


def test_tree() -> None:
    """Environments stand apart, what is not known is said, and things that nobody reaches come last."""
    assert tree.MAP.render(GRAPH, Context()) == (
        "every environment\n"
        "  psycopg.connect  psycopg  app/jobs.py:8\n"
        "    ? limit: POOL_SIZE is set nowhere\n"
        "    → ? REPORTS_URL is set nowhere  app/jobs.py:8\n"
        "  web  gunicorn, 4 processes × 3 copies  compose.yml:2\n"
        "    → asyncpg.create_pool  asyncpg, at most 20 connections  app/db.py:3\n"
        "      → postgres://app:***@pgbouncer:6432/shop  pooled  compose.yml:5\n"
        "        → PgBouncer  1.24, transaction mode, pool size 20  pgbouncer.ini:1\n"
        "          → db  postgresql 16, 97 of 100 connections for applications  compose.yml:20\n"
        "  db: 4 × 3 × 20 = 240 of 97\n"
        "\n"
        "staging\n"
        "  asyncpg.create_pool  asyncpg, at most 20 connections  app/db.py:3\n"
        "    → x.neon.tech:5432  neon\n"
        "        ? direct or pooled: the host may be either\n"
        "\n"
        "no client found for\n"
        "  spare  mysql  compose.yml:40\n"
    )


def test_a_release_that_is_assumed_is_marked() -> None:
    """An image without a version may be of any age; the map says that the current release is meant."""
    pooler = replace(POOLER, version=replace(known("1.26.1"), assumed=True))

    assert "PgBouncer  1.26.1 (the current release), transaction mode" in tree.MAP.render(Graph(poolers=(pooler,)), Context())


def test_tree_shares_beginnings() -> None:
    """A workload with two pools is named once."""
    other = part(Client, span=span("app/other.py", 1), call="redis.Redis", library="redis-py")
    second = part(Route, client=other, workload=WEB, endpoint=part(Endpoint, host=known("cache"), port=known(6379)))

    lines = tree.MAP.render(Graph(routes=(POOLED, second, second)), Context(terminal=Terminal(unicode=False))).splitlines()

    assert lines == [
        "every environment",
        "  web  gunicorn, 4 processes x 3 copies  compose.yml:2",
        "    -> asyncpg.create_pool  asyncpg, at most 20 connections  app/db.py:3",
        "      -> postgres://app:***@pgbouncer:6432/shop  pooled  compose.yml:5",
        "        -> PgBouncer  1.24, transaction mode, pool size 20  pgbouncer.ini:1",
        "          -> db  postgresql 16, 97 of 100 connections for applications  compose.yml:20",
        "    -> redis.Redis  redis-py  app/other.py:1",
        "      -> cache:6379",
    ]


def test_tree_tells_a_way_once() -> None:
    """Workloads that go the same way stand in one bracket above it, what is not known of each beside its line."""
    lost = Setting.unresolved("its command is not known")
    jobs = part(Workload, span=span("compose.yml", 9), name="jobs", processes=lost, replicas=known(1))
    mail = part(Workload, span=span("compose.yml", 12), name="mail", processes=known(1), replicas=known(1))
    ways = (part(Route, client=CLIENT, workload=each, endpoint=part(Endpoint, host=known("db"))) for each in (WEB, jobs, mail))

    assert tree.MAP.render(Graph(routes=tuple(ways)), Context()).splitlines() == [
        "every environment",
        "  ╭ web  gunicorn, 4 processes × 3 copies  compose.yml:2",
        "  ├ jobs  1 copy  compose.yml:9",
        "  │   ? processes: its command is not known",
        "  ╰ mail  1 process × 1 copy  compose.yml:12",
        "    → asyncpg.create_pool  asyncpg, at most 20 connections  app/db.py:3",
        "      → db",
    ]


def test_mermaid() -> None:
    """Each environment is a subgraph, stations are drawn once in it, and open ones are dashed."""
    assert mermaid.MAP.render(GRAPH, Context()) == (
        "flowchart LR\n"
        '  subgraph e1["every environment"]\n'
        '    n1["psycopg.connect<br/>psycopg<br/>? limit: POOL#95;SIZE is set nowhere<br/>app/jobs.py:8"]\n'
        '    n2("? REPORTS#95;URL is set nowhere<br/>app/jobs.py:8")\n'
        '    n3[["web<br/>gunicorn<br/>4 processes #215; 3 copies<br/>compose.yml:2"]]\n'
        '    n4["asyncpg.create#95;pool<br/>asyncpg<br/>at most 20 connections<br/>app/db.py:3"]\n'
        '    n5>"postgres://app:#42;#42;#42;#64;pgbouncer:6432/shop<br/>pooled<br/>compose.yml:5"]\n'
        '    n6{{"PgBouncer<br/>1.24<br/>transaction mode<br/>pool size 20<br/>pgbouncer.ini:1"}}\n'
        '    n7[("db<br/>postgresql 16<br/>97 of 100 connections for applications<br/>compose.yml:20")]\n'
        "    n1 --> n2\n"
        "    n3 --> n4\n"
        "    n4 --> n5\n"
        "    n5 --> n6\n"
        "    n6 --> n7\n"
        "  end\n"
        '  subgraph e2["staging"]\n'
        '    n8["asyncpg.create#95;pool<br/>asyncpg<br/>at most 20 connections<br/>app/db.py:3"]\n'
        '    n9>"x.neon.tech:5432<br/>neon<br/>? direct or pooled: the host may be either"]\n'
        "    n8 --> n9\n"
        "  end\n"
        '  n10[("spare<br/>mysql<br/>compose.yml:40")]\n'
        "  classDef unknown stroke-dasharray: 4 3\n"
        "  class n1,n2,n9 unknown\n"
    )


def test_mermaid_labels_are_text() -> None:
    """Quotes, brackets, markup and line breaks of the repository mean nothing to Mermaid."""
    evil = part(Server, span=span("a\nb", 1), name='x"] --> y; <img> `#35;`\n%%')

    assert mermaid.MAP.render(Graph(servers=(evil,)), Context()) == (
        'flowchart LR\n  n1[("x#34;#93; --#62; y#59; #60;img#62; #96;#35;35#59;#96;#92;x0a#37;#37;<br/>a#92;x0ab:1")]\n'
    )


def test_json() -> None:
    """Routes, sums with their terms, and what nobody reaches, with places."""
    document = json.loads(map_json.MAP.render(GRAPH, Context()))
    limit = document["limits"][0]

    assert document["routes"][2] == {
        "environment": "staging",
        "direct": None,
        "stations": [
            {
                "kind": "client",
                "name": "asyncpg.create_pool",
                "details": ["asyncpg", "at most 20 connections"],
                "at": "app/db.py:3:1",
            },
            {
                "kind": "address",
                "name": "x.neon.tech:5432",
                "details": ["neon", "? direct or pooled: the host may be either"],
                "at": None,
            },
        ],
    }
    assert (
        limit["demand"],
        limit["derivation"],
        limit["terms"][0]["who"],
    ) == ({"value": 240, "origin": "default"}, "4 × 3 × 20 = 240 of 97", "web: asyncpg.create_pool")
    assert document["unreached"] == [{"kind": "server", "name": "spare", "details": ["mysql"], "at": "compose.yml:40:1"}]


@pytest.mark.parametrize(
    ("render", "expected"),
    [
        (tree.MAP.render, "no connections found\n"),
        (mermaid.MAP.render, "flowchart LR\n"),
        (map_json.MAP.render, '{\n  "version": 1,\n  "routes": [],\n  "limits": [],\n  "unreached": []\n}\n'),
    ],
    ids=["tree", "mermaid", "json"],
)
def test_empty(render: Any, expected: str) -> None:
    """An empty graph is a valid map."""
    assert expected == render(Graph(), Context())


@given(st.text(ascii_letters + digits + "!$*()-_+.,;~", min_size=5, max_size=20).map(lambda tail: f"q7Z{tail}x4"))
def test_maps_show_no_password(password: str) -> None:
    """Maps draw masked connection strings, whatever the password."""
    dsn = parse_dsn(f"postgres://app:{quote(password, safe='')}@db/shop", lambda *_: span("x.py", 1))
    graph = Graph(routes=(part(Route, client=CLIENT, dsn=dsn, endpoint=part(Endpoint, host=known("db"))),))

    outputs = [each.render(graph, Context()) for each in parts("poolaudit.report", "MAP")]

    assert not [output for output in outputs if password in output or quote(password, safe="") in output]
