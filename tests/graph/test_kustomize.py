"""Kustomizations are built, and each overlay is an environment."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.topology import Graph

    GraphOf = Callable[..., Graph]

BASE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: acme/web
          env:
            - {name: A, value: base}
            - {name: B, value: base}
          envFrom:
            - configMapRef: {name: cfg}
"""


def _workloads(graph_of: GraphOf, overlay: str, **files: str) -> list[Deployment]:
    graph = graph_of(
        {
            "k8s/base/web.yaml": BASE,
            "k8s/base/kustomization.yaml": "resources: [web.yaml]\nconfigMapGenerator: [{name: cfg, literals: [C=base, D=base]}]",
            "k8s/overlays/prod/kustomization.yaml": "resources: [../../base]\n" + dedent(overlay),
            **{f"k8s/overlays/prod/{name.replace('__', '.')}": text for name, text in files.items()},
        }
    )
    return [each.deployment for each in graph.workloads]


def _env(deployment: Deployment) -> dict[str, str | None]:
    return {each.name: each.value.value.reveal() if each.value.value else None for each in deployment.env}


def test_overlay(graph_of: GraphOf) -> None:
    """The base alone runs nowhere; the overlay's folder names the environment."""
    (web,) = _workloads(graph_of, "namespace: shop\n")

    assert ("production", "shop", 1, "acme/web") == (web.environment, web.namespace, web.replicas.value, web.image.value)
    assert {"A": "base", "B": "base", "C": "base", "D": "base"} == _env(web)


@pytest.mark.parametrize(
    ("overlay", "replicas", "image"),
    [
        pytest.param("replicas: [{name: web, count: 5}]\n", 5, "acme/web", id="replicas"),
        pytest.param("images: [{name: acme/web, newTag: '2'}]\n", 1, "acme/web:2", id="tag"),
        pytest.param("images: [{name: acme/web, newName: r/web, digest: 'sha256:a'}]\n", 1, "r/web@sha256:a", id="digest"),
        pytest.param("images: [{name: web, newTag: '2'}]\n", 1, "acme/web", id="another-image"),
        pytest.param(
            "patches:\n  - target: {kind: Deployment, name: web}\n    patch: '[{op: replace, path: /spec/replicas, value: 7}]'\n",
            7,
            "acme/web",
            id="operation",
        ),
        pytest.param(
            "patches:\n  - target: {kind: Job}\n    patch: '[{op: replace, path: /spec/replicas, value: 7}]'\n",
            1,
            "acme/web",
            id="target",
        ),
        pytest.param(
            "patches:\n  - patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3}}'\n",
            3,
            "acme/web",
            id="inline",
        ),
    ],
)
def test_changes(graph_of: GraphOf, overlay: str, replicas: int, image: str) -> None:
    """Replicas, images and patches of the overlay beat the base."""
    (web,) = _workloads(graph_of, overlay)

    assert (replicas, image) == (web.replicas.value, web.image.value)


def test_strategic_merge(graph_of: GraphOf) -> None:
    """A patch file merges containers and variables by name and is no deployment of its own."""
    patch = """\
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
                - name: web
                  command: [serve]
                  env:
                    - {name: B, value: patched}
                    - {name: A, $patch: delete}
                - {name: proxy, image: proxy:1}
        """
    found = _workloads(graph_of, "patches: [{path: patch.yaml}]\n", patch__yaml=dedent(patch))
    web = found[0]

    assert [("web/web", ("serve",)), ("web/proxy", None)] == [(each.name, each.entrypoint.value) for each in found]
    assert {"B": "patched", "C": "base", "D": "base"} == _env(web)


def test_patch_of_an_autoscaler(graph_of: GraphOf) -> None:
    """An overlay changes how far an autoscaler goes without naming its target again."""
    head = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\n"
    graph = graph_of(
        {
            "k8s/base/web.yaml": BASE,
            "k8s/base/hpa.yaml": f"{head}spec: {{maxReplicas: 4, scaleTargetRef: {{kind: Deployment, name: web}}}}\n",
            "k8s/base/kustomization.yaml": "resources: [web.yaml, hpa.yaml]\n",
            "k8s/overlays/prod/kustomization.yaml": "resources: [../../base]\npatches: [{path: hpa.yaml}]\n",
            "k8s/overlays/prod/hpa.yaml": f"{head}spec: {{maxReplicas: 15}}\n",
        }
    )

    assert [15] == [each.deployment.replicas.value for each in graph.workloads]


def test_generator(graph_of: GraphOf) -> None:
    """A generator that merges replaces keys; env files give keys too."""
    overlay = "configMapGenerator: [{name: cfg, behavior: merge, literals: [D=over], envs: [.env]}]\n"
    (web,) = _workloads(graph_of, overlay, __env="E=file\n")

    assert {"A": "base", "B": "base", "C": "base", "D": "over", "E": "file"} == _env(web)


def test_unread_patch(graph_of: GraphOf) -> None:
    """A patch that is not in the tree makes the number of copies unknown."""
    (web,) = _workloads(graph_of, "patches: [{path: gone.yaml}]\n")

    assert (None, "a patch that is not read may change it") == (web.replicas.value, web.replicas.note)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("k8s/overlays/prod", "production"),
        ("deploy/envs/eu-west/canary", "eu-west"),
        ("deploy/staging", "staging"),
        ("deploy", ""),
    ],
)
def test_environment(graph_of: GraphOf, path: str, expected: str) -> None:
    """The folder of a kustomization names its environment by a folder above it, or by a well-known word."""
    graph = graph_of({f"{path}/web.yaml": BASE, f"{path}/kustomization.yaml": "resources: [web.yaml]\n"})

    assert [expected] == [each.environment for each in graph.workloads]


def test_growth(graph_of: GraphOf) -> None:
    """Kustomizations that double their objects at every level end, with no more than a bounded number of them."""
    layers = {
        f"l{number}{side}/kustomization.yaml": f"resources: [../l{number - 1}a, ../l{number - 1}b]\nnamePrefix: {side}\n"
        for number in range(1, 19)
        for side in "ab"
    }
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: web}}\n"
    base = {f"l0{side}/kustomization.yaml": "resources: [../web.yaml, ../service.yaml]\n" for side in "ab"}
    graph = graph_of({**layers, **base, "web.yaml": BASE, "service.yaml": service})

    assert ["web"] == sorted({each.name for each in graph.workloads})
    assert 5_000 >= max(len(each.deployment.hostnames) for each in graph.workloads)


def test_beside(graph_of: GraphOf) -> None:
    """A manifest beside a kustomization that does not list it is not applied."""
    other = BASE.replace("name: web}\nspec", "name: other}\nspec")
    graph = graph_of({"k8s/web.yaml": BASE, "k8s/other.yaml": other, "k8s/kustomization.yaml": "resources: [web.yaml]\n"})

    assert ["web"] == [each.name for each in graph.workloads]


def test_cycle(graph_of: GraphOf) -> None:
    """Kustomizations that use each other end."""
    graph = graph_of(
        {
            "a/kustomization.yaml": "resources: [../b]\n",
            "b/kustomization.yaml": "resources: [../a]\n",
            "c/kustomization.yaml": "resources: [../c, ../a]\n",
        }
    )

    assert () == graph.workloads
