"""java.sql.DriverManager: one connection of whatever driver the URL names."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

CLIENT = Client(
    name="driver_manager",
    title="DriverManager",
    language="java",
    engines=("postgresql", "mysql"),
    packages=(),
    prepares=Prepares.DRIVER,
    triggers=("DriverManager",),
    constructors=(
        Constructor(
            callees=("java.sql.DriverManager.getConnection",),
            kind="connection",
            overloads=(("url",), ("url", "properties"), ("url", "user", "password")),
            dsn_keywords=("url",),
            parts=(("user", "user"), ("password", "password")),
            driver_arguments="properties",
            fixed_pooling=False,
        ),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=("The second argument of two is a Properties object, whose entries go to the driver.",),
    sources=(
        Reference("https://docs.oracle.com/en/java/javase/21/docs/api/java.sql/java/sql/DriverManager.html", "21", "2026-11-21"),
    ),
)
