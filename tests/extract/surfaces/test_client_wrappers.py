"""Clients behind functions, fallbacks, schemas and options objects become pools, in TypeScript, Go and C#."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.surfaces import client_calls
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Joined, Literal, Reference
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.setting import Setting

_FILES = {"typescript": "src/db.ts", "go": "internal/db/db.go", "csharp": "src/Data/Db.cs", "java": "src/main/java/shop/Db.java"}


def pools(language: str, text: str) -> list[ClientPool]:
    """The pools of a file, through the reader of its language."""
    source = Source.decode(_FILES[language], text.encode())
    return list(client_calls.extract(source, import_module(f"poolaudit.extract.code.{language}").FORMAT.read(source)))


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
        PG + 'import { createEnv } from "@t3-oss/env-nextjs";\nconst env = createEnv({ server: { URL: z.string() }, '
        "runtimeEnv: { URL: process.env.MY_URL } });\nnew Pool({ connectionString: env.URL });",
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
        'import { Queue, Worker } from "bullmq";\nnew Queue("a", { connection: { host: "h", port: 6379 } });\n'
        + 'new Worker("a", run, { connection: { host: process.env.H } });\nnew Worker("b", run, { connection: redis });',
        [("bullmq", "{host: text, port: 6379}", ""), ("bullmq", "{host: $H}", "")],
    ),
    "queues of Bull": (
        'import Bull from "bull";\nnew Bull("a", process.env.REDIS_URL);\n'
        + 'new Bull("b", { redis: { host: "q" } });\nnew Bull("c");',
        [("bullmq", "$REDIS_URL", ""), ("bullmq", "{host: text}", "")],
    ),
    "read replicas": (
        'import { readReplicas } from "@prisma/extension-read-replicas";\n'
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
