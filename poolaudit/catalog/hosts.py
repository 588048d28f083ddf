"""Host names and addresses that stay inside a machine or a private network.

Sources, read 2026-11-20: RFC 6761 and 6762 (special-use names), RFC 1918, 4193 and 6598 (private addresses), Kubernetes DNS
specification 1.1, Docker documentation (`host.docker.internal`).
"""

from __future__ import annotations

LOOPBACK_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})
HOST_OF_CONTAINER = frozenset(
    {"host.docker.internal", "host.containers.internal", "host.minikube.internal", "gateway.docker.internal"}
)
PRIVATE_SUFFIXES = (
    ".local",
    ".localhost",
    ".internal",
    ".svc",
    ".cluster.local",
    ".lan",
    ".home",
    ".corp",
    ".intranet",
    ".test",
    ".example",
    ".invalid",
    ".consul",
)
PLACEHOLDER_HOSTS = frozenset(
    {"host", "hostname", "your-host", "your_host", "example.com", "db.example.com", "xxx", "server", "myserver", "dbhost"}
)

DEFAULT_PORTS = {
    "postgresql": 5432,
    "mysql": 3306,
    "mariadb": 3306,
    "redis": 6379,
    "cockroachdb": 26257,
    "mssql": 1433,
    "mongodb": 27017,
}
"""Port that drivers of a family use when a connection string has none (manuals of each server)."""
