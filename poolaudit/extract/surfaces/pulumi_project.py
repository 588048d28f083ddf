"""Pulumi's projects and stacks. In: a YAML tree. Out: a `Part` for each Pulumi.yaml and each Pulumi.<stack>.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.facts.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, document: Document) -> Iterator[Part]:
    """The file, to be read with the program of its project."""
    yield Part("poolaudit.extract.pulumi", source, document, source.span(0, 0))


SURFACE = Surface(
    "pulumi_project",
    ("yaml",),
    extract,
    globs=("Pulumi.yaml", "Pulumi.yml", "Pulumi.*.yaml", "Pulumi.*.yml"),
)
