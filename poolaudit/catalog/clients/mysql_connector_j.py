"""MySQL Connector/J: puts parameters into the text itself unless it is told to prepare on the server."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Edit, Prepares

CLIENT = Client(
    name="mysql_connector_j",
    title="MySQL Connector/J",
    language="java",
    engines=("mysql",),
    packages=("maven:com.mysql:mysql-connector-j", "maven:mysql:mysql-connector-java"),
    prepares=Prepares.NAMED,
    default_port=3306,
    triggers=("jdbc:mysql",),
    driver_parameters=jdbc.CONNECTOR_J,
    url_parameters=jdbc.CONNECTOR_J,
    prepares_off=(("", (Edit("?useServerPrepStmts", "false"),)),),
    notes=(
        "cachePrepStmts alone caches on the client's side and is harmless.",
        "connectTimeout and socketTimeout count milliseconds; pgJDBC counts seconds under the same names.",
    ),
    sources=jdbc.SOURCES[1:],
)
