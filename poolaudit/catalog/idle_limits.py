"""How pools and servers treat connections that nobody uses.

Sources, read 2026-11-21: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_wait_timeout (8.4),
https://github.com/MagicStack/asyncpg/blob/master/asyncpg/pool.py (0.30: the timer of a connection does not look at `min_size`,
and without it only `max_queries` replaces one that is in use),
https://node-postgres.com/apis/pool (8.13), https://docs.sqlalchemy.org/en/20/core/pooling.html#setting-pool-recycle (2.0: age
alone counts), https://github.com/porsager/postgres/blob/master/README.md (3.4).
For `KEEPS_SIZE` and `KEEPS_LEAST`, read 2026-11-21: https://docs.sqlalchemy.org/en/20/core/pooling.html#sqlalchemy.pool.QueuePool
(2.0: pool_size stays open, overflow is closed when it comes back), https://www.psycopg.org/docs/pool.html (2.9: what comes back
beyond minconn is closed), https://docs.peewee-orm.com/en/latest/peewee/playhouse.html#connection-pool (3.17),
https://github.com/aio-libs/aiopg/blob/master/aiopg/pool.py (1.4), https://hexdocs.pm/db_connection/DBConnection.html (2.7).
"""

from __future__ import annotations

WAIT_TIMEOUT = 28800
"""Seconds after which MySQL closes an idle connection, unless it was told otherwise."""

CLOSES_ALL = frozenset({"asyncpg", "databases", "postgres_js"})
"""Libraries whose idle timeout holds for every connection; others keep their smallest number open whatever it says."""

KEEPS_SIZE = frozenset(
    {"sqlalchemy", "advanced_alchemy", "langchain_postgres", "aiopg", "asyncpg", "peewee", "ecto", "postgrex", "pg"}
)
"""Libraries whose pool keeps every connection of its size, as long as neither an age nor an idle timeout is set."""

KEEPS_LEAST = frozenset({"psycopg2"})
"""Libraries whose pool keeps its smallest number of connections for ever, and closes the others when they come back."""

KEEPS_FOR_THREAD = frozenset({"django"})
"""Libraries that keep one connection for each thread for ever where it has no maximum age: `CONN_MAX_AGE = None`
(https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections, 5.2, read 2026-11-21)."""

SESSION_TIMEOUT = "idle_session_timeout"
"""Parameter of PostgreSQL 14 and later that ends sessions that do nothing
(https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-IDLE-SESSION-TIMEOUT)."""
