"""Supavisor: Supabase's pooler. It prepares no named statement for its clients in transaction mode unless told to."""

from __future__ import annotations

from poolaudit.catalog.model import Default, PoolerParameter, PoolerSoftware, Reference

POOLER = PoolerSoftware(
    name="supavisor",
    title="Supavisor",
    engine="postgresql",
    port=6543,
    current="2.9.7",
    sharing_modes=("transaction",),
    parameters=(
        PoolerParameter("listen_port", "int", ("global",), "", (Default(6543),)),
        PoolerParameter("pool_mode", "enum", ("global", "user"), "", (Default("transaction"),), ("transaction", "session")),
        PoolerParameter("default_pool_size", "int", ("global",), "", (Default(15),)),
        PoolerParameter("max_client_conn", "int", ("global",), "", (Default(1000),)),
        PoolerParameter("max_prepared_statements", "int", ("global",), "", (Default(0),)),
    ),
    images=(),
    tracked_parameters=(),
    sources=(Reference("https://github.com/supabase/supavisor", "2.9.7 (03e5cc56)", "2026-11-20"),),
)
