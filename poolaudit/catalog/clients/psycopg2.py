"""psycopg2: simple query protocol, so it never names statements."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Parameter, Prepares, Reference

_PARTS = (*libpq.PARTS, ("database", "dbname"))


def _pool(name: str, *more: str) -> Constructor:
    return Constructor(
        callees=(f"psycopg2.pool.{name}", *more),
        kind="pool",
        driver="psycopg2",
        positions=("minconn", "maxconn"),
        dsn_position=2,
        dsn_keywords=("dsn",),
        parts=_PARTS,
        parameters=(
            Parameter("minconn", "min_size"),
            Parameter("maxconn", "max_size"),
            *libpq.PARAMETERS,
        ),
        options_argument="options",
        startup_keywords=("application_name",),
        fixed_pooling=True,
    )


CLIENT = Client(
    name="psycopg2",
    title="psycopg2",
    language="python",
    engines=("postgresql",),
    packages=("pypi:psycopg2", "pypi:psycopg2-binary"),
    prepares=Prepares.NEVER,
    default_port=5432,
    libpq=True,
    constructors=(
        Constructor(
            callees=("psycopg2.connect", "psycopg2.extensions.connection"),
            kind="connection",
            driver="psycopg2",
            dsn_position=0,
            dsn_keywords=("dsn",),
            parts=_PARTS,
            parameters=libpq.PARAMETERS,
            options_argument="options",
            startup_keywords=("application_name",),
            fixed_pooling=False,
        ),
        _pool("ThreadedConnectionPool"),
        _pool("SimpleConnectionPool"),
        _pool("AbstractConnectionPool", "psycopg2.pool.PersistentConnectionPool"),
    ),
    driver_parameters=libpq.PARAMETERS,
    url_parameters=libpq.PARAMETERS,
    notes=(
        "An exhausted pool raises at once; nothing waits.",
        "putconn closes what is above minconn, so minconn is also the number of idle connections kept.",
    ),
    sources=(
        Reference("https://www.psycopg.org/docs/module.html", "2.9.13", "2026-11-20"),
        Reference("https://www.psycopg.org/docs/pool.html", "2.9.13", "2026-11-20"),
        Reference("https://github.com/psycopg/psycopg2/blob/master/lib/pool.py", "2.9.13", "2026-11-20"),
        *libpq.SOURCES,
    ),
)
