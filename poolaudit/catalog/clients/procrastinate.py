"""Procrastinate: connectors that open a pool of psycopg, aiopg or psycopg2, or an engine of SQLAlchemy."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog import sqlalchemy_engines as engines
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARTS = (*libpq.PARTS, ("database", "dbname"))
_CHECKED = Parameter("check", "health_check", defaults=(Default(value=True),))
"""The connector itself hands the pool its check; an argument of that name would be given twice."""
_PSYCOPG = (
    Parameter("min_size", "min_size", defaults=(Default(4),)),
    Parameter("max_size", "max_size", follows="min_size"),
    Parameter("timeout", "acquire_timeout", Unit.SECONDS, (Default(30),)),
    Parameter("max_idle", "idle_timeout", Unit.SECONDS, (Default(600),)),
    Parameter("max_lifetime", "max_lifetime", Unit.SECONDS, (Default(3600),)),
    _CHECKED,
    Parameter("kwargs", ""),
)
_AIOPG = (
    Parameter("minsize", "min_size", defaults=(Default(1),)),
    Parameter("maxsize", "max_size", defaults=(Default(10),), unlimited=(0,)),
    Parameter("pool_recycle", "idle_timeout", Unit.SECONDS, (Default(-1),), disabled=(-1,)),
    Parameter("timeout", "connect_timeout", Unit.SECONDS, (Default(60),)),
    Parameter("timeout", "statement_timeout", Unit.SECONDS, (Default(60),)),
    *libpq.KEYWORDS,
)
_PSYCOPG2 = (
    Parameter("minconn", "min_size", defaults=(Default(1),)),
    Parameter("maxconn", "max_size", defaults=(Default(10),)),
    *libpq.PARAMETERS,
)


def _psycopg(*callees: str, factory: str = "") -> Constructor:
    return Constructor(
        callees=callees,
        kind="pool",
        driver="psycopg",
        dsn_keywords=("conninfo",),
        parts=tuple((f"kwargs.{name}", part) for name, part in libpq.PARTS),
        parameters=_PSYCOPG,
        driver_arguments="kwargs",
        pool_class=factory,
        pool_classes=("AsyncConnectionPool",),
        unpooled_classes=("AsyncNullConnectionPool",),
        fixed_pooling=None if factory else True,
    )


def _keyword(callees: tuple[str, ...], driver: str, parameters: tuple[Parameter, ...]) -> Constructor:
    return Constructor(
        callees=callees,
        kind="pool",
        driver=driver,
        dsn_keywords=("dsn",),
        parts=_PARTS,
        parameters=parameters,
        options_argument="options",
        startup_keywords=("application_name",),
        fixed_pooling=True,
    )


CLIENT = Client(
    name="procrastinate",
    title="Procrastinate",
    language="python",
    engines=("postgresql",),
    packages=("pypi:procrastinate",),
    prepares=Prepares.DRIVER,
    default_port=5432,
    libpq=True,
    constructors=(
        _psycopg("procrastinate.PsycopgConnector", "procrastinate.psycopg_connector.PsycopgConnector", factory="pool_factory"),
        _psycopg("procrastinate.SyncPsycopgConnector", "procrastinate.sync_psycopg_connector.SyncPsycopgConnector"),
        _keyword(("procrastinate.AiopgConnector", "procrastinate.contrib.aiopg.AiopgConnector"), "aiopg", _AIOPG),
        _keyword(("procrastinate.Psycopg2Connector", "procrastinate.contrib.psycopg2.Psycopg2Connector"), "psycopg2", _PSYCOPG2),
        Constructor(
            callees=("procrastinate.contrib.sqlalchemy.SQLAlchemyPsycopg2Connector",),
            kind="engine",
            driver="psycopg2",
            dsn_keywords=("dsn",),
            parameters=engines.POOL,
            driver_arguments="connect_args",
            pool_class="poolclass",
            pool_classes=engines.POOL_CLASSES,
            unpooled_classes=engines.UNPOOLED_CLASSES,
            single_classes=engines.SINGLE_CLASSES,
        ),
    ),
    url_parameters=libpq.PARAMETERS,
    notes=(
        "A connector opens its pool when the application is opened, unless open() is handed one.",
        "A worker holds one connection more, outside of the pool, that LISTENs.",
        "Behind a transaction pooler no notice arrives, and jobs start when the worker polls.",
        "Psycopg's pool is told to check each connection before it is handed out.",
    ),
    sources=(
        Reference(
            "https://github.com/procrastinate-org/procrastinate/blob/main/procrastinate/psycopg_connector.py",
            "3.10.0, 2.0.0, 1.0.0",
            "2026-11-21",
        ),
        Reference("https://procrastinate.readthedocs.io/en/stable/howto/basics/connector.html", "3.10.0", "2026-11-21", "memory"),
        Reference(
            "https://github.com/procrastinate-org/procrastinate/blob/main/procrastinate/contrib/psycopg2/psycopg2_connector.py",
            "3.10.0",
            "2026-11-21",
        ),
    ),
)
