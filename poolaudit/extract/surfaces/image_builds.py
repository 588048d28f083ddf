"""Where images are built: skaffold files and GitHub workflows. In: a YAML tree. Out: an `ImageBuild` for each image.

Fields: https://skaffold.dev/docs/references/yaml/ (v4beta13) and https://github.com/docker/build-push-action (v6), both read
2026-11-20.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.compose_text import path_from
from poolaudit.extract.surfaces.kubernetes_tree import elements, plain, under
from poolaudit.facts.kubernetes import ImageBuild

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node

_ACTION = "docker/build-push-action"


def extract(source: Source, document: Document) -> Iterator[ImageBuild]:
    """Each image with its build context; a name that is not written out whole is left out."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        if plain(root.get("apiVersion")).startswith("skaffold/"):
            yield from _artifacts(root, dirname(source.path))
        jobs = root.get("jobs")
        for _, job in jobs.items if isinstance(jobs, MappingNode) else ():
            for step in elements(under(job, "steps")):
                if plain(step.get("uses")).startswith(_ACTION):
                    yield from _pushed(step.get("with"))


def _artifacts(root: MappingNode, folder: str) -> Iterator[ImageBuild]:
    for each in elements(root.get("build", "artifacts")):
        image = each.get("image")
        if image is not None and plain(image):
            yield ImageBuild(plain(image), path_from(folder, plain(each.get("context")) or "."), image.span)


def _pushed(node: Node | None) -> Iterator[ImageBuild]:
    """Tags of the action, one on each line or between commas; its context is the repository itself unless given."""
    tags, context = under(node, "tags"), under(node, "context")
    folder = plain(context) if context is not None else "."
    if (
        not isinstance(tags, (ScalarNode, SequenceNode))
        or "$" in folder
        or (context is not None and not folder)
        or "://" in folder
    ):
        return
    texts = [tags] if isinstance(tags, ScalarNode) else list(tags.elements)
    for each in texts:
        for text in str(each.value).replace(",", "\n").splitlines() if isinstance(each, ScalarNode) else ():
            name = _last(text.strip())
            if name:
                yield ImageBuild(name, path_from("", folder), each.span)


def _last(tag: str) -> str:
    """The image name of a tag; registry and owner may be expressions, the last part may not."""
    while "${{" in tag and "}}" in tag:
        start = tag.index("${{")
        end = tag.find("}}", start)
        if end < 0:
            return ""
        tag = f"{tag[:start]}*{tag[end + 2 :]}"
    path, _, last = tag.rpartition("/")
    name = last.partition(":")[0].partition("@")[0]
    if not name or "*" in name or "$" in name:
        return ""
    return name if "*" in path else f"{path}/{name}" if path else name


SURFACE = Surface("image_builds", ("yaml",), extract, triggers=("skaffold/", _ACTION))
