"""PostgreSQL: its parameters and the images that run it."""

from __future__ import annotations

from poolaudit.catalog.model import Reference, Server
from poolaudit.catalog.servers.postgresql_parameters import PARAMETERS

SERVER = Server(
    name="postgresql",
    title="PostgreSQL",
    port=5432,
    parameters=PARAMETERS,
    images=(
        "postgres",
        "library/postgres",
        "postgis/postgis",
        "bitnami/postgresql",
        "bitnamilegacy/postgresql",
        "timescale/timescaledb",
        "timescale/timescaledb-ha",
        "pgvector/pgvector",
        "ankane/pgvector",
        "supabase/postgres",
        "cloudnative-pg/postgresql",
        "kartoza/postgis",
        "imresamu/postgis",
        "citusdata/citus",
        "paradedb/paradedb",
        "tensorchord/pgvecto-rs",
        "circleci/postgres",
        "cimg/postgres",
    ),
    sources=(
        Reference("https://www.postgresql.org/docs/17/runtime-config.html", "17", "2026-11-20"),
        Reference("https://www.postgresql.org/docs/15/view-pg-settings.html", "15.18", "2026-11-20", "run"),
        Reference("https://www.postgresql.org/docs/17/reference-client.html", "17", "2026-11-21"),
        Reference("https://github.com/docker-library/postgres", "17", "2026-11-20", "seen"),
    ),
    programs=("postgres", "postmaster"),
    clients=(
        *("psql", "pg_isready", "createdb", "dropdb", "createuser", "dropuser", "pg_dump", "pg_dumpall", "pg_restore"),
        *("pgbench", "vacuumdb", "reindexdb", "clusterdb", "pg_receivewal", "pg_recvlogical"),
    ),
    reserved=("superuser_reserved_connections", "reserved_connections"),
)
