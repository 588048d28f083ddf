"""Dagster's storage in PostgreSQL: engines without a pool, one each for runs, events and schedules."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Default, Prepares, Reference

_PARTS = (
    ("postgres_db.username", "user"),
    ("postgres_db.password", "password"),
    ("postgres_db.hostname", "host"),
    ("postgres_db.db_name", "dbname"),
    ("postgres_db.port", "port"),
    ("postgres_db.params.sslmode", "sslmode"),
    ("postgres_db.params.sslrootcert", "sslrootcert"),
)

CLIENT = Client(
    name="dagster_postgres",
    title="Dagster",
    language="service",
    engines=("postgresql",),
    packages=("pypi:dagster-postgres",),
    prepares=Prepares.NEVER,
    default_port=5432,
    constructors=(
        Constructor(
            callees=("storage.postgres", "run_storage", "event_log_storage", "schedule_storage"),
            kind="engine",
            driver="psycopg2",
            dsn_keywords=("postgres_url",),
            parts=_PARTS,
            driver_arguments="postgres_db.params",
            options_argument="postgres_db.params.options",
            fixed_pooling=False,
        ),
    ),
    dsn_readers=(Default("sqlalchemy"),),
    url_parameters=libpq.PARAMETERS,
    notes=(
        "The daemon and each run open a connection for what they do and close it; the webserver keeps one for each storage.",
        "The webserver sets statement_timeout for the session.",
    ),
    sources=(
        Reference("https://docs.dagster.io/deployment/oss/dagster-yaml#storage", "1.12", "2026-11-21", "memory"),
        Reference(
            "https://github.com/dagster-io/dagster/blob/master/python_modules/libraries/dagster-postgres/dagster_postgres/utils.py",
            "0.29.27",
            "2026-11-21",
        ),
        Reference(
            "https://github.com/dagster-io/dagster/blob/master/python_modules/libraries/dagster-postgres/dagster_postgres/run_storage/run_storage.py",
            "0.29.27",
            "2026-11-21",
        ),
    ),
)
