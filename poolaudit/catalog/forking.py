"""What opens connections while a module is loaded, and what programs do about connections when they fork.

Literals only. Names are as `shape.Call.callee` has them, without the `()` of an instance.
"""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://www.psycopg.org/docs/pool.html", "2.9", "2026-11-21"),
    Reference("https://www.psycopg.org/psycopg3/docs/api/pool.html", "3.2", "2026-11-21"),
    Reference("https://docs.sqlalchemy.org/en/20/core/pooling.html#using-connection-pools-with-multiprocessing-or-os-fork", "2.0",
              "2026-11-21"),
    Reference("https://gunicorn.org/reference/settings/#server-hooks", "23.0", "2026-11-21"),
    Reference("https://docs.celeryq.dev/en/stable/userguide/signals.html#worker-process-init", "5.4", "2026-11-21"),
    Reference("https://uwsgi-docs.readthedocs.io/en/latest/PythonDecorators.html#uwsgidecorators.postfork", "2.0", "2026-11-21"),
)  # fmt: skip

CONNECT_AT_ONCE: dict[str, tuple[int, tuple[str, ...], int]] = {
    "psycopg2.connect": (-1, (), 1),
    "psycopg.connect": (-1, (), 1),
    "psycopg.Connection.connect": (-1, (), 1),
    "pymysql.connect": (-1, (), 1),
    "mysql.connector.connect": (-1, (), 1),
    "psycopg2.pool.ThreadedConnectionPool": (0, ("minconn",), 0),
    "psycopg2.pool.SimpleConnectionPool": (0, ("minconn",), 0),
    "psycopg_pool.ConnectionPool": (-1, ("min_size",), 4),
}
"""What connects when it is called: position and keywords of how many connections it opens, and how many by default."""
NOT_AT_ONCE = "open"
"""Keyword that is False for a pool that connects later."""
USES = frozenset({"connect", "begin", "execute", "raw_connection"})
"""Methods of an engine that connect."""
TAKERS = frozenset({"create_all", "drop_all", "reflect", "inspect"})
"""Last names of calls that connect with an engine that they are given."""
ASKS = "getpid"
"""Asks which process it is; tells something about the connections of its own file alone."""
HOOKS = ("post_fork", "post_worker_init", "worker_process_init", "worker_init", "postfork", "register_at_fork", ASKS)
"""Words of code that does something in each process, or asks which it is; where one stands, sharing may be prevented."""
