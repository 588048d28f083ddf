"""Lock files and manifests of every ecosystem pin the releases of client libraries."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.run import extract, readings
from poolaudit.facts.name import Dependency

EXACT = "exact version"
LOWEST = "lowest version that the constraint allows"
NO_BOUND = "the constraint has no lower bound"


def found(path: str, text: str) -> list[tuple[str, str, str | None, str, str]]:
    """Ecosystem, package, version, what it rests on, and the text at its place, as the readers that want the file see it."""
    source = Source.decode(path, text.encode())
    wanted = [each for each in readings() if each.surface.name in ("locked_releases", "manifests", "maven", "nuget")]
    chosen = [
        each
        for each in wanted
        if path.rpartition("/")[2] in each.globs or any(path.endswith(g[1:]) for g in each.globs if g[0] == "*")
    ]
    result = extract(source, chosen)

    assert () == result.unread
    return [
        (
            each.ecosystem,
            each.package,
            each.version.value,
            each.version.note,
            source.at(each.version.span) if each.version.span else "",
        )
        for each in result.facts
        if isinstance(each, Dependency)
    ]


NPM_3 = """{
  "name": "app", "lockfileVersion": 3,
  "packages": {
    "": { "name": "app", "dependencies": { "pg": "^8.11.0" } },
    "node_modules/@neondatabase/serverless": { "version": "1.0.2" },
    "node_modules/pg": {
      "version": "8.13.1",
      "resolved": "https://registry.npmjs.org/pg/-/pg-8.13.1.tgz"
    },
    "node_modules/other/node_modules/left-pad": { "version": "1.0.0" }
  }
}
"""
NPM_1 = '{"lockfileVersion": 1, "dependencies": {"pg": {\n "version": "7.18.2",\n "requires": {"pg-pool": "2"}}}}\n'
YARN_1 = (
    '# yarn lockfile v1\n\n"@prisma/client@^5.0.0":\n  version "5.22.0"\n  resolved "x"\n\n'
    'pg@^8.0.3, pg@^8.11.0:\n  version "8.12.0"\n'
)
YARN_4 = '__metadata:\n  version: 8\n\n"pg@npm:^8.11.0":\n  version: 8.13.0\n  resolution: "pg@npm:8.13.0"\n'
PNPM_9 = (
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      pg:\n        version: 8.13.1\npackages:\n"
    "  '@prisma/client@6.1.0':\n    resolution: {}\n  pg@8.13.1:\n    resolution: {}\nsnapshots:\n  pg@9.9.9:\n    x: 1\n"
)
PNPM_6 = (
    "lockfileVersion: '6.0'\npackages:\n\n  /drizzle-orm@0.29.1(pg@8.11.3):\n    dev: false\n\n  /pg@8.11.3:\n    dev: false\n"
)
PNPM_5 = "lockfileVersion: 5.4\npackages:\n  /pg/8.8.0_abc@1:\n    dev: false\n"
GO = (
    "module example.org/shop\n\ngo 1.22\n\nrequire github.com/lib/pq v1.10.9\n\nrequire (\n\tgithub.com/jackc/pgx/v5 v5.5.5\n"
    "\tgolang.org/x/sync v0.7.0 // indirect\n)\nreplace (\n\tgithub.com/go-sql-driver/mysql v1.8.0 => ../mysql\n)\n"
)
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <properties><hikari.version>5.1.0</hikari.version></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.3</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>com.zaxxer</groupId><artifactId>HikariCP</artifactId><version>${hikari.version}</version></dependency>
    <dependency><groupId>com.mysql</groupId><artifactId>mysql-connector-j</artifactId><version>${parent.version}</version></dependency>
    <dependency><groupId>io.r2dbc</groupId><artifactId>r2dbc-pool</artifactId></dependency>
  </dependencies>
</project>
"""
GRADLE = (
    'dependencies {\n  implementation "com.zaxxer:HikariCP:5.1.0"\n  runtimeOnly("org.postgresql:postgresql:42.7.3")\n'
    "  implementation \"io.r2dbc:r2dbc-pool:$version\"\n  testImplementation 'junit:junit:4.13'\n}\n"
)
CSPROJ = (
    '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>\n<PackageReference Include="Npgsql" Version="8.0.5" />\n'
    '<PackageReference Include="MySqlConnector"><Version>[2.3.7]</Version></PackageReference>\n'
    '<PackageReference Include="Serilog" Version="4" />\n</ItemGroup></Project>\n'
)
GEMS = (
    "GEM\n  remote: https://rubygems.org/\n  specs:\n    activerecord (7.1.3)\n      pg (~> 1.1)\n"
    "    pg (1.5.6-x86_64-linux)\n\nDEPENDENCIES\n  pg (~> 1.1)\n"
)
MIX = (
    '%{\n  "ecto_sql": {:hex, :ecto_sql, "3.11.1", "e9ab"},\n  "plug": {:git, "https://x", "abc", []},\n'
    '  "postgrex": {:hex, :postgrex, "0.17.5", "0483"},\n}\n'
)
CARGO_LOCK = '[[package]]\nname = "sqlx"\nversion = "0.8.2"\n\n[[package]]\nname = "serde"\nversion = "1.0.1"\n'
CARGO = '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\ntokio-postgres = "=0.7.10"\n'
CATALOG = (
    '[versions]\npg = "42.7.3"\n[libraries]\npostgres = { module = "org.postgresql:postgresql", version.ref = "pg" }\n'
    'hikari = "com.zaxxer:HikariCP:5.1.0"\npool = { group = "io.r2dbc", name = "r2dbc-pool", version = "1.0.1" }\n'
)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "package-lock.json",
            NPM_3,
            [("npm", "@neondatabase/serverless", "1.0.2", EXACT, "1.0.2"), ("npm", "pg", "8.13.1", EXACT, "8.13.1")],
            id="npm-3",
        ),
        pytest.param("web/package-lock.json", NPM_1, [("npm", "pg", "7.18.2", EXACT, "7.18.2")], id="npm-1"),
        pytest.param(
            "yarn.lock",
            YARN_1,
            [("npm", "@prisma/client", "5.22.0", EXACT, "5.22.0"), ("npm", "pg", "8.12.0", EXACT, "8.12.0")],
            id="yarn-1",
        ),
        pytest.param("yarn.lock", YARN_4, [("npm", "pg", "8.13.0", EXACT, "8.13.0")], id="yarn-4"),
        pytest.param(
            "pnpm-lock.yaml",
            PNPM_9,
            [("npm", "@prisma/client", "6.1.0", EXACT, "6.1.0"), ("npm", "pg", "8.13.1", EXACT, "8.13.1")],
            id="pnpm-9",
        ),
        pytest.param(
            "pnpm-lock.yaml",
            PNPM_6,
            [("npm", "drizzle-orm", "0.29.1", EXACT, "0.29.1"), ("npm", "pg", "8.11.3", EXACT, "8.11.3")],
            id="pnpm-6",
        ),
        pytest.param("pnpm-lock.yaml", PNPM_5, [("npm", "pg", "8.8.0", EXACT, "8.8.0")], id="pnpm-5"),
        pytest.param(
            "package.json",
            '{"dependencies": {"pg": "^8.11.0", "postgres": "3.4.4", "ioredis": "latest"},'
            ' "devDependencies": {"prisma": "^5 || ^6"}}',
            [
                ("npm", "pg", "8.11.0", LOWEST, "^8.11.0"),
                ("npm", "postgres", "3.4.4", EXACT, "3.4.4"),
                ("npm", "ioredis", None, NO_BOUND, "latest"),
                ("npm", "prisma", "5", LOWEST, "^5 || ^6"),
            ],
            id="package-json",
        ),
        pytest.param(
            "go.mod",
            GO,
            [
                ("go", "github.com/lib/pq", "1.10.9", EXACT, "v1.10.9"),
                ("go", "github.com/jackc/pgx/v5", "5.5.5", EXACT, "v5.5.5"),
            ],
            id="go",
        ),
        pytest.param(
            "pom.xml",
            POM,
            [
                ("maven", "org.postgresql:postgresql", "42.7.3", EXACT, "42.7.3"),
                ("maven", "com.zaxxer:HikariCP", "5.1.0", EXACT, "5.1.0"),
            ],
            id="maven",
        ),
        pytest.param(
            "build.gradle",
            GRADLE,
            [
                ("maven", "com.zaxxer:HikariCP", "5.1.0", EXACT, "5.1.0"),
                ("maven", "org.postgresql:postgresql", "42.7.3", EXACT, "42.7.3"),
            ],
            id="gradle",
        ),
        pytest.param(
            "gradle.lockfile",
            "# manual edits\ncom.zaxxer:HikariCP:5.1.0=runtimeClasspath\n",
            [("maven", "com.zaxxer:HikariCP", "5.1.0", EXACT, "5.1.0")],
            id="gradle-lock",
        ),
        pytest.param(
            "gradle/libs.versions.toml",
            CATALOG,
            [
                ("maven", "org.postgresql:postgresql", "42.7.3", EXACT, "42.7.3"),
                ("maven", "com.zaxxer:HikariCP", "5.1.0", EXACT, "com.zaxxer:HikariCP:5.1.0"),
                ("maven", "io.r2dbc:r2dbc-pool", "1.0.1", EXACT, "1.0.1"),
            ],
            id="gradle-catalog",
        ),
        pytest.param(
            "src/Shop/Shop.csproj",
            CSPROJ,
            [("nuget", "npgsql", "8.0.5", LOWEST, "8.0.5"), ("nuget", "mysqlconnector", "2.3.7", LOWEST, "[2.3.7]")],
            id="csproj",
        ),
        pytest.param(
            "Directory.Packages.props",
            '<Project><ItemGroup><PackageVersion Include="Npgsql" Version="[9.0.2,10)" /></ItemGroup></Project>',
            [("nuget", "npgsql", "9.0.2", LOWEST, "[9.0.2,10)")],
            id="central",
        ),
        pytest.param(
            "packages.config",
            '<packages><package id="Npgsql" version="4.1.9" /></packages>',
            [("nuget", "npgsql", "4.1.9", EXACT, "4.1.9")],
            id="packages-config",
        ),
        pytest.param(
            "Gemfile.lock",
            GEMS,
            [("gem", "activerecord", "7.1.3", EXACT, "7.1.3"), ("gem", "pg", "1.5.6", EXACT, "1.5.6")],
            id="bundler",
        ),
        pytest.param(
            "mix.lock",
            MIX,
            [("hex", "ecto_sql", "3.11.1", EXACT, "3.11.1"), ("hex", "postgrex", "0.17.5", EXACT, "0.17.5")],
            id="mix",
        ),
        pytest.param("Cargo.lock", CARGO_LOCK, [("crates", "sqlx", "0.8.2", EXACT, "0.8.2")], id="cargo-lock"),
        pytest.param(
            "Cargo.toml",
            CARGO,
            [("crates", "sqlx", "0.8", LOWEST, "0.8"), ("crates", "tokio-postgres", "0.7.10", EXACT, "=0.7.10")],
            id="cargo",
        ),
    ],
)
def test_pinned_releases(path: str, text: str, expected: list[tuple[str, str, str | None, str, str]]) -> None:
    """Each file pins the packages of the catalog at their exact places, and nothing else."""
    actual = found(path, text)

    assert expected == actual


@pytest.mark.parametrize("name", ["package-lock.json", "yarn.lock", "pnpm-lock.yaml", "Gemfile.lock", "mix.lock", "build.gradle"])
@pytest.mark.parametrize(
    "text",
    ['"a' * 40000, "a@" * 40000, '"name": ' * 20000, " " * 100000, "    a (" * 20000],
    ids=["quotes", "names", "keys", "blanks", "gems"],
)
def test_hostile_text_is_read_in_linear_time(name: str, text: str) -> None:
    """Text that almost matches everywhere gives nothing, and ends."""
    actual = found(name, text)

    assert [] == actual
