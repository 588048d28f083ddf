"""Charts of others that run a server, which charts take as dependencies.

Read 2026-11-21: https://github.com/bitnami/charts/tree/5165628ae0/bitnami (postgresql 17.1, mysql 14.0, mariadb 23.0, redis 23.1,
valkey 4.0) and https://github.com/CloudPirates-io/helm-charts (postgres 0.20, mariadb 0.16, redis 0.34, valkey 0.25). Both call
their objects `<release>-<chart>`, or as the release where its name holds that of the chart; `nameOverride` stands for the name
of the chart, `fullnameOverride` for all of it.
"""

from __future__ import annotations

from poolaudit._records import dataclass


@dataclass(frozen=True, slots=True)
class OutsideChart:
    """A chart and the values from which it makes its server; paths of values have dots."""

    name: str
    publisher: str
    """Key of `REPOSITORIES`."""
    image: str
    """Without a tag: which one it runs by default changes with nearly every version of the chart."""
    port: int
    since: int = 0
    """First major version whose names are these."""
    suffix: str = ""
    """End of the names of the server that takes writes."""
    replicated: str = ""
    """The same when there are replicas (`architecture: replication`)."""
    one: bool = False
    """Whether the name leads to a single server only without replicas, which are then unknown."""
    ports: tuple[str, ...] = ()
    """Values with the port of the Service; the first that is set holds."""
    environment: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Variables of the server's container, and the values that they have; never passwords."""
    texts: tuple[str, ...] = ()
    """Values that are configuration files of the server, in the order in which it reads them."""
    file: str = ""
    """Where the server finds what they say."""
    hidden: tuple[str, ...] = ()
    """Values that say how the server is set up in a way that is not read."""


REPOSITORIES = {
    "bitnami": ("bitnami", "charts.helm.sh/stable", "kubernetes-charts.storage.googleapis.com"),
    "cloudpirates": ("cloudpirates",),
}
"""Publisher → parts of the addresses of its charts; `stable` had Bitnami's charts of PostgreSQL and Redis
(https://github.com/helm/charts/tree/master/stable, read 2026-11-21)."""
OWN_VALUES = frozenset(
    "auth primary master readReplicas secondary replica architecture postgresqlDatabase postgresqlUsername volumePermissions".split()
)
"""Values of Bitnami's charts by which a copy in another repository is known."""
FEW = 3
"""How many of them a copy has at least."""

_MORE = ("extraEnvVars", "extraEnvVarsCM", "extraEnvVarsSecret", "extraVolumeMounts", "command", "args")
"""What charts of both publishers put into the container as it is: variables and files that may set anything."""
_STARTED = tuple(f"primary.{each}" for each in _MORE)
OUTSIDE_CHARTS = (
    OutsideChart(
        "postgresql",
        "bitnami",
        "bitnami/postgresql",
        5432,
        since=8,
        replicated="-primary",
        ports=(
            "global.postgresql.service.ports.postgresql",
            "primary.service.ports.postgresql",
            "service.ports.postgresql",
            "service.port",
        ),
        environment=(
            ("POSTGRES_USER", ("global.postgresql.auth.username", "auth.username", "postgresqlUsername")),
            ("POSTGRES_DATABASE", ("global.postgresql.auth.database", "auth.database", "postgresqlDatabase")),
        ),
        texts=("primary.configuration", "primary.extendedConfiguration"),
        file="/bitnami/postgresql/conf/postgresql.conf",
        hidden=(
            *_STARTED,
            "primary.existingConfigmap",
            "primary.existingExtendedConfigmap",
            "postgresqlConfiguration",
            "postgresqlExtendedConf",
            "configurationConfigMap",
            "extendedConfConfigMap",
            "postgresqlMaxConnections",
            "extraEnv",
        ),
    ),
    OutsideChart(
        "mysql",
        "bitnami",
        "bitnami/mysql",
        3306,
        since=7,
        replicated="-primary",
        ports=("primary.service.ports.mysql", "primary.service.port"),
        environment=(
            ("MYSQL_USER", ("auth.username",)),
            ("MYSQL_DATABASE", ("auth.database",)),
            ("MYSQL_EXTRA_FLAGS", ("primary.extraFlags",)),
        ),
        texts=("primary.configuration",),
        file="/opt/bitnami/mysql/conf/my.cnf",
        hidden=(*_STARTED, "primary.existingConfigmap"),
    ),
    OutsideChart(
        "mariadb",
        "bitnami",
        "bitnami/mariadb",
        3306,
        since=9,
        replicated="-primary",
        ports=("primary.service.ports.mysql", "primary.service.port"),
        environment=(
            ("MARIADB_USER", ("auth.username",)),
            ("MARIADB_DATABASE", ("auth.database",)),
            ("MARIADB_EXTRA_FLAGS", ("primary.extraFlags",)),
        ),
        texts=("primary.configuration",),
        file="/opt/bitnami/mariadb/conf/my.cnf",
        hidden=(*_STARTED, "primary.existingConfigmap"),
    ),
    OutsideChart(
        "redis",
        "bitnami",
        "bitnami/redis",
        6379,
        since=10,
        suffix="-master",
        replicated="-master",
        ports=("master.service.ports.redis", "master.service.port"),
    ),
    OutsideChart(
        "valkey",
        "bitnami",
        "bitnami/valkey",
        6379,
        suffix="-primary",
        replicated="-primary",
        ports=("primary.service.ports.valkey",),
    ),
    OutsideChart(
        "postgres",
        "cloudpirates",
        "postgres",
        5432,
        one=True,
        ports=("service.port",),
        environment=(("POSTGRES_USER", ("auth.username",)), ("POSTGRES_DB", ("auth.database",))),
        file="/etc/postgresql/postgresql.conf",
        hidden=("config", *_MORE),
    ),
    OutsideChart(
        "mariadb",
        "cloudpirates",
        "mariadb",
        3306,
        one=True,
        ports=("service.port",),
        environment=(("MARIADB_USER", ("auth.username",)), ("MARIADB_DATABASE", ("auth.database",))),
        texts=("config.customConfiguration",),
        file="/etc/mysql/conf.d/my.cnf",
        hidden=("config.existingConfigMap", "extraConfigs", *_MORE),
    ),
    OutsideChart("redis", "cloudpirates", "redis", 6379, one=True, ports=("service.port",)),
    OutsideChart("valkey", "cloudpirates", "valkey/valkey", 6379, one=True, ports=("service.port",)),
)
SWITCHES = ("sentinel.enabled", "cluster.enabled", "galera.enabled", "replication.enabled")
"""Values that make several servers of which the name of none is known here."""
