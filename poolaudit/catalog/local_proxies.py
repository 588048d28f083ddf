"""Proxies that bring a managed server to a local address: they encrypt and authenticate, and pool nothing.

Sources: https://github.com/GoogleCloudPlatform/cloud-sql-proxy (2.25.3, cmd/root.go, internal/proxy/proxy.go and
migration-guide.md for release 1; read 2026-11-21). Without a port, the first instance of an engine has the engine's own one.
"""

from __future__ import annotations

CLOUD_SQL = "cloud-sql"
"""Provider behind it."""
TITLE = "Cloud SQL Auth Proxy"
PROGRAMS = frozenset({"cloud-sql-proxy", "cloud_sql_proxy"})
IMAGES = frozenset({"cloud-sql-connectors/cloud-sql-proxy", "cloudsql-docker/gce-proxy"})
"""On gcr.io and its regional names."""
INSTANCES = "instances"
"""Option of release 1: `instances=project:region:name=tcp:5432,…`; also its variable, in capitals."""
PORT = frozenset({"port", "p"})
SOCKET = frozenset({"unix-socket", "u", "dir"})
QUERY_PORT = "port"
"""Key of the query that follows an instance: `project:region:name?port=6000`."""
QUERY_SOCKET = frozenset({"unix-socket", "unix-socket-path"})
PORT_VARIABLE = "CSQL_PROXY_PORT"
SOCKET_VARIABLE = "CSQL_PROXY_UNIX_SOCKET"
INSTANCE_VARIABLE = "CSQL_PROXY_INSTANCE_CONNECTION_NAME"
"""Alone, or followed by `_0`, `_1` …"""
WITH_VALUE = frozenset(
    """
    config-file user-agent token t login-token credentials-file c json-credentials j max-connections min-sigterm-delay
    max-sigterm-delay telemetry-project telemetry-sample-rate telemetry-prefix prometheus-namespace http-address http-port
    admin-port sqladmin-api-endpoint universe-domain quota-project fuse fuse-tmp-dir impersonate-service-account
    resource-exhausted-cooldown-delay sqldata-api-endpoint address a port p unix-socket u
    credential_file max_connections refresh_config_throttle ip_address_types host term_timeout projects instances_metadata dir
    instances
    """.split()
)
"""Options whose value may be the next word."""
