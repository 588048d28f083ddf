"""The options of MySQL and MariaDB that decide how many connections there are and how long they may idle.

Sources, read 2026-11-21: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html (8.4; defaults the same since 5.1.15),
https://mariadb.com/docs/server/ha-and-performance/optimization-and-tuning/system-variables/server-system-variables (11.8; its
`max_connections` begins at 10). A number beyond its range is moved to the nearest end, with a warning.
"""

from __future__ import annotations

from poolaudit.catalog.model import ServerParameter

PARAMETERS = (
    ServerParameter("max_connections", "integer", default="151", minimum="1", maximum="100000"),
    ServerParameter("wait_timeout", "integer", unit="s", default="28800", minimum="1", maximum="31536000"),
)

PROGRAMS = ("mysqld", "mariadbd", "mysqld_safe", "mariadbd-safe")
CLIENTS = (
    *("mysql", "mysqladmin", "mysqlcheck", "mysqldump", "mysqlimport", "mysqlshow", "mysqlslap", "mysqlsh"),
    *("mariadb", "mariadb-admin", "mariadb-check", "mariadb-dump", "mariadb-import", "mariadb-show"),
)
"""https://dev.mysql.com/doc/refman/8.4/en/programs-client.html, https://mariadb.com/docs/server/clients-and-utilities."""

GROUPS = ("mysqld", "server", "mariadb", "mariadbd", "galera", "client-server")
"""Groups of option files that a server reads; `mysqld-8.4` and the like hold for one series
(https://dev.mysql.com/doc/refman/8.4/en/server-options.html, https://mariadb.com/docs/server/server-management/install-and-upgrade-mariadb/configuring-mariadb/configuring-mariadb-with-option-files)."""

OPTION_FILES = (
    *("/etc/my.cnf", "/etc/my.cnf.d", "/etc/mysql/my.cnf", "/etc/mysql/mariadb.cnf", "/etc/mysql/conf.d"),
    *("/etc/mysql/mysql.conf.d", "/etc/mysql/mariadb.conf.d", "/etc/percona-server.conf.d"),
    *("/opt/bitnami/mysql/conf", "/opt/bitnami/mariadb/conf"),
)
"""Where servers and the images of Docker Hub look (https://dev.mysql.com/doc/refman/8.4/en/option-files.html)."""
