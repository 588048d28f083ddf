"""Values of URL parameters that a library refuses, or takes for another one, while it reads the URL.

Kinds: `float`, `int`, `unsigned`, `bool` (the words true and false), `flags` (a list of `VERIFY_FLAGS`). Sources, read 2026-11-21:
https://github.com/redis/redis-py/blob/v8.1.0/redis/connection.py (`URL_QUERY_ARGUMENT_PARSERS`),
https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs (6.x),
https://github.com/brianc/node-postgres/blob/master/packages/pg-connection-string/index.js (2.14.1),
https://github.com/MagicStack/asyncpg/blob/master/asyncpg/connect_utils.py (0.32.0). Each was run (tests/conformance/dsn).
"""

from __future__ import annotations

KINDS: dict[str, dict[str, str]] = {
    "redis": {
        **dict.fromkeys(("socket_timeout", "socket_connect_timeout", "timeout"), "float"),
        **dict.fromkeys(("max_connections", "health_check_interval"), "int"),
        **dict.fromkeys(("ssl_include_verify_flags", "ssl_exclude_verify_flags"), "flags"),
    },
    "prisma": {
        **dict.fromkeys(
            (
                "statement_cache_size",
                "connection_limit",
                "socket_timeout",
                "connect_timeout",
                "pool_timeout",
                "max_connection_lifetime",
                "max_idle_connection_lifetime",
            ),
            "unsigned",
        ),
        "pgbouncer": "bool",
    },
}
"""Reader → parameter → what its value must be."""
WORDS: dict[str, dict[str, frozenset[str]]] = {"asyncpg": {"gsslib": frozenset({"gssapi", "sspi"})}}
"""Reader → parameter → the only values that are accepted."""
FALLBACKS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "prisma": {
        "sslmode": (frozenset({"disable", "prefer", "require"}), "prefer"),
        "channel_binding": (frozenset({"disable", "prefer", "require"}), "prefer"),
    }
}
"""Reader → parameter → the values that are known, and the one that every other is taken for."""
NEEDS: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {
    "node": ((("sslmode", "verify-ca"), ("uselibpqcompat", "true")), "sslrootcert")
}
"""Reader → values that need another parameter beside them."""
VERIFY_FLAGS = frozenset(
    {
        "VERIFY_DEFAULT",
        "VERIFY_CRL_CHECK_LEAF",
        "VERIFY_CRL_CHECK_CHAIN",
        "VERIFY_X509_STRICT",
        "VERIFY_ALLOW_PROXY_CERTS",
        "VERIFY_X509_TRUSTED_FIRST",
        "VERIFY_X509_PARTIAL_CHAIN",
    }
)
"""https://docs.python.org/3.13/library/ssl.html#ssl.VerifyFlags."""
BASE_HOST = "base"
"""Host that pg-connection-string resolves a text against which is no URL: `getaddrinfo ENOTFOUND base`."""
