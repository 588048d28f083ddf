"""PHP's PDO: no pool; PostgreSQL's driver names every statement that it prepares."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("options.PDO::PGSQL_ATTR_DISABLE_PREPARES", "named_statements", values=((True, False), (False, None))),
    Parameter(
        "options.PDO::ATTR_EMULATE_PREPARES",
        "named_statements",
        defaults=(Default(value=False),),
        values=((True, False), (False, True)),
    ),
    Parameter("options.PDO::ATTR_PERSISTENT", "pooling", defaults=(Default(value=False),)),
    Parameter("options.PDO::ATTR_TIMEOUT", "connect_timeout", Unit.SECONDS),
)

CLIENT = Client(
    name="pdo",
    title="PDO",
    language="php",
    engines=("postgresql", "mysql"),
    packages=(),
    prepares=Prepares.NAMED,
    triggers=("PDO(",),
    constructors=(
        Constructor(
            callees=("PDO",),
            kind="connection",
            driver="pdo",
            overloads=(
                ("dsn",),
                ("dsn", "username"),
                ("dsn", "username", "password"),
                ("dsn", "username", "password", "options"),
            ),
            dsn_keywords=("dsn",),
            parts=(("username", "user"), ("password", "password")),
            parameters=PARAMETERS,
        ),
    ),
    prepares_off=(("", (Edit("options.PDO::ATTR_EMULATE_PREPARES", "true"),)),),
    notes=(
        "Names are pdo_stmt_00000001 … in every process, so that they collide.",
        "ATTR_PERSISTENT keeps one connection in each worker of FPM, with its session state.",
        "Before PHP 8.4 with libpq 17 statements are dropped by DEALLOCATE, which PgBouncer does not follow.",
        "For MySQL ATTR_EMULATE_PREPARES is on by default.",
    ),
    sources=(
        Reference("https://www.php.net/manual/en/ref.pdo-pgsql.php", "8.4", "2026-11-21"),
        Reference("https://www.php.net/manual/en/pdo.setattribute.php", "8.4", "2026-11-21"),
    ),
)
