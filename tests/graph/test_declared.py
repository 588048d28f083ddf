"""What the configuration declares about things outside of the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.config import DeclaredPooler, DeclaredServer
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PLACE = Span("poolaudit.toml", 0, 7, 1, 1, 1, 8)
CALL = "import asyncpg\n\nasync def open_pool():\n    return await asyncpg.create_pool('{url}')\n"


def declared(value: object, label: str = "host") -> Setting[object]:
    """A value of the configuration."""
    return Setting(value, Origin.DECLARED, PLACE, label)


@pytest.fixture
def pooler() -> DeclaredPooler:
    """A PgBouncer 1.18 in transaction mode at port 6543 of a remote host."""
    return DeclaredPooler(
        "edge",
        PLACE,
        declared("pool.shop.io"),
        declared(6543, "port"),
        declared("transaction", "mode"),
        declared("1.18.0", "version"),
    )


def test_a_declared_pooler_stands_at_its_host_and_port(graph_of: Callable[..., Graph], pooler: DeclaredPooler) -> None:
    """Its mode is the declared one, and its release says that it does not follow statement names."""
    graph = graph_of({"app/db.py": CALL.format(url="postgresql://app@pool.shop.io:6543/shop")}, poolers=(pooler,))
    route = graph.routes[0]

    assert route.pooler is not None
    assert ("edge", "transaction", True, False, False) == (
        route.pooler.name,
        route.pooler.mode.value,
        route.pooler.shares_connections.value,
        route.pooler.tracks_statements.value,
        route.direct.value,
    )
    assert [Origin.DECLARED] == [step.origin for step in route.pooler.mode.evidence()]
    assert [("edge is declared as a pooler at pool.shop.io", Origin.DECLARED)] == [(s.text, s.origin) for s in route.pooler.trail]


def test_what_is_not_declared_of_a_pooler_is_unknown(graph_of: Callable[..., Graph], pooler: DeclaredPooler) -> None:
    """Defaults of a release say nothing about a pooler that somebody configured elsewhere."""
    graph = graph_of({"app/db.py": CALL.format(url="postgresql://app@pool.shop.io:6543/shop")}, poolers=(pooler,))
    found = graph.routes[0].pooler

    assert found is not None
    assert "edge reads settings that the repository does not show" == found.pool_size.note


@pytest.mark.parametrize("url", ["postgresql://app@pool.shop.io:5432/shop", "postgresql://app@other.shop.io:6543/shop"])
def test_another_port_or_host_is_not_the_declared_pooler(
    graph_of: Callable[..., Graph], pooler: DeclaredPooler, url: str
) -> None:
    """Only the declared address is meant."""
    graph = graph_of({"app/db.py": CALL.format(url=url)}, poolers=(pooler,))

    assert (None, None) == (graph.routes[0].pooler, graph.routes[0].direct.value)


def test_a_declared_pooler_explains_a_provider(graph_of: Callable[..., Graph]) -> None:
    """A proxy whose mode only its console shows takes the declared one."""
    host = "shop.proxy-abcdefghijkl.eu-west-1.rds.amazonaws.com"
    proxy = DeclaredPooler("proxy", PLACE, declared(host), mode=declared("session", "mode"))
    graph = graph_of({"app/db.py": CALL.format(url=f"postgresql://app@{host}:5432/shop")}, poolers=(proxy,))
    found = graph.routes[0].pooler

    assert found is not None
    assert ("proxy", "session", False) == (found.name, found.mode.value, found.shares_connections.value)


def test_a_declared_server_limits_what_reaches_it(graph_of: Callable[..., Graph]) -> None:
    """A host of the configuration is a server with the declared slots less the reserved ones."""
    server = DeclaredServer("main", PLACE, declared("db.shop.io"), declared(80, "max_connections"), cores=declared(8, "cores"))
    graph = graph_of({"app/db.py": CALL.format(url="postgresql://app@db.shop.io/shop")}, servers=(server,))
    found = graph.routes[0].server

    assert found is not None
    assert (True, "main", 77) == (graph.routes[0].direct.value, found.name, found.usable_connections.value)
    assert (8, Origin.DECLARED) == (found.cpus.value, found.cpus.origin)


def test_declared_copies_beat_the_manifest(graph_of: Callable[..., Graph]) -> None:
    """What is scaled by hand can be declared."""
    compose = "services:\n  web:\n    build: .\n    command: uvicorn app.main:app\n    deploy:\n      replicas: 2\n"
    graph = graph_of({"docker-compose.yml": compose}, replicas={"web": declared(7, "replicas")})

    assert [("web", 7, Origin.DECLARED)] == [(each.name, each.replicas.value, each.replicas.origin) for each in graph.workloads]


@pytest.mark.parametrize(
    ("host", "expected"), [("db.shop.io", "internal"), ("DB.SHOP.IO", "internal"), ("db.shop.com", "remote"), ("db", "internal")]
)
def test_declared_hosts_are_internal(graph_of: Callable[..., Graph], host: str, expected: str) -> None:
    """A pattern of the configuration makes a public name a private one."""
    graph = graph_of({"app/db.py": CALL.format(url=f"postgresql://app@{host}/shop")}, internal_hosts=(declared("*.shop.io"),))

    assert expected == graph.routes[0].endpoint.locality.value
