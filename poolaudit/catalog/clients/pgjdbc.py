"""PostgreSQL's JDBC driver: names a statement at its fifth execution."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Constructor, Edit, Prepares, Reference

_DATA_SOURCE = (
    "url",
    "serverName",
    "portNumber",
    "databaseName",
    "user",
    "password",
    *(each.name for each in jdbc.PGJDBC if each.name not in ("user", "password")),
)

CLIENT = Client(
    name="pgjdbc",
    title="pgJDBC",
    language="java",
    engines=("postgresql",),
    packages=("maven:org.postgresql:postgresql",),
    prepares=Prepares.AFTER_THRESHOLD,
    default_port=5432,
    triggers=("PGSimpleDataSource", "PGPoolingDataSource"),
    constructors=(
        Constructor(
            callees=("org.postgresql.ds.PGSimpleDataSource", "org.postgresql.ds.PGPoolingDataSource"),
            kind="connection",
            driver="pgjdbc",
            dsn_keywords=("url",),
            parts=(
                ("serverName", "host"),
                ("portNumber", "port"),
                ("databaseName", "dbname"),
                ("user", "user"),
                ("password", "password"),
            ),
            parameters=jdbc.PGJDBC,
            setters=(("setURL", "url"), *jdbc.bean_setters(_DATA_SOURCE)),
            property_setters=(("setProperty", "properties"),),
            fields=True,
            fixed_pooling=False,
        ),
    ),
    driver_parameters=jdbc.PGJDBC,
    url_parameters=jdbc.PGJDBC,
    url_startup=jdbc.URL_STARTUP,
    prepares_off=(
        ("", (Edit("?prepareThreshold", "0"),)),
        *(
            (caller, (Edit("?prepareThreshold", "0"),))
            for caller in ("hikaricp", "tomcat_jdbc", "dbcp2", "c3p0", "agroal", "druid", "driver_manager")
        ),
    ),
    notes=(
        "Names are S_1, S_2 … on every connection, so that two clients of one server connection always collide.",
        "prepareThreshold=0 and preferQueryMode=simple stop it, batches included; preparedStatementCacheQueries=0 alone does not.",
        "currentSchema is sent as search_path when the connection opens.",
        "Unknown keys of the URL are ignored.",
    ),
    sources=(
        *jdbc.SOURCES[:1],
        Reference("https://jdbc.postgresql.org/documentation/server-prepare/", "42.7", "2026-11-20"),
        Reference("run: pgJDBC behind PgBouncer 1.18.0 and 1.25.2 in transaction mode", "42.7.13", "2026-11-20", "run"),
    ),
)
