"""MariaDB: the images that run it, of which the old ones bring a file with a lower limit."""

from __future__ import annotations

from poolaudit.catalog.model import Reference, Server, ServerImage
from poolaudit.catalog.servers.mysql_parameters import CLIENTS, OPTION_FILES, PARAMETERS, PROGRAMS

_BITNAMI = ("bitnami/mariadb", "bitnamilegacy/mariadb", "bitnami/mariadb-galera", "bitnamilegacy/mariadb-galera")
_SCLORG = ("sclorg/mariadb-105-c9s", "sclorg/mariadb-1011-c9s", "rhel8/mariadb-105", "rhel9/mariadb-105", "rhel9/mariadb-1011")

SERVER = Server(
    name="mariadb",
    title="MariaDB",
    port=3306,
    parameters=PARAMETERS,
    images=("mariadb", *_BITNAMI, *_SCLORG),
    sources=(
        Reference(
            "https://mariadb.com/docs/server/ha-and-performance/optimization-and-tuning/system-variables/server-system-variables",
            "11.8",
            "2026-11-21",
        ),
    ),
    engine="mysql",
    programs=PROGRAMS,
    clients=CLIENTS,
    idle_limit="wait_timeout",
    option_files=OPTION_FILES,
    variants=(
        ServerImage(
            ("mariadb",),
            (
                Reference("https://github.com/MariaDB/mariadb-docker/issues/113", "10.2", "2026-11-21", "seen"),
                Reference("https://github.com/MariaDB/server/blob/10.4/debian/additions/my.cnf", "10.4", "2026-11-21"),
                Reference("https://github.com/moodlehq/moodle-docker/pull/141", "10.5", "2026-11-21", "seen"),
            ),
            settings=(("max_connections", "100"), ("wait_timeout", "600")),
            before="10.5",
        ),
        ServerImage(
            _BITNAMI,
            (
                Reference(
                    "https://github.com/bitnami/containers/blob/main/bitnami/mariadb/README.md", "11.4", "2026-11-21", "seen"
                ),
            ),
            environment=(("MARIADB_EXTRA_FLAGS", "@arguments"),),
        ),
        ServerImage(
            _SCLORG,
            (
                Reference(
                    "https://github.com/sclorg/mariadb-container/blob/master/10.11/root/usr/share/container-scripts/mysql/README.md",
                    "10.11",
                    "2026-11-21",
                ),
            ),
            environment=(("MYSQL_MAX_CONNECTIONS", "max_connections"),),
        ),
    ),
)
