"""Scripts of other packages of a repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.workspaces import elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pnpm --filter @shop/db migrate", ("@shop/db", "pnpm migrate")),
        ("pnpm run -F db... migrate --x", ("db", "pnpm run migrate --x")),
        ("pnpm -C packages/db migrate", ("./packages/db", "pnpm migrate")),
        ("npm run migrate -w db", ("db", "npm run migrate")),
        ("npm run migrate --workspace=db -- -w x", ("db", "npm run migrate -- -w x")),
        ("npm --prefix packages/db start", ("./packages/db", "npm start")),
        ("yarn workspace db migrate", ("db", "yarn migrate")),
        ("yarn --cwd packages/db migrate", ("./packages/db", "yarn migrate")),
        ("bun run --filter db migrate", ("db", "bun run migrate")),
        ("npx turbo run start --filter=db", ("db", "npm run start")),
        ("pnpm exec turbo start --filter db...", ("db", "npm run start")),
        ("turbo run build test --filter=db", ("", "turbo run build test --filter=db")),
        ("turbo run start", ("", "turbo run start")),
        ("pnpm migrate", ("", "pnpm migrate")),
        ("node --filter x", ("", "node --filter x")),
    ],
)
def test_packages_that_commands_name(words: str, expected: tuple[str, str]) -> None:
    """The option and its value are taken out of the command."""
    named, rest = elsewhere(words.split())

    assert expected == (named, " ".join(rest))


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pnpm --filter @shop/db deploy", "prisma-migrate"),
        ("npm run deploy -w @shop/db", "prisma-migrate"),
        ("pnpm -C packages/db deploy", "prisma-migrate"),
        ("npx turbo run deploy --filter=@shop/db", "prisma-migrate"),
        ("npm run everything", "prisma-migrate"),
        ("npm run deploy", "node-framework"),
        ("pnpm --filter twice deploy", None),
        ("pnpm --filter none deploy", None),
    ],
)
def test_scripts_of_packages(graph_of: Callable[..., Graph], command: str, expected: str | None) -> None:
    """A package is found by its name or its folder; what two are called is none."""
    scripts = {"deploy": "next start", "everything": "pnpm --filter @shop/db deploy"}
    files = {
        "Procfile": f"web: {command}\n",
        "package.json": json.dumps({"name": "shop", "scripts": scripts}),
        "packages/db/package.json": json.dumps({"name": "@shop/db", "scripts": {"deploy": "prisma migrate deploy"}}),
        "a/package.json": json.dumps({"name": "twice", "scripts": {"deploy": "next start"}}),
        "b/package.json": json.dumps({"name": "twice", "scripts": {"deploy": "next start"}}),
    }

    assert expected == graph_of(files).workloads[0].program.value
