"""Oracle's Universal Connection Pool, which also pools other drivers."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("maxPoolSize", "max_size"),
    Parameter("minPoolSize", "min_size", defaults=(Default(0),)),
    Parameter("connectionWaitTimeout", "acquire_timeout", Unit.SECONDS, (Default(3),)),
    Parameter("inactiveConnectionTimeout", "idle_timeout", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("maxConnectionReuseTime", "max_lifetime", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("validateConnectionOnBorrow", "health_check", defaults=(Default(value=False),)),
    Parameter("initialPoolSize", ""),
    Parameter("connectionFactoryClassName", ""),
)

CLIENT = Client(
    name="oracle_ucp",
    title="Oracle UCP",
    language="java",
    engines=("oracle",),
    packages=("maven:com.oracle.database.jdbc:ucp",),
    prepares=Prepares.DRIVER,
    triggers=("oracle.ucp",),
    constructors=(
        jdbc.data_source(
            "oracle.ucp.jdbc.PoolDataSourceImpl",
            parameters=PARAMETERS,
            url="URL",
            user="user",
            blocks=("spring.datasource",),
        ),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=("Nothing but memory limits the pool until maxPoolSize does.",),
    sources=(
        Reference(
            "https://docs.oracle.com/en/database/oracle/oracle-database/19/jjucp/optimizing-real-world-performance.html",
            "19c",
            "2026-11-21",
            "memory",
        ),
    ),
)
