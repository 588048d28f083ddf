"""go-libs of Formance: database/sql over pgx, with the address and the sizes from flags that environment variables set."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_ROOT = "github.com/formancehq/go-libs"
_OLD = tuple(f"{_ROOT}{version}/bun/bunconnect" for version in ("", "/v2", "/v3", "/v4"))
_NEW = f"{_ROOT}/v5/pkg"
_FLAGS = (
    Parameter("postgres-max-open-conns", "max_size", unlimited=(0,)),
    Parameter("postgres-conn-max-idle-time", "idle_timeout", Unit.NANOS, disabled=(0,), spelled=True),
    Parameter("postgres-conn-max-lifetime", "max_lifetime", Unit.NANOS, disabled=(0,), spelled=True),
)
_VARIABLES = (
    ("POSTGRES_URI", "DatabaseSourceName", None),
    ("POSTGRES_MAX_OPEN_CONNS", "postgres-max-open-conns", 20),
    ("POSTGRES_CONN_MAX_IDLE_TIME", "postgres-conn-max-idle-time", "1m"),
    ("POSTGRES_CONN_MAX_LIFETIME", "postgres-conn-max-lifetime", 0),
)
_FIELDS = (
    Parameter("MaxOpenConns", "max_size", defaults=(Default(0),), unlimited=(0,)),
    Parameter("MaxIdleConns", ""),
    Parameter("ConnMaxIdleTime", "idle_timeout", Unit.NANOS, (Default(0),), disabled=(0,)),
    Parameter("ConnMaxLifetime", "max_lifetime", Unit.NANOS, (Default(0),), disabled=(0,)),
    Parameter("Connector", ""),
)


def _opening(callees: tuple[str, ...], overloads: tuple[tuple[str, ...], ...], flags: tuple[str, ...]) -> Constructor:
    return Constructor(
        callees=callees,
        kind="pool",
        objects=True,
        overloads=overloads,
        openers=tuple((each, ()) for each in flags),
        opener_environment=_VARIABLES,
        dsn_keywords=("DatabaseSourceName",),
        driver="pgx",
        parameters=(*_FIELDS, *_FLAGS),
        fixed_pooling=True,
    )


_FROM_FLAGS = (
    *(f"{each}.ConnectionOptionsFromFlags" for each in _OLD),
    f"{_NEW}/storage/bun/connect.ConnectionOptionsFromFlags",
)

CLIENT = Client(
    name="formance_go_libs",
    title="go-libs bunconnect",
    language="go",
    engines=("postgresql",),
    packages=("go:github.com/formancehq/go-libs",),
    prepares=Prepares.DRIVER,
    triggers=("formancehq/go-libs",),
    constructors=(
        _opening(
            (f"{_NEW}/fx/storagefx.BunConnectModule", *(f"{each}.Module" for each in _OLD)),
            (("",), ("DatabaseSourceName", "")),
            _FROM_FLAGS,
        ),
        _opening(
            (f"{_NEW}/storage/bun/connect.OpenSQLDB", *(f"{each}.OpenSQLDB" for each in _OLD)),
            (("",), ("", "DatabaseSourceName")),
            _FROM_FLAGS,
        ),
    ),
    layer_url_parameters=(("pgx", go_drivers.PGX),),
    unknown_url_startup=True,
    notes=(
        "service.Execute sets each flag from the variable of its name, in capitals and with underscores, where it is not empty.",
        "postgres-conn-max-lifetime is there since 4.0.",
    ),
    sources=(
        Reference("https://github.com/formancehq/go-libs/blob/main/pkg/storage/bun/connect/flags.go", "5.7.1", "2026-11-21"),
        Reference("https://github.com/formancehq/go-libs/blob/v3.0.1/bun/bunconnect/flags.go", "3.0.1", "2026-11-21"),
        Reference("https://github.com/formancehq/go-libs/blob/main/pkg/service/flags.go", "5.7.1", "2026-11-21"),
    ),
)
