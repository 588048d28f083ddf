"""MySQL Connector/Python: single connections, and pools of a fixed size."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("user", "user"),
    ("username", "user"),
    ("password", "password"),
    ("passwd", "password"),
    ("database", "dbname"),
    ("db", "dbname"),
    ("unix_socket", "host"),
)
_CONNECT = (
    Parameter("connection_timeout", "connect_timeout", Unit.SECONDS),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS),
    Parameter("read_timeout", "statement_timeout", Unit.SECONDS),
    Parameter("write_timeout", ""),
    Parameter("init_command", ""),
)

CLIENT = Client(
    name="mysql_connector",
    title="MySQL Connector/Python",
    language="python",
    engines=("mysql",),
    packages=("pypi:mysql-connector-python",),
    prepares=Prepares.NEVER,
    default_port=3306,
    constructors=(
        Constructor(
            callees=("mysql.connector.connect", "mysql.connector.Connect", "mysql.connector.aio.connect"),
            kind="connection",
            driver="mysql_connector",
            parts=_PARTS,
            parameters=(Parameter("pool_size", "max_size"), *_CONNECT),
            fixed_pooling=False,
        ),
        Constructor(
            callees=("mysql.connector.pooling.MySQLConnectionPool",),
            kind="pool",
            driver="mysql_connector",
            positions=("pool_size", "pool_name", "pool_reset_session"),
            parts=_PARTS,
            parameters=(
                Parameter("pool_size", "max_size", defaults=(Default(5),)),
                Parameter("pool_size", "min_size", defaults=(Default(5),)),
                Parameter("pool_reset_session", ""),
                *_CONNECT,
            ),
            fixed_pooling=True,
        ),
    ),
    driver_parameters=_CONNECT,
    notes=(
        "A pool opens all its connections at once, holds 32 at most and raises at once when it is exhausted.",
        "connect() with pool_name or pool_size makes a pool as well.",
        "cursor(prepared=True) prepares on the server.",
    ),
    sources=(
        Reference(
            "https://github.com/mysql/mysql-connector-python/blob/trunk/mysql-connector-python/lib/mysql/connector/pooling.py",
            "26.10.0",
            "2026-11-20",
        ),
        Reference("https://dev.mysql.com/doc/connector-python/en/connector-python-connectargs.html", "26.10.0", "2026-11-20"),
    ),
)
