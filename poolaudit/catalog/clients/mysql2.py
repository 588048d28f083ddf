"""mysql2 and mysql of npm: query() sends text, execute() prepares on the server."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARTS = (
    ("host", "host"),
    ("port", "port"),
    ("socketPath", "host"),
    ("user", "user"),
    ("password", "password"),
    ("database", "dbname"),
)
_CONNECT = (
    Parameter("connectTimeout", "connect_timeout", Unit.MILLIS, (Default(10000),), disabled=(0,)),
    Parameter("enableKeepAlive", "keepalive", defaults=(Default(value=True),)),
    Parameter("maxPreparedStatements", ""),
    Parameter("multipleStatements", ""),
    Parameter("ssl", ""),
    Parameter("timezone", ""),
    Parameter("charset", ""),
)
_POOL = (
    Parameter("connectionLimit", "max_size", defaults=(Default(10),), unlimited=(0,)),
    Parameter("idleTimeout", "idle_timeout", Unit.MILLIS, (Default(60000),), disabled=(0,)),
    Parameter("acquireTimeout", ""),
    Parameter("maxIdle", ""),
    Parameter("queueLimit", ""),
    Parameter("waitForConnections", ""),
    *_CONNECT,
)
_MODULES = ("mysql2", "mysql2/promise", "mysql")


def _names(name: str) -> tuple[str, ...]:
    return tuple(f"{module}.{name}" for module in _MODULES)


CLIENT = Client(
    name="mysql2",
    title="MySQL2",
    language="javascript",
    engines=("mysql",),
    packages=("npm:mysql2", "npm:mysql"),
    prepares=Prepares.NEVER,
    default_port=3306,
    triggers=("mysql2", "'mysql'", '"mysql"'),
    constructors=(
        Constructor(
            callees=_names("createPool"),
            kind="pool",
            driver="mysql2",
            objects=True,
            overloads=(("uri",),),
            dsn_keywords=("uri",),
            parts=_PARTS,
            parameters=_POOL,
            fixed_pooling=True,
        ),
        Constructor(
            callees=_names("createConnection"),
            kind="connection",
            driver="mysql2",
            objects=True,
            overloads=(("uri",),),
            dsn_keywords=("uri",),
            parts=_PARTS,
            parameters=_CONNECT,
            fixed_pooling=False,
        ),
    ),
    driver_parameters=_CONNECT,
    url_parameters=_POOL,
    notes=(
        "There is no limit for the wait for a free connection in mysql2; queueLimit bounds how many wait.",
        "idleTimeout closes connections only where maxIdle is below connectionLimit.",
        "execute() prepares on the server, which pins a session of RDS Proxy.",
    ),
    sources=(
        Reference("https://github.com/sidorares/node-mysql2/blob/master/lib/pool_config.js", "3.24.5", "2026-11-20"),
        Reference("https://github.com/sidorares/node-mysql2/blob/master/lib/connection_config.js", "3.24.5", "2026-11-20"),
    ),
)
