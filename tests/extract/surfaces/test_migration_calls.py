"""Code that migrates its database itself."""

from __future__ import annotations

from importlib import import_module

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.surfaces.migration_calls import SURFACE

BEAN = """import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
class Schema {
    @Bean%s
    Flyway flyway(DataSource dataSource) { return Flyway.configure()%s.dataSource(dataSource).load(); }
}
"""
SPRING = "liquibase.integration.spring"
CASES = {
    "ef-core": (
        "csharp",
        "class A { async Task F(Shop db) { await db.Database.MigrateAsync(); } }",
        [("ef-core", "Database.MigrateAsync")],
    ),
    "ef-core at once": ("csharp", "class A { void F(Shop db) { db.Database.Migrate(); } }", [("ef-core", "Database.Migrate")]),
    "near miss: a migration of its own": ("csharp", "class A { void F(Own own) { own.MigrateAsync(db); } }", []),
    "flyway": (
        "java",
        "import org.flywaydb.core.Flyway; class A { void f() { Flyway.configure().dataSource(u, n, p).load().migrate(); } }",
        [("flyway", "Flyway.migrate")],
    ),
    "flyway in a variable": (
        "java",
        "import org.flywaydb.core.Flyway; class A { void f() { Flyway f = Flyway.configure().load(); f.clean(); f.migrate(); } }",
        [("flyway", "Flyway.migrate")],
    ),
    "near miss: flyway that only tells": (
        "java",
        "import org.flywaydb.core.Flyway; class A { void f() { Flyway.configure().load().info(); } }",
        [],
    ),
    "flyway as a bean": ("java", BEAN % ('(initMethod = "migrate")', ""), [("flyway", "Flyway.configure")]),
    "near miss: a bean that nothing starts": ("java", BEAN % ("", ""), []),
    "liquibase": (
        "java",
        f"import {SPRING}.SpringLiquibase; class A {{ @Bean SpringLiquibase l() {{ return new SpringLiquibase(); }} }}",
        [("liquibase", "SpringLiquibase")],
    ),
    "goose": (
        "go",
        'package main\n\nimport "github.com/pressly/goose/v3"\n\nfunc main() { goose.Up(db, "migrations") }\n',
        [("goose", "goose.Up")],
    ),
    "alembic": (
        "python",
        "from alembic import command\nfrom alembic.config import Config\ncommand.upgrade(Config('alembic.ini'), 'head')\n",
        [("alembic", "alembic.upgrade")],
    ),
    "near miss: alembic that only marks": (
        "python",
        "from alembic import command\ncommand.stamp(config, 'head')\n",
        [],
    ),
    "near miss: goose that only tells": (
        "go",
        'package main\n\nimport "github.com/pressly/goose/v3"\n\nfunc main() { goose.Status(db, "migrations") }\n',
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_calls(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    """A call counts where it surely changes the schema."""
    found = SURFACE.extract(*_read(language, text))

    assert expected == [(each.tool, each.call) for each in found]  # type: ignore[union-attr]  # its only kind of fact


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        pytest.param("", (None, "absent"), id="nothing"),
        pytest.param('.configuration(Map.of("flyway.postgresql.transactional.lock", "false"))', (True, "written"), id="off"),
        pytest.param('.configuration(Map.of("flyway.postgresql.transactional.lock", "true"))', (False, "written"), id="on"),
        pytest.param('.configuration(Map.of("flyway.postgresql.transactional.lock", x()))', (None, "unresolved"), id="unknown"),
    ],
)
def test_locks_of_flyway(chain: str, expected: tuple[bool | None, str]) -> None:
    """Without its transaction-level lock Flyway holds one of the session."""
    (found,) = SURFACE.extract(*_read("java", BEAN % ('(initMethod = "migrate")', chain)))

    assert expected == (found.session_locks.value, found.session_locks.origin.value)  # type: ignore[union-attr]  # as above


def _read(language: str, text: str) -> tuple[Source, object]:
    source = Source(f"src/a.{language}", text)
    return source, import_module(f"poolaudit.extract.code.{language}").FORMAT.read(source)
