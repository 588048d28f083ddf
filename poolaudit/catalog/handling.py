"""What code does with a client once it has one: which methods take a connection, which give it back, which close the client.

Literals only. Names are as `shape.Call.callee` has them, without the `()` of an instance.
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://node-postgres.com/features/transactions", "8.16", "2026-11-21"),
    Reference("https://node-postgres.com/apis/pool", "8.16", "2026-11-21"),
    Reference("https://go.dev/doc/database/execute-transactions", "1.25", "2026-11-21"),
    Reference("https://pkg.go.dev/github.com/jackc/pgx/v5/pgxpool#Pool.Exec", "5.7", "2026-11-21"),
    Reference("https://magicstack.github.io/asyncpg/current/api/index.html#connection-pools", "0.30.0", "2026-11-21"),
    Reference("https://sidorares.github.io/node-mysql2/docs#using-connection-pools", "3.14", "2026-11-21"),
    Reference("https://sequelize.org/docs/v6/core-concepts/raw-queries/", "6", "2026-11-21"),
    Reference("https://knexjs.org/guide/raw.html", "3", "2026-11-21"),
    Reference("https://typeorm.io/docs/data-source/data-source-api", "0.3", "2026-11-21"),
    Reference("https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries", "6", "2026-11-21"),
    Reference("https://docs.sqlalchemy.org/en/20/core/connections.html#sqlalchemy.engine.Engine.dispose", "2.0", "2026-11-21"),
)

GIVE_THEMSELVES: frozenset[str] = frozenset({"$extends", "$on", "on", "once"})
"""Methods whose result is the client itself, or stands for it."""

ONLY_READ: tuple[str, ...] = ("fmt.", "log.", "log/slog.", "errors.", "reflect.", "encoding/json.Marshal", "slices.", "maps.")
"""Beginnings of functions of Go's standard library that change nothing of what they are handed."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How code handles what one library opens."""

    library: str
    """Catalog name of the client library."""
    language: str
    names: tuple[str, ...]
    """What opens it and the classes that declarations give it: `pg.Pool`, `database/sql.DB`."""
    per_call: tuple[str, ...] = ()
    """Methods that take a connection for this one call and give it back."""
    checkouts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Methods that hand out a connection, with those (of the connection or, given it, of the client) that give it back."""
    closers: tuple[str, ...] = ()
    """Methods that close the client with all of its connections."""


_SQL_DB = ("Exec", "ExecContext", "Query", "QueryContext", "QueryRow", "QueryRowContext")
_SQLX = ("MustExec", "MustExecContext", "Queryx", "QueryxContext", "QueryRowx", "NamedExec", "NamedExecContext")
_PGX = tuple(f"github.com/jackc/pgx/{release}/pgxpool" for release in ("v5", "v4"))
_MYSQL2 = tuple(f"{module}.createPool" for module in ("mysql2", "mysql2/promise", "mysql", "promise-mysql"))

HANDLING: tuple[Handling, ...] = (
    Handling(
        "pg",
        "javascript",
        ("pg.Pool", "pg.native.Pool", "pg-pool", "pg-pool.Pool", "pg.default.Pool"),
        per_call=("query",),
        checkouts=(("connect", ("release",)),),
        closers=("end",),
    ),
    Handling("pg", "javascript", ("pg.Client", "pg.native.Client", "pg.default.Client"), closers=("end",)),
    Handling(
        "neon_serverless",
        "javascript",
        ("@neondatabase/serverless.Pool",),
        per_call=("query",),
        checkouts=(("connect", ("release",)),),
        closers=("end",),
    ),
    Handling("neon_serverless", "javascript", ("@neondatabase/serverless.Client",), closers=("end",)),
    Handling(
        "vercel_postgres",
        "javascript",
        ("@vercel/postgres.createPool",),
        per_call=("query", "sql"),
        checkouts=(("connect", ("release",)),),
        closers=("end",),
    ),
    Handling("postgres_js", "javascript", ("postgres", "postgres.default", "postgres.postgres"), closers=("end", "close")),
    Handling(
        "mysql2",
        "javascript",
        _MYSQL2,
        per_call=("query", "execute"),
        checkouts=(("getConnection", ("release", "destroy", "releaseConnection")),),
        closers=("end",),
    ),
    Handling("knex", "javascript", ("knex", "knex.knex", "knex.default", "knex.Knex"), per_call=("raw",), closers=("destroy",)),
    Handling(
        "sequelize",
        "javascript",
        ("sequelize.Sequelize", "sequelize", "sequelize-typescript.Sequelize", "@sequelize/core.Sequelize"),
        per_call=("query",),
        closers=("close",),
    ),
    Handling(
        "typeorm",
        "javascript",
        ("typeorm.DataSource", "typeorm.createConnection"),
        per_call=("query",),
        closers=("destroy", "close"),
    ),
    Handling(
        "prisma",
        "javascript",
        ("@prisma/client.PrismaClient", "@prisma/client/edge.PrismaClient", "*.PrismaClient"),
        per_call=("$executeRaw", "$executeRawUnsafe", "$queryRaw", "$queryRawUnsafe"),
        closers=("$disconnect",),
    ),
    Handling(
        "database_sql",
        "go",
        ("database/sql.Open", "database/sql.OpenDB", "database/sql.DB", *(f"{each[:-8]}/stdlib.OpenDB" for each in _PGX)),
        per_call=_SQL_DB,
        checkouts=(("Conn", ("Close",)),),
        closers=("Close",),
    ),
    Handling(
        "database_sql",
        "go",
        tuple(
            f"github.com/jmoiron/sqlx.{name}" for name in ("Open", "Connect", "MustConnect", "MustOpen", "ConnectContext", "DB")
        ),
        per_call=(*_SQL_DB, *_SQLX),
        checkouts=(("Connx", ("Close",)), ("Conn", ("Close",))),
        closers=("Close",),
    ),
    Handling(
        "pgx",
        "go",
        tuple(f"{root}.{name}" for root in _PGX for name in ("New", "NewWithConfig", "Connect", "ConnectConfig", "Pool")),
        per_call=("Exec", "Query", "QueryRow", "SendBatch"),
        checkouts=(("Acquire", ("Release", "Hijack")),),
        closers=("Close",),
    ),
    Handling("gorm", "go", ("gorm.io/gorm.Open",), per_call=("Exec", "Raw")),
    Handling(
        "asyncpg",
        "python",
        ("asyncpg.create_pool", "asyncpg.pool.create_pool", "asyncpg.Pool", "asyncpg.pool.Pool"),
        per_call=("execute", "executemany", "fetch", "fetchrow", "fetchval", "fetchmany"),
        checkouts=(("acquire", ("release", "close")),),
        closers=("close", "terminate", "expire_connections"),
    ),
    Handling("asyncpg", "python", ("asyncpg.connect", "asyncpg.connection.connect"), closers=("close", "terminate")),
    Handling(
        "psycopg_pool",
        "python",
        tuple(
            f"psycopg_pool.{name}"
            for name in ("ConnectionPool", "AsyncConnectionPool", "NullConnectionPool", "AsyncNullConnectionPool")
        ),
        checkouts=(("getconn", ("putconn",)),),
        closers=("close",),
    ),
    Handling(
        "psycopg2",
        "python",
        tuple(f"psycopg2.pool.{name}" for name in ("ThreadedConnectionPool", "SimpleConnectionPool", "PersistentConnectionPool")),
        checkouts=(("getconn", ("putconn",)),),
        closers=("closeall",),
    ),
    Handling("psycopg2", "python", ("psycopg2.connect",), closers=("close",)),
    Handling("psycopg", "python", ("psycopg.connect", "psycopg.Connection.connect"), closers=("close",)),
    Handling("pymysql", "python", ("pymysql.connect",), closers=("close",)),
    Handling("mysql_connector", "python", ("mysql.connector.connect",), closers=("close",)),
    Handling("aiomysql", "python", ("aiomysql.create_pool", "aiomysql.pool.create_pool"), closers=("close", "terminate")),
    Handling("asyncmy", "python", ("asyncmy.create_pool", "asyncmy.pool.create_pool"), closers=("close", "terminate")),
    Handling("aiopg", "python", ("aiopg.create_pool", "aiopg.pool.create_pool"), closers=("close", "terminate")),
    Handling(
        "sqlalchemy",
        "python",
        (
            "sqlalchemy.create_engine",
            "sqlalchemy.engine.create_engine",
            "sqlmodel.create_engine",
            "sqlalchemy.ext.asyncio.create_async_engine",
            "sqlalchemy.ext.asyncio.engine.create_async_engine",
        ),
        checkouts=(("raw_connection", ("close",)),),
        closers=("dispose",),
    ),
    Handling(
        "databases",
        "python",
        ("databases.Database", "databases.core.Database"),
        per_call=("execute", "execute_many", "fetch_all", "fetch_one", "fetch_val"),
        closers=("disconnect",),
    ),
)
"""By library. postgres.js has no `per_call`: it refuses BEGIN on a pool itself (`UNSAFE_TRANSACTION`)."""

TRIGGERS: dict[str, tuple[str, ...]] = {
    "go": ("database/sql", "jmoiron/sqlx", "pgx/v5", "pgx/v4", "gorm.io/gorm"),
    "javascript": (
        *("'pg'", '"pg"', "`pg`", "npm:pg@", "'pg-pool'", '"pg-pool"', "@neondatabase/serverless", "@vercel/postgres"),
        *("'postgres'", '"postgres"', "mysql2", "'knex'", '"knex"', "sequelize", "typeorm", "PrismaClient"),
    ),
    "python": (
        *("aiomysql", "aiopg", "asyncmy", "asyncpg", "databases", "mysql.connector", "psycopg", "pymysql", "sqlalchemy"),
        "sqlmodel",
    ),
}
"""By language: what stands in every file that opens one of them."""
