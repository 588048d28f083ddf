"""A kustomization becomes what it takes and what it changes, with paths from the scan root."""

from __future__ import annotations

from textwrap import dedent

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.kustomize import SURFACE
from poolaudit.facts.kubernetes import ImageChange, Kustomization, PodWorkload


def _read(text: str) -> tuple[Source, Kustomization]:
    source = Source("k8s/overlays/prod/kustomization.yaml", dedent(text))
    (fact,) = SURFACE.extract(source, read(source))

    assert isinstance(fact, Kustomization)
    return source, fact


def test_resources() -> None:
    """Resources, bases and components are paths; a remote one makes the kustomization incomplete."""
    _, found = _read(
        "resources: [../../base, a.yaml, github.com/x/y?ref=1]\nbases: [b]\ncomponents: [../../c]\nnamespace: shop\n"
    )

    assert (("k8s/base", "k8s/overlays/prod/a.yaml", "k8s/overlays/prod/b", "k8s/c"), "a remote resource", "shop") == (
        found.resources, found.incomplete, found.namespace,
    )  # fmt: skip


def test_changes() -> None:
    """Replicas and images are listed by name."""
    source, found = _read(
        "replicas: [{name: web, count: 5}]\nimages: [{name: web, newName: r/web, newTag: '1', digest: sha256:a}]\n"
    )

    assert [("web", 5)] == [(name, count.value) for name, count in found.replicas]
    assert [("web", "r/web", "1", "sha256:a")] == [(one.name, one.new_name, one.tag, one.digest) for one in found.images]
    assert ["{name: web, newName: r/web, newTag: '1', digest: sha256:a}"] == [
        source.at(one.span) for one in found.images if isinstance(one, ImageChange)
    ]


def test_patches() -> None:
    """Patches are files, objects in a text of their own, or operations; a target names what they change."""
    source, found = _read("""\
        patchesStrategicMerge: [a.yaml]
        patches:
          - path: b.yaml
            target: {kind: Deployment, name: web}
          - patch: |-
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: any}
              spec:
                template:
                  spec:
                    containers:
                      - name: web
                        env:
                          - name: URL
                            value: postgresql://u@h/d
            target: {kind: Deployment, name: web}
          - patch: |-
              - {op: replace, path: /spec/replicas, value: 7}
            target: {kind: Deployment, name: web}
        """)
    (inline,) = found.inline
    (operation,) = found.operations

    assert isinstance(inline, PodWorkload)
    assert (("k8s/overlays/prod/a.yaml", "", ""), ("k8s/overlays/prod/b.yaml", "Deployment", "web")) == found.patches
    assert ("web", ["postgresql://u@h/d"]) == (
        inline.name,
        [source.at(entry.value.span) for entry in inline.containers[0].env if entry.value.span],
    )
    assert ("replace", "/spec/replicas", "7", "web") == (
        operation.operation,
        operation.path,
        operation.value.value,
        operation.name,
    )


def test_generators() -> None:
    """A generator takes literals, env files and files under their own or another name."""
    source, found = _read("""\
        configMapGenerator:
          - name: cfg
            behavior: merge
            literals: [POOL=5, "MODE='a b'"]
            envs: [.env]
            files: [pgbouncer.ini, other.ini=x/y.ini]
        """)
    (data,) = found.generated

    assert [("POOL", "5", "5"), ("MODE", "a b", "a b")] == [
        (entry.name, entry.value.value.reveal() if entry.value.value else None, source.at(entry.value.span))
        for entry in data.entries
        if entry.value.span
    ]
    assert (("k8s/overlays/prod/.env",), True) == (data.env_files, data.merges)
    assert (("pgbouncer.ini", "k8s/overlays/prod/pgbouncer.ini"), ("other.ini", "k8s/overlays/prod/x/y.ini")) == data.files


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {path: x}\n", id="flux"),
        pytest.param("- a\n", id="list"),
    ],
)
def test_others(text: str) -> None:
    """A file of that name which another program reads gives nothing."""
    source = Source("kustomization.yaml", text)

    assert [] == list(SURFACE.extract(source, read(source)))
