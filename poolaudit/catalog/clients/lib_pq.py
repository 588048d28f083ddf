"""lib/pq: arguments go with the unnamed statement, in two round trips."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.model import Client, Default, Prepares

CLIENT = Client(
    name="lib_pq",
    title="lib/pq",
    language="go",
    engines=("postgresql",),
    packages=("go:github.com/lib/pq",),
    prepares=Prepares.TWO_TRIPS,
    default_port=5432,
    triggers=("lib/pq",),
    driver_parameters=go_drivers.LIB_PQ,
    url_parameters=go_drivers.LIB_PQ,
    unknown_url_startup=True,
    dsn_readers=(Default("net_url"),),
    startup_defaults=(("extra_float_digits", "2", "1.11.0"),),
    notes=(
        "Behind a transaction pooler the second trip may reach another server connection and run another client's statement.",
        "binary_parameters=yes makes it one trip; statements that db.Prepare makes are named.",
        "Every unknown key of the connection string is sent as a run-time parameter.",
        "sslmode is require by default up to 1.12.",
        "extra_float_digits=2 is sent with every connection before 1.11.0, unless the connection string gives another value.",
    ),
    sources=go_drivers.SOURCES_LIB_PQ,
)
