"""Drizzle Kit's drizzle.config.ts."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.typescript import FORMAT
from poolaudit.extract.surfaces.drizzle_config import SURFACE
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

IMPORT = "import { defineConfig } from 'drizzle-kit'\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{IMPORT}export default defineConfig({{ dbCredentials: {{ url: process.env.A! }} }})\n", [("A",)]),
        (
            f"{IMPORT}export default defineConfig({{ dbCredentials: {{ connectionString: 'pg://u:p@h/d' }} }})\n",
            [Secret("pg://u:p@h/d")],
        ),
        ("export default { dbCredentials: { url: process.env.B } } satisfies Config\n", [("B",)]),
        (f"{IMPORT}export default defineConfig({{ dbCredentials: {{ host: 'h', database: 'd' }} }})\n", []),
        (f"{IMPORT}export default defineConfig({{ dialect: 'postgresql' }})\n", []),
    ],
    ids=["variable", "older key", "plain object", "parts", "no credentials"],
)
def test_the_credentials_name_a_connection_string(text: str, expected: list[object]) -> None:
    """It is a variable, or text, which is a secret."""
    source = Source("drizzle.config.ts", text)
    found = [each for each in SURFACE.extract(source, FORMAT.read(source)) if isinstance(each, NamedValue)]

    assert expected == [
        each.value.names if isinstance(each.value, EnvLookup) else each.value.value if isinstance(each.value, Literal) else None
        for each in found
    ]
    assert {"dbCredentials.url"} >= {each.name for each in found}
