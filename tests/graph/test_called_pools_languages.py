"""Pools that functions and classes of TypeScript, Go and Ruby open, one for each call that decides about them."""

# ruff: noqa: E501  # one module of a repository is one line
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

ONE, OTHER = '"postgresql://app@one.example/shop"', '"postgresql://app@two.example/shop"'
TAKEN = 'import { Pool } from "pg";\nexport function open({ url, max = 5 }) {\n  return new Pool({ connectionString: url, max });\n}\n'
MADE = 'import { Pool } from "pg";\nexport class Store {\n  constructor(url, options = {}) {\n    this.pool = new Pool({ connectionString: url, max: options.max ?? 8 });\n  }\n}\n'
GO = 'package db\n\nimport (\n\t"database/sql"\n\n\t_ "github.com/lib/pq"\n)\n\nfunc Open(url string, size int) (*sql.DB, error) {\n\tdb, err := sql.Open("postgres", url)\n\tdb.SetMaxOpenConns(size)\n\treturn db, err\n}\n'
RUBY = "module Shop\n  class Cache\n    def initialize(url, timeout: 3)\n      @redis = Redis.new(url: url, connect_timeout: timeout)\n    end\n  end\nend\n"

CALLED: dict[str, tuple[dict[str, str], list[tuple[object, ...]]]] = {
    "options that are taken apart": (
        {
            "app/db.ts": TAKEN,
            "app/web.ts": f'import {{ open }} from "./db";\nexport const a = open({{ url: {ONE}, max: 12 }});\nexport const b = open({{ url: {OTHER} }});\n',
        },
        [("app/web.ts", 2, "one.example", 12), ("app/web.ts", 3, "two.example", 5)],
    ),
    "a constructor": (
        {
            "app/db.ts": MADE,
            "app/web.ts": f'import {{ Store }} from "./db";\nexport const a = new Store({ONE});\nexport const b = new Store({OTHER}, {{ max: 3 }});\n',
        },
        [("app/web.ts", 2, "one.example", 8), ("app/web.ts", 3, "two.example", 3)],
    ),
    "a package of the repository": (
        {
            "packages/store/package.json": '{"name": "@acme/store", "scripts": {"build": "tsc"}}',
            "packages/store/src/db.ts": TAKEN,
            "packages/store/src/index.ts": 'export * from "./db";\n',
            "apps/web/main.ts": f'import {{ open }} from "@acme/store";\nexport const a = open({{ url: {ONE}, max: 12 }});\n',
        },
        [("apps/web/main.ts", 2, "one.example", 12)],
    ),
    "a package without scripts in folders of common names": (
        {
            "packages/db/package.json": '{"name": "@acme/db", "main": "./src/index.ts", "dependencies": {"pg": "8.13.1"}}',
            "packages/db/src/index.ts": TAKEN,
            "apps/web/main.ts": f'import {{ open }} from "@acme/db";\nexport const a = open({{ url: {ONE}, max: 12 }});\n',
        },
        [("apps/web/main.ts", 2, "one.example", 12)],
    ),
    "a function of that name elsewhere": (
        {"app/db.ts": TAKEN, "app/web.ts": f'import {{ open }} from "./other";\nexport const a = open({{ url: {ONE} }});\n'},
        [("app/db.ts", 3, None, None)],
    ),
    "a package of Go": (
        {
            "go.mod": "module github.com/acme/shop\n",
            "internal/db/db.go": GO,
            "cmd/api/main.go": f'package main\n\nimport "github.com/acme/shop/internal/db"\n\nfunc main() {{\n\tpool, err := db.Open({ONE}, 17)\n}}\n',
        },
        [("cmd/api/main.go", 6, "one.example", 17)],
    ),
    "a package of Go under another name, and another package's function": (
        {
            "internal/db/db.go": GO,
            "cmd/api/main.go": f'package main\n\nimport store "github.com/acme/shop/internal/db"\n\nfunc main() {{\n\tstore.Open({ONE}, 17)\n}}\n',
            "cmd/web/main.go": f'package main\n\nimport (\n\t_ "github.com/acme/shop/internal/db"\n\t"os"\n)\n\nfunc main() {{\n\tos.Open({ONE})\n}}\n',
        },
        [("cmd/api/main.go", 6, "one.example", 17)],
    ),
    "fields of a struct": (
        {
            "internal/db/db.go": GO.replace("url string, size int", "c Config")
            .replace(", url", ", c.Url")
            .replace("(size)", "(c.Size)")
            + "\ntype Config struct {\n\tUrl string\n\tSize int\n}\n",
            "cmd/api/main.go": f'package main\n\nimport "github.com/acme/shop/internal/db"\n\nfunc main() {{\n\tdb.Open(db.Config{{Url: {ONE}, Size: 6}})\n}}\n',
        },
        [("cmd/api/main.go", 6, "one.example", 6)],
    ),
    "a package of Go of somebody else": (
        {
            "db/db.go": GO,
            "main.go": f'package main\n\nimport "upper.io/db"\n\nfunc main() {{\n\tdb.Open({ONE}, 17)\n}}\n',
        },
        [("db/db.go", 10, None, None)],
    ),
    "a package of Go at the root": (
        {
            "db/db.go": GO,
            "main.go": f'package main\n\nimport "github.com/acme/shop/db"\n\nfunc main() {{\n\tdb.Open({ONE}, 17)\n}}\n',
        },
        [("main.go", 6, "one.example", 17)],
    ),
    "the same package of Go": (
        {"internal/db/db.go": GO, "internal/db/main.go": f"package db\n\nfunc Start() {{\n\tOpen({ONE}, 9)\n}}\n"},
        [("internal/db/main.go", 4, "one.example", 9)],
    ),
    "what migrates calls its own": (
        {
            "internal/db/db.go": GO,
            "internal/db/migrations/db.go": GO,
            "internal/db/migrations/run.go": f"package migrations\n\nfunc Start() {{\n\tOpen({ONE}, 9)\n}}\n",
        },
        [("internal/db/db.go", 10, None, None), ("internal/db/migrations/run.go", 4, "one.example", 9)],
    ),
    "a class of Ruby": (
        {"lib/cache.rb": RUBY, "app/use.rb": 'CACHE = Shop::Cache.new("redis://one.example:6379/0")\n'},
        [("app/use.rb", 1, "one.example", None)],
    ),
}


def test_a_client_of_migrations_migrates(graph_of: Callable[..., Graph]) -> None:
    """What golang-migrate opens is for a migration, wherever the code stands."""
    code = 'package db\n\nimport "github.com/golang-migrate/migrate/v4"\n\nfunc Up() {\n\tmigrate.New("file://sql", "postgres://one.example/shop")\n}\n'
    (route,) = graph_of({"internal/db/db.go": code}).routes

    assert ("migration", True) == (route.client.role.value, route.client.one_shot)


@pytest.mark.parametrize(("files", "expected"), CALLED.values(), ids=CALLED)
def test_calls(files: dict[str, str], expected: list[tuple[object, ...]], graph_of: Callable[..., Graph]) -> None:
    """Each call that decides about a pool is a client, with what it gives and what it leaves to defaults."""
    routes = graph_of(files).routes

    assert expected == [
        (each.span.path, each.span.line, each.endpoint.host.value, each.client.max_connections.value) for each in routes
    ]
