"""Where a host and port lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.hosts import locality_of, provider_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph

CALL = "import asyncpg\n\nasync def open_pool():\n    return await asyncpg.create_pool('{url}')\n"
COMPOSE = """services:
  web:
    build: .
    command: uvicorn app.main:app
    environment:
      DATABASE_URL: {url}
  db:
    image: postgres:16
    ports: ["15432:5432"]
  cache:
    image: example/unknown:1
"""
FROM_ENVIRONMENT = CALL.replace("'{url}'", "os.environ['DATABASE_URL']").replace("import asyncpg", "import os\n\nimport asyncpg")


def seen(route: Route) -> tuple[object, ...]:
    """What is known of the endpoint of a route."""
    end = route.endpoint
    return (end.provider.value, end.kind.value, end.locality.value, route.direct.value, route.server and route.server.name)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", "local"),
        ("127.0.0.1", "local"),
        ("::1", "local"),
        ("[::1]", "local"),
        ("0.0.0.0", "local"),  # noqa: S104  # a host to look at
        ("/var/run/postgresql", "local"),
        ("@postgres", "local"),
        ("db", "internal"),
        ("10.2.3.4", "internal"),
        ("192.168.1.9", "internal"),
        ("fd00::1", "internal"),
        ("169.254.1.1", "internal"),
        ("db.default.svc.cluster.local", "internal"),
        ("host.docker.internal", "internal"),
        ("db.corp", "internal"),
        ("8.8.8.8", "remote"),
        ("db.example.com", "remote"),
        ("DB.EXAMPLE.COM.", "remote"),
    ],
)
def test_a_name_or_address_tells_how_far_it_leads(host: str, expected: str) -> None:
    """Names without a dot, private suffixes and private addresses stay inside."""
    assert expected == locality_of(host)


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("ep-cool-name-123456-pooler.us-east-2.aws.neon.tech", 5432, ("neon", "pooled")),
        ("ep-cool-name-123456.us-east-2.aws.neon.tech", 5432, ("neon", "direct")),
        ("aws-0-eu-central-1.pooler.supabase.com", 6543, ("supabase", "pooled")),
        ("db.abcdefghijklmnopqrst.supabase.co", 5432, ("supabase", "direct")),
        ("shop.abcdefghijkl.eu-west-1.rds.amazonaws.com", 5432, ("rds", "direct")),
        ("shop.proxy-abcdefghijkl.eu-west-1.rds.amazonaws.com", 5432, ("rds-proxy", "pooled")),
    ],
)
def test_a_provider_is_known_by_its_host_and_port(host: str, port: int, expected: tuple[str, str]) -> None:
    """Where a provider has two endpoints, the name or the port tells them apart."""
    found = provider_of(host, port, "postgresql")

    assert found is not None
    assert expected == (found.provider, found.kind)


@pytest.mark.parametrize("host", ["example.com", "neon.tech.example.com", "db"])
def test_other_hosts_are_no_provider(host: str) -> None:
    """A name that only contains the one of a provider is none."""
    assert None is provider_of(host, 5432, "postgresql")


def test_a_service_of_the_same_file_answers_to_its_name(graph_of: Callable[..., Graph]) -> None:
    """The host of a connection string is a compose service, whose image is a server."""
    graph = graph_of({"app/db.py": FROM_ENVIRONMENT, "docker-compose.yml": COMPOSE.format(url="postgresql://app@db/shop")})

    assert (None, "direct", "internal", True, "db") == seen(graph.routes[0])


def test_what_an_unknown_image_does_is_unknown(graph_of: Callable[..., Graph]) -> None:
    """A service of the tree that is neither a pooler nor a server that we know may be either."""
    graph = graph_of({"app/db.py": FROM_ENVIRONMENT, "docker-compose.yml": COMPOSE.format(url="postgresql://app@cache/shop")})
    route = graph.routes[0]

    assert (None, None, "internal", None, None) == seen(route)
    assert "what runs in service cache is not known" == route.direct.note


def test_a_published_port_leads_into_the_service(graph_of: Callable[..., Graph]) -> None:
    """Code that runs outside of compose reaches a service by the port that it publishes on this machine."""
    compose = COMPOSE.replace("    build: .\n", "    image: shop/web\n").format(url="x")
    graph = graph_of({"app/db.py": CALL.format(url="postgresql://app@localhost:15432/shop"), "docker-compose.yml": compose})

    assert (None, "direct", "internal", True, "db") == seen(graph.routes[0])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("db:5432", (5432, 5432)),
        ("db", (5432, 5432)),
        ("host.docker.internal:15432", (15432, 5432)),
        ("elsewhere.example.com", (5432, None)),
    ],
)
def test_a_connection_arrives_at_a_port_inside(
    graph_of: Callable[..., Graph], address: str, expected: tuple[int, int | None]
) -> None:
    """The port as written, and the one behind a published port; none where nobody of the tree answers."""
    url = f"postgresql://app@{address}/shop"
    end = graph_of({"app/db.py": CALL.format(url=url), "docker-compose.yml": COMPOSE.format(url=url)}).routes[0].endpoint

    assert expected == (end.port.value, end.port_inside.value)


def test_a_port_that_nobody_publishes_leads_nowhere_known(graph_of: Callable[..., Graph]) -> None:
    """The port inside of a container is not the one on this machine."""
    compose = COMPOSE.replace("    build: .\n", "    image: shop/web\n").format(url="x")
    graph = graph_of({"app/db.py": CALL.format(url="postgresql://app@localhost:5432/shop"), "docker-compose.yml": compose})

    assert (None, None, "local", None, None) == seen(graph.routes[0])


def test_localhost_inside_of_a_container_is_that_container(graph_of: Callable[..., Graph]) -> None:
    """A published port is no help to code in a container, which asks itself."""
    files = {"app/db.py": FROM_ENVIRONMENT, "docker-compose.yml": COMPOSE.format(url="postgresql://app@localhost:15432/shop")}
    route = graph_of(files).routes[0]

    assert (None, None, "local", None, None) == seen(route)
    assert "localhost is the container of service web itself" == route.direct.note


def test_a_gateway_name_leads_from_a_container_to_a_published_port(graph_of: Callable[..., Graph]) -> None:
    """`host.docker.internal` is the machine that publishes."""
    url = "postgresql://app@host.docker.internal:15432/shop"
    graph = graph_of({"app/db.py": FROM_ENVIRONMENT, "docker-compose.yml": COMPOSE.format(url=url)})

    assert (None, "direct", "internal", True, "db") == seen(graph.routes[0])


@pytest.mark.parametrize("mode", ["host", "service:db"])
def test_a_shared_network_makes_localhost_unknown(graph_of: Callable[..., Graph], mode: str) -> None:
    """With another network mode, somebody else may answer at localhost."""
    url = "postgresql://app@localhost:15432/shop"
    compose = COMPOSE.format(url=url).replace("    build: .\n", f"    build: .\n    network_mode: {mode}\n")
    route = graph_of({"app/db.py": FROM_ENVIRONMENT, "docker-compose.yml": compose}).routes[0]

    assert (None, None, "local", None, None) == seen(route)
    assert f"service web shares a network (network_mode: {mode})" == route.direct.note


def test_an_endpoint_that_may_be_pooled_has_a_pooler_of_unknown_words(graph_of: Callable[..., Graph]) -> None:
    """Host and port of some providers do not tell what answers, so neither a pooler nor a direct way is certain."""
    url = "postgresql://app@monorail.proxy.rlwy.net:12345/railway"
    route = graph_of({"app/db.py": CALL.format(url=url)}).routes[0]

    assert ("railway", None, "remote", None, None) == seen(route)
    assert route.pooler is not None
    assert (False, False) == (route.pooler.shares_connections.is_known, route.pooler.mode.is_known)
    assert "host and port do not tell whether railway pools here" == route.direct.note


@pytest.mark.parametrize(
    ("host", "pooling", "ipv6_only"),
    [
        (
            "ep-cool-name-123456.us-east-2.aws.neon.tech",
            "the pooled endpoint ep-cool-name-123456-pooler.us-east-2.aws.neon.tech",
            False,
        ),
        ("ep-cool-name-123456-pooler.us-east-2.aws.neon.tech", None, False),
        ("shop.abcdefghijkl.eu-west-1.rds.amazonaws.com", "RDS Proxy", False),
        (
            "db.abcdefghijklmnopqrst.supabase.co",
            "Supabase's transaction pooler (port 6543 of the host under pooler.supabase.com)",
            True,
        ),
        ("db.abcdefghijklmnopqrst.supabase.co:6543", None, True),
        ("db.example.com", None, None),
    ],
)
def test_a_direct_endpoint_knows_what_pools_for_it(
    graph_of: Callable[..., Graph], host: str, pooling: str | None, ipv6_only: object
) -> None:
    """The pooled address where it follows from the direct one, else what the provider offers; and the address family."""
    end = graph_of({"app/db.py": CALL.format(url=f"postgresql://app@{host}/shop")}).routes[0].endpoint

    assert (pooling, ipv6_only) == (end.pooling.value, end.ipv6_only.value)


@pytest.mark.parametrize(("name", "expected"), [("DIRECT_URL", True), ("DATABASE_URL_UNPOOLED", True), ("DATABASE_URL", False)])
def test_a_variable_says_that_it_is_direct(graph_of: Callable[..., Graph], name: str, expected: object) -> None:
    """Names of variables on the way tell that a direct address is meant."""
    code = FROM_ENVIRONMENT.replace("DATABASE_URL", name)
    graph = graph_of({"app/db.py": code, ".env": f"{name}=postgresql://app@db.example.com/shop\n"})

    assert [expected] == [route.direct_by_name for route in graph.routes]
