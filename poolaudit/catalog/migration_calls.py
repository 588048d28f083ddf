"""Libraries with which programs migrate their database themselves.

In: nothing (literals). Out: `TOOLS`, by the names that code has after imports are followed.
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog.alembic_config import ENVIRONMENT
from poolaudit.catalog.model import Reference


@dataclass(frozen=True, slots=True)
class MigrationTool:
    """One library."""

    name: str
    language: str
    triggers: tuple[str, ...]
    """Literals of which one stands in every file that calls it."""
    clients: tuple[str, ...]
    """Catalog names of the client libraries whose connections it uses."""
    sources: tuple[Reference, ...]
    calls: tuple[str, ...] = ()
    """Dotted names of functions that migrate."""
    root: str = ""
    """What the dotted name of the object begins with whose methods migrate; empty is any object."""
    methods: tuple[str, ...] = ()
    """Endings of the dotted names of those methods."""
    beans: tuple[str, ...] = ()
    """Classes of which Spring makes one and lets it migrate, because it is a bean."""
    init_method: str = ""
    """Method that Spring calls where a bean names it: `@Bean(initMethod = "migrate")`."""
    file: str = ""
    """File of the repository in which it connects; empty where it uses the connections that the program opens anyway."""
    session_locks: bool | None = None
    """Whether it holds session-level advisory locks while it runs; None where that depends on its release, or on settings."""
    lock_key: str = ""
    """Setting that is false where session-level advisory locks are held."""
    settings: str = ""
    """Block of Spring's settings that makes it migrate at start."""
    settings_lock: str = ""
    """The setting of locks below that block."""


TOOLS = (
    MigrationTool(
        name="ef-core",
        language="csharp",
        triggers=("Database.Migrate",),
        clients=("npgsql", "mysqlconnector_net", "sqlclient"),
        methods=(".Database.Migrate", ".Database.MigrateAsync"),
        sources=(
            Reference(
                "https://learn.microsoft.com/ef/core/managing-schemas/migrations/applying#apply-migrations-at-runtime",
                "9.0",
                "2026-11-21",
            ),
        ),
    ),
    MigrationTool(
        name="flyway",
        language="java",
        triggers=("org.flywaydb.core",),
        clients=("hikaricp", "pgjdbc", "mysql_connector_j", "tomcat_jdbc", "dbcp2", "agroal", "druid"),
        root="org.flywaydb.core.Flyway",
        methods=(".migrate",),
        init_method="migrate",
        lock_key="flyway.postgresql.transactional.lock",
        settings="spring.flyway",
        settings_lock="postgresql.transactional-lock",
        sources=(
            Reference("https://github.com/flyway/flyway/issues/2895", "2020", "2026-11-20", "seen"),
            Reference(
                "https://tessl.io/registry/tessl/maven-org-flywaydb--flyway-database-postgresql", "11.8", "2026-11-21", "seen"
            ),
            Reference(
                "https://docs.spring.io/spring-boot/how-to/data-initialization.html#howto.data-initialization.migration-tool.flyway",
                "3.5",
                "2026-11-21",
            ),
        ),
    ),
    MigrationTool(
        name="liquibase",
        language="java",
        triggers=("liquibase.integration.spring", "liquibase.Liquibase"),
        clients=("hikaricp", "pgjdbc", "mysql_connector_j", "tomcat_jdbc", "dbcp2", "agroal", "druid"),
        root="liquibase.Liquibase",
        methods=(".update",),
        beans=("liquibase.integration.spring.SpringLiquibase",),
        settings="spring.liquibase",
        sources=(
            Reference(
                "https://docs.spring.io/spring-boot/how-to/data-initialization.html"
                "#howto.data-initialization.migration-tool.liquibase",
                "3.5",
                "2026-11-21",
            ),
        ),
    ),
    MigrationTool(
        name="alembic",
        language="python",
        triggers=("alembic.command", "alembic import command"),
        clients=("sqlalchemy",),
        calls=("alembic.command.upgrade", "alembic.command.downgrade"),
        file=ENVIRONMENT,
        session_locks=False,
        sources=(Reference("https://alembic.sqlalchemy.org/en/latest/api/commands.html", "1.17", "2026-11-21"),),
    ),
    MigrationTool(
        name="goose",
        language="go",
        triggers=("github.com/pressly/goose",),
        clients=("pgx", "lib_pq", "database_sql"),
        calls=tuple(
            f"github.com/pressly/goose{version}.{name}"
            for version in ("", "/v3")
            for name in ("Up", "UpContext", "UpTo", "UpToContext", "UpByOne", "UpByOneContext", "Run", "RunContext")
        ),
        sources=(Reference("https://pkg.go.dev/github.com/pressly/goose/v3#Up", "3.24", "2026-11-21"),),
    ),
)
