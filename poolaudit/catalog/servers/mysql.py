"""MySQL and Percona Server: the images that run them. One connection above `max_connections` is kept for administrators."""

from __future__ import annotations

from poolaudit.catalog.model import Reference, Server, ServerImage
from poolaudit.catalog.servers.mysql_parameters import CLIENTS, OPTION_FILES, PARAMETERS, PROGRAMS

_BITNAMI = ("bitnami/mysql", "bitnamilegacy/mysql")
_SCLORG = (
    "sclorg/mysql-80-c8s",
    "sclorg/mysql-80-c9s",
    "sclorg/mysql-84-c9s",
    "centos/mysql-80-centos7",
    "rhel8/mysql-80",
    "rhel9/mysql-80",
    "rhel8/mysql-84",
    "rhel9/mysql-84",
)

SERVER = Server(
    name="mysql",
    title="MySQL",
    port=3306,
    parameters=PARAMETERS,
    images=(
        "mysql",
        "mysql/mysql-server",
        "mysql/community-server",
        "percona",
        "percona/percona-server",
        *_BITNAMI,
        *_SCLORG,
    ),
    sources=(
        Reference(
            "https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections", "8.4", "2026-11-21"
        ),
        Reference("https://dev.mysql.com/doc/refman/8.4/en/too-many-connections.html", "8.4", "2026-11-21"),
        Reference("https://github.com/docker-library/mysql/issues/299", "8.0", "2026-11-21", "seen"),
    ),
    programs=PROGRAMS,
    clients=CLIENTS,
    idle_limit="wait_timeout",
    option_files=OPTION_FILES,
    variants=(
        ServerImage(
            _BITNAMI,
            (Reference("https://github.com/bitnami/containers/blob/main/bitnami/mysql/README.md", "8.4", "2026-11-21", "seen"),),
            environment=(("MYSQL_EXTRA_FLAGS", "@arguments"),),
        ),
        ServerImage(
            _SCLORG,
            (
                Reference(
                    "https://github.com/sclorg/mysql-container/blob/master/8.4/root/usr/share/container-scripts/mysql/README.md",
                    "8.4",
                    "2026-11-21",
                ),
            ),
            environment=(("MYSQL_MAX_CONNECTIONS", "max_connections"),),
        ),
    ),
)
