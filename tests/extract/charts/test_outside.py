"""Subcharts that are not in the tree make the server that their chart makes, at the key of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.charts import facts
from poolaudit.extract.surfaces.chart_about import extract
from poolaudit.facts.kubernetes import ChartRelease, PodWorkload, ServiceName
from poolaudit.facts.server import ServerConfig

if TYPE_CHECKING:
    from poolaudit.facts.fact import Fact

ABOUT = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
BITNAMI = "oci://registry-1.docker.io/bitnamicharts"
VALUES = """\
postgresql:
  enabled: true
  image: {tag: 16.4.0}
  auth: {username: u, database: shop, password: hunter2}
  primary:
    service: {ports: {postgresql: 5433}}
    extendedConfiguration: |
      max_connections = 250
      work_mem = 8MB
"""


def dependency(name: str = "postgresql", repository: str = BITNAMI, more: str = "") -> str:
    """A `Chart.yaml` with one dependency."""
    return f"{ABOUT}dependencies:\n  - name: {name}\n    version: 16.4.1\n    repository: {repository}\n{more}"


def read(about: str, values: str, **files: str) -> tuple[Fact, ...]:
    """The facts of a chart in the folder `c`."""
    texts = {"Chart.yaml": about, "values.yaml": values, **files}
    sources = [Source(f"c/{path}", text) for path, text in texts.items()]
    return facts(part for each in sources for part in extract(each, None))  # type: ignore[arg-type]  # its format gives nothing


def objects(about: str, values: str, **files: str) -> tuple[object, ...]:
    """What the last release applies."""
    found = [each for each in read(about, values, **files) if isinstance(each, ChartRelease)]
    return found[-1].objects if found else ()


def servers(about: str, values: str, **files: str) -> list[str]:
    """Names of what runs."""
    return [each.name for each in objects(about, values, **files) if isinstance(each, PodWorkload)]


def test_server() -> None:
    """It has the image and the variables that the values give, at their places, and never a password."""
    (workload,) = (each for each in objects(dependency(), VALUES) if isinstance(each, PodWorkload))
    (container,) = workload.containers

    assert (
        ("shop-postgresql", 1),
        ("bitnami/postgresql:16.4.0", 1, [3]),
        [("POSTGRES_USER", "u", 4), ("POSTGRES_DATABASE", "shop", 4)],
    ) == (
        (workload.name, workload.span.line),
        (
            container.image.value,
            container.image.span and container.image.span.line,
            [each.span.line for each in container.image.because if each.span is not None],
        ),
        [
            (each.name, each.value.value and each.value.value.reveal(), each.value.span and each.value.span.line)
            for each in container.env
        ],
    )


def test_service() -> None:
    """Its Service has the port of the values."""
    (service,) = (each for each in objects(dependency(), VALUES) if isinstance(each, ServiceName))

    assert ("shop-postgresql", [(5433, 5432)]) == (service.name, [(each.port, each.target) for each in service.ports])


def test_configuration() -> None:
    """The configuration file in its values says its settings where they stand."""
    (config,) = (each for each in read(dependency(), VALUES) if isinstance(each, ServerConfig))

    assert [("max_connections", "250", 8), ("work_mem", "8192", 9)] == [
        (name, value.value, value.span and value.span.line) for name, value in config.settings
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param("postgresql: {fullnameOverride: db}\n", ["db"], id="fullname"),
        pytest.param("postgresql: {nameOverride: db}\n", ["shop-db"], id="name"),
        pytest.param("postgresql: {nameOverride: sho}\n", ["shop"], id="release-holds-the-name"),
        pytest.param("postgresql: {architecture: replication}\n", ["shop-postgresql-primary"], id="replication"),
        pytest.param("postgresql: {fullnameOverride: '{{ .Release.Name }}-db'}\n", [], id="a-template"),
        pytest.param("postgresql: {fullnameOverride: '${NAME}'}\n", [], id="a-variable"),
        pytest.param("postgresql: {replication: {enabled: true}}\n", [], id="older-replication"),
        pytest.param("global: {postgresql: {fullnameOverride: x}}\n", [], id="global-name"),
    ],
)
def test_names(values: str, expected: list[str]) -> None:
    """A server is called by the rules of its chart, or not told at all."""
    assert expected == servers(dependency(), values)


@pytest.mark.parametrize(
    ("more", "values", "expected"),
    [
        pytest.param("    alias: db\n", "db: {}\n", ["shop-db"], id="alias"),
        pytest.param("    condition: pg.on\n", "pg: {on: false}\n", [], id="off"),
        pytest.param("    condition: pg.on\n", "pg: {on: true}\n", ["shop-postgresql"], id="on"),
        pytest.param("    condition: a.b, pg.on\n", "pg: {on: false}\n", [], id="second-condition"),
        pytest.param("    condition: pg.on\n", "x: 1\n", ["shop-postgresql"], id="not-set"),
        pytest.param("    tags: [data]\n", "tags: {data: false}\n", [], id="tag-off"),
        pytest.param("    tags: [data, x]\n", "tags: {data: false, x: true}\n", ["shop-postgresql"], id="a-tag-on"),
        pytest.param("    condition: use\n    tags: [x]\n", "use: true\ntags: {x: false}\n", ["shop-postgresql"], id="both"),
    ],
)
def test_switches(more: str, values: str, expected: list[str]) -> None:
    """Conditions and tags of the dependency decide as Helm lets them."""
    assert expected == servers(dependency(more=more), values)


@pytest.mark.parametrize(
    ("name", "publisher", "values", "expected"),
    [
        pytest.param("mysql", BITNAMI, "", [("shop-mysql", "bitnami/mysql")], id="mysql"),
        pytest.param("redis", BITNAMI, "", [("shop-redis-master", "bitnami/redis")], id="redis"),
        pytest.param("redis", BITNAMI, "redis: {sentinel: {enabled: true}}", [], id="sentinel"),
        pytest.param("postgres", "oci://x/cloudpirates", "", [("shop-postgres", "postgres")], id="cloudpirates"),
        pytest.param("valkey", "oci://x/cloudpirates", "valkey: {architecture: replication}", [], id="one-name-for-all"),
        pytest.param("redis", "https://ot-container-kit.github.io/helm-charts", "redis: {auth: {}}", [], id="another-publisher"),
        pytest.param("postgresql", "https://charts.acme.com", "", [], id="nobody-knows"),
        pytest.param(
            "postgresql",
            "https://charts.acme.com",
            "postgresql: {auth: {}, primary: {}, architecture: standalone}",
            [("shop-postgresql", "bitnami/postgresql")],
            id="a-copy",
        ),
        pytest.param("postgresql", "file://../pg", "", [], id="beside"),
        pytest.param("mongodb", BITNAMI, "", [], id="no-server-of-ours"),
        pytest.param(
            "postgresql",
            BITNAMI,
            "postgresql: {image: {registry: ghcr.io, repository: acme/pg, tag: '16'}}",
            [("shop-postgresql", "ghcr.io/acme/pg:16")],
            id="own-image",
        ),
    ],
)
def test_charts(name: str, publisher: str, values: str, expected: list[tuple[str, str]]) -> None:
    """A chart is known by its name with its publisher, or by values that only it has; any other says nothing."""
    found = [each for each in objects(dependency(name, publisher), values) if isinstance(each, PodWorkload)]

    assert expected == [(each.name, each.containers[0].image.value) for each in found]


def test_environment() -> None:
    """Values of an environment are laid over, and the place is the last file that has the key."""
    files = {"values-prod.yaml": "x: 1\npostgresql: {fullnameOverride: db}\n"}
    (workload,) = (each for each in objects(dependency(), VALUES, **files) if isinstance(each, PodWorkload))

    assert ("db", "c/values-prod.yaml", 2) == (workload.name, workload.span.path, workload.span.line)


def test_place_without_values() -> None:
    """A server of which no value speaks stands where the chart names the dependency."""
    (workload,) = (each for each in objects(dependency(), "") if isinstance(each, PodWorkload))

    assert ("c/Chart.yaml", 5) == (workload.span.path, workload.span.line)


def test_requirements() -> None:
    """Charts of Helm 2 name their subcharts in a file of its own."""
    about = dependency(more="    condition: postgresql.enabled\n")

    assert ["shop-postgresql"] == servers(ABOUT, VALUES, **{"requirements.yaml": about.removeprefix(ABOUT)})


@pytest.mark.parametrize(
    ("flags", "variables", "mounts"),
    [
        pytest.param("--max_connections=500 --skip-log-bin", ["--max_connections=500 --skip-log-bin"], [], id="known"),
        pytest.param("'{{ .Values.flags }}'", [], ["/opt/bitnami/mysql/conf/my.cnf"], id="a-template"),
    ],
)
def test_flags(flags: str, variables: list[str], mounts: list[str]) -> None:
    """Flags go to the server in a variable; where they are not known, a file that nobody shows stands for them."""
    values = f"mysql: {{primary: {{extraFlags: {flags}}}}}\n"
    (workload,) = (each for each in objects(dependency("mysql"), values) if isinstance(each, PodWorkload))
    (container,) = workload.containers

    assert (variables, mounts) == (
        [each.value.value.reveal() for each in container.env if each.value.value is not None],
        [each.target for each in container.mounts],
    )
