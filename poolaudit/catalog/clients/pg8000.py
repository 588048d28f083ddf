"""pg8000: pure Python; statements are unnamed, but parsed and executed in separate round trips."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Parameter, Prepares, Reference, Unit

_CONNECT = (
    Parameter("timeout", "connect_timeout", Unit.SECONDS),
    Parameter("tcp_keepalive", "keepalive"),
    Parameter("application_name", ""),
)

CLIENT = Client(
    name="pg8000",
    title="pg8000",
    language="python",
    engines=("postgresql",),
    packages=("pypi:pg8000",),
    prepares=Prepares.TWO_TRIPS,
    default_port=5432,
    constructors=(
        Constructor(
            callees=(
                "pg8000.connect",
                "pg8000.dbapi.connect",
                "pg8000.dbapi.Connection",
                "pg8000.native.Connection",
                "pg8000.legacy.connect",
            ),
            kind="connection",
            driver="pg8000",
            positions=("user", "host", "database", "port", "password"),
            parts=(
                ("user", "user"),
                ("host", "host"),
                ("database", "dbname"),
                ("port", "port"),
                ("password", "password"),
                ("unix_sock", "host"),
            ),
            parameters=_CONNECT,
            startup_arguments=("startup_params",),
            startup_keywords=("application_name",),
            fixed_pooling=False,
        ),
    ),
    driver_parameters=_CONNECT,
    notes=("dbapi opens a transaction before the first statement unless autocommit is set, which keeps both trips together.",),
    sources=(Reference("https://codeberg.org/tlocke/pg8000/src/branch/main/src/pg8000/core.py", "main", "2026-11-20"),),
)
