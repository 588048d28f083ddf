"""Parameters of JDBC URLs, shared by the pools above the drivers. Names are compared with regard to case."""

from __future__ import annotations

from poolaudit.catalog.model import Constructor, Default, Parameter, Reference, Unit

PGJDBC = (
    Parameter(
        "preferQueryMode",
        "named_statements",
        values=(("simple", False), ("extended", True), ("extendedForPrepared", True), ("extendedCacheEverything", True)),
    ),
    Parameter("prepareThreshold", "prepare_threshold", defaults=(Default(5),), values=((0, None), (-1, 0)), keeps_none=True),
    Parameter("preparedStatementCacheQueries", ""),
    Parameter("preparedStatementCacheSizeMiB", ""),
    Parameter("connectTimeout", "connect_timeout", Unit.SECONDS, (Default(10),), disabled=(0,)),
    Parameter("loginTimeout", "connect_timeout", Unit.SECONDS, disabled=(0,)),
    Parameter("queryTimeout", "statement_timeout", Unit.SECONDS, disabled=(0,)),
    Parameter("socketTimeout", "statement_timeout", Unit.SECONDS, disabled=(0,)),
    Parameter("tcpKeepAlive", "keepalive", defaults=(Default(value=False),)),
    Parameter("options", ""),
    *(
        Parameter(name, "")
        for name in (
            "ApplicationName",
            "assumeMinServerVersion",
            "currentSchema",
            "readOnly",
            "readOnlyMode",
            "groupStartupParameters",
            "targetServerType",
            "loadBalanceHosts",
            "sslmode",
            "ssl",
            "sslrootcert",
            "reWriteBatchedInserts",
            "autosave",
            "defaultRowFetchSize",
            "cancelSignalTimeout",
            "stringtype",
            "user",
            "password",
        )
    ),
)
"""pgjdbc: seconds. `prepareThreshold` 0 never prepares, -1 prepares at once."""

CONNECTOR_J = (
    Parameter("useServerPrepStmts", "named_statements", defaults=(Default(value=False),)),
    Parameter("cachePrepStmts", ""),
    Parameter("prepStmtCacheSize", ""),
    Parameter("prepStmtCacheSqlLimit", ""),
    Parameter("connectTimeout", "connect_timeout", Unit.MILLIS, (Default(0),), disabled=(0,)),
    Parameter("socketTimeout", "statement_timeout", Unit.MILLIS, (Default(0),), disabled=(0,)),
    Parameter("tcpKeepAlive", "keepalive", defaults=(Default(value=True),)),
    *(
        Parameter(name, "")
        for name in (
            "autoReconnect",
            "sessionVariables",
            "sslMode",
            "useSSL",
            "requireSSL",
            "verifyServerCertificate",
            "rewriteBatchedStatements",
            "useLocalSessionState",
            "cacheServerConfiguration",
            "allowPublicKeyRetrieval",
        )
    ),
)
"""MySQL Connector/J: milliseconds, under some of the names for which pgjdbc counts seconds."""

DIALECTS = (("jdbc:postgresql", "pgjdbc"), ("jdbc:mysql", "mysql_connector_j"))
LAYER_URL_PARAMETERS = (("pgjdbc", PGJDBC), ("mysql_connector_j", CONNECTOR_J))
URL_STARTUP = (("currentSchema", "search_path"),)
"""pgjdbc sends `currentSchema` as the run-time parameter `search_path`."""

SOURCES = (
    Reference(
        "https://github.com/pgjdbc/pgjdbc/blob/master/pgjdbc/src/main/java/org/postgresql/PGProperty.java",
        "42.7.13",
        "2026-11-20",
    ),
    Reference(
        "https://github.com/mysql/mysql-connector-j/blob/release/9.x/src/main/core-api/java/com/mysql/cj/conf/PropertyDefinitions.java",
        "9.1.0",
        "2026-11-20",
    ),
)


def bean_setters(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Setters of properties, as JavaBeans name them: (`setMaxLifetime`, `maxLifetime`)."""
    return tuple((f"set{name[0].upper()}{name[1:]}", name) for name in names)


def data_source(
    *callees: str,
    parameters: tuple[Parameter, ...],
    url: str = "url",
    user: str = "username",
    properties: tuple[tuple[str, str], ...] = (),
    blocks: tuple[str, ...] = (),
) -> Constructor:
    """A pool made of a bean: a constructor without arguments, setters, and the driver's own properties."""
    names = (url, user, "password", *(each.name for each in parameters if each.name.isalnum()))
    return Constructor(
        callees=callees,
        blocks=blocks,
        kind="pool",
        overloads=(("configuration",),),
        ready_pool=("configuration",),
        dsn_keywords=(url,),
        parts=((user, "user"), ("password", "password")),
        parameters=parameters,
        driver_arguments="connectionProperties",
        setters=bean_setters(names),
        property_setters=properties,
        fields=True,
        filled_by=("ConfigurationProperties",),
        fixed_pooling=True,
    )
