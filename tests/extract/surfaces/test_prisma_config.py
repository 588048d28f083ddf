"""Prisma's prisma.config.ts."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.typescript import FORMAT
from poolaudit.extract.surfaces.prisma_config import SURFACE
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

IMPORT = "import { defineConfig, env } from 'prisma/config'\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{IMPORT}export default defineConfig({{ datasource: {{ url: env('A') }} }})\n", [("datasource.url", ("A",))]),
        (f"{IMPORT}export default defineConfig({{ datasource: {{ url: process.env.B }} }})\n", [("datasource.url", ("B",))]),
        (
            f"{IMPORT}export default defineConfig({{ datasource: {{ url: 'pg://u:p@h/d', shadowDatabaseUrl: env('S') }} }})\n",
            [("datasource.url", Secret("pg://u:p@h/d")), ("datasource.shadowDatabaseUrl", ("S",))],
        ),
        (f"{IMPORT}export default defineConfig({{ schema: 'x' }})\n", []),
        ("export default { datasource: 1 }\n", []),
    ],
    ids=["Prisma's own reader", "Node's", "text", "no data source", "another object"],
)
def test_the_data_source_names_connection_strings(text: str, expected: list[tuple[str, object]]) -> None:
    """Each is a variable, whoever reads it, or text, which is a secret."""
    source = Source("prisma.config.ts", text)
    found = [each for each in SURFACE.extract(source, FORMAT.read(source)) if isinstance(each, NamedValue)]

    assert expected == [
        (
            each.name,
            each.value.names
            if isinstance(each.value, EnvLookup)
            else each.value.value
            if isinstance(each.value, Literal)
            else None,
        )
        for each in found
    ]
