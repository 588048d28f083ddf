"""PyMySQL and mysqlclient: single connections to MySQL, statements put together on the client."""

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
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(10),)),
    Parameter("read_timeout", "statement_timeout", Unit.SECONDS),
    Parameter("write_timeout", ""),
    Parameter("init_command", ""),
)

CLIENT = Client(
    name="pymysql",
    title="PyMySQL",
    language="python",
    engines=("mysql",),
    packages=("pypi:pymysql",),
    prepares=Prepares.NEVER,
    default_port=3306,
    constructors=(
        Constructor(
            callees=("pymysql.connect", "pymysql.Connect", "pymysql.Connection", "pymysql.connections.Connection"),
            kind="connection",
            driver="pymysql",
            parts=_PARTS,
            parameters=_CONNECT,
            fixed_pooling=False,
        ),
    ),
    driver_parameters=_CONNECT,
    sources=(Reference("https://github.com/PyMySQL/PyMySQL/blob/main/pymysql/connections.py", "1.2.4", "2026-11-20"),),
)
