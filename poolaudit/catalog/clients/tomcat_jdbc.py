"""Tomcat's JDBC pool: milliseconds, with one exception."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("maxActive", "max_size", defaults=(Default(100),)),
    Parameter("minIdle", "min_size", defaults=(Default(10),)),
    Parameter("maxWait", "acquire_timeout", Unit.MILLIS, (Default(30000),), disabled=(-1,)),
    Parameter("minEvictableIdleTimeMillis", "idle_timeout", Unit.MILLIS, (Default(60000),)),
    Parameter("maxAge", "max_lifetime", Unit.MILLIS, (Default(0),), disabled=(0,)),
    Parameter("testOnBorrow", "health_check", defaults=(Default(value=False),)),
    Parameter("maxIdle", ""),
    Parameter("initialSize", ""),
    Parameter("testWhileIdle", ""),
    Parameter("validationQuery", ""),
    Parameter("validationInterval", ""),
    Parameter("timeBetweenEvictionRunsMillis", ""),
    Parameter("removeAbandonedTimeout", ""),
    Parameter("initSQL", ""),
    Parameter("driverClassName", ""),
)

CLIENT = Client(
    name="tomcat_jdbc",
    title="Tomcat JDBC Pool",
    language="java",
    engines=("postgresql", "mysql"),
    packages=("maven:org.apache.tomcat:tomcat-jdbc",),
    prepares=Prepares.DRIVER,
    minimum_above="lowered",
    triggers=("tomcat.jdbc.pool",),
    constructors=(
        jdbc.data_source(
            "org.apache.tomcat.jdbc.pool.DataSource",
            parameters=PARAMETERS,
            blocks=("spring.datasource",),
        ),
        jdbc.data_source("org.apache.tomcat.jdbc.pool.PoolProperties", parameters=PARAMETERS),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=(
        "maxActive is 100 by default, which is PostgreSQL's default max_connections.",
        "removeAbandonedTimeout counts seconds while its neighbours count milliseconds.",
        "initSQL, defaultTransactionIsolation and defaultReadOnly are session state.",
    ),
    sources=(
        Reference(
            "https://github.com/apache/tomcat/blob/main/modules/jdbc-pool/src/main/java/org/apache/tomcat/jdbc/pool/PoolProperties.java",
            "11 (84ac9af072)",
            "2026-11-20",
        ),
    ),
)
