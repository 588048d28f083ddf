"""SQL that touches session state: parameters, functions, and the methods of client libraries that run SQL or act like it.

Literals only. Names are lower case unless they are written otherwise in code.
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://www.postgresql.org/docs/18/sql-set.html", "18", "2026-11-21"),
    Reference("https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADVISORY-LOCKS", "18", "2026-11-21"),
    Reference(
        "https://www.postgresql.org/docs/17/view-pg-settings.html",
        "17.0 and 15.18, pg_settings of a running server",
        "2026-11-21",
        "run",
    ),
    Reference("https://www.postgresql.org/docs/18/ddl-rowsecurity.html", "18", "2026-11-21"),
    Reference("https://magicstack.github.io/asyncpg/current/api/index.html", "0.30.0", "2026-11-21"),
    Reference("https://www.psycopg.org/psycopg3/docs/api/connections.html", "3.2", "2026-11-21"),
    Reference("https://docs.djangoproject.com/en/5.1/ref/models/querysets/#iterator", "5.1", "2026-11-21"),
    Reference("https://docs.sqlalchemy.org/en/20/core/connections.html", "2.0", "2026-11-21"),
    Reference("https://node-postgres.com/apis/client", "8.13", "2026-11-21"),
)

CLEARING: tuple[str, ...] = ("DISCARD ALL", "RESET ALL")
"""Statements that take every SET of a session back (https://www.postgresql.org/docs/18/sql-discard.html, sql-reset.html)."""

AUTOCOMMIT_LANGUAGES: frozenset[str] = frozenset({"javascript"})
"""Languages whose drivers run each statement by itself unless a BEGIN is sent (https://node-postgres.com/features/transactions)."""

PARAMETERS: frozenset[str] = frozenset(
    """
    allow_in_place_tablespaces allow_system_table_mods application_name array_nulls backend_flush_after backslash_quote
    backtrace_functions bytea_output check_function_bodies client_connection_check_interval client_encoding
    client_min_messages commit_delay commit_siblings compute_query_id constraint_exclusion cpu_index_tuple_cost
    cpu_operator_cost cpu_tuple_cost createrole_self_grant cursor_tuple_fraction datestyle deadlock_timeout
    debug_discard_caches debug_pretty_print debug_print_parse debug_print_plan debug_print_rewritten
    default_statistics_target default_table_access_method default_tablespace default_text_search_config
    default_toast_compression default_transaction_deferrable default_transaction_isolation default_transaction_read_only
    dynamic_library_path effective_cache_size effective_io_concurrency enable_async_append enable_bitmapscan
    enable_gathermerge enable_group_by_reordering enable_hashagg enable_hashjoin enable_incremental_sort
    enable_indexonlyscan enable_indexscan enable_material enable_memoize enable_mergejoin enable_nestloop
    enable_parallel_append enable_parallel_hash enable_partition_pruning enable_partitionwise_aggregate
    enable_partitionwise_join enable_presorted_aggregate enable_seqscan enable_sort enable_tidscan escape_string_warning
    event_triggers exit_on_error extension_destdir extra_float_digits force_parallel_mode from_collapse_limit geqo
    geqo_effort geqo_generations geqo_pool_size geqo_seed geqo_selection_bias geqo_threshold gin_fuzzy_search_limit
    gin_pending_list_limit hash_mem_multiplier icu_validation_level idle_in_transaction_session_timeout idle_session_timeout
    ignore_checksum_failure intervalstyle io_combine_limit jit jit_above_cost jit_dump_bitcode jit_expressions
    jit_inline_above_cost jit_optimize_above_cost jit_tuple_deforming join_collapse_limit lc_messages lc_monetary lc_numeric
    lc_time lo_compat_privileges local_preload_libraries lock_timeout log_duration log_error_verbosity log_executor_stats
    log_lock_waits log_min_duration_sample log_min_duration_statement log_min_error_statement log_min_messages
    log_parameter_max_length log_parameter_max_length_on_error log_parser_stats log_planner_stats log_replication_commands
    log_statement log_statement_sample_rate log_statement_stats log_temp_files log_transaction_sample_rate
    logical_decoding_work_mem maintenance_io_concurrency maintenance_work_mem max_parallel_maintenance_workers
    max_parallel_workers max_parallel_workers_per_gather max_stack_depth min_parallel_index_scan_size
    min_parallel_table_scan_size output_plugin_libraries parallel_leader_participation parallel_setup_cost
    parallel_tuple_cost password_encryption plan_cache_mode quote_all_identifiers random_page_cost
    recursive_worktable_factor restrict_nonsystem_relation_kind row_security scram_iterations search_path seq_page_cost
    session_preload_libraries session_replication_role standard_conforming_strings statement_timeout stats_fetch_consistency
    synchronize_seqscans synchronous_commit tcp_keepalives_count tcp_keepalives_idle tcp_keepalives_interval
    tcp_user_timeout temp_buffers temp_file_limit temp_tablespaces timezone timezone_abbreviations trace_notify trace_sort
    track_activities track_counts track_functions track_io_timing track_wal_io_timing transaction_deferrable
    transaction_isolation transaction_read_only transaction_timeout transform_null_equals update_process_title
    vacuum_buffer_usage_limit vacuum_cost_delay vacuum_cost_limit vacuum_cost_page_dirty vacuum_cost_page_hit
    vacuum_cost_page_miss vacuum_failsafe_age vacuum_freeze_min_age vacuum_freeze_table_age vacuum_multixact_failsafe_age
    vacuum_multixact_freeze_min_age vacuum_multixact_freeze_table_age wal_compression wal_consistency_checking wal_init_zero
    wal_recycle wal_sender_timeout wal_skip_threshold work_mem xmlbinary xmloption zero_damaged_pages role
    session_authorization seed default_with_oids operator_precedence_warning
    """.split()
)
"""Run-time parameters that a session may set (context `user` or `superuser` in pg_settings of 15 and 17, and two that only older
releases have); a name with a dot is an
extension's or the application's own."""

TRANSACTION_PARAMETERS: frozenset[str] = frozenset({"transaction_isolation", "transaction_read_only", "transaction_deferrable"})
"""Parameters that end with the transaction however they are set."""

VISIBILITY_PARAMETERS: frozenset[str] = frozenset({"role", "session_authorization", "search_path", "row_security"})
"""Parameters that decide whose data is seen. So does every name with a dot whose first part is not in `EXTENSION_PREFIXES`."""

EMPTY_BY_DEFAULT: frozenset[str] = frozenset({"application_name"})
"""Parameters that a client has no value for unless it gives one."""

COSMETIC_PARAMETERS: frozenset[str] = frozenset(
    {"extra_float_digits", "application_name", "client_min_messages", "fallback_application_name"}
)
"""Parameters whose loss changes no result and bounds nothing: digits of floats from PostgreSQL 12 on, names in monitoring, notices."""

EXTENSION_PREFIXES: frozenset[str] = frozenset(
    """
    age anon auto_explain auth_delay citus cron google_columnar_engine hnsw hypopg ivfflat log_statement_stats lantern_hnsw
    orioledb paradedb passwordcheck pg_bm25 pg_hint_plan pg_partman_bgw pg_prewarm pg_qualstats pg_repack pg_search
    pg_stat_kcache pg_stat_monitor pg_stat_statements pg_store_plans pg_trgm pg_wait_sampling pgaudit pgcrypto pgroonga
    pgtap pgvector plperl plpgsql plpgsql_check plpython pltcl plv8 postgis postgres_fdw rum sepgsql supautils timescaledb
    vchordrq vchord vectors zhparser
    """.split()
)
"""First parts of dotted parameters that belong to extensions and tune them: nothing leaks but speed."""

MYSQL_SCOPES: frozenset[str] = frozenset({"global", "persist", "persist_only"})
"""Words after SET that only MySQL and MariaDB know."""

FUNCTIONS: tuple[tuple[str, str], ...] = (
    ("pg_advisory_lock", "advisory-lock"),
    ("pg_advisory_lock_shared", "advisory-lock"),
    ("pg_try_advisory_lock", "advisory-lock"),
    ("pg_try_advisory_lock_shared", "advisory-lock"),
    ("pg_advisory_unlock", "advisory-unlock"),
    ("pg_advisory_unlock_shared", "advisory-unlock"),
    ("pg_advisory_unlock_all", "advisory-unlock"),
    ("pg_advisory_xact_lock", "advisory-xact-lock"),
    ("pg_advisory_xact_lock_shared", "advisory-xact-lock"),
    ("pg_try_advisory_xact_lock", "advisory-xact-lock"),
    ("pg_try_advisory_xact_lock_shared", "advisory-xact-lock"),
    ("set_config", "set-config"),
    ("pg_notify", "notify"),
)
"""Functions that touch session state, with the kind of `SqlUse` that a call of each one is."""

EXECUTING: frozenset[str] = frozenset(
    """
    execute executemany execute_async execute_sql executesql execute_query execute_script executescript execute_values
    execute_batch exec_driver_sql exec exec_query exec_update exec_delete exec_insert executequery executeupdate
    executebatch executelargeupdate fetch fetchrow fetchval fetchmany fetchall fetch_all fetch_one fetch_val fetch_row
    fetchone query query_one queryrow queryforobject queryforlist queryformap raw raw_sql rawsql run run_sql runsql scalar
    scalars stream iterate copy prepare preparestatement createstatement createnativequery createsqlquery nativequery
    execcontext querycontext queryrowcontext queryx queryrowx namedexec namedquery select_all select_one select_value
    select_values executesqlraw executesqlrawasync executesqlinterpolated executesqlinterpolatedasync sqlquery sqlqueryraw
    fromsqlraw fromsqlinterpolated executenonquery executenonqueryasync executescalar executescalarasync executereader
    executereaderasync executeasync queryasync npgsqlcommand createcommand execute_immediate read_sql read_sql_query
    read_sql_table text sql $executeraw $executerawunsafe $queryraw $queryrawunsafe unsafe postgres() neon() begin()
    """.split()
)
"""Last parts of the names of functions and methods that run the SQL text they are given, or wrap it to be run; lower case. What ends
in `()` is the tag of a template: `postgres()` for postgres.js, `begin()` for its transactions."""

NOT_EXECUTING: tuple[str, ...] = (
    "argparse.", "asyncio.", "fabric.", "invoke.", "io.", "json.", "logging.", "os.", "pathlib.", "re.", "requests.", "httpx.", "shutil.", "string.",
    "subprocess.", "tkinter.", "typer.", "uvicorn.", "matplotlib.", "streamlit.", "click.", "builtins.", "nox.", "sys.",
)  # fmt: skip
"""Beginnings of resolved names whose methods share a name with the above and run no SQL."""


@dataclass(frozen=True, slots=True)
class SessionCall:
    """A call, rather than SQL text, that touches session state."""

    method: str
    """Last part of its name."""
    origins: tuple[str, ...]
    """Resolved names of the receiver begin with one of these, where its origin is known."""
    receivers: tuple[str, ...]
    """Otherwise the last part of the receiver as written contains one of these words."""
    kind: str
    subject: str = ""
    """Fixed subject; empty takes the text of the first argument, or of the one called `keyword`."""
    keyword: str = ""
    hold: str = ""
    """Keyword that, when true, makes a cursor outlive its transaction (kind `declare-hold`)."""
    identifier: bool = False
    """The text must be a plain name: what else stands there is SQL."""
    receiver_parts: tuple[str, ...] = ()
    """Or the receiver as written has one of these attributes: `objects` in `Order.objects.filter(…)`."""


INITIAL = frozenset({"connectionInitSql", "initSQL", "connectionInitSqls", "new-connection-sql", "initConnectionSqls"})
"""Parameters of pools with SQL that every new connection runs first: HikariCP (https://github.com/brettwooldridge/HikariCP),
Tomcat (https://tomcat.apache.org/tomcat-11.0-doc/jdbc-pool.html), DBCP and Druid
(https://commons.apache.org/proper/commons-dbcp/configuration.html), Agroal in Quarkus (https://quarkus.io/guides/datasource);
read 2026-11-21."""

AT_CONNECT = frozenset({"AfterConnect", "pool.afterCreate"})
"""Parameters of pools with a function that every new connection is given first: pgxpool
(https://pkg.go.dev/github.com/jackc/pgx/v5/pgxpool#Config, 5.7), Knex (https://knexjs.org/guide/#pool, 3); read 2026-11-21."""

SESSION_CALLS: tuple[SessionCall, ...] = (
    SessionCall("add_listener", ("asyncpg.",), ("conn",), "listen", keyword="channel"),
    SessionCall("remove_listener", ("asyncpg.",), ("conn",), "unlisten", keyword="channel"),
    SessionCall("prepare", ("asyncpg.",), ("conn",), "protocol-prepare", subject="prepare"),
    SessionCall("iterator", (), ("queryset", "qs"), "server-cursor", subject="iterator", receiver_parts=("objects",)),
    SessionCall("aiterator", (), ("queryset", "qs"), "server-cursor", subject="iterator", receiver_parts=("objects",)),
    SessionCall(
        "cursor",
        ("psycopg.", "psycopg2."),
        ("conn", "connection", "db"),
        "declare",
        keyword="name",
        hold="withhold",
        identifier=True,
    ),
    SessionCall("listenTo", (), ("subscriber", "listener"), "listen", keyword="channel"),
)
"""asyncpg's listeners and prepared statements, Django's streaming querysets, psycopg's named cursors, pg-listen's subscriber."""
