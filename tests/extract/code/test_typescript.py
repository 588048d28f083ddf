"""TypeScript text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "src/app/repo.ts"
VALUES = {
    "cast": ("const x = process.env.A as string", "$A|None"),
    "asserted": ("const x = process.env.A!", "$A|None"),
    "satisfies": ("const x = { a: 1 } satisfies T", "{a: 1}"),
    "angle brackets": ("const x = <string>'a'", "'a'"),
    "field": (("class A { private readonly size: number = 5; f() { const x = this.size } }"), "5"),
    "parameter": ("function f(a: string) { const x = a }", "?`a` is a parameter"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that TypeScript gives it, as far as that is known without running it."""
    module = code("typescript", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "type of a field": (
        ("import { Pool } from 'pg'\nclass A { constructor(private readonly pool: Pool) {} f() { this.pool.query('x') } }"),
        ["pg.Pool().query('x') in A.f"],
    ),
    "type of a parameter": (
        ("import type { PoolClient } from 'pg'\nasync function f(c: PoolClient) { await c.query('x') }"),
        ["pg.PoolClient().query('x') in async f"],
    ),
    "decorators": (
        ("import { Injectable } from '@nestjs/common'\n@Injectable()\nclass A { @Get('/x')\n async f() { g() } }"),
        ["@nestjs/common.Injectable() in A", "Get('/x') in A", "g() in async A.f @Get"],
    ),
    "type arguments": (
        ("import { drizzle } from 'drizzle-orm/node-postgres'\nexport const db = drizzle<typeof s>({ connection: 'u' })"),
        ["db = drizzle-orm/node-postgres.drizzle({connection: 'u'})"],
    ),
    "callback": ("app.get('/', async (req) => { open() })", ["app.get('/', ?a function)", "open() in async <callback>"]),
    "callback in a function": ("function f() { g(() => open()) }", ["g(?a function) in f", "open() in f"]),
    "named by its key": ("const o = { useFactory: async () => open() }", ["open() in async useFactory"]),
    "called at once": ("(async () => { open() })()", ["?()", "open()"]),
    "import when needed": ("const { Pool } = await import('pg')\nnew Pool()", ["import('pg')", "pg.Pool()"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("typescript", text, PATH))
