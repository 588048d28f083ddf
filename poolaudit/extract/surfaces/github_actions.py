"""GitHub Actions' workflows. In: a YAML tree. Out: a `Deployment` for each job and each of its service containers.

Meaning: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax (read 2026-11-21): variables of the
workflow, the job and its steps, later ones win; a job on the runner reaches its services at localhost by their published
ports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import environment, mappings, text
from poolaudit.facts.deployment import Deployment, Port
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node

ENVIRONMENT = "test"
"""What runs in a workflow is a test of it."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each job that has service containers, and these."""
    for root in getattr(document, "roots", ()):
        jobs = root.get("jobs") if isinstance(root, MappingNode) else None
        for key, job in jobs.items if isinstance(jobs, MappingNode) else ():
            services = job.get("services") if isinstance(job, MappingNode) else None
            if isinstance(root, MappingNode) and isinstance(job, MappingNode) and isinstance(services, MappingNode):
                yield from _services(source, key, services)
                yield _job(source, root, key, job)


SURFACE = Surface(
    "github_actions",
    ("yaml",),
    extract,
    globs=(".github/workflows/*.yml", ".github/workflows/*.yaml", "*/.github/workflows/*.yml", "*/.github/workflows/*.yaml"),
    triggers=("services:",),
)


def _project(source: Source, job: Key) -> str:
    return f"{source.path}#{job.name}"


def _services(source: Source, job: Key, services: MappingNode) -> Iterator[Deployment]:
    for key, service in services.items:
        if isinstance(service, MappingNode):
            yield Deployment(
                name=key.name,
                surface="github_actions",
                span=key.span,
                project=_project(source, job),
                environment=ENVIRONMENT,
                hostnames=(key.name,),
                image=text(service.get("image"), "image"),
                replicas=Setting.default(1, "services", "GitHub Actions"),
                env=environment(source, service.get("env")),
                ports=tuple(_ports(service.get("ports"))),
            )


def _job(source: Source, root: MappingNode, key: Key, job: MappingNode) -> Deployment:
    layers = [root.get("env"), job.get("env"), *(step.get("env") for step in mappings(job.get("steps")))]
    entries = {entry.name: entry for layer in layers for entry in environment(source, layer)}
    return Deployment(
        name=key.name,
        surface="github_actions",
        span=key.span,
        project=_project(source, key),
        environment=ENVIRONMENT,
        replicas=Setting.default(1, "jobs", "GitHub Actions"),
        env=tuple(entries.values()),
    )


def _ports(node: Node | None) -> Iterator[Port]:
    for each in node.elements if isinstance(node, SequenceNode) else ():
        if not isinstance(each, ScalarNode):
            continue
        published, colon, container = str(each.value).partition("/")[0].rpartition(":")
        if container.isascii() and container.isdecimal() and (not colon or published.isdecimal()):
            yield Port(int(container), int(published) if colon else 0, "", each.span)
