"""Names that Spring Boot gives to data sources in its property files.

Sources, read 2026-11-21: https://docs.spring.io/spring-boot/appendix/application-properties/index.html#appendix.application-properties.data,
https://docs.spring.io/spring-boot/reference/features/external-config.html (relaxed binding, profiles, placeholders),
https://docs.spring.io/spring-boot/how-to/data-access.html (own prefixes, several data sources), Spring Boot 3.5;
https://docs.micronaut.io/latest/guide/#datasource (data sources under `datasources.<name>`), Micronaut 4;
https://quarkus.io/guides/all-config (`quarkus.datasource."name".jdbc`), https://quarkus.io/guides/config-reference (`%profile.`), Quarkus 3.
"""

from __future__ import annotations

from poolaudit._records import dataclass

DATASOURCE = "spring.datasource"
MICRONAUT = "datasources"
"""Each mapping below it is a data source whose own keys are those of its pool."""

URL_KEYS = ("url", "jdbc-url")
USER = "username"
OWN_KEYS = (*URL_KEYS, USER, "password", "driver-class-name", "type")
"""Keys that Spring Boot itself reads below a data source."""

POOLS = (
    ("hikari", "hikaricp"),
    ("tomcat", "tomcat_jdbc"),
    ("dbcp2", "dbcp2"),
    ("oracleucp", "oracle_ucp"),
    ("agroal", "agroal"),
    ("druid", "druid"),
)
"""Block below a data source → client library. The first is what Spring Boot takes when nothing else is asked for."""
POOL_TYPES = (
    ("com.zaxxer.hikari.HikariDataSource", "hikaricp"),
    ("org.apache.tomcat.jdbc.pool.DataSource", "tomcat_jdbc"),
    ("org.apache.commons.dbcp2.BasicDataSource", "dbcp2"),
    ("oracle.ucp.jdbc.PoolDataSourceImpl", "oracle_ucp"),
    ("io.agroal.springframework.boot.AgroalDataSource", "agroal"),
    ("com.alibaba.druid.pool.DruidDataSource", "druid"),
)
"""Values of `type`."""
CONFIGURATION = "configuration"
"""Block below an own prefix that holds the pool's keys, by the manual's example."""

DRIVER_CLASSES = (
    ("org.postgresql.Driver", "pgjdbc"),
    ("com.mysql.cj.jdbc.Driver", "mysql_connector_j"),
    ("com.mysql.jdbc.Driver", "mysql_connector_j"),
)
"""Values of `driver-class-name` → catalog name of the driver."""

OTHER_SETTINGS = (
    "spring.data.redis.", "spring.redis.", "spring.data.mongodb.", "server.tomcat.threads.", "server.tomcat.max-threads",
    "server.tomcat.min-spare-threads", "server.tomcat.max-connections", "server.jetty.threads.", "server.undertow.threads.",
    "micronaut.executors.", "redis.", "quarkus.redis.", "quarkus.thread-pool.", "quarkus.mongodb.",
    "quarkus.datasource.db-kind", "spring.task.execution.pool.", "spring.task.scheduling.pool.", "micronaut.netty.event-loops.",
)  # fmt: skip
"""Beginnings of keys that say how much of another store, or how many threads, an application uses."""

OPTION_VARIABLES = ("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
"""Variables with options of the Java virtual machine: the last two by its manual
(https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html#using-the-jdk_java_options-launcher-environment-variable), the
first by the habit of start scripts."""
BINDS = "ConfigurationProperties"
"""Annotation of classes whose fields are properties."""
STORES = ("redis", "valkey", "jedis", "postgres", "mysql", "mariadb", "jdbc", "datasource", "database", "mongo")
"""Words in names of properties that speak of a store."""
PLACES = frozenset("host hosts url uri urls uris address addresses serveraddress nodes jdbcurl datasourceurl endpoint".split())
"""Last parts of names, as relaxed binding compares them, of properties that say where it is."""
SIZES = ("maxconnections", "maxtotal", "maxactive", "maxidle", "minidle", "poolsize", "maxpool", "minpool")
"""Parts of last parts of names of properties that say how many connections a pool has."""

PROFILE_KEYS = ("spring.config.activate.on-profile", "spring.profiles")
"""Keys that restrict a document to profiles; the second up to Spring Boot 2.3."""
FILES = ("application", "bootstrap")
"""File names before `-<profile>` and the extension."""
NAME_VARIABLE = "SPRING_CONFIG_NAME"
"""Variable that gives other names instead, separated by commas."""
MIGRATIONS = ("flyway", "liquibase")
"""Blocks with a `url` of their own that run once and open no pool."""


@dataclass(frozen=True, slots=True)
class Block:
    """A data source whose place, pool and names are fixed."""

    prefix: str
    library: str
    call: str
    """What opens it, as the catalog's constructor names it."""
    url: str
    """Key of the connection string below the prefix."""
    pool: str
    """Block of the pool's keys below the prefix."""
    driver: str = ""
    """Block of the driver's own keys below the prefix, where it stands beside the pool's."""
    named: bool = False
    """Whether further ones stand under names: `quarkus.datasource."users".jdbc.url`."""


BLOCKS = (
    Block("spring.r2dbc", "r2dbc_pool", "spring.r2dbc", "url", "pool", driver="properties"),
    Block("quarkus.datasource", "agroal", "quarkus.datasource.jdbc", "jdbc.url", "jdbc", named=True),
)
