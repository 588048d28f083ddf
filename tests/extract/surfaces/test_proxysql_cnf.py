"""ProxySQL's file in the words of the catalog."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.libconfig import read
from poolaudit.extract.surfaces.proxysql_cnf import SURFACE
from poolaudit.facts.pooler import PoolerConfig


def test_servers_and_users() -> None:
    """Each server of a hostgroup is a line with its connections; milliseconds are seconds; passwords are left out."""
    source = Source(
        "proxysql.cnf",
        'mysql_variables = { max_connections=2048 interfaces="0.0.0.0:6033;/tmp/x" connect_timeout_server=3000\n'
        'threads=4 monitor_password="s3cret" }\n'
        'mysql_servers = ( { address="db", port=3306, hostgroup=10, weight=2, max_connections=100 } )\n'
        'admin_variables = { admin_credentials="admin:s3cret" mysql_ifaces="0.0.0.0:6032" }\n'
        'mysql_users = ( { username="app", password="s3cret", max_connections=50 } )\n',
    )
    (config,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig))

    assert {"max_client_conn": "2048", "server_connect_timeout": "3", "listen_port": "6033"} | {
        "threads": "4",
        "admin-mysql_ifaces": "0.0.0.0:6032",
    } == {name: value.value for name, value in config.settings}
    assert [
        ("databases", "hostgroup 10", {"host": "db", "port": "3306", "pool_size": "100", "hostgroup": "10", "weight": "2"}),
        ("users", "app", {"max_user_client_connections": "50"}),
    ] == [(each.section, each.name, {name: value.value for name, value in each.values}) for each in config.entries]
    assert "s3cret" not in repr(config)
