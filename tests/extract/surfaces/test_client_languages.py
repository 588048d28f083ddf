"""Clients of JavaScript, TypeScript, Go, Java, Kotlin, C#, Ruby, PHP, Elixir and Rust become pools, from real code."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn.parse import parse_dsn
from poolaudit.extract.surfaces import client_calls, client_libraries
from poolaudit.extract.surfaces.client_settings import driver_of, with_url_parameters
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Items, Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression

_FILES = {
    "typescript": "src/db.ts",
    "javascript": "src/db.js",
    "go": "internal/db/db.go",
    "java": "src/main/java/shop/Db.java",
    "kotlin": "src/main/kotlin/shop/Db.kt",
    "csharp": "src/Program.cs",
    "ruby": "lib/db.rb",
    "php": "src/db.php",
    "elixir": "config/runtime.exs",
    "rust": "src/main.rs",
}


def pools(language: str, text: str) -> list[ClientPool]:
    """The pools of a file, through the reader of its language."""
    source = Source.decode(_FILES[language], text.encode())
    module = import_module(f"poolaudit.extract.code.{language}").FORMAT.read(source)
    return [each for each in client_calls.extract(source, module) if isinstance(each, ClientPool)]


def address(expression: Expression) -> object:
    """What the connection string is, without places: variables, `text`, or the names of its parts."""
    if isinstance(expression, EnvLookup):
        return expression.names
    if isinstance(expression, Items):
        return [name for name, _ in expression.items]
    return "text" if isinstance(expression, Literal) and isinstance(expression.value, Secret) else type(expression).__name__


ENV = ("DATABASE_URL",)
TS = "const url = process.env.DATABASE_URL;\n"
GO = 'package db\nimport (\n\t"context"\n\t"database/sql"\n\t"os"\n\t"time"\n{0}\n)\nfunc Open(ctx context.Context) {{\n{1}\n}}\n'
JAVA = "package shop;\nimport java.time.Duration;\nclass Db {{\n  Object open() {{\n{0}\n  }}\n}}\n"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "typescript",
            'import { Pool } from "pg";\n'
            "export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });\n",
            ("pg", "pool", "pg", ENV, 20),
            id="pg",
        ),
        pytest.param(
            "typescript",
            "import { Pool } from 'pg';\nimport { Kysely, PostgresDialect } from 'kysely';\nexport const db = new Kysely<DB>({\n"
            "  dialect: new PostgresDialect({\n"
            "    pool: async () => new Pool({ connectionString: process.env.DATABASE_URL, max: 6 }),\n  }),\n});\n",
            ("pg", "pool", "pg", ENV, 6),
            id="pg-below-kysely",
        ),
        pytest.param(
            "javascript",
            "const pg = require('pg');\nconst pool = new pg.Pool({ host: 'h', user: 'u', password: 'p', database: 'd' });\n",
            ("pg", "pool", "pg", ["host", "user", "password", "dbname"], 10),
            id="pg-require",
        ),
        pytest.param(
            "javascript",
            "import pg from 'pg';\nconst c = new pg.Client(process.env.DATABASE_URL);\n",
            ("pg", "connection", "pg", ENV, None),
            id="pg-client",
        ),
        pytest.param(
            "typescript",
            "import postgres from 'postgres';\nconst sql = postgres(process.env.DATABASE_URL!, { max: 3 });\n",
            ("postgres_js", "pool", "postgres_js", ENV, 3),
            id="postgres-js",
        ),
        pytest.param(
            "typescript",
            "import { PrismaClient } from '@prisma/client';\n"
            "new PrismaClient({ datasources: { db: { url: process.env.DATABASE_URL } } });\n",
            ("prisma", "pool", "prisma", ENV, None),
            id="prisma",
        ),
        pytest.param(
            "typescript",
            "import { PrismaClient } from '../generated/prisma';\n"
            "new PrismaClient({ datasourceUrl: process.env.DATABASE_URL });\n",
            ("prisma", "pool", "prisma", ENV, None),
            id="prisma-generated",
        ),
        pytest.param(
            "typescript",
            "import { PrismaPg } from '@prisma/adapter-pg';\n"
            "new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 4 });\n",
            ("prisma_adapter", "pool", "pg", ENV, 4),
            id="prisma-adapter",
        ),
        pytest.param(
            "typescript",
            "import { Pool } from '@neondatabase/serverless';\nnew Pool({ connectionString: process.env.DATABASE_URL });\n",
            ("neon_serverless", "pool", "neon_serverless", ENV, 10),
            id="neon",
        ),
        pytest.param(
            "typescript",
            "import { createPool } from '@vercel/postgres';\nexport const pool = createPool();\n",
            ("vercel_postgres", "pool", "vercel_postgres", ("POSTGRES_URL",), 10),
            id="vercel",
        ),
        pytest.param(
            "typescript",
            "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.DATABASE_URL!);\n",
            ("drizzle", "pool", "pg", ENV, 10),
            id="drizzle",
        ),
        pytest.param(
            "typescript",
            "import { DataSource } from 'typeorm';\n"
            "new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, poolSize: 3, extra: { max: 7 } });\n",
            ("typeorm", "pool", "pg", ENV, 7),
            id="typeorm",
        ),
        pytest.param(
            "typescript",
            "import { Sequelize } from 'sequelize';\n"
            "new Sequelize('d', 'u', 'p', { host: 'h', dialect: 'mysql', pool: { max: 9 } });\n",
            ("sequelize", "pool", "mysql2", ["engine", "host", "user", "password", "dbname"], 9),
            id="sequelize",
        ),
        pytest.param(
            "javascript",
            "const knex = require('knex')({ client: 'pg', connection: process.env.DATABASE_URL, pool: { max: 6 } });\n",
            ("knex", "pool", "pg", ENV, 6),
            id="knex",
        ),
        pytest.param(
            "typescript",
            "import mysql from 'mysql2/promise';\nmysql.createPool({ uri: process.env.DATABASE_URL, connectionLimit: 5 });\n",
            ("mysql2", "pool", "mysql2", ENV, 5),
            id="mysql2",
        ),
        pytest.param(
            "typescript",
            "import { MikroORM } from '@mikro-orm/postgresql';\n"
            "await MikroORM.init({ clientUrl: process.env.DATABASE_URL, pool: { max: 8 } });\n",
            ("mikro_orm", "pool", "", ENV, 8),
            id="mikro-orm",
        ),
        pytest.param(
            "typescript",
            "import Redis from 'ioredis';\nnew Redis(6379, 'cache', { maxRetriesPerRequest: null });\n",
            ("ioredis", "connection", "ioredis", ["host", "port"], None),
            id="ioredis",
        ),
        pytest.param(
            "typescript",
            "import { createClient } from 'redis';\ncreateClient({ url: process.env.DATABASE_URL });\n",
            ("node_redis", "connection", "node_redis", ENV, None),
            id="node-redis",
        ),
        pytest.param(
            "typescript",
            "import { Pool } from 'https://deno.land/x/postgres@v0.17.0/mod.ts';\n"
            "new Pool(Deno.env.get('DATABASE_URL'), 3, true);\n",
            ("deno_postgres", "pool", "deno_postgres", ENV, 3),
            id="deno-postgres",
        ),
        pytest.param(
            "typescript",
            "import { Client } from 'jsr:@db/postgres@0.19.4';\nnew Client({ hostname: 'db', port: 5432 });\n",
            ("deno_postgres", "connection", "deno_postgres", ["host", "port"], None),
            id="a client of deno-postgres",
        ),
        pytest.param(
            "typescript",
            "import postgres from 'https://deno.land/x/postgresjs@v3.4.5/mod.js';\n"
            "postgres(Deno.env.get('DATABASE_URL'), { max: 2 });\n",
            ("postgres_js", "pool", "postgres_js", ENV, 2),
            id="Postgres.js of deno.land",
        ),
        pytest.param(
            "ruby",
            "REDIS = Redis.new(url: ENV.fetch('DATABASE_URL'))\n",
            ("redis_rb", "connection", "redis_rb", ENV, None),
            id="redis-rb",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/redis/go-redis/v9"',
                '\tc := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{os.Getenv("REDIS_ADDR")}, PoolSize: 6})',
            ),
            ("go_redis", "pool", "go_redis", ["host"], 6),
            id="go-redis-cluster",
        ),
        pytest.param(
            "go",
            GO.format('\t"github.com/jackc/pgx/v5/pgxpool"', '\tpool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))'),
            ("pgx", "pool", "pgx", ENV, None),
            id="pgxpool",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/jackc/pgx/v5/pgxpool"',
                '\tcfg, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))\n\tcfg.MaxConns = 20\n'
                "\tpool, err := pgxpool.NewWithConfig(ctx, cfg)",
            ),
            ("pgx", "pool", "pgx", ENV, 20),
            id="pgxpool-config",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t_ "github.com/lib/pq"',
                '\tdb, err := sql.Open("postgres", os.Getenv("DATABASE_URL"))\n\tdb.SetMaxOpenConns(10)',
            ),
            ("database_sql", "pool", "lib_pq", ENV, 10),
            id="database-sql",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/pressly/goose/v3"', '\tdb, err := goose.OpenDBWithDriver("postgres", os.Getenv("DATABASE_URL"))'
            ),
            ("goose", "pool", "pgx", ENV, None),
            id="goose",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/golang-migrate/migrate/v4"', '\tm, err := migrate.New("file://db", os.Getenv("DATABASE_URL"))'
            ),
            ("golang_migrate", "pool", "", ENV, None),
            id="golang-migrate",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"gorm.io/driver/postgres"\n\t"gorm.io/gorm"',
                '\tdb, err := gorm.Open(postgres.Open(os.Getenv("DATABASE_URL")), &gorm.Config{})\n'
                "\tsqlDB, err := db.DB()\n\tsqlDB.SetMaxOpenConns(7)",
            ),
            ("gorm", "engine", "pgx", ENV, 7),
            id="gorm",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/formancehq/go-libs/v5/pkg/fx/storagefx"\n\t"github.com/formancehq/go-libs/v5/pkg/storage/bun/connect"',
                "\toptions, err := connect.ConnectionOptionsFromFlags(cmd.Flags(), cmd.Context())\n"
                "\tfx.New(storagefx.BunConnectModule(*options, false))\n",
            ),
            ("formance_go_libs", "pool", "pgx", ("POSTGRES_URI",), None),
            id="options from flags",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/formancehq/go-libs/v3/bun/bunconnect"',
                '\tu := os.Getenv("DATABASE_URL")\n'
                "\tdb, err := bunconnect.OpenSQLDB(ctx, bunconnect.ConnectionOptions{DatabaseSourceName: u, MaxOpenConns: 7})\n",
            ),
            ("formance_go_libs", "pool", "pgx", ENV, 7),
            id="options of their own",
        ),
        pytest.param(
            "go",
            GO.format('\t"github.com/formancehq/go-libs/v3/bun/bunconnect"', "\tdb, err := bunconnect.OpenSQLDB(ctx, make())\n"),
            ("formance_go_libs", "pool", "pgx", "Unresolved", None),
            id="options that are not known",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/uptrace/bun"\n\t"github.com/uptrace/bun/dialect/pgdialect"\n\t"github.com/uptrace/bun/driver/pgdriver"',
                '\tpool := sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(os.Getenv("DATABASE_URL"))))\n'
                "\tpool.SetMaxOpenConns(7)\n\tdb := bun.NewDB(pool, pgdialect.New())",
            ),
            ("database_sql", "pool", "pgdriver", ENV, 7),
            id="bun",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"entgo.io/ent/dialect"\n\tentsql "entgo.io/ent/dialect/sql"\n\t_ "github.com/lib/pq"',
                '\tdrv, err := entsql.Open(dialect.Postgres, os.Getenv("DATABASE_URL"))\n\tdrv.DB().SetMaxOpenConns(7)',
            ),
            ("database_sql", "pool", "lib_pq", ENV, 7),
            id="ent",
        ),
        pytest.param(
            "go",
            GO.format(
                '\t"github.com/redis/go-redis/v9"', '\tr := redis.NewClient(&redis.Options{Addr: "cache:6379", PoolSize: 5})'
            ),
            ("go_redis", "pool", "go_redis", ["host", "port"], 5),
            id="go-redis",
        ),
        pytest.param(
            "java",
            JAVA.format(
                "    com.zaxxer.hikari.HikariConfig c = new com.zaxxer.hikari.HikariConfig();\n"
                '    c.setJdbcUrl(System.getenv("DATABASE_URL"));\n    c.setMaximumPoolSize(20);\n'
                "    return new com.zaxxer.hikari.HikariDataSource(c);"
            )
            .replace("com.zaxxer.hikari.H", "H")
            .replace("import", "import com.zaxxer.hikari.*;\nimport", 1),
            ("hikaricp", "pool", "", ENV, 20),
            id="hikari",
        ),
        pytest.param(
            "java",
            "package shop;\nimport io.lettuce.core.RedisClient;\n"
            'class A { Object f() { return RedisClient.create(System.getenv("DATABASE_URL")); } }\n',
            ("lettuce", "connection", "lettuce", ENV, None),
            id="lettuce",
        ),
        pytest.param(
            "java",
            "package shop;\nimport io.lettuce.core.RedisClient;\nimport io.lettuce.core.RedisURI;\n"
            'class A { Object f() { return RedisClient.create(RedisURI.create(System.getenv("DATABASE_URL"))); } }\n',
            ("lettuce", "connection", "lettuce", ENV, None),
            id="an address of lettuce",
        ),
        pytest.param(
            "java",
            "package shop;\nimport org.redisson.Redisson;\nimport org.redisson.config.Config;\n"
            "class A { Object f() {\n  Config config = new Config();\n"
            '  config.useSingleServer().setAddress("redis://cache:6379").setConnectionPoolSize(10);\n'
            "  return Redisson.create(config);\n} }\n",
            ("redisson", "pool", "redisson", "text", 10),
            id="redisson",
        ),
        pytest.param(
            "kotlin",
            "package shop\nimport org.redisson.config.Config\nfun open(): Any {\n  val config = Config()\n"
            '  config.useSingleServer().setAddress(System.getenv("DATABASE_URL"))\n  return config\n}\n',
            ("redisson", "pool", "redisson", ENV, 64),
            id="redisson-kotlin",
        ),
        pytest.param(
            "kotlin",
            "package shop\nimport com.zaxxer.hikari.HikariConfig\nfun open(): Any {\n  val c = HikariConfig()\n"
            '  c.jdbcUrl = System.getenv("DATABASE_URL")\n  c.maximumPoolSize = 7\n  return c\n}\n',
            ("hikaricp", "pool", "", ENV, 7),
            id="hikari-kotlin",
        ),
        pytest.param(
            "java",
            JAVA.format(
                "    return io.r2dbc.postgresql.PostgresqlConnectionConfiguration.builder()"
                '.host("h").preparedStatementCacheQueries(0).build();'
            ),
            ("r2dbc_postgresql", "connection", "r2dbc_postgresql", ["host"], None),
            id="r2dbc",
        ),
        pytest.param(
            "java",
            "import java.sql.DriverManager;\nclass Db { Object c() throws Exception {\n"
            '  return DriverManager.getConnection("jdbc:postgresql://h/d", "u", "p");\n} }\n',
            ("driver_manager", "connection", "", "text", None),
            id="driver-manager",
        ),
        pytest.param(
            "java",
            "import com.mchange.v2.c3p0.ComboPooledDataSource;\nclass Db { Object c() {\n"
            "  ComboPooledDataSource d = new ComboPooledDataSource();\n"
            '  d.setJdbcUrl("jdbc:postgresql://h/d");\n  d.setMaxPoolSize(12);\n  return d;\n} }\n',
            ("c3p0", "pool", "", "text", 12),
            id="c3p0",
        ),
        pytest.param(
            "csharp",
            'using Npgsql;\nvar ds = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("DATABASE_URL"));\n',
            ("npgsql", "pool", "npgsql", ENV, 100),
            id="npgsql",
        ),
        pytest.param(
            "csharp",
            'using Npgsql;\nvar c = new NpgsqlConnection("Host=h;Username=u;Password=p");\n',
            ("npgsql", "connection", "npgsql", "text", None),
            id="npgsql-connection",
        ),
        pytest.param(
            "csharp",
            'using MySqlConnector;\nvar c = new MySqlConnection("Server=h;User ID=u;Password=p");\n',
            ("mysqlconnector_net", "connection", "mysqlconnector_net", "text", None),
            id="mysqlconnector",
        ),
        pytest.param(
            "ruby",
            "require 'pg'\nconn = PG.connect(host: 'h', dbname: 'd', password: 'x')\n",
            ("ruby_pg", "connection", "ruby_pg", ["host", "dbname", "password"], None),
            id="ruby-pg",
        ),
        pytest.param(
            "ruby",
            "require 'sequel'\nDB = Sequel.connect(ENV['DATABASE_URL'], max_connections: 10)\n",
            ("sequel", "pool", "sequel", ENV, 10),
            id="sequel",
        ),
        pytest.param(
            "ruby",
            "ActiveRecord::Base.establish_connection(adapter: 'postgresql', host: 'h', pool: 7)\n",
            ("rails", "pool", "rails", ["engine", "host"], 7),
            id="active-record",
        ),
        pytest.param(
            "php",
            '<?php\n$pdo = new PDO("pgsql:host=h;dbname=d", "u", getenv("PW"));\n',
            ("pdo", "connection", "pdo", "text", None),
            id="pdo",
        ),
        pytest.param(
            "php",
            "<?php\nuse Doctrine\\DBAL\\DriverManager;\n$c = DriverManager::getConnection(['url' => getenv('DATABASE_URL')]);\n",
            ("doctrine_dbal", "connection", "doctrine_dbal", ENV, None),
            id="doctrine",
        ),
        pytest.param(
            "php",
            "<?php\n$c = pg_connect('host=h dbname=d');\n",
            ("php_pgsql", "connection", "php_pgsql", "text", None),
            id="php-pgsql",
        ),
        pytest.param(
            "rust",
            "use deadpool_postgres::Config;\nfn f() {\n  let mut c = Config::new();\n"
            '  c.host = Some("h".to_string());\n  c.dbname = Some("d".to_string());\n}\n',
            ("deadpool_postgres", "pool", "tokio_postgres", ["host", "dbname"], None),
            id="deadpool",
        ),
        pytest.param(
            "elixir",
            'import Config\nconfig :shop, Shop.Repo,\n  url: System.get_env("DATABASE_URL"),\n  pool_size: 12\n',
            ("ecto", "pool", "postgrex", ENV, 12),
            id="ecto",
        ),
        pytest.param(
            "elixir",
            'defmodule A do\n  def go, do: Postgrex.start_link(hostname: "h", database: "d")\nend\n',
            ("postgrex", "pool", "postgrex", ["host", "dbname"], 1),
            id="postgrex",
        ),
        pytest.param(
            "rust",
            "use sqlx::postgres::PgPoolOptions;\nasync fn f() {\n  let p = PgPoolOptions::new().max_connections(5)"
            '.connect(&std::env::var("DATABASE_URL").unwrap()).await;\n}\n',
            ("sqlx", "pool", "sqlx", ENV, 5),
            id="sqlx",
        ),
        pytest.param(
            "rust",
            'async fn f() {\n  let c = tokio_postgres::connect("host=h user=u", NoTls).await;\n}\n',
            ("tokio_postgres", "connection", "tokio_postgres", "text", None),
            id="tokio-postgres",
        ),
        pytest.param(
            "rust",
            "use diesel::r2d2::{ConnectionManager, Pool};\nuse diesel::PgConnection;\nfn f() {\n"
            '  let m = ConnectionManager::<PgConnection>::new(std::env::var("DATABASE_URL").unwrap());\n'
            "  let p = Pool::builder().max_size(4).build(m);\n}\n",
            ("diesel", "pool", "diesel", ENV, 4),
            id="diesel",
        ),
    ],
)
def test_main_constructor(language: str, text: str, expected: tuple[str, str, str, object, int | None]) -> None:
    """The usual way to open a client gives one fact: library, kind, driver, connection string and size."""
    (pool,) = pools(language, text)

    assert expected == (pool.library, pool.kind, pool.driver, address(pool.dsn), pool.max_size.value)
    assert any(literal.lower() in text.lower() for literal in client_libraries.SURFACE.triggers)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param(
            "typescript", "import { drizzle } from 'drizzle-orm/node-postgres';\ndrizzle(pool);\n", id="drizzle-with-pool"
        ),
        pytest.param(
            "typescript",
            "import { drizzle } from 'drizzle-orm/postgres-js';\ndrizzle({ client: sql });\n",
            id="drizzle-with-client",
        ),
        pytest.param(
            "typescript", "import { PrismaClient } from '@prisma/client';\nnew PrismaClient();\n", id="prisma-by-schema"
        ),
        pytest.param(
            "typescript",
            "import { PrismaClient } from '@prisma/client';\nnew PrismaClient({ adapter });\n",
            id="prisma-with-adapter",
        ),
        pytest.param(
            "typescript", "import { neon } from '@neondatabase/serverless';\nneon(process.env.U);\n", id="neon-over-http"
        ),
        pytest.param("javascript", "class Pool {}\nnew Pool({ max: 3 });\n", id="namesake"),
        pytest.param(
            "java",
            "import com.zaxxer.hikari.*;\nclass A { Object f(HikariConfig c) { return new HikariDataSource(c); } }\n",
            id="ready",
        ),
        pytest.param(
            "java",
            "import org.redisson.config.Config;\nclass A { void f(Config c) { c.useSingleServer().setTimeout(1); } }\n",
            id="redisson-without-an-address",
        ),
        pytest.param(
            "java",
            "import io.lettuce.core.*;\nclass A { Object f(ClientResources r) { return RedisClient.create(); } }\n",
            id="lettuce-without-an-address",
        ),
        pytest.param("elixir", 'import Config\nconfig :shop, ShopWeb.Endpoint, url: [host: "x"]\n', id="endpoint"),
        pytest.param("elixir", "import Config\nconfig :logger, level: :info\n", id="logger"),
    ],
)
def test_other_calls_open_nothing(language: str, text: str) -> None:
    """What is handed a ready pool, speaks HTTP or only shares a name is no client."""
    found = pools(language, text)

    assert [] == found


def only(language: str, text: str) -> ClientPool:
    """The single pool of a file."""
    (pool,) = pools(language, text)
    return pool


PG = "import {{ Pool }} from 'pg';\nnew Pool({0});\n"
SQL = "import postgres from 'postgres';\nimport { drizzle } from 'drizzle-orm/postgres-js';\n"
HIKARI = "import com.zaxxer.hikari.*;\nclass A { Object f() {\n  HikariConfig c = new HikariConfig();\n  %s\n  return c;\n} }\n"
OPEN = GO.format('\t_ "github.com/lib/pq"', '\tdb, err := sql.Open("postgres", os.Getenv("U"))\n%s')
PGX = GO.format(
    '\t"github.com/jackc/pgx/v5"\n\t"github.com/jackc/pgx/v5/pgxpool"', '\tc, err := pgxpool.ParseConfig(os.Getenv("U"))\n%s'
)
REPO = 'import Config\nconfig :shop, Shop.Repo, url: System.get_env("U"){0}\n'


@pytest.mark.parametrize(
    ("language", "text", "field", "expected"),
    [
        pytest.param(
            "typescript", PG.format("{ idleTimeoutMillis: 30 * 1000 }"), "idle_timeout", (30.0, "written"), id="pg-product"
        ),
        pytest.param("typescript", PG.format("{ maxLifetimeSeconds: 60 }"), "max_lifetime", (60.0, "written"), id="pg-seconds"),
        pytest.param("typescript", PG.format("{ max: 0 }"), "max_size", (10, "default"), id="pg-zero-is-ten"),
        pytest.param("typescript", PG.format("{}"), "acquire_timeout", (None, "absent"), id="pg-waits-for-ever"),
        pytest.param("typescript", PG.format("{ statement_timeout: 5000 }"), "statement_timeout", (5.0, "written"), id="pg-guc"),
        pytest.param("typescript", PG.format("{ query_timeout: 5000 }"), "statement_timeout", (5.0, "written"), id="pg-query"),
        pytest.param("typescript", PG.format("config"), "max_size", (None, "unresolved"), id="pg-unknown-options"),
        pytest.param("typescript", PG.format("{ ...config, max: 3 }"), "max_size", (3, "written"), id="pg-spread-written"),
        pytest.param(
            "typescript", PG.format("{ max: 3, ...config }"), "idle_timeout", (None, "unresolved"), id="pg-spread-hides"
        ),
        pytest.param("typescript", SQL + "postgres(url);\n", "named_statements", (True, "default"), id="postgres-js-names"),
        pytest.param(
            "typescript",
            SQL + "postgres(url, { prepare: false });\n",
            "named_statements",
            (False, "written"),
            id="postgres-js-off",
        ),
        pytest.param(
            "typescript",
            SQL + "drizzle(postgres(url));\n",
            "named_statements",
            (False, "written"),
            id="postgres-js-below-drizzle",
        ),
        pytest.param(
            "typescript",
            SQL + "const c = postgres(url);\nexport const db = drizzle({ client: c });\n",
            "named_statements",
            (False, "written"),
            id="postgres-js-client-of-drizzle",
        ),
        pytest.param(
            "typescript", SQL + "postgres(url, { idle_timeout: 20 });\n", "idle_timeout", (20.0, "written"), id="seconds"
        ),
        pytest.param("java", HIKARI % "", "max_size", (10, "default"), id="hikari-default"),
        pytest.param("java", HIKARI % "", "min_size", (10, "derived"), id="hikari-fixed-size"),
        pytest.param(
            "java", HIKARI % "c.setConnectionTimeout(30_000L);", "acquire_timeout", (30.0, "written"), id="hikari-millis"
        ),
        pytest.param(
            "java",
            HIKARI % "c.setMaxLifetime(TimeUnit.MINUTES.toMillis(5));",
            "max_lifetime",
            (300.0, "written"),
            id="hikari-time-unit",
        ),
        pytest.param(
            "java",
            HIKARI % 'c.addDataSourceProperty("prepareThreshold", "0");',
            "prepare_threshold",
            (None, "written"),
            id="hikari-property",
        ),
        pytest.param("java", HIKARI % "c.setMaximumPoolSize(size);", "max_size", (None, "unresolved"), id="hikari-unknown"),
        pytest.param(
            "java",
            'import com.zaxxer.hikari.*;\nclass A { @ConfigurationProperties("x") Object f() {\n'
            "  HikariDataSource d = new HikariDataSource();\n  return d;\n} }\n",
            "max_size",
            (None, "unresolved"),
            id="hikari-filled-by-spring",
        ),
        pytest.param("go", OPEN % "", "unlimited", (True, "default"), id="sql-endless"),
        pytest.param("go", OPEN % "\tdb.SetMaxOpenConns(0)", "unlimited", (True, "written"), id="sql-zero"),
        pytest.param("go", OPEN % "\tdb.SetMaxOpenConns(10)", "unlimited", (False, "derived"), id="sql-limited"),
        pytest.param(
            "go", OPEN % "\tdb.SetConnMaxLifetime(5 * time.Minute)", "max_lifetime", (300.0, "written"), id="sql-duration"
        ),
        pytest.param("go", OPEN % "\tdb.SetConnMaxLifetime(300)", "max_lifetime", (3e-07, "written"), id="sql-nanoseconds"),
        pytest.param("go", OPEN % "", "two_trips", (True, "default"), id="lib-pq-two-trips"),
        pytest.param(
            "go",
            GO.format("", '\tuse(sql.Open("pgx", os.Getenv("U")))'),
            "unlimited",
            (None, "unresolved"),
            id="sql-handed-on",
        ),
        pytest.param(
            "go",
            GO.format(
                "",
                '\tdb, err := sql.Open("pgx", os.Getenv("U"))\n\tconfigure(db)\n}\nfunc configure(x *sql.DB) {\n'
                "\tx.SetMaxOpenConns(3)",
            ),
            "unlimited",
            (None, "unresolved"),
            id="sql-set-elsewhere",
        ),
        pytest.param("go", PGX % "", "max_lifetime", (3600.0, "default"), id="pgx-default"),
        pytest.param("go", PGX % "", "max_size", (None, "unresolved"), id="pgx-varies"),
        pytest.param("go", PGX % "", "unlimited", (False, "default"), id="pgx-limited"),
        pytest.param("go", PGX % "\tc.MaxConnIdleTime = time.Hour", "idle_timeout", (3600.0, "written"), id="pgx-field"),
        pytest.param(
            "go",
            PGX % "\tc.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec",
            "named_statements",
            (False, "written"),
            id="pgx-exec",
        ),
        pytest.param(
            "go",
            PGX % "\tc.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeDescribeExec",
            "two_trips",
            (True, "written"),
            id="pgx-describe-exec",
        ),
        pytest.param("elixir", REPO.format(", prepare: :unnamed"), "named_statements", (False, "written"), id="ecto-unnamed"),
        pytest.param("elixir", REPO.format(""), "named_statements", (True, "default"), id="ecto-named"),
        pytest.param("elixir", REPO.format(", timeout: 5_000"), "statement_timeout", (5.0, "written"), id="ecto-millis"),
        pytest.param(
            "rust",
            "use sqlx::postgres::PgPoolOptions;\nfn f() {\n"
            "  PgPoolOptions::new().acquire_timeout(Duration::from_secs(3)).connect_lazy(url);\n}\n",
            "acquire_timeout",
            (3.0, "written"),
            id="sqlx-duration",
        ),
        pytest.param(
            "ruby",
            "ActiveRecord::Base.establish_connection(adapter: 'postgresql', host: 'h', prepared_statements: false)\n",
            "named_statements",
            (False, "written"),
            id="rails-off",
        ),
    ],
)
def test_settings(language: str, text: str, field: str, expected: tuple[object, str]) -> None:
    """Units, zeros, setters, durations and switches mean what each library makes of them."""
    setting = getattr(only(language, text), field)

    assert expected == (setting.value, setting.origin.value)


def test_startup_parameters_of_node_postgres() -> None:
    """Time limits of pg are sent when the connection opens, each with its place."""
    source = Source.decode("a.ts", PG.format("{ statement_timeout: 5000, application_name: 'web' }").encode())
    document = import_module("poolaudit.extract.code.typescript").FORMAT.read(source)
    (pool,) = client_calls.extract(source, document)

    assert [("application_name", "web", "web"), ("statement_timeout", "5000", "5000")] == [
        (name, value.value, source.at(value.span) if value.span else "") for name, value in pool.startup_parameters
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("javascript", "import pg from 'pg';\nnew pg.Client('postgres://u:hunter2@h/d');\n"),
        ("typescript", "import { Sequelize } from 'sequelize';\nnew Sequelize('d', 'u', 'hunter2', { host: 'h' });\n"),
        ("java", HIKARI % 'c.setPassword("hunter2");'),
        ("csharp", 'using Npgsql;\nvar c = new NpgsqlConnection("Host=h;Password=hunter2");\n'),
        ("go", GO.format('\t"github.com/jackc/pgx/v5/pgxpool"', '\tp, err := pgxpool.New(ctx, "postgres://u:hunter2@h/d")')),
        ("ruby", "PG.connect(host: 'h', password: 'hunter2')\n"),
        ("elixir", 'import Config\nconfig :shop, Shop.Repo, database: "d", password: "hunter2"\n'),
        ("php", '<?php\nnew PDO("pgsql:host=h;password=hunter2", "u", "hunter2");\n'),
    ],
    ids=["url", "position", "setter", "ado", "go", "ruby", "elixir", "php"],
)
def test_no_password_is_printed(language: str, text: str) -> None:
    """However a language hands a password over, the fact does not show it."""
    shown = repr(only(language, text))

    assert "hunter2" not in shown


POSTGRES = "import postgres from 'postgres';\nexport const sql = postgres(process.env.U);\n"
MYSQL2 = "import mysql from 'mysql2';\nexport const pool = mysql.createPool(process.env.U);\n"
NPGSQL = 'using Npgsql;\nvar ds = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("U"));\n'


@pytest.mark.parametrize(
    ("language", "text", "url", "field", "expected"),
    [
        pytest.param(
            "typescript", PG.format("{ connectionString: u }"), "postgres://h/d?max=3", "max_size", 10, id="pg-ignores-max"
        ),
        pytest.param("typescript", POSTGRES, "postgres://h/d?max=3", "max_size", 3, id="postgres-js-max"),
        pytest.param("typescript", POSTGRES, "postgres://h/d?prepare=false", "named_statements", False, id="postgres-js-prepare"),
        pytest.param("typescript", MYSQL2, "mysql://h/d?connectionLimit=4", "max_size", 4, id="mysql2-limit"),
        pytest.param("csharp", NPGSQL, "Host=h;Maximum Pool Size=5", "max_size", 5, id="npgsql-blanks"),
        pytest.param("csharp", NPGSQL, "Host=h;MAXPOOLSIZE=5", "max_size", 5, id="npgsql-property"),
        pytest.param("csharp", NPGSQL, "Host=h;Max Pool Size=5", "max_size", 100, id="npgsql-refuses-sqlclients-spelling"),
        pytest.param("csharp", NPGSQL, "Host=h;Pooling=false", "pooling", False, id="npgsql-pooling"),
        pytest.param("csharp", NPGSQL, "Host=h;Max Auto Prepare=20", "statement_cache", 20, id="npgsql-prepares"),
        pytest.param("go", PGX % "", "postgres://h/d?pool_max_conns=7", "max_size", 7, id="pgx-size"),
        pytest.param("go", PGX % "", "postgres://h/d?pool_max_conn_lifetime=1h30m", "max_lifetime", 5400.0, id="pgx-duration"),
        pytest.param("go", PGX % "", "postgres://h/d?pool_max_conn_lifetime=90", "max_lifetime", None, id="pgx-needs-a-unit"),
        pytest.param("go", PGX % "", "host=h default_query_exec_mode=exec", "named_statements", False, id="pgx-mode"),
        pytest.param("go", PGX % "\tc.MaxConns = 9", "postgres://h/d?pool_max_conns=7", "max_size", 9, id="pgx-field-wins"),
        pytest.param("go", OPEN % "", "postgres://h/d?binary_parameters=yes", "two_trips", False, id="lib-pq-one-trip"),
        pytest.param(
            "java", HIKARI % "", "jdbc:postgresql://h/d?prepareThreshold=0", "prepare_threshold", None, id="pgjdbc-never"
        ),
        pytest.param(
            "java", HIKARI % "", "jdbc:postgresql://h/d?preferQueryMode=simple", "named_statements", False, id="pgjdbc-simple"
        ),
        pytest.param("java", HIKARI % "", "jdbc:postgresql://h/d?connectTimeout=5", "connect_timeout", 5.0, id="pgjdbc-seconds"),
        pytest.param("java", HIKARI % "", "jdbc:mysql://h/d?connectTimeout=5", "connect_timeout", 0.005, id="connector-j-millis"),
    ],
)
def test_connection_string_parameters(language: str, text: str, url: str, field: str, expected: object) -> None:
    """What stands in the connection string counts where the library reads it there, and nowhere else."""
    pool = only(language, text)
    source = Source.decode("f", url.encode())
    dsn = parse_dsn(url, source.span)
    driver = driver_of(pool, dsn.scheme.value or "")

    assert expected == getattr(with_url_parameters(pool, dsn, driver), field).value


OPTIONS = "\tfor _, opt := range options {\n\t\topt(c)\n\t}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(PGX % OPTIONS, (None, "`opt()` gets the configuration and may set it"), id="options of callers"),
        pytest.param(
            PGX % ("\tc.MaxConns = 9\n" + OPTIONS), (None, "`opt()` gets the configuration and may set it"), id="overwritten"
        ),
        pytest.param(PGX % (OPTIONS + "\tc.MaxConns = 9"), (9, ""), id="set after it"),
        pytest.param(PGX % "\ttune(c)", (None, "`tune()` gets the configuration and may set it"), id="a named function"),
        pytest.param(PGX % "\tc.MaxConns = 9\n\ttune(c)", (9, ""), id="a named function after it"),
        pytest.param(
            PGX.replace('"os"', '"os"\n\t"fmt"') % "\tfmt.Println(c)\n\tp, err := pgxpool.NewWithConfig(ctx, c)",
            (None, "by default it is the larger of 4 and the number of CPUs"),
            id="only looked at",
        ),
        pytest.param(
            GO.format(
                '\t"github.com/redis/go-redis/v9"',
                '\tc := &redis.Options{Addr: "cache:6379", PoolSize: 5}\n' + OPTIONS + "\tr := redis.NewClient(c)",
            ),
            (None, "`opt()` gets the configuration and may set it"),
            id="an object of options",
        ),
        pytest.param(
            GO.format(
                '\t"github.com/redis/go-redis/v9"',
                '\to := &redis.Options{Addr: "cache:6379", PoolSize: 5}\n\tc := &x.Other{}\n'
                + OPTIONS
                + "\tr := redis.NewClient(o)",
            ),
            (5, ""),
            id="another object",
        ),
    ],
)
def test_configurations_of_go_that_are_handed_on(text: str, expected: tuple[object, str]) -> None:
    """A function that gets the configuration may set what is not assigned after it, whatever the default is."""
    size = only("go", text).max_size

    assert expected == (size.value, size.note)


@pytest.mark.parametrize(
    ("language", "text", "url", "expected"),
    [
        pytest.param("typescript", POSTGRES, "postgres://h/d?pgbouncer=true&max=3", ["pgbouncer"], id="postgres-js"),
        pytest.param("typescript", PG.format("{ connectionString: u }"), "postgres://h/d?pgbouncer=true", [], id="pg"),
        pytest.param("go", OPEN % "", "postgres://h/d?search_path=shop&sslmode=disable", ["search_path"], id="lib-pq"),
        pytest.param("go", PGX % "", "postgres://h/d?pool_max_conns=3&statement_timeout=1s", ["statement_timeout"], id="pgx"),
        pytest.param("java", HIKARI % "", "jdbc:postgresql://h/d?currentSchema=shop", ["search_path"], id="pgjdbc"),
    ],
)
def test_keys_that_reach_the_server(language: str, text: str, url: str, expected: list[str]) -> None:
    """Unknown keys of the connection string become run-time parameters with some libraries, and nothing with others."""
    pool = only(language, text)
    source = Source.decode("f", url.encode())
    dsn = parse_dsn(url, source.span)
    driver = driver_of(pool, dsn.scheme.value or "")

    assert expected == [name for name, _ in with_url_parameters(pool, dsn, driver).startup_parameters]
