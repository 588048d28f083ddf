"""bun's pgdriver: puts arguments into the text and sends it by the simple protocol."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Parameter, Prepares, Reference, Unit

OPTIONS = (
    Parameter("dial_timeout", "connect_timeout", Unit.SECONDS, spelled=True),
    Parameter("timeout", "connect_timeout", Unit.SECONDS, spelled=True),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, spelled=True),
    Parameter("read_timeout", "statement_timeout", Unit.SECONDS, spelled=True),
    Parameter("write_timeout", ""),
    Parameter("application_name", ""),
    Parameter("sslmode", ""),
)

CLIENT = Client(
    name="pgdriver",
    title="bun pgdriver",
    language="go",
    engines=("postgresql",),
    packages=("go:github.com/uptrace/bun/driver/pgdriver",),
    prepares=Prepares.NEVER,
    default_port=5432,
    triggers=("bun/driver/pgdriver",),
    driver_parameters=OPTIONS,
    url_parameters=OPTIONS,
    notes=("read_timeout, 10 s by default, cuts longer queries off.",),
    sources=(
        Reference("https://github.com/uptrace/bun/blob/master/driver/pgdriver/config.go", "1.2.18", "2026-11-20"),
        Reference("https://bun.uptrace.dev/postgres/#pgdriver", "1.2", "2026-11-20", "memory"),
    ),
)
