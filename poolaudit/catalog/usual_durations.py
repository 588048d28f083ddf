"""Durations that people mean, by what they limit, in seconds: what lies outside was probably written in another unit.

The bounds are wide: they are to find a factor of 1,000, not a bad choice. Sources, read 2026-11-21:
https://github.com/brettwooldridge/HikariCP#frequently-used (6: 250 ms is the least `connectionTimeout`, 30 s the least
`maxLifetime`), https://www.pgbouncer.org/config.html (1.24: all in seconds), https://node-postgres.com/apis/pool (8.13),
https://www.postgresql.org/docs/18/runtime-config-client.html (milliseconds without a unit).
"""

from __future__ import annotations

USUAL = {
    "acquire_timeout": (0.1, 1000.0),
    "connect_timeout": (0.1, 1000.0),
    "statement_timeout": (0.1, 100_000.0),
    "idle_timeout": (1.0, 300_000.0),
    "max_lifetime": (10.0, 300_000.0),
}
"""Setting of a client → the shortest that is meant where the unit is less than a second, the longest where it is a second."""

SERVER_SHORTEST = 0.1
"""For a server's timeouts without a unit: a statement that may run for less is nobody's wish."""

POOLER_LONGEST = (
    ("query_wait_timeout", 10_000.0),
    ("query_timeout", 10_000.0),
    ("client_login_timeout", 10_000.0),
    ("server_connect_timeout", 10_000.0),
    ("server_login_retry", 10_000.0),
    ("cancel_wait_timeout", 10_000.0),
    ("idle_transaction_timeout", 10_000.0),
    ("suspend_timeout", 10_000.0),
    ("server_check_delay", 10_000.0),
)
"""Setting of PgBouncer, in seconds → the longest that is meant; the lifetimes of connections may be long."""
