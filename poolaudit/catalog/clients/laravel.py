"""Laravel's database layer over PDO: one connection per process; it switches the emulation of prepared statements off."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

CLIENT = Client(
    name="laravel",
    title="Laravel",
    language="php",
    engines=("postgresql", "mysql"),
    packages=("composer:laravel/framework", "composer:illuminate/database"),
    prepares=Prepares.NAMED,
    triggers=("env('DB_", 'env("DB_'),
    constructors=(
        Constructor(
            callees=("connections",),
            kind="connection",
            driver="laravel",
            dsn_keywords=("url",),
            parts=(
                ("driver", "engine"),
                ("host", "host"),
                ("port", "port"),
                ("username", "user"),
                ("password", "password"),
                ("database", "dbname"),
                ("sslmode", "sslmode"),
            ),
            parameters=(
                Parameter("options.PDO::PGSQL_ATTR_DISABLE_PREPARES", "named_statements", values=((True, False), (False, None))),
                Parameter(
                    "options.PDO::ATTR_EMULATE_PREPARES",
                    "named_statements",
                    defaults=(Default(value=False),),
                    values=((True, False), (False, True)),
                ),
                Parameter("options.PDO::ATTR_PERSISTENT", "pooling", defaults=(Default(value=False),)),
                Parameter("options.PDO::ATTR_TIMEOUT", "connect_timeout", Unit.SECONDS),
            ),
        ),
    ),
    prepares_off=(("", (Edit("options.PDO::ATTR_EMULATE_PREPARES", "true"),)),),
    notes=(
        "Connector.php sets ATTR_EMULATE_PREPARES to false for every driver.",
        "An url replaces the parts that it names.",
    ),
    sources=(
        Reference("https://laravel.com/docs/12.x/database#configuration", "12", "2026-11-21"),
        Reference(
            "https://github.com/laravel/framework/blob/12.x/src/Illuminate/Database/Connectors/Connector.php",
            "12.x",
            "2026-11-21",
        ),
        Reference("https://github.com/laravel/laravel/blob/12.x/config/database.php", "12.x", "2026-11-21"),
    ),
)
