"""JavaScript text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "src/db/index.js"
VALUES = {
    "text": ("const x = 'a\\nb'", "'a\\nb'"),
    "number": ("const x = 30_000", "30000"),
    "negative": ("const x = -1", "-1"),
    "nothing": ("const x = undefined", "None"),
    "product": ("const x = 60 * 1000", "60000"),
    "template": ("const x = `a${b.c}d`", "'a'~<b.c>~'d'"),
    "sum of text": ("const h = 'h'; const x = 'postgres://' + h + '/db'", "'postgres://'~'h'~'/db'"),
    "constant": ("const A = 5; const x = A", "5"),
    "assigned twice": ("let A = 5; A = 6; const x = A", "6"),
    "object": ("const A = {a: 1, 'b': [2]}; const x = {...A, a: 3}", "{b: [2], a: 3}"),
    "object changed": ("const A = {a: 1, b: 2}; A.a = 3; const x = A", "{b: 2, a: ?`A` is changed after it is made}"),
    "object of another file": (
        "import o from './o'; const x = {a: 1, ...o}",
        "{a: ?may be replaced by a mapping that cannot be read, …}",
    ),
    "variable": ("const x = process.env.DATABASE_URL", "$DATABASE_URL|None"),
    "variable by key": ("const x = process.env['DATABASE_URL']", "$DATABASE_URL|None"),
    "variable with a default": ("const x = process.env.A ?? 'd'", "$A|'d'"),
    "two variables": ("const x = process.env.A || process.env.B || 'd'", "$A|$B|'d'"),
    "taken out of the variables": ("const { A, B: x = 'd' } = process.env", "$B|'d'"),
    "number of a variable": ("const x = parseInt(process.env.A || '10', 10)", "$A|10"),
    "variable of Vite": ("const x = import.meta.env.VITE_DB", "$VITE_DB|None"),
    "variable of Deno": ("const x = Deno.env.get('A')", "$A|None"),
    "variable tested": ("const x = process.env.A ? process.env.A : 'd'", "$A|'d'"),
    "variable of a Worker": ("function f(request, env) { const x = env.DB_URL }", "$DB_URL|None"),
    "variable of a handler's context": ("app.get('/', (c) => { const x = c.env.DB_URL })", "$DB_URL|None"),
    "variable of a Worker's object": ("class A extends B { run() { const x = this.env.DB_URL } }", "$DB_URL|None"),
    "variable of a Worker's module": ("import { env } from 'cloudflare:workers'\nconst x = env.DB_URL", "$DB_URL|None"),
    "binding of a Worker's module": (
        "import { env } from 'cloudflare:workers'\nconst x = env.HYPERDRIVE.connectionString",
        "$HYPERDRIVE.connectionString|None",
    ),
    "binding of a Worker": ("function f(env) { const x = env.DB.connectionString }", "$DB.connectionString|None"),
    "env of another file": (
        "import { env } from './config'\nfunction f() { const x = env.DB_URL }",
        "<src.db.config.env.DB_URL>",
    ),
    "attribute of env that is no variable": (
        "function f(env) { const x = env.url }",
        "?an attribute of `env`, which is not known here",
    ),
    "variables checked by a schema": (("const env = z.object({ A: z.string() }).parse(process.env); const x = env.A"), "$A"),
    "condition": ("const x = ok ? 'a' : 'b'", "?depends on a condition"),
    "constant condition": ("const x = true ? 'a' : 'b'", "'a'"),
    "result": ("const pg = require('pg'); const x = new pg.Pool({max: 1})", "pg.Pool({max: 1})"),
    "URL as text": ("const x = new URL(process.env.A).toString()", "url&($A|None)"),
    "part of a URL": ("const u = new URL(process.env.A); const x = u.hostname", "url.host($A|None)"),
    "port of a URL or its default": (
        "function f() { const u = new URL(process.env.A); const x = Number(u.port) || 6379 }",
        "or(url.port($A|None), 6379, why=?depends on a condition)",
    ),
    "URL with parameters": (
        "function f(p) { const u = new URL('a'); u.searchParams.set('a', '5'); u.searchParams.append('b', p); const x = u.href }",
        "url&('a', a='5', b=?`p` is a parameter)",
    ),
    "URL with a parameter under a condition": (
        "const u = new URL(process.env.A); if (y) { u.searchParams.set('a', '5') } const x = u.href",
        "url&($A|None, a=?depends on a condition)",
    ),
    "URL with parameters that are not constant": (
        "const u = new URL(process.env.A); for (const k of o) { u.searchParams.set(k, '5') } const x = u.href",
        "?its parameters are changed by code",
    ),
    "URL without a parameter": (
        "const u = new URL('a'); u.searchParams.delete('b'); const x = u.href",
        "url&('a', b=None)",
    ),
    "URL of another function": (
        "function g() { const u = 1; u.searchParams.set('a', '5') } const u = new URL(process.env.A); const x = u.href",
        "url&($A|None)",
    ),
    "URL of a class of the file": ("class URL {} const x = new URL('a')", "src.db.URL('a')"),
    "query by itself": ("const q = new URLSearchParams({a: 1}); q.set('b', '2'); const x = `c?${q}`", "'c?'~url&(a=1, b='2')"),
    "awaited": ("const x = await open(1)", "open(1)"),
    "replaced": (
        "const x = process.env.A.replace('postgres:', 'postgresql:')",
        "str.replace($A|None, 'postgres:', 'postgresql:')",
    ),
    "name of another file": ("const { url } = require('../config'); const x = url", "<src.config.url>"),
    "attribute of another file": ("import * as config from '../config.js'; const x = config.db.url", "<src.config.db.url>"),
    "function": ("const x = () => 1", "?a function"),
    "unknown attribute": ("function f(a) { const x = a.b }", "?an attribute of `a`, which is not known here"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that JavaScript gives it, as far as that is known without running it."""
    module = code("javascript", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "named import": ("import { Pool as P } from 'pg'\nnew P({ max: 1 })", ["pg.Pool({max: 1})"]),
    "default import": ("import postgres from 'postgres'\npostgres('u', { max: 1 })", ["postgres('u', {max: 1})"]),
    "namespace import": ("import * as pg from 'pg'\nnew pg.Pool()", ["pg.Pool()"]),
    "require": ("const { Client } = require('pg')\nnew Client('u')", ["require('pg')", "pg.Client('u')"]),
    "alias of an alias": ("import { Pool } from 'pg'\nconst A = Pool\nnew A()", ["pg.Pool()"]),
    "method of an object": (
        ("import { Pool } from 'pg'\nconst pool = new Pool()\nconst c = await pool.connect()\nc.query('SELECT 1')"),
        ["pool = pg.Pool()", "c = pg.Pool().connect()", "pg.Pool().connect().query('SELECT 1')"],
    ),
    "tagged template": (
        ("import postgres from 'postgres'\nconst sql = postgres()\nsql`SELECT ${a}`"),
        ["sql = postgres()", "postgres()('SELECT '~<a>)"],
    ),
    "transaction of a callback": (
        ("import postgres from 'postgres'\nconst sql = postgres()\nsql.begin(async tx => { tx`SET LOCAL a = 1` })"),
        ["sql = postgres()", "postgres().begin(?a function)", "postgres().begin()('SET LOCAL a = 1') in async <callback>"],
    ),
    "field of a class": (
        ("import { Pool } from 'pg'\nclass A { constructor() { this.p = new Pool() } f() { this.p.query('x') } }"),
        ["this.p = pg.Pool() in A.constructor", "pg.Pool().query('x') in A.f"],
    ),
    "spread arguments": ("f(1, ...rest, 2)", ["f(1, …)"]),
    "unknown object": ("function f(a) { a.query('x') }", ["?.query('x') in f"]),
    "package of Deno": ("import { Pool } from 'npm:pg@8.11'\nnew Pool()", ["pg.Pool()"]),
    "alias of a folder": ("import { pool } from '@/lib/db'\npool.query('x')", ["lib.db.pool.query('x')"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("javascript", text, PATH))


MODULES = {
    "index": ("src/db/index.mjs", "", "src.db"),
    "name": ("src/db.js", "", "src.db"),
    "configuration": ("knexfile.cjs", "", "knexfile"),
}


@pytest.mark.parametrize(("path", "text", "expected"), MODULES.values(), ids=MODULES.keys())
def test_module(path: str, text: str, expected: str, code: Callable[..., CodeModule]) -> None:
    """A file is named as others name it."""
    assert expected == code("javascript", text, path).module


STRINGS = {
    "tagged template": (
        ("import postgres from 'postgres'\nconst sql = postgres()\nsql`SET a = ${a}`"),
        [("'SET a = '~<a>", "postgres()", "sql", None)],
    ),
    "text in an object": (
        "db.query({ text: 'SELECT 1', values: ['a'] })",
        [("'SELECT 1'", "db.query", "db", None), ("'a'", "", "", None)],
    ),
    "sum": ("client.query('SET ' + name + '=1')", [("'SET '~<name>~'=1'", "client.query", "client", None)]),
    "transaction": (
        "db.$transaction(async (tx) => { tx.run('SET a'); other.run('SET b') })",
        [("'SET a'", "db.$transaction().run", "tx", True), ("'SET b'", "other.run", "other", None)],
    ),
    "import": ("import 'x'\nf('a')", [("'a'", "f", "", None)]),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_strings(
    text: str,
    expected: list[tuple[str, str, str, bool | None]],
    code: Callable[..., CodeModule],
    render: Callable[[Expression], str],
) -> None:
    """A string knows the call that takes it, its receiver, and whether a transaction is open for sure."""
    found = code("javascript", text, PATH).strings

    assert expected == [(render(item.value), item.call, item.receiver, item.in_transaction) for item in found]


EXPORTS = {
    "default": ("export default { url: 'u' }", [("default", "{url: 'u'}")]),
    "default by name": ("const a = 1; export default a", [("a", "1"), ("default", "1")]),
    "renamed": ("const a = 1; export { a as b }", [("a", "1"), ("b", "1")]),
    "of another file": ("export { a, default as c } from './x'", [("a", "<src.db.x.a>"), ("c", "<src.db.x>")]),
    "CommonJS": ("module.exports = { a: 1 }", [("module.exports", "{a: 1}")]),
    "CommonJS by name": ("exports.a = 1", [("exports.a", "1")]),
}


@pytest.mark.parametrize(("text", "expected"), EXPORTS.values(), ids=EXPORTS.keys())
def test_exports(
    text: str, expected: list[tuple[str, str]], code: Callable[..., CodeModule], render: Callable[[Expression], str]
) -> None:
    """What a module exports is assigned to the name that others see."""
    found = code("javascript", text, PATH).assignments

    assert expected == [(item.target, render(item.value)) for item in found]
