"""c3p0: milliseconds for the wait, seconds for ages."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("maxPoolSize", "max_size", defaults=(Default(15),)),
    Parameter("minPoolSize", "min_size", defaults=(Default(3),)),
    Parameter("checkoutTimeout", "acquire_timeout", Unit.MILLIS, (Default(0),), disabled=(0,)),
    Parameter("maxIdleTime", "idle_timeout", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("maxConnectionAge", "max_lifetime", Unit.SECONDS, (Default(0),), disabled=(0,)),
    Parameter("testConnectionOnCheckout", "health_check", defaults=(Default(value=False),)),
    Parameter("idleConnectionTestPeriod", ""),
    Parameter("initialPoolSize", ""),
    Parameter("acquireIncrement", ""),
    Parameter("maxStatements", ""),
    Parameter("maxStatementsPerConnection", ""),
    Parameter("preferredTestQuery", ""),
    Parameter("driverClass", ""),
)

CLIENT = Client(
    name="c3p0",
    title="c3p0",
    language="java",
    engines=("postgresql", "mysql"),
    packages=("maven:com.mchange:c3p0",),
    prepares=Prepares.DRIVER,
    triggers=("c3p0",),
    constructors=(
        jdbc.data_source(
            "com.mchange.v2.c3p0.ComboPooledDataSource",
            parameters=PARAMETERS,
            url="jdbcUrl",
            user="user",
        ),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=("checkoutTimeout counts milliseconds, maxIdleTime and maxConnectionAge seconds.",),
    sources=(Reference("https://www.mchange.com/projects/c3p0/#configuration_properties", "0.11", "2026-11-21"),),
)
