"""Classification of SQL statements."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.catalog.session_sql import FUNCTIONS
from poolaudit.extract.sql import SqlStatement, classify
from poolaudit.extract.sql_lexer import statements, tokens


def kinds(text: str) -> list[tuple[str, str]]:
    """Kind and subject of each statement."""
    return [(found.kind, found.subject) for found in classify(text)]


STATEMENTS = [
    ("SET work_mem = '64MB'", "set", "work_mem"),
    ("set work_mem to 65536", "set", "work_mem"),
    ("SET SESSION statement_timeout = %s", "set", "statement_timeout"),
    ("SET search_path TO tenant_1, public;", "set", "search_path"),
    ('SET search_path TO "Tenant 1", {schema}', "set", "search_path"),
    ("SET LOCAL lock_timeout = '5s'", "set-local", "lock_timeout"),
    ("SET LOCAL statement_timeout = {ms}ms", "set-local", "statement_timeout"),
    ("SET app.tenant = 'a'", "set", "app.tenant"),
    ("SET LOCAL app.{name} = '{value}'", "set-local", "app.{}"),
    ("SET {name} = {value}", "set", ""),
    ("SET hnsw.ef_search = 100", "set", "hnsw.ef_search"),
    ('SET "App".Tenant TO DEFAULT', "reset", "App.tenant"),
    ("SET LOCAL work_mem = DEFAULT", "set-local", "work_mem"),
    ("SET TIME ZONE LOCAL", "reset", "timezone"),
    ("SET random_page_cost = -1.5e3", "set", "random_page_cost"),
    ("SET TIME ZONE 'UTC'", "set", "timezone"),
    ("SET LOCAL TIME ZONE DEFAULT", "set-local", "timezone"),
    ("SET SCHEMA 'x'", "set", "search_path"),
    ("SET ROLE app_user", "set-role", "role"),
    ("set role none", "reset", "role"),
    ("SET SESSION AUTHORIZATION DEFAULT", "reset", "session_authorization"),
    ("SET SESSION ROLE %s", "set-role", "role"),
    ("SET LOCAL ROLE app_user", "set-local", "role"),
    ("SET role = 'x'", "set", "role"),
    ("SET SESSION AUTHORIZATION 'joe'", "set-role", "session_authorization"),
    ("SET LOCAL SESSION AUTHORIZATION DEFAULT", "set-local", "session_authorization"),
    ("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE", "set", "default_transaction_isolation"),
    ("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "set", "default_transaction_read_only"),
    ("SET SESSION CHARACTERISTICS AS TRANSACTION NOT DEFERRABLE", "set", "default_transaction_deferrable"),
    ("SET NAMES utf8mb4", "mysql-set", "names"),
    ("SET NAMES 'utf8mb4' COLLATE 'utf8mb4_bin'", "mysql-set", "names"),
    ("SET CHARACTER SET latin1", "mysql-set", "names"),
    ("SET @x = 1", "mysql-set", "@x"),
    ("SET @@session.sql_mode := ''", "mysql-set", "@@session.sql_mode"),
    ("SET GLOBAL max_connections = 500", "mysql-set", "max_connections"),
    ("RESET ALL", "reset", "all"),
    ("RESET search_path", "reset", "search_path"),
    ("RESET ROLE", "reset", "role"),
    ("RESET SESSION AUTHORIZATION", "reset", "session_authorization"),
    ("LISTEN jobs", "listen", "jobs"),
    ('LISTEN "Jobs"', "listen", "Jobs"),
    ("LISTEN {}", "listen", ""),
    ("UNLISTEN *", "unlisten", "*"),
    ("NOTIFY jobs, 'new'", "notify", "jobs"),
    ("SELECT pg_notify('Jobs', $1)", "notify", "jobs"),
    ("PREPARE get (int, text) AS SELECT 1", "prepare", "get"),
    ("PREPARE get AS INSERT INTO t VALUES ($1,$2)", "prepare", "get"),
    ("EXECUTE get(1, 'a')", "execute", "get"),
    ("execute get(1)", "execute", "get"),
    ("DEALLOCATE ALL", "deallocate", "all"),
    ("DEALLOCATE PREPARE get", "deallocate", "get"),
    ("DECLARE c CURSOR WITH HOLD FOR SELECT 1", "declare-hold", "c"),
    ("DECLARE c NO SCROLL CURSOR FOR SELECT 1", "declare", "c"),
    ('DECLARE "{}" BINARY CURSOR WITHOUT HOLD FOR SELECT 1', "declare", ""),
    ("FETCH FORWARD 10 FROM c", "fetch", "c"),
    ("FETCH ALL IN c", "fetch", "c"),
    ("MOVE -5 FROM c", "fetch", "c"),
    ("CLOSE c", "close", "c"),
    ("CREATE TEMP TABLE t (a int)", "temp-table", "t"),
    ("create temporary table if not exists t as select 1", "temp-table", "t"),
    ("CREATE LOCAL TEMP TABLE t (a int) ON COMMIT PRESERVE ROWS", "temp-table", "t"),
    ("CREATE TEMP TABLE t (a) ON COMMIT DROP AS SELECT 1", "temp-table-on-commit-drop", "t"),
    ("CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1", "temp-table-on-commit-drop", "t"),
    ("CREATE TABLE pg_temp.t (a int)", "temp-table", "t"),
    ("SELECT a INTO TEMP TABLE t FROM b", "temp-table", "t"),
    ("LOAD 'auto_explain'", "load", "auto_explain"),
    ("ALTER ROLE app SET work_mem = '1MB'", "alter-set", "work_mem"),
    ("ALTER ROLE app IN DATABASE shop SET statement_timeout TO '30s'", "alter-set", "statement_timeout"),
    ("ALTER USER ALL SET idle_in_transaction_session_timeout = 60000", "alter-set", "idle_in_transaction_session_timeout"),
    ("alter database shop set lock_timeout to '5s'", "alter-set", "lock_timeout"),
    ("ALTER SYSTEM SET work_mem = '1MB'", "alter-set", "work_mem"),
    ("DISCARD ALL", "discard", "all"),
    ("discard temp", "discard", "temp"),
    ("BEGIN", "begin", ""),
    ("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", "begin", ""),
    ("START TRANSACTION READ WRITE", "begin", ""),
    ("COMMIT AND NO CHAIN", "commit", ""),
    ("END TRANSACTION", "commit", ""),
    ("ROLLBACK WORK", "rollback", ""),
    ("ROLLBACK TO SAVEPOINT s", "savepoint", "s"),
    ("SAVEPOINT s", "savepoint", "s"),
    ("RELEASE s", "savepoint", "s"),
    ("SELECT set_config('app.Tenant', %s, false)", "set-config", "app.tenant"),
    ("select pg_catalog.set_config('search_path', '', false)", "set-config", "search_path"),
    ("SELECT set_config('app.tenant', f(a, (b)), true)", "set-config-local", "app.tenant"),
    ("SELECT set_config('app.tenant', $1::text, 't'::bool)", "set-config-local", "app.tenant"),
    ("SELECT set_config(setting_name => 'a.b', new_value => 'c', is_local => true)", "set-config-local", "a.b"),
    ("SELECT set_config('app.tenant', $1, $2)", "set-config-unknown", "app.tenant"),
    ("SELECT set_config(%s, %s, %s)", "set-config-unknown", ""),
    ("SELECT set_config('app.tenant', 'x', NOT true)", "set-config-unknown", "app.tenant"),
    ("SELECT 1, pg_try_advisory_lock($1,$2)", "advisory-lock", "pg_try_advisory_lock"),
    ("SELECT 1 WHERE NOT pg_try_advisory_lock(hashtext('a'))", "advisory-lock", "pg_try_advisory_lock"),
    ("WITH l AS (SELECT pg_advisory_lock(id) FROM t) SELECT * FROM l", "advisory-lock", "pg_advisory_lock"),
    ("SELECT * FROM (SELECT pg_advisory_unlock(1)) AS x", "advisory-unlock", "pg_advisory_unlock"),
    ("SELECT (pg_try_advisory_xact_lock(1))::text", "advisory-xact-lock", "pg_try_advisory_xact_lock"),
    ("DO $x$ BEGIN PERFORM pg_advisory_lock(1); END $x$", "advisory-lock", "pg_advisory_lock"),
    ("(SELECT pg_advisory_lock(1))", "advisory-lock", "pg_advisory_lock"),
]


@pytest.mark.parametrize(("text", "kind", "subject"), STATEMENTS, ids=[text for text, *_ in STATEMENTS])
def test_statements_are_classified(text: str, kind: str, subject: str) -> None:
    """Each statement has its kind and what it acts on."""
    assert [(kind, subject)] == kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Set up the pool",
        "set up the pool",
        "SET",
        "set",
        "Set work_mem to 5",
        "set timeout to 5",
        "SET name = %s",
        "SET a = 1, b = 2 WHERE id = 3",
        "SET NOCOUNT ON",
        "SET work_mem = '1' and more",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET LOCAL TRANSACTION READ ONLY",
        "SET CONSTRAINTS ALL DEFERRED",
        "SET transaction_read_only = on",
        "listen on port",
        "listen to the events",
        "Listen jobs",
        "LISTEN a.b",
        "Load data from",
        "LOAD DATA INFILE 'x' INTO TABLE t",
        "load the file 'x'",
        "prepare the report",
        "PREPARE TRANSACTION 'x'",
        "PREPARE stmt FROM 'SELECT 1'",
        "execute order",
        "EXECUTE sp_who",
        "EXECUTE dbo.report 1",
        "DECLARE @x INT",
        "declare the cursor with hold for later",
        "fetch data",
        "close connection",
        "move file",
        "MOVE-AFTER",
        "discard all changes",
        "begin with a letter",
        "commit the change",
        "end",
        "END",
        "abort",
        "rollback to monday morning",
        "notify the user, please",
        "reset password",
        "it's set to listen",
        "SELECT 'pg_advisory_lock(1)'",
        "SELECT 1 -- pg_advisory_lock(1)",
        "SELECT 1 /* a /* b */ pg_advisory_lock(1) */",
        "SELECT $$ pg_advisory_lock(1) $$",
        "SELECT oid FROM pg_proc WHERE proname = 'set_config'",
        "SELECT pg_advisory_lock FROM t",
        "SELECT * FROM pg_locks WHERE locktype = 'advisory'",
        "GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO app",
        "INSERT INTO set_config (a, b, c) VALUES (1, 2, 3)",
        "SELECT 1 FROM f() AS set_config(a, b, c)",
        "WITH a AS (SELECT 1), set_config(x, y, z) AS (SELECT 1, 2, 3) SELECT * FROM set_config",
        "CREATE TABLE temp (a int)",
        "CREATE TEMP VIEW v AS SELECT 1",
        "CREATE TEMP TABLE",
        "SELECT a INTO t FROM temp",
        "ALTER ROLE app RESET work_mem",
        "ALTER ROLE app LOGIN",
        "ALTER TABLE t SET work_mem = '1MB'",
        "ALTER DATABASE shop SET work_mem TO DEFAULT",
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = a "
            "AS $$ SET work_mem = 1; LISTEN x; SELECT pg_advisory_lock(1) $$"
        ),
        (
            "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC SELECT pg_advisory_lock(1); SELECT CASE WHEN a THEN 1 END; "
            "SELECT set_config('a.b', '1', false); END"
        ),
        "",
        ";;",
        "{'a': 1}",
        "'",
    ],
)
def test_other_text_gives_nothing(text: str) -> None:
    """Prose, other statements and names that only look like calls are not classified."""
    assert [] == kinds(text)


def test_each_statement_stands_where_it_is() -> None:
    """Offsets leave out comments, white space and the semicolon around a statement, and reach a call to the character."""
    text = " -- first\n SET work_mem = 'a;b' ; /* x; */ SELECT 1, pg_catalog.pg_advisory_lock( (1) ) FROM t;\nLISTEN é"
    expected = ["SET work_mem = 'a;b'", "pg_catalog.pg_advisory_lock( (1) )", "LISTEN é"]

    assert expected == [text[found.start : found.end] for found in classify(text)]


def test_statements_keep_their_order_in_a_transaction() -> None:
    """A script is a sequence of statements."""
    text = "BEGIN; SET LOCAL work_mem = 1; SELECT set_config('a.b', 'c', true), pg_advisory_xact_lock(1); END; RESET ALL"
    expected = [
        ("begin", ""),
        ("set-local", "work_mem"),
        ("set-config-local", "a.b"),
        ("advisory-xact-lock", "pg_advisory_xact_lock"),
    ]

    assert [*expected, ("commit", ""), ("reset", "all")] == kinds(text)


def test_the_tree_decides_what_tokens_cannot() -> None:
    """After a comma, a call and a common table expression look alike until the structure is read."""
    expected = [("advisory-lock", "pg_advisory_lock")]

    assert expected == kinds("WITH a AS (SELECT 1) SELECT 1, pg_advisory_lock(%(key)s) FROM a WHERE b IN ($1,$2)")


def test_a_script_of_psql_and_pg_dump_is_split() -> None:
    """Backslash commands, rows of COPY and routine bodies belong to no statement."""
    text = (
        "\\connect shop\nSET client_encoding = 'UTF8';\n\\set x 'it''s; LISTEN a\n"
        "COPY t (a) FROM stdin;\nit's; LISTEN b;\n\\.\n"
        "CREATE RULE r AS ON INSERT TO t DO (NOTIFY c; NOTIFY d);\n"
        "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT CASE a WHEN 1 THEN 2 END; END;\n"
        "CREATE FUNCTION f() RETURNS int AS 'LISTEN e; ' LANGUAGE sql;\n"
        "SELECT E'\\';LISTEN f;', U&'\\0061', \"q;\"\"\", $a$;$b$;$a$, a$b$ ; LISTEN g;"
    )

    assert [("set", "client_encoding"), ("listen", "g")] == kinds(text)


def test_session_functions_are_found_after_each_usual_word() -> None:
    """Every function of the catalog is recognised in a plain query."""
    assert [(kind, name) for name, kind in FUNCTIONS if kind.startswith("advisory")] == [
        pair for name, kind in FUNCTIONS if kind.startswith("advisory") for pair in kinds(f"SELECT {name}(1)")
    ]


def test_the_lexer_gives_each_kind_of_token() -> None:
    """Strings are unescaped; placeholders of every style are one token."""
    text = "a$1 E'x\\'y' 'p''q' \"R\"\"s\" $1 %s %(n)s :name ? {x} @v a::int 1.5e3 $t$u$t$"
    expected = [
        ("word", "a$1"),
        ("string", "x'y"),
        ("string", "p'q"),
        ("quoted", 'R"s'),
        ("placeholder", "$1"),
        ("placeholder", "%s"),
        ("placeholder", "%(n)s"),
        ("placeholder", ":name"),
        ("placeholder", "?"),
        ("placeholder", "{x}"),
        ("variable", "@v"),
        ("word", "a"),
        ("op", "::"),
        ("word", "int"),
        ("number", "1.5e3"),
        ("dollar", "u"),
    ]

    assert expected == [(token.kind, token.value) for token in tokens(text, 0, len(text))]


PIECES = st.lists(
    st.sampled_from(
        [
            *"'\"$;()\\ \n-/*{}%:?ax1e",
            "$$",
            "$t$",
            "/*",
            "*/",
            "--",
            "SET ",
            "LISTEN ",
            "SELECT ",
            "pg_advisory_lock(",
            "''",
            "E'",
        ]
    )
)


@given(PIECES)
def test_any_text_is_covered_once(pieces: list[str]) -> None:
    """Statements never overlap, tokens stand in order inside of them, and nothing raises."""
    text = "".join(pieces)
    bounds = list(statements(text))
    flat = [token for start, end in bounds for token in tokens(text, start, end)]

    assert ([place for pair in bounds for place in pair], [token.start for token in flat]) == (
        sorted(place for pair in bounds for place in pair),
        sorted(token.start for token in flat),
    )
    assert all(0 <= found.start < found.end <= len(text) for found in classify(text))


@pytest.mark.parametrize(
    "text",
    [
        "'" * 60_001,
        "$a" * 60_000,
        "(" * 60_000,
        "/*" * 60_000,
        "{" * 60_000,
        "$$;" * 40_001,
        "E'\\" * 40_000,
        "CREATE FUNCTION f() BEGIN ATOMIC" + " SELECT 1;" * 20_000,
        "SELECT pg_advisory_lock" + "(" * 60_000,
        "SELECT " + "pg_advisory_lock(" * 5_000,
        "SELECT " + "set_config(" * 5_000 + ")" * 5_000,
    ],
    ids=["quotes", "dollars", "parentheses", "comments", "braces", "dollar-quotes", "escapes", "body", "call", "calls", "nested"],
)
def test_hostile_text_costs_linear_work(text: str) -> None:
    """The number of Python calls stays proportional to the text, whatever it is made of."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        classify(text)
    finally:
        sys.setprofile(None)

    assert steps < 150 * len(text)


def test_a_statement_of_data_is_passed_over() -> None:
    """A statement longer than the limit is not looked at, its neighbours are."""
    assert [SqlStatement("listen", "a", 0, 8), SqlStatement("listen", "b", 200_022, 200_030)] == list(
        classify("LISTEN a;SELECT '" + "x" * 200_000 + "' ;  LISTEN b")
    )
