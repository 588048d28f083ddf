"""golang-migrate, called by a program of its own: opens database/sql's pool from a URL, to migrate through it."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

_ROOTS = ("github.com/golang-migrate/migrate/v4", "github.com/golang-migrate/migrate", "github.com/mattes/migrate")


def _opening(method: str, overload: tuple[str, ...]) -> Constructor:
    return Constructor(
        callees=tuple(f"{root}.{method}" for root in _ROOTS),
        kind="pool",
        overloads=(overload,),
        dsn_keywords=("databaseURL",),
        fixed_pooling=True,
        role="migration",
    )


CLIENT = Client(
    name="golang_migrate",
    title="golang-migrate",
    language="go",
    engines=("postgresql", "mysql", "sqlite", "cockroachdb", "mssql"),
    packages=("go:github.com/golang-migrate/migrate",),
    prepares=Prepares.DRIVER,
    triggers=("golang-migrate/migrate", "mattes/migrate"),
    constructors=(
        _opening("New", ("sourceURL", "databaseURL")),
        _opening("NewWithSourceInstance", ("sourceName", "sourceInstance", "databaseURL")),
    ),
    dialects=(
        ("postgres", "lib_pq"),
        ("postgresql", "lib_pq"),
        ("pgx", "pgx"),
        ("pgx4", "pgx"),
        ("pgx5", "pgx"),
        ("mysql", "go_mysql"),
    ),
    layer_url_parameters=(("pgx", go_drivers.PGX), ("go_mysql", go_drivers.GO_MYSQL)),
    notes=(
        "Parameters of the URL that begin with x- are its own.",
        "It takes pg_advisory_lock for the session while it runs.",
    ),
    sources=(
        Reference("https://github.com/golang-migrate/migrate/blob/master/migrate.go", "4.19", "2026-11-21"),
        Reference("https://github.com/golang-migrate/migrate/blob/master/database/postgres/postgres.go", "4.19", "2026-11-21"),
        Reference("https://github.com/golang-migrate/migrate/tree/master/database/pgx/v5", "4.19", "2026-11-21"),
    ),
)
