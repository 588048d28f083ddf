"""Amazon RDS, Aurora and RDS Proxy; ports are chosen by the user except on the proxy.

RDS Proxy shares connections per transaction and pins what it cannot share; it closes idle clients after 1800 s by default.
"""

from __future__ import annotations

from poolaudit.catalog.model import ProviderEndpoint, Reference

_REGION = r"[a-z]{2}(?:-[a-z]+)+-\d+\.rds\.amazonaws\.com(?:\.cn)?"
_INSTANCE = r"[a-z][a-z0-9-]*\.(?!proxy-|cluster-)[a-z0-9]{8,16}\." + _REGION
_CLUSTER = r"[a-z][a-z0-9-]*\.cluster-(?:ro-|custom-)?[a-z0-9]+\." + _REGION
_PROXY = r"[a-z0-9-]+(?:\.endpoint)?\.proxy-[a-z0-9]+\." + _REGION

ENDPOINTS = (
    ProviderEndpoint(
        name="rds-instance",
        pooling="RDS Proxy",
        provider="rds",
        engine="postgresql",
        kind="direct",
        host=_INSTANCE,
        tracks_statements=True,
        sources=(Reference("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/", "2023-06", "2026-11-20"),),
    ),
    ProviderEndpoint(
        name="rds-instance-mysql",
        pooling="RDS Proxy",
        provider="rds",
        engine="mysql",
        kind="direct",
        host=_INSTANCE,
        tracks_statements=True,
        sources=(Reference("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/", "2023-06", "2026-11-20"),),
    ),
    ProviderEndpoint(
        name="aurora-cluster",
        pooling="RDS Proxy",
        provider="aurora",
        engine="postgresql",
        kind="direct",
        host=_CLUSTER,
        tracks_statements=True,
        sources=(Reference("public repositories: AWS endpoint names", "", "2026-11-20", "seen"),),
    ),
    ProviderEndpoint(
        name="aurora-cluster-mysql",
        pooling="RDS Proxy",
        provider="aurora",
        engine="mysql",
        kind="direct",
        host=_CLUSTER,
        tracks_statements=True,
        sources=(Reference("public repositories: AWS endpoint names", "", "2026-11-20", "seen"),),
    ),
    ProviderEndpoint(
        name="rds-proxy",
        provider="rds-proxy",
        engine="postgresql",
        kind="pooled",
        host=_PROXY,
        pooler="rds-proxy",
        mode="transaction",
        refuses_startup_parameters=True,
        idle_close=1800.0,
        sources=(
            Reference(
                "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-pinning.html", "2026-11", "2026-11-20"
            ),
            Reference("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html", "2023-06", "2026-11-20"),
        ),
    ),
    ProviderEndpoint(
        name="rds-proxy-mysql",
        provider="rds-proxy",
        engine="mysql",
        kind="pooled",
        host=_PROXY,
        pooler="rds-proxy",
        mode="transaction",
        idle_close=1800.0,
        sources=(
            Reference(
                "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-pinning.html", "2026-11", "2026-11-20"
            ),
            Reference("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html", "2023-06", "2026-11-20"),
        ),
    ),
    ProviderEndpoint(
        name="aurora-dsql",
        provider="aurora-dsql",
        engine="postgresql",
        kind="direct",
        host=r"[a-z0-9]+\.dsql\.[a-z]{2}(?:-[a-z]+)+-\d+\.on\.aws",
        tracks_statements=True,
        sources=(Reference("https://github.com/aws/agent-toolkit-for-aws", "2026-11", "2026-11-20"),),
    ),
)
