"""Keys of libraries whose strings have a grammar of their own, and spellings of other libraries that are taken for them.

Sources, read 2026-11-21: https://github.com/npgsql/npgsql/blob/main/src/Npgsql/NpgsqlConnectionStringBuilder.cs (4 to 10: the display
name and the name of the property count, without regard to case), https://github.com/npgsql/npgsql/issues/2678 (4.1),
https://github.com/Particular/NServiceBus.SqlServer/issues/1417 (8), https://github.com/pgjdbc/pgjdbc/blob/master/pgjdbc/src/main/java/
org/postgresql/PGProperty.java (42.7: case counts), https://jdbc.postgresql.org/documentation/use/#connection-parameters (42.7).
"""

from __future__ import annotations

_NPGSQL = """Host; Server; Port; Database; DB; Username; User Name; User Id; UID; Password; PSW; PWD; Passfile; Application Name; Enlist;
    Search Path; Client Encoding; Encoding; Timezone; SSL Mode; SSL Negotiation; GSS Encryption Mode; SSL Certificate; SSL Key;
    SSL Password; Root Certificate; Check Certificate Revocation; Kerberos Service Name; Krbsrvname; Include Realm;
    Persist Security Info; Log Parameters; Include Error Detail; Include Failed Batched Command; Channel Binding; Require Auth;
    Pooling; Connection Idle Lifetime; Connection Pruning Interval; Connection Lifetime; Load Balance Timeout; Timeout;
    Command Timeout; Cancellation Timeout; Target Session Attributes; Load Balance Hosts; Host Recheck Seconds; Keepalive;
    TCP Keepalive; TCP Keepalive Time; TCP Keepalive Interval; Read Buffer Size; Write Buffer Size; Socket Receive Buffer Size;
    Socket Send Buffer Size; Max Auto Prepare; Auto Prepare Min Usages; No Reset On Close; Options; Array Nullability Mode;
    Load Table Composites; Server Compatibility Mode; Trust Server Certificate; Internal Command Timeout"""
_NPGSQL_OLD = """Include Error Details; Backend Timeouts; Use SSL Stream; SSL; Integrated Security; Client Certificate; Client Certificate Key;
    Use Perf Counters; Convert Infinity DateTime; Replication Mode; Multiplexing; Write Coalescing Buffer Threshold Bytes;
    Write Coalescing Delay Us; Buffer Size; Continuous Processing; Protocol; Preload Reader; Use Extended Types; Compatible;
    Sync Notification; Entity Template Database; Entity Admin Database; Default Isolation Level"""
"""Keys of older releases; which release runs is not always known."""


def _names(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


NPGSQL = frozenset(
    spelling for each in (*_names(_NPGSQL), *_names(_NPGSQL_OLD)) for spelling in (each.lower(), each.lower().replace(" ", ""))
) | {"minimum pool size", "minpoolsize", "maximum pool size", "maxpoolsize"}
"""In lower case: of the two pool sizes the property is called otherwise than the key without its blanks."""
NPGSQL_FOREIGN = {
    key: meant
    for keys, meant in (
        ("max pool size; maximumpoolsize; max_pool_size; pool size", "Maximum Pool Size"),
        ("min pool size; minimumpoolsize; min_pool_size", "Minimum Pool Size"),
        ("connect timeout; connecttimeout; connection timeout; connectiontimeout; connect_timeout", "Timeout"),
        ("connection idle timeout; connectionidletimeout; idle timeout", "Connection Idle Lifetime"),
        ("default command timeout; defaultcommandtimeout", "Command Timeout"),
        ("application_name", "Application Name"),
        ("search_path", "Search Path"),
    )
    for key in keys.split("; ")
}
"""What SqlClient, MySqlConnector or libpq call it → what Npgsql does; in lower case."""

PGJDBC = frozenset(
    """adaptiveFetch adaptiveFetchMaximum adaptiveFetchMinimum allowEncodingChanges ApplicationName assumeMinServerVersion
    authenticationPluginClassName autosave binaryTransfer binaryTransferDisable binaryTransferEnable cancelSignalTimeout channelBinding
    classLoaderStrategy cleanupSavepoints connectExecutor connectExecutorArg connectTimeout convertBooleanToNumeric currentSchema
    databaseMetadataCacheFields databaseMetadataCacheFieldsMiB defaultRowFetchSize disableColumnSanitiser escapeSyntaxCallMode
    flushCacheOnDdl groupStartupParameters gssEncMode gsslib gssResponseTimeout gssUseDefaultCreds hideUnprivilegedObjects
    hostRecheckSeconds jaasApplicationName jaasLogin kerberosServerName loadBalanceHosts localSocketAddress loggerFile loggerLevel
    loginTimeout logServerErrorDetail logUnclosedConnections maxResultBuffer maxSendBufferSize options password pemKeyAlgorithm PGDBNAME
    PGHOST PGPORT preferQueryMode preparedStatementCacheQueries preparedStatementCacheSizeMiB prepareThreshold protocolVersion
    queryTimeout quoteReturningIdentifiers readOnly readOnlyMode receiveBufferSize replication requireAuth reWriteBatchedInserts
    reWriteBatchedInsertsSize scramMaxIterations sendBufferSize service socketFactory socketFactoryArg socketTimeout ssl sslcert
    sslfactory sslfactoryarg sslhostnameverifier sslkey sslmode sslNegotiation sslpassword sslpasswordcallback sslResponseTimeout
    sslrootcert sspiServiceClass stringtype targetServerType tcpKeepAlive tcpNoDelay unknownLength user useSpnego xmlFactoryFactory
    loglevel compatible charSet""".split()
)
PGJDBC_FOREIGN = {
    key: meant
    for keys, meant in (
        ("maximumPoolSize minimumIdle maxPoolSize minPoolSize connection_limit pool_size max_connections",
         "the size among the settings of the pool"),
        ("connectionTimeout idleTimeout maxLifetime pool_timeout", "the timeout among the settings of the pool"),
        ("pgbouncer prepared_statements statement_cache_size prepare_threshold useServerPrepStmts", "prepareThreshold=0"),
        ("application_name", "ApplicationName"),
        ("connect_timeout", "connectTimeout, in seconds"),
        ("socket_timeout", "socketTimeout, in seconds"),
        ("search_path", "currentSchema"),
        ("statement_timeout", "options=-c%20statement_timeout=…"),
        ("lock_timeout", "options=-c%20lock_timeout=…"),
    )
    for key in keys.split()
}  # fmt: skip
"""What pools, Prisma, libpq or MySQL's driver call it → what to write for pgJDBC."""
