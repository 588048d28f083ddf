"""What clients left behind on the server connections of a pooler, as the next client meets it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from live.bouncer import Bouncer

_SETTINGS = (
    "app.tenant",
    "application_name",
    "datestyle",
    "default_transaction_isolation",
    "intervalstyle",
    "lock_timeout",
    "role",
    "search_path",
    "statement_timeout",
    "timezone",
    "work_mem",
)
_STATE = {
    "prepared": "SELECT name FROM pg_prepared_statements WHERE name NOT LIKE 'PGBOUNCER%'",
    "temporary table": "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relnamespace = pg_my_temp_schema()",
    "cursor": "SELECT name FROM pg_cursors WHERE is_holdable",
    "channel": "SELECT pg_listening_channels()",
    "lock": "SELECT objid::text FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
}
"""Names that PgBouncer itself gives statements (`PGBOUNCER_1`) are its own affair."""


def residue(bouncer: Bouncer, connections: int = 2) -> set[str]:
    """Settings and other session state on all of a pool's server connections: `lock 42`, `role app2`, `work_mem 4MB`."""
    found: set[str] = set()
    with ExitStack() as clients:
        for _ in range(connections):  # each holds its server connection, so that the next client is given another one
            client = clients.enter_context(bouncer.connect(autocommit=False))
            for name in _SETTINGS:
                (value,) = client.execute("SELECT current_setting(%s, true)", (name,)).fetchone() or ("",)
                if value:
                    found.add(f"{name} {value}")
            for kind, query in _STATE.items():
                found |= {f"{kind} {each}" for (each,) in client.execute(query.encode()).fetchall()}
    return found
