"""Which keys each library takes from a connection string or a call, and what it does with any other.

Lists are of the newest release that was read, so that a key that came late is not taken for a foreign one. Each answer was seen in a
run or in the source named at the entry. `{key}` in an error stands for the key.
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog import connection_spellings as spellings
from poolaudit.catalog.libpq_keywords import LIBPQ_KEYWORDS
from poolaudit.catalog.model import Reference

REFUSED = "refused"
SENT = "sent"
"""Sent to the server as a run-time parameter, which refuses what it does not know."""
IGNORED = "ignored"

URL = "url"
"""Keys of the connection string's query, or of a keyword string."""
CALL = "call"
"""Arguments of the call."""
BELOW = "below"
"""Entries of a mapping that is handed to the driver: `connect_args`, `kwargs`, `OPTIONS`."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way for a key into a library."""

    library: str
    """Catalog name of the library that the code calls."""
    place: str
    """`url`, `call` or `below`."""
    otherwise: str
    """What becomes of a key that it does not take: `refused`, `sent` or `ignored`."""
    error: str
    """What the user sees; for an ignored key what happens instead."""
    sources: tuple[Reference, ...]
    drivers: tuple[str, ...] = ()
    """Catalog names of the drivers underneath for which it holds; empty is every one."""
    taken: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    """Where `taken` is not the whole truth: the keys that it surely does not take. Only these are judged then."""
    text: frozenset[str] = frozenset()
    """Keys that it takes as numbers, and that fail as the text that a connection string makes of them."""
    text_error: str = ""
    meant: tuple[tuple[str, str], ...] = ()
    """(key, what to write instead), as a phrase after "write"."""
    mapping: str = ""
    """For `below`: the argument that holds the mapping."""
    grammars: tuple[str, ...] = ("url", "keyword")
    """For `url`: grammars of the strings that it is about."""
    near: bool = False
    """Whether a key that is neither taken nor foreign counts only when it is a misspelling of one that is taken."""
    folded: bool = False
    """Whether case does not matter; `taken` and `foreign` are in lower case then."""


ASYNCPG_CONNECT = frozenset(
    """dsn host port user password passfile service servicefile database loop timeout statement_cache_size
    max_cached_statement_lifetime max_cacheable_statement_size command_timeout ssl direct_tls connection_class record_class
    server_settings target_session_attrs krbsrvname gsslib""".split()
)
_ASYNCPG_POOL = frozenset(
    "init_size min_size max_size max_queries max_inactive_connection_lifetime connect setup init reset".split()
)
_ASYNCPG_URL = frozenset(
    """host port dbname database user password passfile service servicefile sslmode sslcert sslkey sslrootcert sslnegotiation sslcrl
    sslpassword ssl_min_protocol_version ssl_max_protocol_version target_session_attrs krbsrvname gsslib""".split()
)
_ASYNCPG_NUMBERS = frozenset("timeout statement_cache_size max_cached_statement_lifetime max_cacheable_statement_size".split())
_ASYNCPG_DIALECT = frozenset("prepared_statement_cache_size prepared_statement_name_func async_fallback async_creator_fn".split())
PSYCOPG = LIBPQ_KEYWORDS | frozenset("conninfo autocommit prepare_threshold context row_factory cursor_factory".split())
PSYCOPG2 = LIBPQ_KEYWORDS | frozenset("dsn database connection_factory cursor_factory async async_ minconn maxconn".split())
_PSYCOPG_POOL = frozenset(
    """conninfo connection_class kwargs min_size max_size open configure check reset name close_returns timeout max_waiting max_lifetime
    max_idle reconnect_timeout reconnect_failed num_workers getconn putconn drain_timeout""".split()
)
_DJANGO_OPTIONS = PSYCOPG | PSYCOPG2 | frozenset("pool server_side_binding isolation_level assume_role".split())
_NODE_PG_FOREIGN_CALL = frozenset(
    """max_conn max_connections maxConnections maxPoolSize pool_size poolsize connectionLimit connection_limit acquireTimeoutMillis
    acquireTimeout idleTimeout idle_timeout connectionTimeout connectTimeout connect_timeout max_lifetime maxLifetime prepare
    prepareThreshold statement_cache_size""".split()
)
_NODE_PG_FOREIGN_URL = frozenset(
    "connection_limit pool_timeout max min pool_size max_connections idleTimeoutMillis connectionTimeoutMillis".split()
)
_POSTGRES_JS_FOREIGN_CALL = frozenset(
    """max_connections maxConnections maxPoolSize pool_size poolSize connectionLimit connection_limit idleTimeout idleTimeoutMillis
    connectTimeout connectionTimeoutMillis maxLifetime""".split()
)
_PRISMA_FOREIGN_URL = frozenset("max pool_size poolSize max_connections prepare prepareThreshold prepared_statements".split())
_ENGINE_FOREIGN = frozenset(
    """statement_cache_size prepared_statement_cache_size command_timeout max_size min_size timeout pool_max_overflow sslmode
    connect_timeout max_connections pool_min_size pool_max_size server_settings prepare_threshold pool_timeout_seconds
    pool_max_size pool_overflow""".split()
)

_RUN = Reference("run: create_engine, connect and pools with each key", "SQLAlchemy 2.1.9, asyncpg 0.32.0", "2026-11-21", "run")
_RUN_PSYCOPG = Reference("run: connect with each key", "psycopg 3.3.9, psycopg2 2.9.13, libpq 18", "2026-11-21", "run")
_LIBPQ = Reference("https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS", "18", "2026-11-20")
_ASYNCPG = Reference("https://magicstack.github.io/asyncpg/current/api/index.html#connection", "0.32.0", "2026-11-20")
_PGX = Reference("https://github.com/jackc/pgx/blob/master/pgconn/config.go", "5.10", "2026-11-20")
_LIB_PQ = Reference("https://github.com/lib/pq/blob/master/connector.go", "1.12.3", "2026-11-20")
_NODE_PG = Reference(
    "https://github.com/brianc/node-postgres/blob/master/packages/pg/lib/connection-parameters.js", "8.23", "2026-11-20"
)
_POSTGRES_JS = Reference("https://github.com/porsager/postgres/blob/master/src/index.js", "3.4", "2026-11-20")
_PRISMA = Reference(
    "https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs", "6.x (0d495ae9)", "2026-11-20"
)
_DJANGO = Reference("https://github.com/django/django/blob/main/django/db/backends/postgresql/base.py", "5.2.19", "2026-11-20")
_DJ_URL = Reference("https://github.com/jazzband/dj-database-url/blob/master/dj_database_url/__init__.py", "3.1.2", "2026-11-20")

_NPGSQL = Reference("https://www.npgsql.org/doc/connection-string-parameters.html", "10", "2026-11-21")
_PGJDBC = Reference("https://jdbc.postgresql.org/documentation/use/#connection-parameters", "42.7", "2026-11-21")
JDBC_LIBRARIES = ("pgjdbc", "hikaricp", "tomcat_jdbc", "dbcp2", "c3p0", "agroal", "druid", "driver_manager", "oracle_ucp")
"""Libraries that hand a JDBC URL on to pgJDBC."""

_UNEXPECTED = "TypeError: connect() got an unexpected keyword argument '{key}'"
_OPTION = 'ProgrammingError: invalid connection option "{key}"'
_UNRECOGNIZED = 'unrecognized configuration parameter "{key}" (42704), or behind a pooler "unsupported startup parameter: {key}"'
_ASYNCPG_MEANT = (
    ("sslmode", "ssl=… in its place"),
    ("connect_timeout", "timeout in connect_args"),
    ("application_name", "server_settings in connect_args"),
    ("options", "server_settings in connect_args"),
    ("statement_timeout", "server_settings in connect_args"),
    ("search_path", "server_settings in connect_args"),
)
_POOL_MEANT = (
    ("pool_size", "max_size"),
    ("max_connections", "max_size"),
    ("max_overflow", "max_size"),
    ("pool_timeout", "timeout"),
    ("pool_recycle", "max_lifetime"),
)

WAYS = (
    Way(
        "sqlalchemy", URL, REFUSED, _UNEXPECTED, (_RUN,), ("asyncpg",),
        taken=ASYNCPG_CONNECT | _ASYNCPG_DIALECT,
        text=_ASYNCPG_NUMBERS,
        text_error="TypeError: the driver wants a number, and a connection string gives it text",
        meant=(*_ASYNCPG_MEANT, *((key, f"{key} in connect_args, as a number") for key in sorted(_ASYNCPG_NUMBERS))),
    ),
    Way("sqlalchemy", URL, REFUSED, _OPTION, (_RUN, _RUN_PSYCOPG), ("psycopg",), taken=PSYCOPG,
        text=frozenset({"prepare_threshold"}), text_error="TypeError: the driver wants a number, and a connection string gives it text",
        meant=(("prepare_threshold", "prepare_threshold in connect_args"),)),
    Way("sqlalchemy", URL, REFUSED, _OPTION, (_RUN, _RUN_PSYCOPG), ("psycopg2",), taken=PSYCOPG2),
    Way("sqlalchemy", BELOW, REFUSED, _UNEXPECTED, (_RUN,), ("asyncpg",), taken=ASYNCPG_CONNECT | _ASYNCPG_DIALECT,
        meant=(("sslmode", "ssl"), *_ASYNCPG_MEANT[1:]), mapping="connect_args"),
    Way("sqlalchemy", BELOW, REFUSED, _OPTION, (_RUN, _RUN_PSYCOPG), ("psycopg",), taken=PSYCOPG, mapping="connect_args"),
    Way("sqlalchemy", BELOW, REFUSED, _OPTION, (_RUN, _RUN_PSYCOPG), ("psycopg2",), taken=PSYCOPG2, mapping="connect_args"),
    Way(
        "sqlalchemy", CALL, REFUSED, "TypeError: Invalid argument(s) '{key}' sent to create_engine()", (_RUN,),
        foreign=_ENGINE_FOREIGN,
        meant=(
            ("max_size", "pool_size"), ("pool_max_size", "pool_size"), ("max_connections", "pool_size"),
            ("pool_max_overflow", "max_overflow"), ("pool_overflow", "max_overflow"), ("timeout", "pool_timeout"),
            *((key, f"{key} in connect_args") for key in sorted(_ENGINE_FOREIGN & (ASYNCPG_CONNECT | _ASYNCPG_DIALECT | PSYCOPG))
              if key != "timeout"),
        ),
    ),
    Way("asyncpg", URL, SENT, _UNRECOGNIZED, (_ASYNCPG, _RUN), taken=_ASYNCPG_URL,
        meant=(("connect_timeout", "timeout as an argument of the call"),
               *((key, f"{key} as an argument of the call") for key in ("statement_cache_size", "command_timeout", "timeout")))),
    Way("asyncpg", CALL, REFUSED, _UNEXPECTED, (_ASYNCPG, _RUN), taken=ASYNCPG_CONNECT | _ASYNCPG_POOL,
        meant=(("sslmode", "ssl"), ("prepared_statement_cache_size", "statement_cache_size"),
            ("dbname", "database"), ("connect_timeout", "timeout"), ("application_name", "server_settings"),
               *_POOL_MEANT)),
    Way("psycopg", URL, REFUSED, 'ProgrammingError: invalid URI query parameter: "{key}"', (_LIBPQ, _RUN_PSYCOPG),
        taken=LIBPQ_KEYWORDS),
    Way("psycopg", CALL, REFUSED, _OPTION, (_RUN_PSYCOPG,), taken=PSYCOPG, meant=(("database", "dbname"), ("username", "user"))),
    Way("psycopg_pool", URL, REFUSED, 'ProgrammingError: invalid URI query parameter: "{key}"', (_LIBPQ, _RUN_PSYCOPG),
        taken=LIBPQ_KEYWORDS),
    Way("psycopg_pool", CALL, REFUSED, "TypeError: ConnectionPool.__init__() got an unexpected keyword argument '{key}'",
        (_RUN_PSYCOPG,), taken=_PSYCOPG_POOL, meant=_POOL_MEANT),
    Way("psycopg_pool", BELOW, REFUSED, _OPTION, (_RUN_PSYCOPG,), taken=PSYCOPG, mapping="kwargs"),
    Way("psycopg2", URL, REFUSED, 'ProgrammingError: invalid dsn: invalid URI query parameter: "{key}"', (_LIBPQ, _RUN_PSYCOPG),
        taken=LIBPQ_KEYWORDS),
    Way("psycopg2", CALL, REFUSED, 'ProgrammingError: invalid dsn: invalid connection option "{key}"', (_RUN_PSYCOPG,),
        taken=PSYCOPG2, meant=(("username", "user"),)),
    Way("django", BELOW, REFUSED, _OPTION, (_DJANGO, _RUN_PSYCOPG), taken=_DJANGO_OPTIONS, mapping="OPTIONS",
        meant=tuple((key, f"{key} beside OPTIONS")
                    for key in ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS", "DISABLE_SERVER_SIDE_CURSORS", "ATOMIC_REQUESTS"))),
    Way("django", URL, REFUSED, _OPTION, (_DJ_URL, _RUN_PSYCOPG), taken=_DJANGO_OPTIONS | {"currentSchema"},
        meant=tuple((key, f"{key} as an argument of dj_database_url.config()") for key in ("conn_max_age", "CONN_MAX_AGE"))),
    Way("postgres_js", URL, SENT, _UNRECOGNIZED, (_POSTGRES_JS,),
        taken=frozenset("""max idle_timeout max_lifetime connect_timeout keep_alive fetch_types backoff max_pipeline prepare no_prepare
            ssl sslmode sslrootcert target_session_attrs host port user username password pass database db path debug
            publications transform""".split())),
    Way("postgres_js", CALL, IGNORED, "the option is not read, so its default stays in force", (_POSTGRES_JS,),
        foreign=_POSTGRES_JS_FOREIGN_CALL,
        meant=(*((key, "max") for key in sorted(_POSTGRES_JS_FOREIGN_CALL) if key[:3] in ("max", "poo") or "imit" in key),
               ("idleTimeout", "idle_timeout, in seconds"), ("idleTimeoutMillis", "idle_timeout, in seconds"),
               ("connectTimeout", "connect_timeout, in seconds"), ("connectionTimeoutMillis", "connect_timeout, in seconds"))),
    Way("pgx", URL, SENT, _UNRECOGNIZED, (_PGX,)),
    Way("database_sql", URL, SENT, _UNRECOGNIZED, (_PGX,), ("pgx",)),
    Way("lib_pq", URL, SENT, _UNRECOGNIZED, (_LIB_PQ,)),
    Way("database_sql", URL, SENT, _UNRECOGNIZED, (_LIB_PQ,), ("lib_pq",)),
    Way("pg", URL, IGNORED, "the pool reads nothing of the connection string, so its default stays in force", (_NODE_PG,),
        foreign=_NODE_PG_FOREIGN_URL,
        meant=(*((key, "max among the options of the pool") for key in ("connection_limit", "max", "pool_size", "max_connections")),
               ("pool_timeout", "connectionTimeoutMillis among the options of the pool"))),
    Way("pg", CALL, IGNORED, "the option is not read, so its default stays in force", (_NODE_PG,),
        foreign=_NODE_PG_FOREIGN_CALL,
        meant=(*((key, "max") for key in ("max_conn", "max_connections", "maxConnections", "maxPoolSize", "pool_size", "poolsize",
                                          "connectionLimit", "connection_limit")),
               *((key, "connectionTimeoutMillis") for key in ("acquireTimeoutMillis", "acquireTimeout", "connectionTimeout",
                                                              "connectTimeout", "connect_timeout")),
               *((key, "idleTimeoutMillis") for key in ("idleTimeout", "idle_timeout")),
               *((key, "maxLifetimeSeconds") for key in ("max_lifetime", "maxLifetime")))),
    Way("prisma", URL, IGNORED, "unknown keys are dropped, so the default stays in force", (_PRISMA,),
        foreign=_PRISMA_FOREIGN_URL,
        meant=tuple((key, "connection_limit") for key in ("max", "pool_size", "poolSize", "max_connections"))),
    Way("npgsql", URL, REFUSED, "ArgumentException: Couldn't set {key} (before Npgsql 6: Keyword not supported: {key})", (_NPGSQL,),
        taken=spellings.NPGSQL, foreign=frozenset(spellings.NPGSQL_FOREIGN), meant=tuple(spellings.NPGSQL_FOREIGN.items()),
        grammars=("ado",), near=True, folded=True),
    *(
        Way(library, URL, IGNORED, "pgJDBC passes over names that it does not know, and their case counts", (_PGJDBC,), ("pgjdbc",),
            taken=spellings.PGJDBC, foreign=frozenset(spellings.PGJDBC_FOREIGN), meant=tuple(spellings.PGJDBC_FOREIGN.items()),
            grammars=("jdbc",), near=True)
        for library in JDBC_LIBRARIES
    ),
)  # fmt: skip

DJANGO_BACKENDS = (
    "django.db.backends.postgresql",
    "django.db.backends.postgresql_psycopg2",
    "django.contrib.gis.db.backends.postgis",
)
"""Django's own backends for PostgreSQL; those of others may take options of their own."""
DJANGO_SCHEMES = ("postgres", "postgresql", "pgsql", "postgis")
"""Schemes for which dj-database-url chooses them; it puts every key of the query into `OPTIONS`."""

NO_POOL = Way(
    "sqlalchemy",
    CALL,
    REFUSED,
    "TypeError: Invalid argument(s) '{key}' sent to create_engine(), because the pool class has no size",
    (_RUN,),
    foreign=frozenset({"pool_size", "max_overflow", "pool_timeout", "pool_use_lifo"}),
    meant=tuple((key, f"{key} only with QueuePool") for key in ("pool_size", "max_overflow", "pool_timeout", "pool_use_lifo")),
)
"""Arguments that SQLAlchemy's pools of one connection and of none refuse."""
PROTOCOL = frozenset({"user", "database", "options", "replication"})
"""Names that a start-up packet has beside run-time parameters: https://www.postgresql.org/docs/18/protocol-message-formats.html."""
UNPOOLED = frozenset({"NullPool", "StaticPool", "AssertionPool"})
"""Those pools, by the last part of their name."""
