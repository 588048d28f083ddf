"""psycopg 3: names a statement after five executions."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_CONNECT = (
    Parameter("prepare_threshold", "prepare_threshold", defaults=(Default(5),), keeps_none=True),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(130),), values=((0, None),)),
    *libpq.KEYWORDS,
)

CLIENT = Client(
    name="psycopg",
    title="psycopg",
    language="python",
    engines=("postgresql",),
    packages=("pypi:psycopg", "pypi:psycopg-binary", "pypi:psycopg-c"),
    prepares=Prepares.AFTER_THRESHOLD,
    default_port=5432,
    libpq=True,
    constructors=(
        Constructor(
            callees=(
                "psycopg.connect",
                "psycopg.Connection.connect",
                "psycopg.AsyncConnection.connect",
                "psycopg.connection.Connection.connect",
                "psycopg.connection_async.AsyncConnection.connect",
            ),
            kind="connection",
            driver="psycopg",
            dsn_position=0,
            dsn_keywords=("conninfo",),
            parts=libpq.PARTS,
            parameters=_CONNECT,
            options_argument="options",
            startup_keywords=("application_name",),
            fixed_pooling=False,
        ),
    ),
    driver_parameters=_CONNECT,
    url_parameters=libpq.PARAMETERS,
    prepares_off=(
        ("", (Edit("prepare_threshold", "None"),)),
        ("psycopg_pool", (Edit("kwargs.prepare_threshold", "None"),)),
        ("procrastinate", (Edit("kwargs.prepare_threshold", "None"),)),
        ("sqlalchemy", (Edit("connect_args.prepare_threshold", "None"),)),
        ("django", (Edit("OPTIONS.prepare_threshold", "None"),)),
    ),
    notes=(
        "prepare_threshold=0 prepares at the first use: the opposite of switching it off.",
        "prepare_threshold is a keyword only; in the connection string it is an invalid parameter.",
        "connect_timeout 0 falls back to 130 s.",
    ),
    sources=(
        Reference("https://www.psycopg.org/psycopg3/docs/advanced/prepare.html", "3.3.9", "2026-11-20"),
        Reference("https://github.com/psycopg/psycopg/blob/master/psycopg/psycopg/_preparing.py", "3.3.9", "2026-11-20"),
        Reference("https://github.com/psycopg/psycopg/blob/master/psycopg/psycopg/conninfo.py", "3.3.9", "2026-11-20"),
        *libpq.SOURCES,
    ),
)
