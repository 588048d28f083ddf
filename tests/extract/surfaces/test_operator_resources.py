"""Resources of Zalando's and CrunchyData's operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.crunchy_postgres import SURFACE as CRUNCHY
from poolaudit.extract.surfaces.zalando_postgresql import SURFACE as ZALANDO
from poolaudit.facts.kubernetes import PodWorkload, ServiceName
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig

if TYPE_CHECKING:
    from poolaudit.extract.base import Surface
    from poolaudit.facts import Fact

SHOP = """\
apiVersion: acid.zalan.do/v1
kind: postgresql
metadata: {name: acid-shop, namespace: shop}
spec:
  teamId: acid
  numberOfInstances: 2
  postgresql: {version: "16"}
"""
HIPPO = """\
apiVersion: postgres-operator.crunchydata.com/v1beta1
kind: PostgresCluster
metadata: {name: hippo}
spec:
  postgresVersion: 16
"""


def _facts(surface: Surface, text: str) -> list[Fact]:
    source = Source("pg.yaml", text)
    return list(surface.extract(source, read(source)))


def _pooler(facts: list[Fact]) -> dict[str, str | None]:
    (config,) = (each for each in facts if isinstance(each, PoolerConfig))
    return {name: each.value for name, each in config.settings}


def _server(facts: list[Fact]) -> dict[str, str | None]:
    (config,) = (each for each in facts if isinstance(each, ServerConfig))
    return {name: each.value for name, each in config.settings}


def _names(facts: list[Fact]) -> list[tuple[str, str, int | None]]:
    return [(each.kind, each.name, each.replicas.value) for each in facts if isinstance(each, PodWorkload)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", [("Cluster", "acid-shop", 1)]),
        ("  enableConnectionPooler: true\n", [("Cluster", "acid-shop", 1), ("Pooler", "acid-shop-pooler", 2)]),
        ("  connectionPooler: {numberOfInstances: 3}\n", [("Cluster", "acid-shop", 1), ("Pooler", "acid-shop-pooler", 3)]),
        ("  connectionPooler: {mode: session}\n  enableConnectionPooler: false\n", [("Cluster", "acid-shop", 1)]),
    ],
    ids=["not asked for", "switched on", "described", "switched off"],
)
def test_zalandos_pooler_is_made_when_it_is_asked_for(more: str, expected: list[tuple[str, str, int | None]]) -> None:
    """By its switch, or by a section that is not empty."""
    assert expected == _names(_facts(ZALANDO, SHOP + more))


def test_zalandos_pooler_that_is_switched_off() -> None:
    """The switch is told, and nothing runs."""
    source = Source("pg.yaml", f"{SHOP}  enableConnectionPooler: false\n")
    (pooler,) = (each for each in ZALANDO.extract(source, read(source)) if isinstance(each, PoolerConfig))

    assert ("false", False) == (source.at(pooler.span), pooler.runs)


def test_instances_and_limits() -> None:
    """One of the instances is the primary, and has the memory and CPUs of the resource."""
    facts = _facts(ZALANDO, f"{SHOP}  resources: {{limits: {{memory: 500Mi, cpu: 500m}}}}\n")
    (cluster,) = (each for each in facts if isinstance(each, PodWorkload))
    (container,) = cluster.containers

    assert "numberOfInstances = 1 (one primary among 2)" == cluster.replicas.text
    assert (500 * 1024 * 1024, 0.5) == (container.memory.value, container.cpus.value)


def test_zalandos_pooler_divides_its_connections() -> None:
    """Each pod gets its share of all connections, half of it as the pool, and a quarter of it in reserve."""
    text = f"{SHOP}  connectionPooler: {{mode: session, numberOfInstances: 3, maxDBConnections: 100}}\n"

    assert {
        "pool_mode": "session",
        "listen_port": "5432",
        "max_client_conn": "10000",
        "max_db_connections": "33",
        "default_pool_size": "16",
        "min_pool_size": "8",
        "reserve_pool_size": "8",
    } == _pooler(_facts(ZALANDO, text))


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", {"max_connections": None}), ('    parameters: {max_connections: "50"}\n', {"max_connections": "50"})],
    ids=["Spilo decides", "written"],
)
def test_zalandos_server_has_no_limit_by_default(more: str, expected: dict[str, str | None]) -> None:
    """What is not written depends on the memory of the machine."""
    text = SHOP.replace('{version: "16"}', '\n    version: "16"') + more

    assert expected == _server(_facts(ZALANDO, text))


def test_crunchys_server_and_services() -> None:
    """The primary answers to two names, and there is no pooler unless the resource has one."""
    more = "  patroni: {dynamicConfiguration: {postgresql: {parameters: {max_connections: 300}}}}\n"
    facts = _facts(CRUNCHY, HIPPO + more)

    assert [("Cluster", "hippo", 1)] == _names(facts)
    assert {"max_connections": "300"} == _server(facts)
    assert ["hippo-primary", "hippo-ha"] == [each.name for each in facts if isinstance(each, ServiceName)]


def test_crunchys_pooler() -> None:
    """Its settings are pgbouncer.ini's; databases that are written replace the one that leads to the primary."""
    more = """  proxy:
    pgBouncer:
      replicas: 2
      port: 6432
      config:
        global: {pool_mode: transaction, ignore_startup_parameters: "extra_float_digits,search_path"}
        databases: {shop: "host=other port=5432 password=secret"}
"""
    facts = _facts(CRUNCHY, HIPPO + more)
    (config,) = (each for each in facts if isinstance(each, PoolerConfig))

    assert [("Cluster", "hippo", 1), ("Pooler", "hippo-pgbouncer", 2)] == _names(facts)
    assert {
        "ignore_startup_parameters": "extra_float_digits,search_path",
        "listen_port": "6432",
        "pool_mode": "transaction",
    } == _pooler(facts)
    assert [("shop", {"host": "other", "port": "5432"})] == [
        (each.name, {name: value.value for name, value in each.values}) for each in config.entries
    ]


def test_crunchys_pooler_leads_to_the_primary() -> None:
    """Without databases of its own it has one entry for all."""
    (config,) = (
        each for each in _facts(CRUNCHY, f"{HIPPO}  proxy: {{pgBouncer: {{replicas: 1}}}}\n") if isinstance(each, PoolerConfig)
    )

    assert [("*", "hippo-primary")] == [(each.name, dict(each.values)["host"].value) for each in config.entries]
