"""What the engine of Prisma takes from a connection string, whichever language its client is generated for."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Parameter, Reference, Unit

PARAMETERS = (
    Parameter("pgbouncer", "named_statements", values=(("true", False), ("false", True)), engines=("postgresql",)),
    Parameter("connection_limit", "max_size", varies="twice the number of physical CPUs, plus one"),
    Parameter("pool_timeout", "acquire_timeout", Unit.SECONDS, (Default(10),), disabled=(0,)),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(5),), disabled=(0,)),
    Parameter("socket_timeout", "statement_timeout", Unit.SECONDS),
    Parameter("statement_cache_size", "statement_cache", defaults=(Default(100),)),
    Parameter("max_connection_lifetime", "max_lifetime", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("max_idle_connection_lifetime", "idle_timeout", Unit.SECONDS, (Default(300),), disabled=(0,)),
    *(
        Parameter(name, "")
        for name in (
            "schema",
            "application_name",
            "options",
            "channel_binding",
            "host",
            "sslmode",
            "sslcert",
            "sslidentity",
            "sslpassword",
            "sslaccept",
            "sslrootcert",
            "socket",
            "single_use_connections",
        )
    ),
)

SOURCES = (
    Reference("https://www.prisma.io/docs/v6/orm/overview/databases/postgresql#arguments", "6", "2026-11-20"),
    Reference(
        "https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs",
        "6.x (0d495ae9)",
        "2026-11-20",
    ),
)
