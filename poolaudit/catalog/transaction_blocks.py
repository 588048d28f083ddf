"""Python names that open a transaction for a block, and wrappers that SQL text passes through on its way to a call.

In: nothing (literals). Out: resolved dotted names and method names.
"""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://docs.djangoproject.com/en/5.1/topics/db/transactions/", "5.1", "2026-11-21"),
    Reference("https://magicstack.github.io/asyncpg/current/api/index.html#transactions", "0.30.0", "2026-11-21"),
    Reference("https://www.psycopg.org/psycopg3/docs/basic/transactions.html", "3.2", "2026-11-21"),
    Reference("https://docs.sqlalchemy.org/en/20/core/connections.html#using-transactions", "2.0", "2026-11-21"),
    Reference(
        "https://docs.spring.io/spring-framework/reference/data-access/transaction/declarative/annotations.html",
        "6.2",
        "2026-11-21",
    ),
    Reference("https://docs.peewee-orm.com/en/latest/peewee/transactions.html", "3.17", "2026-11-21"),
)

METHODS: frozenset[str] = frozenset({"transaction", "begin", "begin_nested", "atomic"})
"""Methods of a connection, session, engine or database whose `with` block is a transaction on that object."""

FUNCTIONS: frozenset[str] = frozenset(
    {
        "django.db.transaction.atomic",
        "tortoise.transactions.in_transaction",
        "tortoise.transactions.atomic",
        "pony.orm.db_session",
        "org.springframework.transaction.annotation.Transactional",
        "jakarta.transaction.Transactional",
        "javax.transaction.Transactional",
    }
)
"""Functions whose `with` block, or which as a decorator, put every statement inside into a transaction."""

AUTOCOMMIT_CONNECTIONS: frozenset[str] = frozenset(
    {"asyncpg.connect", "asyncpg.connection.connect", "aiopg.connect", "asyncpg.create_pool().acquire"}
)
"""Functions whose connections begin no transaction by themselves: each statement is one of its own."""

AUTOCOMMIT_METHODS: frozenset[str] = frozenset({"acquire"})
"""Methods of pools (asyncpg, aiopg) that give such a connection."""

AUTOCOMMIT_LEVEL = "AUTOCOMMIT"
"""Value of `isolation_level` with which SQLAlchemy begins none."""

BEGINNINGS: tuple[str, ...] = ("BEGIN", "START TRANSACTION")
"""Beginnings of SQL text that opens a transaction."""

CALLBACK_METHODS: frozenset[str] = frozenset(
    {
        "$transaction",
        "begin_transaction",
        "beginTransaction",
        "BeginTransaction",
        "BeginTransactionAsync",
        "Begin",
        "BeginTx",
        "BeginTxx",
        "Beginx",
    }
)
"""In other languages than Python: methods of a connection or pool, beside `METHODS`, that give a transaction or run a callback in one:
Prisma (https://www.prisma.io/docs/orm/prisma-client/queries/transactions), Go's `database/sql` (https://pkg.go.dev/database/sql#DB.BeginTx),
.NET (https://learn.microsoft.com/dotnet/api/system.data.common.dbconnection.begintransaction); read 2026-11-21."""

TEXT_WRAPPERS: frozenset[str] = frozenset(
    {
        "sqlalchemy.text",
        "sqlalchemy.sql.text",
        "sqlalchemy.sql.expression.text",
        "sqlalchemy.DDL",
        "sqlalchemy.schema.DDL",
        "sqlmodel.text",
        "psycopg.sql.SQL",
        "psycopg2.sql.SQL",
        "psycopg.sql.SQL().format",
        "psycopg2.sql.SQL().format",
        "textwrap.dedent",
        "inspect.cleandoc",
        "str.format",
        "str.strip",
        "str.replace",
        "str.join",
    }
)
"""Calls that hand SQL text on: the call that matters is the one around them."""
