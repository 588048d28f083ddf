"""Managed endpoints are told apart by host and port, and their rewrites lead to each other."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from poolaudit._parts import parts

if TYPE_CHECKING:
    from poolaudit.catalog.model import ProviderEndpoint, Rewrite

ENDPOINTS: dict[str, ProviderEndpoint] = {
    endpoint.name: endpoint for group in parts("poolaudit.catalog.providers", "ENDPOINTS") for endpoint in group
}
DEFAULT_PORTS = {"postgresql": 5432, "mysql": 3306, "cockroachdb": 26257, "yugabytedb": 5433}
DO = "app-do-user-123456-0"
REF = "abcdefghijklmnopqrst"
HOSTS = {
    # name: (a host that is this endpoint, a host that is not)
    "aiven": ("pg-1a2b-acme.aivencloud.com", "aivencloud.com"),
    "aurora-cluster": ("shop.cluster-c9akciq32rxq.eu-west-1.rds.amazonaws.com", "shop.c9akciq32rxq.eu-west-1.rds.amazonaws.com"),
    "aurora-cluster-mysql": ("shop.cluster-ro-c9akciq32rxq.eu-west-1.rds.amazonaws.com", "shop.cluster-.rds.amazonaws.com"),
    "aurora-dsql": ("abc123.dsql.us-east-1.on.aws", "abc123.dsql.on.aws"),
    "azure-cosmos-direct": ("c-shop.1a2b3c.postgres.cosmos.azure.com", "shop.postgres.cosmos.azure.com"),
    "azure-cosmos-pooled": ("c-shop.1a2b3c.postgres.cosmos.azure.com", "c-shop.postgres.cosmos.azure.com"),
    "azure-flexible-direct": ("shop.postgres.database.azure.com", "postgres.database.azure.com"),
    "azure-flexible-pooled": ("shop.privatelink.postgres.database.azure.com", "shop.mysql.database.azure.com"),
    "cloud-sql-direct": ("/cloudsql/acme-prod:europe-west1:shop", "/cloudsql"),
    "cloud-sql-direct-mysql": ("acme-prod:europe-west1:shop", "localhost:5432"),
    "cockroachdb-direct": ("shop-1234.abc.cockroachlabs.cloud", "cockroachlabs.cloud"),
    "crunchy-direct": ("p.abcdefghijklmnopqrstuvwxyz.db.postgresbridge.com", "p.db.postgresbridge.com"),
    "crunchy-pooled": (
        "p.abcdefghijklmnopqrstuvwxyz.db.postgresbridge.com",
        "q.abcdefghijklmnopqrstuvwxyz.db.postgresbridge.com",
    ),
    "digitalocean-direct": (f"{DO}.b.db.ondigitalocean.com", "db.ondigitalocean.com"),
    "digitalocean-pooled": (f"private-{DO}.db.ondigitalocean.com", "app-do-user.db.ondigitalocean.com"),
    "fly-direct": ("direct.abc123.flympg.net", "abc123.flympg.net"),
    "fly-pooled": ("pgbouncer.abc123.flympg.net", "direct.abc123.flympg.net"),
    "fly-unmanaged": ("shop-db.flycast", "host.docker.internal"),
    "heroku-direct": ("ec2-52-1-2-3.compute-1.amazonaws.com", "ec2-52-1-2.compute-1.amazonaws.com"),
    "hyperdrive": ("0123456789abcdef0123456789abcdef.hyperdrive.local", "shop.hyperdrive.local"),
    "hyperdrive-mysql": ("0123456789abcdef0123456789abcdef.hyperdrive.local", "0123.hyperdrive.local"),
    "koyeb-direct": ("ep-old-sea-123456.eu-central-1.pg.koyeb.app", "shop.koyeb.app"),
    "neon-direct": ("ep-old-sea-123456.c-2.us-east-2.aws.neon.tech", "ep-old-sea-123456-pooler.us-east-2.aws.neon.tech"),
    "neon-pooled": ("ep-old-sea-123456-pooler.us-east-2.aws.neon.tech", "ep-old-sea-123456.us-east-2.aws.neon.tech"),
    "nile": ("eu-central-1.db.thenile.dev", "thenile.dev"),
    "northflank": ("primary.shop--abc123.addon.code.run", "shop--abc123.addon.code.run"),
    "northflank-mysql": ("replica.shop--abc123.addon.code.run", "primary.shop.addon.code.run"),
    "planetscale-direct": ("eu-west-1.pg.psdb.cloud", "pg.psdb.cloud"),
    "planetscale-mysql": ("aws.connect.psdb.cloud", "connect.psdb.cloud"),
    "planetscale-pooled": ("abc.horizon.psdb.cloud", "abc.connect.psdb.cloud"),
    "prisma-accelerate": ("accelerate.prisma-data.net", "localhost"),
    "prisma-postgres-direct": ("db.prisma.io", "prisma.io"),
    "prisma-postgres-pooled": ("pooled.db.prisma.io", "db.prisma.io"),
    "railway-private": ("postgres.railway.internal", "railway.internal"),
    "railway-private-mysql": ("mysql.railway.internal", "a.b.railway.internal"),
    "railway-public": ("roundhouse.proxy.rlwy.net", "proxy.rlwy.net"),
    "railway-public-mysql": ("roundhouse.proxy.rlwy.net", "rlwy.net"),
    "rds-instance": ("shop.c9akciq32rxq.eu-west-1.rds.amazonaws.com", "shop.proxy-c9akciq32.eu-west-1.rds.amazonaws.com"),
    "rds-instance-mysql": ("shop.c9akciq32rxq.us-gov-west-1.rds.amazonaws.com", "c9akciq32rxq.eu-west-1.rds.amazonaws.com"),
    "rds-proxy": ("shop.proxy-c9akciq32rxq.eu-west-1.rds.amazonaws.com", "shop.c9akciq32rxq.eu-west-1.rds.amazonaws.com"),
    "rds-proxy-mysql": ("ro.endpoint.proxy-c9akciq32rxq.eu-west-1.rds.amazonaws.com", "proxy-c9akciq32rxq.rds.amazonaws.com"),
    "render-direct": ("dpg-cabcdefghijk-a.frankfurt-postgres.render.com", "shop.onrender.com"),
    "scaleway": ("01234567-89ab-cdef-0123-456789abcdef.pg.sdb.fr-par.scw.cloud", "shop.pg.sdb.fr-par.scw.cloud"),
    "supabase-dedicated-pooler": (f"db.{REF}.supabase.co", f"{REF}.supabase.co"),
    "supabase-direct": (f"db.{REF}.supabase.co", "db.short.supabase.co"),
    "supabase-session-pooler": ("aws-0-eu-central-1.pooler.supabase.com", "pooler.supabase.com"),
    "supabase-transaction-pooler": ("aws-1-us-east-1.pooler.supabase.com", "aws-us-east-1.pooler.supabase.com"),
    "tembo-direct": ("shop.data-1.use1.tembo.io", "shop-pooler.data-1.use1.tembo.io"),
    "tembo-pooled": ("shop-pooler.data-1.use1.tembo.io", "shop.data-1.use1.tembo.io"),
    "timescale": ("abc123.def456.tsdb.cloud.timescale.com", "tsdb.cloud.timescale.com"),
    "ubicloud-direct": ("shop.abc.postgres.ubicloud.com", "postgres.ubicloud.com"),
    "ubicloud-pooled": ("shop.postgres.ubicloud.com", "shop.ubicloud.com"),
    "vercel-direct": (
        "ep-old-sea-123456.us-east-1.postgres.vercel-storage.com",
        "ep-a-pooler.us-east-1.postgres.vercel-storage.com",
    ),
    "vercel-pooled": (
        "ep-old-sea-123456-pooler.us-east-1.postgres.vercel-storage.com",
        "ep-a.us-east-1.postgres.vercel-storage.com",
    ),
    "xata": ("abc123.us-east-1.xata.tech", "xata.tech"),
    "yugabyte": ("eu-west-1.abc.aws.yugabyte.cloud.yugabyte.com", "yugabyte.com"),
    "zeabur-direct": ("hkg1.clusters.zeabur.com", "clusters.zeabur.com"),
    "zeabur-direct-mysql": ("sjc1.clusters.zeabur.com", "shop.zeabur.app"),
}


def test_every_endpoint_has_hosts() -> None:
    """Each endpoint of the catalog is tried with a host that it is and one that it is not."""
    assert sorted(ENDPOINTS) == sorted(HOSTS)


@pytest.mark.parametrize("name", sorted(ENDPOINTS))
def test_recognises_its_hosts(name: str) -> None:
    """A host name is recognised whole and without regard to case, and no other is."""
    pattern = re.compile(ENDPOINTS[name].host, re.IGNORECASE)
    host, other = HOSTS[name]
    tried = (host, host.upper(), other, f"x{host}.evil.example", f"{host}\n")

    assert (True, True, False, False, False) == tuple(pattern.fullmatch(each) is not None for each in tried)


@pytest.mark.parametrize("name", sorted(ENDPOINTS))
def test_patterns_are_safe(name: str) -> None:
    """A repeated group begins or ends with a separator that it holds nowhere else, and long hostile names are refused."""
    pattern = re.compile(ENDPOINTS[name].host, re.IGNORECASE)
    host = HOSTS[name][0]
    hostile = [unit * 4000 + "!" for unit in ("a", "a.", "a-", "ep-", "0", "1.", "-do-user-1-1", "a:")] + [host[:9] * 900 + "!"]

    repeated = re.findall(r"\(\?:([^()]*)\)[+*]", ENDPOINTS[name].host)
    bounded = [group for group in repeated if group in (r"[a-z0-9-]+\.", r"\.[a-z0-9-]+", "-[a-z]+")]

    assert repeated == bounded
    assert [None] * len(hostile) == [pattern.fullmatch(each) for each in hostile]


@pytest.mark.parametrize("name", sorted(ENDPOINTS))
def test_says_where_it_was_read(name: str) -> None:
    """Each endpoint has a source with the date of reading."""
    sources = ENDPOINTS[name].sources

    assert sources
    assert {source.read for source in sources} <= {"2026-11-20", "2026-11-21"}
    assert {source.verified for source in sources} <= {"source", "run", "seen", "memory"}


@pytest.mark.parametrize("name", sorted(ENDPOINTS))
def test_modes_belong_to_poolers(name: str) -> None:
    """Only pooled endpoints name a pooler and a mode, both from the known words."""
    endpoint = ENDPOINTS[name]

    assert endpoint.kind in ("direct", "pooled", "")
    assert endpoint.mode in ("session", "transaction", "statement", "")
    assert endpoint.kind == "pooled" or ("", "") == (endpoint.pooler, endpoint.mode)


def overlaps() -> list[tuple[str, str]]:
    """Pairs of endpoints of one engine that a host of either and a common port match."""
    found = []
    for one, two in combinations(ENDPOINTS.values(), 2):
        if one.engine != two.engine or (one.ports and two.ports and not set(one.ports) & set(two.ports)):
            continue
        hosts = {*HOSTS[one.name], *HOSTS[two.name]}
        if any(matches(one, host) and matches(two, host) for host in hosts):
            found.append((one.name, two.name))
    return found


def matches(endpoint: ProviderEndpoint, host: str) -> bool:
    """Whether the host is the endpoint's."""
    return re.fullmatch(endpoint.host, host, re.IGNORECASE) is not None


def test_no_address_is_two_endpoints() -> None:
    """No host and port of an engine is two endpoints."""
    nothing: list[tuple[str, str]] = []

    assert nothing == overlaps()


@pytest.mark.parametrize("name", sorted(name for name, endpoint in ENDPOINTS.items() if endpoint.to_direct or endpoint.to_pooled))
def test_rewrites_lead_to_the_other_endpoint(name: str) -> None:
    """A rewrite leads to an endpoint of the same provider and of the other kind, which leads back where it can."""
    endpoint = ENDPOINTS[name]
    host, port = HOSTS[name][0], endpoint.ports[0] if endpoint.ports else DEFAULT_PORTS[endpoint.engine]
    other_host, other_port = rewritten(host, port, endpoint.to_direct or endpoint.to_pooled)
    other = found(other_host, other_port, endpoint.engine)
    back = other.to_pooled if endpoint.to_direct else other.to_direct

    assert (endpoint.provider, True) == (other.provider, other.name != name)
    assert other.kind != endpoint.kind or {"session", "transaction"} == {other.mode, endpoint.mode}
    assert not back or (host, port) == rewritten(other_host, other_port, back)


def rewritten(host: str, port: int, rewrites: tuple[Rewrite, ...]) -> tuple[str, int]:
    """The address after the rewrites."""
    for rewrite in rewrites:
        if rewrite.part == "host":
            host = re.sub(rewrite.find, rewrite.replace, host, count=1)
        else:
            port = int(rewrite.replace)
    return host, port


def found(host: str, port: int, engine: str) -> ProviderEndpoint:
    """The only endpoint that an address is."""
    (only,) = [
        endpoint
        for endpoint in ENDPOINTS.values()
        if endpoint.engine == engine and matches(endpoint, host) and (not endpoint.ports or port in endpoint.ports)
    ]
    return only


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("ep-old-sea-123456-pooler.us-east-2.aws.neon.tech", 5432, ("neon-pooled", "transaction", True)),
        ("aws-0-eu-central-1.pooler.supabase.com", 6543, ("supabase-transaction-pooler", "transaction", False)),
        ("aws-0-eu-central-1.pooler.supabase.com", 5432, ("supabase-session-pooler", "session", True)),
        ("shop.postgres.database.azure.com", 6432, ("azure-flexible-pooled", "", None)),
        ("shop.proxy-c9akciq32rxq.eu-west-1.rds.amazonaws.com", 5432, ("rds-proxy", "transaction", None)),
        ("pgbouncer.abc123.flympg.net", 5432, ("fly-pooled", "", None)),
    ],
    ids=["neon", "supabase-transaction", "supabase-session", "azure", "rds-proxy", "fly"],
)
def test_well_known_addresses(host: str, port: int, expected: tuple[str, str, bool | None]) -> None:
    """Well-known addresses have the mode and the treatment of named statements that their manuals tell."""
    endpoint = found(host, port, "postgresql")

    assert expected == (endpoint.name, endpoint.mode, endpoint.tracks_statements)
