"""go-sql-driver/mysql: prepares on the server whatever has arguments, unless it interpolates them."""

from __future__ import annotations

from poolaudit.catalog import go_drivers
from poolaudit.catalog.model import Client, Edit, Prepares

CLIENT = Client(
    name="go_mysql",
    title="go-sql-driver/mysql",
    language="go",
    engines=("mysql",),
    packages=("go:github.com/go-sql-driver/mysql",),
    prepares=Prepares.NAMED,
    default_port=3306,
    triggers=("go-sql-driver/mysql",),
    driver_parameters=go_drivers.GO_MYSQL,
    url_parameters=go_drivers.GO_MYSQL,
    prepares_off=(("", (Edit("?interpolateParams", "true"),)),),
    notes=("Unknown keys are sent as SET after connecting.", "Durations need a unit: timeout=5s."),
    sources=go_drivers.SOURCES_MYSQL,
)
