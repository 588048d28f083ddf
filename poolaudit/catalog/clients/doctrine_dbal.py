"""Doctrine DBAL: one connection; its PDO driver for PostgreSQL switches preparing off."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference

CLIENT = Client(
    name="doctrine_dbal",
    title="Doctrine DBAL",
    language="php",
    engines=("postgresql", "mysql"),
    packages=("composer:doctrine/dbal",),
    prepares=Prepares.UNNAMED,
    triggers=("DriverManager",),
    constructors=(
        Constructor(
            callees=("Doctrine.DBAL.DriverManager.getConnection",),
            kind="connection",
            driver="doctrine_dbal",
            objects=True,
            dsn_keywords=("url",),
            parts=(
                ("host", "host"),
                ("port", "port"),
                ("user", "user"),
                ("password", "password"),
                ("dbname", "dbname"),
            ),
            parameters=(
                Parameter("persistent", "pooling", defaults=(Default(value=False),)),
                Parameter("charset", ""),
                Parameter("serverVersion", ""),
                Parameter("driver", ""),
            ),
        ),
    ),
    notes=(
        "pdo_pgsql sends parameters in one trip (PGSQL_ATTR_DISABLE_PREPARES) unless the driver's options say otherwise.",
        "The driver pgsql names its statements.",
    ),
    sources=(Reference("https://github.com/doctrine/dbal/blob/4.2.x/src/Driver/PDO/PgSQL/Driver.php", "4.2.1", "2026-11-20"),),
)
