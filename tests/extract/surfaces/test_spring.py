"""Data sources of Spring Boot and Micronaut become pools, profile by profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.config import Config
from poolaudit.discover.source import Source
from poolaudit.extract.settings import properties, yaml
from poolaudit.extract.surfaces.spring import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Joined, Literal, Reference
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path


def _facts(path: str, text: str) -> tuple[Source, list[ClientPool], list[NamedValue]]:
    source = Source(path, text)
    document = (properties if path.endswith(".properties") else yaml).read(source)
    found = list(SURFACE.extract(source, document))
    return (
        source,
        [each for each in found if isinstance(each, ClientPool)],
        [each for each in found if isinstance(each, NamedValue)],
    )


_YAML = """\
spring:
  datasource:
    url: jdbc:postgresql://${DB_HOST:db}:5432/shop?prepareThreshold=0
    username: app
    password: ${DB_PASSWORD:hunter2}
    hikari:
      maximum-pool-size: 20
      max-lifetime: 600000
      connectionTimeout: 5000
"""


def test_pool_of_a_datasource() -> None:
    """Relaxed names fill the catalog's parameters, in seconds; what is not written has HikariCP's default."""
    source, (pool,), _ = _facts("src/main/resources/application.yml", _YAML)

    assert ("hikaricp", "pool", "spring.datasource", "pgjdbc", "") == (
        pool.library,
        pool.kind,
        pool.call,
        pool.driver,
        pool.environment,
    )
    assert "datasource" == source.at(pool.span)
    assert [
        (20, Origin.WRITTEN, "20"),
        (600.0, Origin.WRITTEN, "600000"),
        (5.0, Origin.WRITTEN, "5000"),
        (600.0, Origin.DEFAULT, None),
        (20, Origin.DERIVED, "20"),
    ] == [
        (each.value, each.origin, source.at(each.span) if each.span else None)
        for each in (pool.max_size, pool.max_lifetime, pool.acquire_timeout, pool.idle_timeout, pool.min_size)
    ]


def test_placeholders_of_the_connection_string() -> None:
    """The connection string is an override of the environment over text with a look-up in it; text is concealed."""
    source, (pool,), _ = _facts("application.yml", _YAML)
    outer = pool.dsn
    assert isinstance(outer, EnvLookup)
    inner = outer.default
    assert isinstance(inner, Joined)
    lookup = inner.parts[1]
    assert isinstance(lookup, EnvLookup)

    assert ("SPRING_DATASOURCE_URL", True) == (outer.names[0], outer.overrides)
    assert ["jdbc:postgresql://", "${DB_HOST:db}", ":5432/shop?prepareThreshold=0"] == [
        source.at(part.span) for part in inner.parts
    ]
    assert (("DB_HOST",), False) == (lookup.names, lookup.overrides)
    assert isinstance(lookup.default, Literal)
    assert Secret("db") == lookup.default.value
    assert "hunter2" not in repr(pool)


def test_a_profile_document_is_laid_over_the_others() -> None:
    """A document with `on-profile` repeats a data source only where it changes it, with what the base says below it."""
    prod = "spring:\n  config.activate.on-profile: prod\n  datasource.hikari.maximum-pool-size: ${POOL:50}\n"
    text = f"{_YAML}---\n{prod}---\nspring.profiles: ci\n"
    _, pools, names = _facts("application.yml", text)

    assert [("", 20), ("prod", None)] == [(each.environment, each.max_size.value) for each in pools]
    assert "set from the environment variable POOL" == pools[1].max_size.note
    assert 600.0 == pools[1].max_lifetime.value
    assert [
        "spring.datasource.url",
        "spring.datasource.username",
        "spring.datasource.hikari.maximumPoolSize",
        "spring.datasource.hikari.connectionTimeout",
        "spring.datasource.hikari.maxLifetime",
    ] == [each.name for each in names if not each.environment]


def test_a_profile_file_builds_on_another_file() -> None:
    """What `application-prod.yml` leaves out refers to the file that holds in every profile."""
    _, (pool,), names = _facts("application-prod.yml", "spring:\n  datasource:\n    hikari:\n      maximum-pool-size: 50\n")
    assert isinstance(pool.dsn, EnvLookup)
    assert isinstance(pool.dsn.default, Reference)
    lifetime = dict(pool.lookups)["maxLifetime"]
    assert isinstance(lifetime, EnvLookup)
    assert isinstance(lifetime.default, Reference)

    assert ("prod", 50, ["prod"]) == (pool.environment, pool.max_size.value, [each.environment for each in names])
    assert ["spring.datasource.url", "spring.datasource.hikari.maxLifetime"] == [pool.dsn.default.name, lifetime.default.name]
    assert ("SPRING_DATASOURCE_HIKARI_MAXLIFETIME", "SPRING_DATASOURCE_HIKARI_MAX_LIFETIME") == lifetime.names


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "application.properties",
            "app.datasource.one.url=jdbc:mysql://a/b\napp.datasource.one.configuration.maximum-pool-size=7\n"
            "app.datasource.two.jdbc-url=jdbc:postgresql://c/d\napp.datasource.two.maximumPoolSize=8\n",
            [
                ("spring.datasource['app.datasource.one']", "mysql_connector_j", 7),
                ("spring.datasource['app.datasource.two']", "pgjdbc", 8),
            ],
            id="own prefixes",
        ),
        pytest.param(
            "application.yml",
            "spring.datasource:\n  one: {url: 'jdbc:postgresql://a/b', hikari: {maximum-pool-size: 3}}\n  two: {url: '${B}'}\n",
            [("spring.datasource['one']", "pgjdbc", 3), ("spring.datasource['two']", "", 10)],
            id="several below spring.datasource",
        ),
        pytest.param(
            "application.yml",
            "datasources:\n  default:\n    url: ${URL:`jdbc:postgresql://x/y`}\n    maximum-pool-size: 4\n",
            [("datasources['default']", "pgjdbc", 4)],
            id="micronaut",
        ),
        pytest.param(
            "application.yml",
            "spring:\n  flyway:\n    url: jdbc:postgresql://a/b\nserver: {url: 'http://x'}\n",
            [],
            id="migrations and other addresses",
        ),
        pytest.param(
            "application.properties",
            "quarkus.datasource.jdbc.url=jdbc:postgresql://a/b\nquarkus.datasource.username=c\n"
            'quarkus.datasource."users".jdbc.max-size=6\n',
            [("quarkus.datasource.jdbc", "pgjdbc", 20), ("quarkus.datasource.jdbc['users']", "", 6)],
            id="quarkus",
        ),
        pytest.param(
            "application.yml",
            "spring.r2dbc:\n  url: r2dbc:postgresql://a/b\n  pool: {max-size: 9}\n",
            [("spring.r2dbc", "r2dbc_postgresql", 9)],
            id="r2dbc",
        ),
        pytest.param(
            "application.properties",
            "spring.datasource.url=jdbc:postgresql://a/b\n#---\nspring.config.activate.on-profile=dev\nspring.datasource.hikari.maximum-pool-size=2\n",
            [("spring.datasource", "pgjdbc", 10), ("spring.datasource", "pgjdbc", 2)],
            id="documents of a properties file",
        ),
    ],
)
def test_which_prefixes_are_data_sources(path: str, text: str, expected: list[tuple[str, str, int]]) -> None:
    """A data source is told by its place, its driver or the beginning of its connection string."""
    _, pools, _ = _facts(path, text)

    assert expected == [(each.call, each.driver, each.max_size.value) for each in pools]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        pytest.param("ENC(abc)", "it is encrypted", id="encrypted"),
        pytest.param("'@pool.size@'", "the build replaces it", id="build"),
        pytest.param("'#{2 * 3}'", "an expression that the framework evaluates", id="expression language"),
        pytest.param("${A${B}}", "the name of its variable is itself put together", id="name of parts"),
        pytest.param("${spring.datasource.hikari.maximum-pool-size}", "set from the environment variables", id="itself"),
    ],
)
def test_values_that_are_not_known(value: str, why: str) -> None:
    """What the file does not say stays unknown, with the reason; a property that names itself ends."""
    _, (pool,), _ = _facts("application.yml", f"spring.datasource:\n  url: x\n  hikari.maximum-pool-size: {value}\n")

    assert (None, Origin.UNRESOLVED) == (pool.max_size.value, pool.max_size.origin)
    assert pool.max_size.note.startswith(why)


def test_a_property_of_the_file_fills_a_placeholder() -> None:
    """`${app.host}` is what the file says, unless the environment says otherwise."""
    _, (pool,), _ = _facts("application.properties", "app.host=db\nspring.datasource.url=jdbc:postgresql://${app.host}/x\n")
    assert isinstance(pool.dsn, EnvLookup)
    assert isinstance(pool.dsn.default, Joined)
    lookup = pool.dsn.default.parts[1]
    assert isinstance(lookup, EnvLookup)
    assert isinstance(lookup.default, Literal)

    assert (("APP_HOST",), True, Secret("db")) == (lookup.names, lookup.overrides, lookup.default.value)


@pytest.mark.parametrize(
    ("lines", "library"),
    [
        pytest.param("  hikari.pool-name: a\n", "hikaricp", id="hikari"),
        pytest.param("  tomcat.max-active: 5\n", "tomcat_jdbc", id="tomcat"),
        pytest.param("  type: org.apache.commons.dbcp2.BasicDataSource\n", "dbcp2", id="type"),
        pytest.param("", "hikaricp", id="nothing"),
    ],
)
def test_which_pool_it_has(lines: str, library: str) -> None:
    """The `type` decides, else the block that is written, else Spring Boot's first choice."""
    _, (pool,), _ = _facts("application.yml", f"spring.datasource:\n  url: jdbc:postgresql://a/b\n{lines}")

    assert library == pool.library


def test_profiles_of_quarkus() -> None:
    """`%prod.` before a key restricts it to that profile; durations carry their unit."""
    text = (
        "quarkus.datasource.jdbc.max-size=50\nquarkus.datasource.jdbc.acquisition-timeout=5S\n"
        "%prod.quarkus.datasource.jdbc.url=${DB_URL}\n%dev.quarkus.datasource.jdbc.additional-jdbc-properties.prepareThreshold=0\n"
    )
    _, pools, _ = _facts("application.properties", text)

    assert [("", 50, 5.0), ("prod", 50, 5.0), ("dev", 50, 5.0)] == [
        (each.environment, each.max_size.value, each.acquire_timeout.value) for each in pools
    ]
    assert "additional-jdbc-properties.prepareThreshold" in dict(pools[2].arguments)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("application.yml", _YAML, ["jdbc:postgresql://…", "app"], id="a pool's"),
        pytest.param("application.yml", _YAML.replace("    username: app\n", ""), ["jdbc:postgresql://…", None], id="none"),
        pytest.param(
            "application.properties",
            "spring.r2dbc.url=r2dbc:postgresql://db/shop\nspring.r2dbc.username=shop\n",
            ["r2dbc:postgresql://…", "shop"],
            id="reactive",
        ),
        pytest.param(
            "application.properties",
            'quarkus.datasource."more".jdbc.url=jdbc:postgresql://db/shop\nquarkus.datasource."more".username=more\n'
            "quarkus.datasource.username=nobody\n",
            ["jdbc:postgresql://…", "more"],
            id="with a name",
        ),
    ],
)
def test_user_beside_the_connection_string(path: str, text: str, expected: list[str | None], tmp_path: Path) -> None:
    """A user that the file names beside the connection string is the one who connects."""
    target = tmp_path / "src/main/resources" / path
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    (route,) = survey(tmp_path).graph.routes
    assert route.dsn is not None

    assert expected == [f"{route.dsn.scheme.value}://…", route.dsn.user.value]


def test_user_of_a_profile(tmp_path: Path) -> None:
    """A profile in another file keeps the user that holds in every profile."""
    folder = tmp_path / "src/main/resources"
    folder.mkdir(parents=True)
    (folder / "application.yml").write_text(_YAML, encoding="utf-8")
    (folder / "application-prod.yml").write_text("spring.datasource.hikari.maximum-pool-size: 5\n", encoding="utf-8")
    routes = survey(tmp_path).graph.routes

    assert {("", "app"), ("prod", "app")} == {(each.client.pool.environment, each.dsn.user.value) for each in routes if each.dsn}


def test_driver_class() -> None:
    """The driver's class is an argument of the pool where it is plain text."""
    for name, expected in (("org.postgresql.Driver", ["org.postgresql.Driver"]), ("${DRIVER}", [])):
        _, (pool,), _ = _facts("application.yml", _YAML.replace("username: app", f"driver-class-name: {name}"))

        assert expected == [value.value for key, value in pool.arguments if key == "driverClassName"]


def test_other_settings() -> None:
    """What an application uses of another store, and its threads, are named values; passwords are not kept."""
    source, _, names = _facts(
        "application-dev.yml",
        "spring.data.redis:\n  host: cache\n  password: hunter2\n  lettuce.pool.max-active: 8\n"
        "server.tomcat.threads.max: ${THREADS:200}\nserver.port: 80\n",
    )

    assert [
        ("spring.data.redis.host", "dev", "cache"),
        ("spring.data.redis.lettuce.pool.max-active", "dev", "8"),
        ("server.tomcat.threads.max", "dev", "${THREADS:200}"),
    ] == [(each.name, each.environment, source.at(each.span)) for each in names]
    assert "hunter2" not in repr(names)


def test_text_that_may_hold_a_password() -> None:
    """Properties of the driver in one text are not kept."""
    _, (pool,), _ = _facts(
        "application.properties",
        "spring.datasource.url=jdbc:postgresql://a/b\nspring.datasource.tomcat.connection-properties=user=x;password=s3cret\n"
        "spring.datasource.hikari.password=s3cret\n",
    )

    assert "s3cret" not in repr(pool)
    assert [] == list(pool.arguments)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/main/resources/shop.yml", [("", 20)]),
        ("web/src/main/resources/shop.yaml", [("", 20)]),
        ("src/main/resources/my-shop-test.yml", [("test", 20)]),
        ("src/main/resources/application-test.yml", [("test", 20)]),
        ("config/application.yml", [("", 20)]),
        ("config/shop.yml", []),
    ],
)
def test_files_of_another_name(path: str, expected: list[tuple[str, int]], tmp_path: Path) -> None:
    """An application may call its configuration otherwise; the profile stands at the end of the name all the same."""
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(_YAML)
    facts = survey(tmp_path, config=Config()).facts

    assert expected == [(each.environment, each.max_size.value) for each in facts if isinstance(each, ClientPool)]
