"""MySqlConnector for .NET: everything is in the connection string; seconds."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_POOL = (
    Parameter("Maximum Pool Size", "max_size", defaults=(Default(100),)),
    Parameter("Max Pool Size", "max_size"),
    Parameter("Minimum Pool Size", "min_size", defaults=(Default(0),)),
    Parameter("Min Pool Size", "min_size"),
    Parameter("Pooling", "pooling", defaults=(Default(value=True),)),
    Parameter("Connection Idle Timeout", "idle_timeout", Unit.SECONDS, (Default(180),), disabled=(0,)),
    Parameter("Connection Lifetime", "max_lifetime", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("Connection Timeout", "acquire_timeout", Unit.SECONDS, (Default(15),), disabled=(0,)),
    Parameter("Connect Timeout", "acquire_timeout", Unit.SECONDS, disabled=(0,)),
    Parameter("Default Command Timeout", "statement_timeout", Unit.SECONDS, (Default(30),), disabled=(0,)),
    Parameter("Command Timeout", "statement_timeout", Unit.SECONDS, disabled=(0,)),
    Parameter("Connection Reset", ""),
    Parameter("Ignore Prepare", ""),
    Parameter("Keepalive", ""),
    Parameter("SSL Mode", ""),
    Parameter("Allow User Variables", ""),
    Parameter("Application Name", ""),
)


def _pool(*callees: str, blocks: tuple[str, ...] = ()) -> Constructor:
    return Constructor(
        callees=callees,
        blocks=blocks,
        kind="pool",
        driver="mysqlconnector_net",
        overloads=(("connectionString",), ("connectionString", "")),
        dsn_keywords=("connectionString",),
        parameters=_POOL,
    )


CLIENT = Client(
    name="mysqlconnector_net",
    title="MySqlConnector",
    language="csharp",
    engines=("mysql",),
    packages=("nuget:mysqlconnector", "nuget:mysql.data", "nuget:pomelo.entityframeworkcore.mysql"),
    prepares=Prepares.NEVER,
    minimum_above="refused",
    default_port=3306,
    triggers=("MySqlConnector", "MySqlClient", "UseMySql"),
    constructors=(
        _pool("MySqlConnector.MySqlDataSource", "MySqlConnector.MySqlDataSourceBuilder", blocks=("ConnectionStrings",)),
        _pool("UseMySql", "?.UseMySql", "?.UseMySQL"),
        Constructor(
            callees=("MySqlConnector.MySqlConnection", "MySql.Data.MySqlClient.MySqlConnection"),
            kind="connection",
            driver="mysqlconnector_net",
            overloads=(("connectionString",),),
            dsn_keywords=("connectionString",),
            parameters=tuple(each for each in _POOL if each.name != "Maximum Pool Size"),
        ),
    ),
    url_parameters=_POOL,
    folded_keys=True,
    notes=(
        "Statements are prepared on the server only by an explicit Prepare().",
        "Connection Timeout covers the wait for a free connection.",
    ),
    sources=(
        Reference(
            "https://github.com/mysql-net/MySqlConnector/blob/master/docs/content/connection-options.md", "2.6.1", "2026-11-20"
        ),
        Reference(
            "https://github.com/mysql-net/MySqlConnector/blob/master/src/MySqlConnector/Core/ConnectionSettings.cs",
            "master",
            "2026-11-21",
        ),
    ),
)
