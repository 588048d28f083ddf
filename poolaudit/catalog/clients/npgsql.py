"""Npgsql: everything is in the connection string; durations are seconds."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_POOL = (
    Parameter("Maximum Pool Size", "max_size", defaults=(Default(100),)),
    Parameter("MaxPoolSize", "max_size"),
    Parameter("Minimum Pool Size", "min_size", defaults=(Default(0),)),
    Parameter("MinPoolSize", "min_size"),
    Parameter("Pooling", "pooling", defaults=(Default(value=True),)),
    Parameter("Timeout", "acquire_timeout", Unit.SECONDS, (Default(15),), disabled=(0,)),
    Parameter("Command Timeout", "statement_timeout", Unit.SECONDS, (Default(30),), disabled=(0,)),
    Parameter("Connection Idle Lifetime", "idle_timeout", Unit.SECONDS, (Default(300),), disabled=(0,)),
    Parameter("Connection Lifetime", "max_lifetime", Unit.SECONDS, (Default(0), Default(3600, "9.0")), disabled=(0,)),
    Parameter("Load Balance Timeout", "max_lifetime", Unit.SECONDS, disabled=(0,)),
    Parameter("Max Auto Prepare", "statement_cache", defaults=(Default(0),)),
    Parameter("No Reset On Close", "keeps_session", defaults=(Default(value=False),)),
    Parameter("Multiplexing", "keeps_session"),  # connections that commands share are not cleared
    Parameter("TCP Keepalive", "keepalive", defaults=(Default(value=False),)),
    Parameter("Keepalive", "", Unit.SECONDS),
    *(
        Parameter(name, "")
        for name in (
            "Host",
            "Server",
            "Port",
            "Database",
            "DB",
            "Username",
            "User Name",
            "User Id",
            "UID",
            "Password",
            "PSW",
            "PWD",
            "Passfile",
            "Application Name",
            "Enlist",
            "Search Path",
            "Client Encoding",
            "Encoding",
            "Timezone",
            "Options",
            "SSL Mode",
            "SSL Negotiation",
            "Trust Server Certificate",
            "Root Certificate",
            "SSL Certificate",
            "SSL Key",
            "SSL Password",
            "Check Certificate Revocation",
            "Channel Binding",
            "Persist Security Info",
            "Log Parameters",
            "Include Error Detail",
            "Include Failed Batched Command",
            "Connection Pruning Interval",
            "Cancellation Timeout",
            "Auto Prepare Min Usages",
            "Write Coalescing Buffer Threshold Bytes",
            "Read Buffer Size",
            "Write Buffer Size",
            "Socket Receive Buffer Size",
            "Socket Send Buffer Size",
            "Tcp Keepalive Time",
            "Tcp Keepalive Interval",
            "Target Session Attributes",
            "Load Balance Hosts",
            "Host Recheck Seconds",
            "Server Compatibility Mode",
            "Load Table Composites",
            "Replication Mode",
            "Array Nullability Mode",
            "Kerberos Service Name",
            "Include Realm",
            "Convert Infinity DateTime",
        )
    ),
)


def _pool(*callees: str, blocks: tuple[str, ...] = ()) -> Constructor:
    return Constructor(
        callees=callees,
        blocks=blocks,
        kind="pool",
        driver="npgsql",
        overloads=(("connectionString",), ("connectionString", "")),
        dsn_keywords=("connectionString",),
        parameters=_POOL,
    )


CLIENT = Client(
    name="npgsql",
    title="Npgsql",
    language="csharp",
    engines=("postgresql",),
    packages=("nuget:npgsql", "nuget:npgsql.entityframeworkcore.postgresql"),
    prepares=Prepares.NAMED,
    minimum_above="refused",
    default_port=5432,
    triggers=("Npgsql",),
    constructors=(
        _pool("Npgsql.NpgsqlDataSource.Create", blocks=("ConnectionStrings", "ConnectionString")),
        _pool("Npgsql.NpgsqlDataSourceBuilder", "Npgsql.NpgsqlSlimDataSourceBuilder"),
        _pool("AddNpgsqlDataSource", "?.AddNpgsqlDataSource"),
        _pool("UseNpgsql", "?.UseNpgsql"),
        Constructor(
            callees=("Npgsql.NpgsqlConnection",),
            kind="connection",
            driver="npgsql",
            overloads=(("connectionString",),),
            dsn_keywords=("connectionString",),
            parameters=tuple(each for each in _POOL if each.name != "Maximum Pool Size"),  # all of one string share its pool
        ),
    ),
    url_parameters=_POOL,
    url_startup=(("searchpath", "search_path"), ("Search Path", "search_path"), ("Application Name", "application_name")),
    folded_keys=True,
    prepares_off=(("", (Edit("?Max Auto Prepare", "0"),)),),
    notes=(
        "Timeout covers the wait for a free connection and the connecting itself.",
        "Max Pool Size with blanks is SqlClient's spelling and no keyword here, although Npgsql's own message prints it.",
        "DISCARD ALL goes before the first command of a reused connection unless No Reset On Close=true.",
        "Connections with the same connection string share one pool in a process.",
        "NpgsqlCommand.Prepare() names its statement whatever Max Auto Prepare says.",
        "AddDbContextPool pools objects, not connections.",
    ),
    sources=(
        Reference("https://www.npgsql.org/doc/connection-string-parameters.html", "10", "2026-11-20"),
        Reference("https://www.npgsql.org/doc/compatibility.html#pgbouncer", "10", "2026-11-20"),
        Reference("https://github.com/npgsql/npgsql/blob/main/src/Npgsql/PoolingDataSource.cs", "main", "2026-11-21"),
        Reference(
            "https://github.com/npgsql/npgsql/blob/main/src/Npgsql/NpgsqlConnectionStringBuilder.cs",
            "7.0, 8.0, 9.0, 10.0",
            "2026-11-20",
        ),
    ),
)
