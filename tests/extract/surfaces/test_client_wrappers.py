"""Clients behind functions, fallbacks, schemas and options objects become pools, in TypeScript, Go and C#."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.surfaces import client_calls, code_names
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Joined, Literal, Reference
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.setting import Setting

_FILES = {"typescript": "src/db.ts", "go": "internal/db/db.go", "csharp": "src/Data/Db.cs", "java": "src/main/java/shop/Db.java"}


def pools(language: str, text: str) -> list[ClientPool]:
    """The pools of a file, through the reader of its language."""
    source = Source.decode(_FILES[language], text.encode())
    module = import_module(f"poolaudit.extract.code.{language}").FORMAT.read(source)
    return [each for each in client_calls.extract(source, module) if isinstance(each, ClientPool)]


def shown(expression: Expression) -> str:
    """An expression without places and texts: `$NAME|default`, `<reference>`, `text`, `{key: value}`, `a or b`, `?why`."""
    if isinstance(expression, EnvLookup):
        default = expression.default
        empty = default is None or (isinstance(default, Literal) and default.value is None)
        return "$" + ",".join(expression.names) + ("" if empty or default is None else f"|{shown(default)}")
    if isinstance(expression, Reference):
        return f"<{expression.name}>"
    if isinstance(expression, Literal):
        return "text" if isinstance(expression.value, (str, Secret)) else repr(expression.value)
    if isinstance(expression, Items):
        return "{" + ", ".join(f"{key}: {shown(value)}" for key, value in expression.items) + "}"
    if isinstance(expression, Joined):
        return "~".join(map(shown, expression.parts))
    if isinstance(expression, CallResult):
        return f"{expression.callee}({', '.join(map(shown, expression.positional))})"
    return f"?{expression.why}"


def size(setting: Setting[int]) -> object:
    """The number, or why there is none."""
    return setting.value if setting.is_known else setting.note


PRISMA = "by default it is twice the number of physical CPUs, plus one"
PG = 'import { Pool } from "pg";\n'
BULLMQ = 'import { Queue, Worker } from "bullmq";\n'
BULL = 'import Bull from "bull";\n'
REPLICAS = 'import { readReplicas } from "@prisma/extension-read-replicas";\n'
REDIS = 'import Redis, { Cluster } from "ioredis";\n'
TYPESCRIPT = {
    "fallback by assignment": (
        PG + "let url = process.env.A;\nif (!url) { url = process.env.B; }\nnew Pool({ connectionString: url, max: 3 });",
        [("pg", "$A|$B", 3)],
    ),
    "fallback by a logical assignment": (
        PG + 'let url = process.env.A;\nurl ??= "postgres://h/d";\nnew Pool({ connectionString: url });',
        [("pg", "$A|text", 10)],
    ),
    "an assignment after the use": (
        PG + "let url = process.env.A;\nnew Pool({ connectionString: url });\nurl = process.env.B;",
        [("pg", "$A", 10)],
    ),
    "an assignment in a loop": (
        PG + "let url = process.env.A;\nfor (const x of xs) { url = x; }\nnew Pool({ connectionString: url });",
        [("pg", "?`url` is assigned 2 times", 10)],
    ),
    "an assignment in a function": (
        PG + "let url = process.env.A;\nfunction set(x) { url = x; }\nnew Pool({ connectionString: url });",
        [("pg", "?`url` is assigned 2 times", 10)],
    ),
    "argument of the only call": (
        PG + "function make(url: string, { max = 7 }: Options) { return new Pool({ connectionString: url, max }); }\n"
        "export const pool = make(process.env.URL!, { max: 5 });",
        [("pg", "$URL", 5)],
    ),
    "default that the only call leaves": (
        PG + "function make(url: string, { max = 7 }: Options) { return new Pool({ connectionString: url, max }); }\n"
        "export const pool = make(process.env.URL!, {});",
        [("pg", "$URL", 7)],
    ),
    "default of an exported function that its file calls": (
        PG + "export function make(url = process.env.URL, max = 12) { return new Pool({ connectionString: url, max }); }\n"
        "export const pool = make();",
        [("pg", "$URL", 12)],
    ),
    "an exported function that others call": (
        PG + "export function make(url = process.env.URL, max = 12) { return new Pool({ connectionString: url, max }); }",
        [("pg", "?`url` is a parameter", "`max` is a parameter")],
    ),
    "an exported function that is called with something": (
        PG + "export function make(url: string) { return new Pool({ connectionString: url }); }\n"
        "export const pool = make(process.env.URL);",
        [("pg", "?`url` is a parameter", 10)],
    ),
    "a function that is called twice": (
        PG
        + "function make(url: string) { return new Pool({ connectionString: url }); }\n"
        + "make(process.env.A);\nmake(process.env.B);",
        [("pg", "?`url` is a parameter", 10)],
    ),
    "schema with defaults": (
        PG
        + 'import { z } from "zod";\n'
        + "const Env = z.object({ URL: z.string().url(), MAX: z.coerce.number().default(7).nullable() });\n"
        + "const env = Env.parse(clean(process.env));\nnew Pool({ connectionString: env.URL, max: env.MAX });",
        [("pg", "$URL", "set from the environment variable MAX")],
    ),
    "t3-env": (
        PG
        + """
            import { createEnv } from "@t3-oss/env-nextjs";
            const env = createEnv({ server: { URL: z.string() }, runtimeEnv: { URL: process.env.MY_URL } });
            new Pool({ connectionString: env.URL });
        """,
        [("pg", "$MY_URL", 10)],
    ),
    "variables that are checked or not": (
        PG
        + "const Env = z.object({ URL: z.string() });\n"
        + 'const env = process.env.BUILD === "1" ? process.env : Env.parse(process.env);\n'
        + "new Pool({ connectionString: env.URL });",
        [("pg", "$URL", 10)],
    ),
    "options of a condition": (
        REDIS + 'new Redis({ host: "h", ...(tls ? { tls: {} } : {}), ...(debug && { lazyConnect: true }) });',
        [("ioredis", "{host: text}", "")],
    ),
    "options that cannot be read after the host": (
        REDIS + 'new Redis({ host: "h", ...options });',
        [("ioredis", "{host: ?may be replaced by a mapping that cannot be read}", "")],
    ),
    "options that cannot be read before the host": (
        REDIS + 'new Redis({ ...options, host: "h" });',
        [("ioredis", "{host: text}", "")],
    ),
    "nodes of a cluster": (
        REDIS + 'new Cluster([{ host: "a", port: 7000 }, { host: "b", port: 7000 }], { redisOptions: { password: "x" } });',
        [("ioredis", "{host: text, port: 7000, password: text}", "")],
    ),
    "nodes that cannot be read": (
        REDIS + "new Redis.Cluster(parse(process.env.NODES), {});",
        [("ioredis", "?it is inside what is given as startupNodes", "")],
    ),
    "sentinels": (
        REDIS + 'new Redis({ sentinels: [{ host: "s", port: 26379 }], name: "main" });',
        [("ioredis", "?it is inside what is given as sentinels", "")],
    ),
    "queues": (
        BULLMQ
        + 'new Queue("a", { connection: { host: "h", port: 6379 } });\n'
        + 'new Worker("a", run, { connection: { host: process.env.H } });\nnew Worker("b", run, { connection: redis });',
        [("bullmq", "{host: text, port: 6379}", ""), ("bullmq", "{host: $H}", "")],
    ),
    "queues of Bull": (
        BULL
        + """
            new Bull("a", process.env.REDIS_URL);
            new Bull("b", { redis: { host: "q" } });
            new Bull("c");
        """,
        [("bullmq", "$REDIS_URL", ""), ("bullmq", "{host: text}", "")],
    ),
    "read replicas": (
        REPLICAS
        + "prisma.$extends(readReplicas({ url: process.env.REPLICA }));\n"
        + 'prisma.$extends(readReplicas({ url: ["postgres://a/d", "postgres://b/d"] }));\nreadReplicas({ replicas: [other] });',
        [
            ("prisma", "$REPLICA", PRISMA),
            ("prisma", "text", PRISMA),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TYPESCRIPT.values(), ids=TYPESCRIPT.keys())
def test_typescript(text: str, expected: list[tuple[str, str, object]]) -> None:
    """A pool of TypeScript gets the address and the size that surely reach it, whatever is around it."""
    found = pools("typescript", text)

    assert expected == [(pool.library, shown(pool.dsn), size(pool.max_size)) for pool in found]


IMPORTS = """
            package db
            import (
                "context"
                "os"
                "github.com/acme/app/internal/config"
                "github.com/jackc/pgx/v5/pgxpool"
            )
        """
CPUS = "by default it is the larger of 4 and the number of CPUs"
GO = {
    "fallback of a variable": (
        """
            url := os.Getenv("A")
                if url == "" {
                    url = "postgres://h/d"
                }
                pgxpool.New(ctx, url)
        """,
        [("pgx", "$A|text", CPUS)],
    ),
    "whether a variable is set": (
        """
            url := "postgres://h/d"
                if v, ok := os.LookupEnv("A"); ok {
                    url = v
                }
                pgxpool.New(ctx, url)
        """,
        [("pgx", "$A|text", CPUS)],
    ),
    "one setting instead of another": (
        """
            cfg := config.Load()
                url := os.Getenv("A")
                if cfg.Pooled != "" {
                    url = cfg.Pooled
                }
                pgxpool.New(ctx, url)
        """,
        [("pgx", "or(<internal.config.Load().Pooled>, $A)", CPUS)],
    ),
    "a missing variable ends the program": (
        """
            url := os.Getenv("A")
                if url == "" {
                    url = "none"
                    panic("no A")
                }
                pgxpool.New(ctx, url)
        """,
        [("pgx", "$A", CPUS)],
    ),
    "an assignment in a loop": (
        """
            url := os.Getenv("A")
                for _, u := range urls {
                    url = u
                }
                pgxpool.New(ctx, url)
        """,
        [("pgx", "?`url` is assigned 2 times", CPUS)],
    ),
    "fields of the parsed configuration": (
        """
            c, err := pgxpool.ParseConfig(os.Getenv("A"))
                if n != 0 {
                    c.MaxConns = int32(20)
                }
                pgxpool.NewWithConfig(ctx, c)
        """,
        [("pgx", "$A", 20)],
    ),
}


@pytest.mark.parametrize(("body", "expected"), GO.values(), ids=GO.keys())
def test_go(body: str, expected: list[tuple[str, str, object]]) -> None:
    """A pool of Go gets the address and the size that surely reach it, whatever is around it."""
    found = pools("go", f"{IMPORTS}func Open(ctx context.Context) {{\n\t{body}\n}}\n")

    assert expected == [(pool.library, shown(pool.dsn), size(pool.max_size)) for pool in found]


NAMED = {
    "function of an argument": (
        "go",
        """
            package config
            import "os"
            func getEnv(key, fallback string, quiet bool) string {
                if v, ok := os.LookupEnv(key); ok {
                    return v
                }
                return fallback
            }
        """,
        [
            (
                "internal.config.getEnv()",
                "lambda(or(os.getenv(<internal.config.getEnv(key)>), <internal.config.getEnv(fallback)>))",
            )
        ],
    ),
    "function of an argument in TypeScript": (
        "typescript",
        """
            export const env = (name: string) => {
              if (typeof window !== 'undefined') {
                return window.ENV[name];
              }
              return process.env[name];
            };
        """,
        [("internal.config.env()", "lambda(os.getenv(<internal.config.env(name)>))")],
    ),
    "function of several results": (
        "typescript",
        """
            export function url() {
              if (process.env.A) {
                return process.env.A;
              }
              if (!process.env.B) {
                throw new Error();
              }
              return process.env.B;
            }
        """,
        [("internal.config.url()", "$A|$B")],
    ),
    "settings of viper": (
        "go",
        """
            package config
            import "github.com/spf13/viper"
            type File struct {
                Max int `mapstructure:"maxConns" default:"50"`
                URL string `mapstructure:"url"`
                Name string `mapstructure:"name" default:"x"`
            }
            func bind(v *viper.Viper) {
                v.BindEnv("maxConns", "MAX")
                v.BindEnv("url", "URL")
                v.SetDefault("pool.size", 7)
            }
            func Load() (*File, error) {
                return nil, nil
            }
        """,
        [
            ("internal.config.File.Max", "$MAX|text"),
            ("internal.config.File().Max", "$MAX|text"),
            ("internal.config.File.URL", "$URL"),
            ("internal.config.File().URL", "$URL"),
            ("viper:maxconns", "$MAX"),
            ("viper:url", "$URL"),
            ("viper:pool.size", "7"),
        ],
    ),
    "settings of viper that variables give by themselves": (
        "go",
        """
            package config
            import (
                "strings"
                "github.com/spf13/viper"
            )
            func bind() {
                viper.SetEnvPrefix("shop")
                viper.SetEnvKeyReplacer(strings.NewReplacer(".", "_", "-", "_"))
                viper.AutomaticEnv()
                viper.SetDefault("db.max-conns", 7)
                url := viper.GetString("db.url")
            }
        """,
        [("viper:db.max-conns", "$SHOP_DB_MAX_CONNS|7"), ("viper:db.url", "$SHOP_DB_URL")],
    ),
    "settings of viper under names that are no variables": (
        "go",
        """
            package config
            import "github.com/spf13/viper"
            func bind() {
                viper.AutomaticEnv()
                viper.SetDefault("db.max", 7)
                url := viper.GetString("url")
            }
        """,
        [("viper:url", "$URL"), ("viper:db.max", "7")],
    ),
    "settings of viper below a prefix that is not known": (
        "go",
        """
            package config
            import "github.com/spf13/viper"
            func bind(prefix string) {
                viper.SetEnvPrefix(prefix)
                viper.AutomaticEnv()
                url := viper.GetString("url")
            }
        """,
        [],
    ),
    "function whose type says what it gives": (
        "go",
        """
            package config
            func Load(path string) (*DatabaseConfig, error) {
                c := &DatabaseConfig{}
                err := read(path, c)
                return c, err
            }
        """,
        [("internal.config.Load()", "internal.config.DatabaseConfig()")],
    ),
}


@pytest.mark.parametrize(("language", "text", "expected"), NAMED.values(), ids=NAMED.keys())
def test_names(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    """A module names what its functions and settings give to a connection."""
    source = Source(f"internal/config.{'ts' if language == 'typescript' else 'go'}", text)
    if language == "go":
        source = Source("internal/config/config.go", text)
    module = import_module(f"poolaudit.extract.code.{language}").FORMAT.read(source)
    found = [each for each in code_names.extract(source, module) if isinstance(each, NamedValue)]

    assert expected == [(each.name, shown(each.value)) for each in found]


CSHARP = {
    "options of a service": (
        "o.UseNpgsql(sp.GetRequiredService<ShopOptions>().Url);",
        [("$ShopOptions:Url,ShopOptions__Url", 100)],
    ),
    "value of options": (
        "o.UseNpgsql(sp.GetRequiredService<IOptions<ShopOptions>>().Value.Url);",
        [("$ShopOptions:Url,ShopOptions__Url", 100)],
    ),
    "options of a parameter": ("o.UseNpgsql(given.Value.Url);", [("$ShopOptions:Url,ShopOptions__Url", 100)]),
    "section": (
        'var shop = configuration.GetSection("Shop").Get<Shop>(); o.UseNpgsql(shop!.Url);',
        [("$Shop:Url,Shop__Url", 100)],
    ),
    "section by the name of its class": (
        "var shop = configuration.GetSection(nameof(Shop)).Get<Shop>(); o.UseNpgsql(shop.Url ?? throw new Exception());",
        [("$Shop:Url,Shop__Url", 100)],
    ),
    "a class that is no options": ("o.UseNpgsql(sp.GetRequiredService<Shop>().Url);", [("<Shop().Url>", 100)]),
    "one or the other": (
        'var url = configuration.GetConnectionString("A") ?? configuration["Db:Url"]; o.UseNpgsql(url);',
        [("$ConnectionStrings:A,ConnectionStrings__A|$Db:Url,Db__Url", 100)],
    ),
    "fallback": (
        'var url = configuration["Url"]; if (string.IsNullOrEmpty(url)) { url = "Host=h;Database=d"; } o.UseNpgsql(url);',
        [("$Url|text", 100)],
    ),
    "name of a connection string": (
        'builder.AddNpgsqlDbContext<Db>("shop"); builder.AddNpgsqlDataSource("shop");',
        [("$ConnectionStrings:shop,ConnectionStrings__shop", 100), ("$ConnectionStrings:shop,ConnectionStrings__shop", 100)],
    ),
    "a function that sets options": ("o.UseNpgsql(n => n.UseVector());", []),
    "a pool that is open": (
        'var source = new NpgsqlDataSourceBuilder("Host=h;Database=d").Build(); o.UseNpgsql(source);',
        [("text", 100)],
    ),
    "a pool that is open elsewhere": ("o.UseNpgsql(sp.GetRequiredService<NpgsqlDataSource>());", []),
    "options of a context": (
        'var made = new DbContextOptionsBuilder<Db>(); made.UseNpgsql("Host=h;Database=d");',
        [("text", 100)],
    ),
}


@pytest.mark.parametrize(("body", "expected"), CSHARP.values(), ids=CSHARP.keys())
def test_csharp(body: str, expected: list[tuple[str, object]]) -> None:
    """A pool of C# gets the address that its options, its sections of configuration and its fallbacks give it."""
    parameters = "IServiceProvider sp, IConfiguration configuration, IOptions<ShopOptions> given"
    found = pools("csharp", f"using Npgsql;\nclass Data {{ void Add({parameters}) {{ {body} }} }}")

    assert expected == [(shown(pool.dsn), size(pool.max_size)) for pool in found]


def test_a_context_of_tools() -> None:
    """What only tools make a context with says so in the scope of its pools."""
    (pool,) = pools(
        "csharp",
        """
        using Microsoft.EntityFrameworkCore.Design;
        class Factory : IDesignTimeDbContextFactory<Db> {
            public Db CreateDbContext(string[] args) => new Db(new DbContextOptionsBuilder<Db>().UseNpgsql("Host=h").Options);
        }
        """,
    )

    assert ("IDesignTimeDbContextFactory",) == pool.scope.decorators


OPTIONS = {
    "section": ('services.Configure<ShopOptions>(configuration.GetSection("Shop"));', [("ShopOptions", "<Shop>")]),
    "chain": ('services.AddOptions<ShopOptions>().BindConfiguration("Shop:Db");', [("ShopOptions", "<Shop.Db>")]),
    "chain with a section": (
        'services.AddOptions<ShopOptions>().Bind(configuration.GetSection("Shop")).ValidateOnStart();',
        [("ShopOptions", "<Shop>")],
    ),
    "function": (
        'services.Configure<ShopOptions>(o => configuration.GetSection("Shop").Bind(o));',
        [("ShopOptions", "<Shop>")],
    ),
    "own name": ("services.AddOptions<ShopOptions>().BindConfiguration(nameof(ShopOptions));", []),
    "code": ('services.Configure<ShopOptions>(o => { o.Url = "x"; });', [("ShopOptions.Url", "text")]),
    "code of a chain": (
        'services.AddOptions<ShopOptions>().Configure<Clock>((o, clock) => { var x = configuration["url"]; o.Url = x; });',
        [("ShopOptions.Url", "$url")],
    ),
    "code in several ways": (
        'services.Configure<ShopOptions>((o) => { if (dev) { o.Url = "x"; } else { o.Url = "y"; } });',
        [("ShopOptions.Url", "?it is set in several ways")],
    ),
    "near miss: code that fills something else": ('services.Configure<ShopOptions>(o => { p.Url = "x"; });', []),
    "prefix": ('builder.AddEnvironmentVariables("SHOP_");', [("AddEnvironmentVariables().prefix", "text")]),
    "option": (
        'var app = new CommandLineApplication(); app.Option("-p | --postgres", "Where", 0);',
        [("--postgres", "$postgres")],
    ),
    "near miss: an option of something else": (
        'var app = new CommandLineApplication(); app.Option("--network", "Where", 0);',
        [],
    ),
    "no prefix": ("builder.AddEnvironmentVariables();", []),
}


@pytest.mark.parametrize(("body", "expected"), OPTIONS.values(), ids=OPTIONS.keys())
def test_options(body: str, expected: list[tuple[str, str]]) -> None:
    """A class of options stands for the section that it is bound to."""
    text = f"class Start {{ void Add(IServiceCollection services, IConfiguration configuration) {{ {body} }} }}"
    source = Source("src/Start.cs", text)
    found = code_names.extract(source, import_module("poolaudit.extract.code.csharp").FORMAT.read(source))

    assert expected == [(each.name, shown(each.value)) for each in found if isinstance(each, NamedValue)]


JAVA = {
    "variable with a default": (
        'c.setJdbcUrl(System.getenv().getOrDefault("URL", "jdbc:postgresql://h/d")); c.setMaximumPoolSize(MAX);',
        [("$URL|text", 12)],
    ),
    "fallback": (
        'String s = System.getenv("URL"); if (s == null || s.isEmpty()) { s = "jdbc:postgresql://h/d"; } c.setJdbcUrl(s);',
        [("$URL|text", 10)],
    ),
}


@pytest.mark.parametrize(("body", "expected"), JAVA.values(), ids=JAVA.keys())
def test_java(body: str, expected: list[tuple[str, object]]) -> None:
    """A pool of Java gets what its setters are given, through constants, variables and fallbacks."""
    found = pools(
        "java",
        "import com.zaxxer.hikari.HikariConfig;\nclass Db { private static final int MAX = 12; "
        f"void open() {{ HikariConfig c = new HikariConfig(); {body} }} }}",
    )

    assert expected == [(shown(pool.dsn), size(pool.max_size)) for pool in found]
