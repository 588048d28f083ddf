"""A kustomization that applies a known chart runs its server."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.charts import facts
from poolaudit.extract.surfaces.chart_about import extract
from poolaudit.facts.kubernetes import ChartRelease, PodWorkload
from poolaudit.facts.server import ServerConfig

ENTRY = """\
helmCharts:
  - name: postgresql
    repo: oci://registry-1.docker.io/bitnamicharts
    version: 16.6.3
    releaseName: db
"""
INLINE = "    valuesInline: {image: {tag: '16.4'}}\n"
FILE = "    valuesFile: helm-values_pg.yaml\n"
TAG = "image: {tag: '15.2'}\n"


def read(kustomization: str, **files: str) -> tuple[object, ...]:
    """The facts of a kustomization in the folder `k`."""
    sources = [Source(f"k/{path}", text) for path, text in {"kustomization.yaml": kustomization, **files}.items()]
    return facts(part for each in sources for part in extract(each, None))  # type: ignore[arg-type]  # its format gives nothing


@pytest.mark.parametrize(
    ("kustomization", "files", "expected"),
    [
        pytest.param(ENTRY, {}, [("db-postgresql", "bitnami/postgresql", 2)], id="no-values"),
        pytest.param(ENTRY + INLINE, {}, [("db-postgresql", "bitnami/postgresql:16.4", 2)], id="inline"),
        pytest.param(ENTRY + FILE, {"helm-values_pg.yaml": TAG}, [("db-postgresql", "bitnami/postgresql:15.2", 2)], id="file"),
        pytest.param(ENTRY + FILE, {}, [], id="a-file-that-is-not-there"),
        pytest.param(
            ENTRY + FILE + INLINE,
            {"helm-values_pg.yaml": TAG},
            [("db-postgresql", "bitnami/postgresql:16.4", 2)],
            id="inline-wins",
        ),
        pytest.param(
            f"{ENTRY}{FILE}{INLINE}    valuesMerge: merge\n",
            {"helm-values_pg.yaml": TAG},
            [("db-postgresql", "bitnami/postgresql:15.2", 2)],
            id="file-wins",
        ),
        pytest.param(ENTRY.replace("    releaseName: db\n", ""), {}, [], id="random-name"),
        pytest.param(ENTRY.replace("postgresql", "hatchet-ha"), {}, [], id="unknown-chart"),
        pytest.param("resources: [a.yaml]\n", {}, [], id="no-charts"),
    ],
)
def test_servers(kustomization: str, files: dict[str, str], expected: list[tuple[str, str, int]]) -> None:
    """Its name is that of the release, its place the name of the chart, and values that cannot be read leave it out."""
    found = [each for one in read(kustomization, **files) if isinstance(one, ChartRelease) for each in one.objects]

    assert expected == [
        (each.name, each.containers[0].image.value, each.span.line) for each in found if isinstance(each, PodWorkload)
    ]


def test_configuration() -> None:
    """Settings in the values stand where they are written."""
    files = {"helm-values_pg.yaml": "primary:\n  extendedConfiguration: |\n    max_connections = 300\n"}
    (config,) = (each for each in read(ENTRY + FILE, **files) if isinstance(each, ServerConfig))

    assert [("max_connections", "300", "k/helm-values_pg.yaml", 3)] == [
        (name, each.value, each.span and each.span.path, each.span and each.span.line) for name, each in config.settings
    ]
