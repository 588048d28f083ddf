"""goose, called by a program of its own: opens database/sql's pool to migrate through it."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.clients.database_sql import PARAMETERS, SETTERS
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

CLIENT = Client(
    name="goose",
    title="goose",
    language="go",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("go:github.com/pressly/goose",),
    prepares=Prepares.DRIVER,
    triggers=("pressly/goose",),
    constructors=(
        Constructor(
            callees=("github.com/pressly/goose/v3.OpenDBWithDriver", "github.com/pressly/goose.OpenDBWithDriver"),
            kind="pool",
            overloads=(("driverName", "dataSourceName"),),
            dsn_keywords=("dataSourceName",),
            driver_argument="driverName",
            parameters=PARAMETERS,
            driver_arguments="**",
            setters=SETTERS,
            fixed_pooling=True,
            role="migration",
        ),
    ),
    dialects=(("postgres", "pgx"), ("pgx", "pgx"), ("mysql", "go_mysql")),
    layer_url_parameters=(("pgx", go_drivers.PGX), ("go_mysql", go_drivers.GO_MYSQL)),
    unknown_url_startup=True,
    notes=("`postgres` means pgx's driver of database/sql.",),
    sources=(Reference("https://github.com/pressly/goose/blob/main/db.go", "3.26", "2026-11-21"),),
)
