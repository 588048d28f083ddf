"""Objects of JavaScript whose settings stand in another file: each is told of, though no pool says where it is made."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.typescript import FORMAT
from poolaudit.extract.surfaces.client_holdings import extract

PRISMA = 'import { PrismaClient } from "@prisma/client";\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{PRISMA}const make = () => new PrismaClient({{ log: [] }});\n", [("prisma", 2, "kept")], id="in a function"
        ),
        pytest.param(f"{PRISMA}export const db = new PrismaClient();\n", [("prisma", 2, "kept")], id="in a module"),
        pytest.param(
            'import { Pool } from "pg";\nconst make = () => new Pool({ max: 3 });\n', [], id="whose settings are its own"
        ),
    ],
)
def test_objects(text: str, expected: list[tuple[str, int, str]]) -> None:
    """What makes Prisma's client is told wherever it stands."""
    source = Source("src/db.ts", text)
    found = extract(source, FORMAT.read(source))

    assert expected == [(each.library, each.span.line, each.held) for each in found]
