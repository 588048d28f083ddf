"""Airflow's metadata database: an engine of SQLAlchemy with settings of its own in each process."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PREFIX = "AIRFLOW__DATABASE__"
_OLD_PREFIX = "AIRFLOW__CORE__"
"""Before 2.3 the database was part of the core."""
_PARAMETERS = (
    Parameter("sql_alchemy_pool_size", "max_size", defaults=(Default(5),), unlimited=(0,)),
    Parameter("sql_alchemy_max_overflow", "max_overflow", defaults=(Default(10),), unlimited=(-1,)),
    Parameter("sql_alchemy_pool_recycle", "max_lifetime", Unit.SECONDS, (Default(1800),), disabled=(-1,)),
    Parameter("sql_alchemy_pool_pre_ping", "health_check", defaults=(Default(value=True),)),
)

CLIENT = Client(
    name="airflow",
    title="Airflow",
    language="service",
    engines=("postgresql", "mysql"),
    packages=("pypi:apache-airflow",),
    prepares=Prepares.NEVER,
    default_port=5432,
    constructors=(
        Constructor(
            callees=("sql_alchemy_conn",),
            kind="engine",
            driver="airflow",
            dsn_keywords=("sql_alchemy_conn",),
            dsn_environment=(f"{_PREFIX}SQL_ALCHEMY_CONN", f"{_OLD_PREFIX}SQL_ALCHEMY_CONN"),
            environment=tuple(
                (f"{prefix}{each.name.upper()}", each.name) for prefix in (_OLD_PREFIX, _PREFIX) for each in _PARAMETERS
            ),
            parameters=_PARAMETERS,
            fixed_pooling=True,
        ),
    ),
    notes=(
        "`_CMD` and `_SECRET` variants of the variables give the string elsewhere.",
        "The asynchronous engine (3.1) has a string of its own and is not followed.",
    ),
    sources=(
        Reference("https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html#database", "3.1", "2026-11-21"),
        Reference("https://github.com/apache/airflow/blob/main/airflow-core/src/airflow/settings.py", "3.3.2", "2026-11-21"),
    ),
)
