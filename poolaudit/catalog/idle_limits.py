"""How pools and servers treat connections that nobody uses.

Sources, read 2026-11-21: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_wait_timeout (8.4),
https://github.com/MagicStack/asyncpg/blob/master/asyncpg/pool.py (0.30: the timer of a connection does not look at `min_size`),
https://node-postgres.com/apis/pool (8.13), https://docs.sqlalchemy.org/en/20/core/pooling.html#setting-pool-recycle (2.0: age
alone counts), https://github.com/porsager/postgres/blob/master/README.md (3.4).
"""

from __future__ import annotations

WAIT_TIMEOUT = 28800
"""Seconds after which MySQL closes an idle connection, unless it was told otherwise."""

CLOSES_ALL = frozenset({"asyncpg", "databases", "postgres_js"})
"""Libraries whose idle timeout holds for every connection; others keep their smallest number open whatever it says."""
