"""Schemes of connection strings, the server family behind each, and the cheap test whether a string is one.

Sources, read 2026-11-20: https://docs.sqlalchemy.org/en/20/dialects/, https://github.com/jazzband/dj-database-url#url-schema,
https://www.prisma.io/docs/orm/reference/connection-urls, https://www.postgresql.org/docs/current/libpq-connect.html.
"""

from __future__ import annotations

from poolaudit.catalog.libpq_keywords import LIBPQ_KEYWORDS

ENGINES = {
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "pg": "postgresql",
    "pgsql": "postgresql",
    "psql": "postgresql",
    "pgx": "postgresql",
    "pgx5": "postgresql",
    "postgis": "postgresql",
    "timescale": "postgresql",
    "timescalegis": "postgresql",
    "cockroach": "cockroachdb",
    "cockroachdb": "cockroachdb",
    "crdb": "cockroachdb",
    "yugabytedb": "yugabytedb",
    "redshift": "redshift",
    "mysql": "mysql",
    "mysql2": "mysql",
    "mysqlx": "mysql",
    "mysqlgis": "mysql",
    "mysql-connector": "mysql",
    "mariadb": "mariadb",
    "mssql": "mssql",
    "mssqlms": "mssql",
    "sqlserver": "mssql",
    "oracle": "oracle",
    "oraclegis": "oracle",
    "sqlite": "sqlite",
    "sqlite3": "sqlite",
    "spatialite": "sqlite",
    "libsql": "sqlite",
    "redis": "redis",
    "rediss": "redis",
    "valkey": "redis",
    "valkeys": "redis",
    "mongodb": "mongodb",
    "clickhouse": "clickhouse",
    "snowflake": "snowflake",
    "prisma": "",
}
"""Scheme without `+driver` → server family; empty where the string does not say."""

ADO_FIELDS = {
    "host": "host",
    "server": "host",
    "datasource": "host",
    "address": "host",
    "addr": "host",
    "networkaddress": "host",
    "port": "port",
    "database": "database",
    "db": "database",
    "initialcatalog": "database",
    "username": "user",
    "user": "user",
    "userid": "user",
    "uid": "user",
    "password": "password",
    "psw": "password",
    "pwd": "password",
}
"""ADO.NET keyword, lower case without blanks → component. https://www.npgsql.org/doc/connection-string-parameters.html and
https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring, read 2026-11-20."""

R2DBC = ("r2dbc:", "r2dbcs:")
"""Beginnings of R2DBC's URLs; the second one asks for TLS."""

_MOST = 40  # longer than every scheme; bounds the cheap test


def engine_of(scheme: str) -> tuple[str, str] | None:
    """Server family and driver of `postgresql+asyncpg`; None for a scheme of no database."""
    base, _, driver = scheme.lower().partition("+")
    if base == "prisma" and driver:
        return ENGINES.get(driver, ""), ""
    if base in ("mongodb", "redis") and driver in ("srv", "sentinel", "cluster", "socket"):
        driver = ""
    return (ENGINES[base], driver) if base in ENGINES else None


def looks_like_dsn(text: str) -> bool:
    """Whether `text` is worth parsing: a known scheme, `jdbc:`, a go-sql-driver address, or two keywords with the host."""
    head = text.lstrip()[:_MOST].lower()
    colon = head.find("://")
    if colon > 0 and engine_of(head[:colon]) is not None:
        return True
    if head.startswith(("jdbc:", *R2DBC)):
        return True
    if "@tcp(" in text or "@unix(" in text:
        return ")/" in text
    return "=" in text and _has_keywords(text)


def _has_keywords(text: str) -> bool:
    separators = text.replace(";", " ; ") if ";" in text else text
    pairs = separators.split(" ; ") if ";" in text else separators.split()
    found = set()
    for pair in pairs:
        key, equals, _ = pair.partition("=")
        name = key.strip().lower().replace(" ", "")
        if equals and (name in ADO_FIELDS or name in LIBPQ_KEYWORDS):
            found.add(ADO_FIELDS.get(name, name))
    return len(found) > 1 and bool(found & {"host", "hostaddr"})
