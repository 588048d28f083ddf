"""Kubernetes manifests written in JSON. In: a JSON tree. Out: what the same object in YAML says.

Only where the name or the folder says that it is one: JSON with `apiVersion` is also what many interfaces answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces import crunchy_postgres, openshift_template, zalando_postgresql
from poolaudit.extract.surfaces import kubernetes as manifests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.fact import Fact


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """The facts of each object."""
    for each in (manifests, openshift_template, zalando_postgresql, crunchy_postgres):
        yield from each.extract(source, document)


SURFACE = Surface(
    "kubernetes_json",
    ("json",),
    extract,
    globs=("*k8s*.json", "*kube*.json", "*openshift*.json", "*deployment*.json", "*service.json", "*template*.json",
           "*manifest*.json", "*statefulset*.json", "*/k8s/*.json", "*/kubernetes/*.json", "*/manifests/*.json",
           "*/openshift/*.json", "*/templates/*.json", "*/deploy/*.json", "*/deployment/*.json"),
    triggers=('"apiversion"',),
)  # fmt: skip
