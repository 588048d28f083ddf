"""Values of charts become a workload for each component, all of it assumed."""

from __future__ import annotations

from textwrap import dedent

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.helm_values import SURFACE, environment_of
from poolaudit.facts.dsn import Dsn
from poolaudit.facts.kubernetes import HelmChart, PodWorkload


def _workloads(text: str) -> list[PodWorkload]:
    source = Source("charts/shop/values-prod.yaml", dedent(text))
    return [fact for fact in SURFACE.extract(source, read(source)) if isinstance(fact, PodWorkload)]


def test_chart_of_one() -> None:
    """The chart itself is a component; its autoscaler, when it is on, says how many run."""
    (found,) = _workloads("""\
        replicaCount: 2
        image: {registry: ghcr.io, repository: acme/shop, tag: "1.2"}
        command: []
        args: [serve]
        autoscaling: {enabled: true, maxReplicas: 9}
        env: {DATABASE_URL: postgresql://u@h/d, notAVariable: x}
        extraEnv:
          - {name: POOL, value: "5"}
          - name: KEY
            valueFrom: {secretKeyRef: {name: s, key: k}}
        """)
    (inner,) = found.containers

    assert ("shop", "charts/shop", "prod", 9, True) == (
        found.name, found.chart, found.environment, found.replicas.value, found.replicas.assumed,
    )  # fmt: skip
    assert ("ghcr.io/acme/shop:1.2", None, ("serve",)) == (inner.image.value, inner.command.value, inner.args.value)
    assert [("DATABASE_URL", "postgresql://u@h/d", True), ("POOL", "5", True), ("KEY", None, False)] == [
        (entry.name, entry.value.value.reveal() if entry.value.value else None, entry.value.assumed) for entry in inner.env
    ]
    assert "the templates of the chart" == inner.incomplete


def test_components() -> None:
    """Each key with an image is a component; an autoscaler that is off counts for nothing."""
    found = _workloads("""\
        web: {image: acme/web:1, replicaCount: 3, autoscaling: {enabled: false, maxReplicas: 9}}
        worker: {image: {repository: acme/worker}, replicas: 2}
        service: {port: 80}
        """)

    assert [("web", "acme/web:1", 3), ("worker", "acme/worker", 2)] == [
        (each.name, each.containers[0].image.value, each.replicas.value) for each in found
    ]


def test_chart() -> None:
    """A Chart.yaml makes the values beside it defaults."""
    source = Source("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")

    assert [HelmChart("charts/shop", source.span(0, 0), "shop")] == list(SURFACE.extract(source, read(source)))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/values.yaml", ""),
        ("a/values-prod.yaml", "prod"),
        ("a/values.staging.yml", "staging"),
        ("a/production-values.yaml", "production"),
        ("values-0c27fb-dev.yaml", "dev"),
    ],
)
def test_environment(path: str, expected: str) -> None:
    """The last word of the file name that is not part of its type is the environment."""
    assert expected == environment_of(path)


def test_servers_outside_of_the_chart() -> None:
    """Values of a server that the chart does not make are an address without a password, if they have a host."""
    source = Source(
        "charts/shop/values.yaml",
        "image: {}\n"
        "externalDatabase: {type: mysql, host: db.internal, port: 3306, user: app, password: hunter2, database: shop}\n"
        "externalRedis: {host: cache.internal}\n"
        "externalPostgresql: {host: '', port: 5432}\n"
        "externalSecrets: {host: vault}\n",
    )
    found = [fact for fact in SURFACE.extract(source, read(source)) if isinstance(fact, Dsn)]

    assert [("mysql", "db.internal", 3306, "app", "shop", None), ("redis", "cache.internal", None, None, None, None)] == [
        (each.engine, each.host.value, each.port.value, each.user.value, each.database.value, each.password) for each in found
    ]
    assert "hunter2" not in repr(found)
