"""PHP's pgsql functions: libpq's connection, parameters in one trip; pg_prepare names a statement."""

from __future__ import annotations

from poolaudit.catalog import libpq
from poolaudit.catalog.model import Client, Constructor, Prepares, Reference


def _opens(callee: str, *, pooling: bool) -> Constructor:
    return Constructor(
        callees=(callee,),
        kind="connection",
        driver="php_pgsql",
        overloads=(("connection_string",), ("connection_string", "")),
        dsn_keywords=("connection_string",),
        parameters=libpq.PARAMETERS,
        fixed_pooling=pooling,
    )


CLIENT = Client(
    name="php_pgsql",
    title="PHP pgsql",
    language="php",
    engines=("postgresql",),
    packages=(),
    prepares=Prepares.UNNAMED,
    default_port=5432,
    libpq=True,
    triggers=("pg_connect", "pg_pconnect"),
    constructors=(_opens("pg_connect", pooling=False), _opens("pg_pconnect", pooling=True)),
    url_parameters=libpq.PARAMETERS,
    notes=("pg_pconnect keeps one connection in each worker of FPM, with its session state.",),
    sources=(Reference("https://www.php.net/manual/en/function.pg-connect.php", "8.4", "2026-11-21"), *libpq.SOURCES),
)
