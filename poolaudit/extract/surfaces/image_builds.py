"""Where images are built: skaffold files and GitHub workflows. In: a YAML tree. Out: an `ImageBuild` for each image.

Fields: https://skaffold.dev/docs/references/yaml/ (v4beta13) and https://github.com/docker/build-push-action (v6), both read
2026-11-20; https://github.com/docker/metadata-action (v5, read 2026-11-21) makes the tags of the images that it is given.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.compose_text import path_from
from poolaudit.extract.surfaces.kubernetes_tree import elements, plain, under
from poolaudit.facts.kubernetes import OWN, ImageBuild

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

_ACTION = "/build-push-action"
"""Docker's, and those of others that stand in for it with the same inputs."""
_METADATA = "docker/metadata-action"
_REPOSITORY = "github.repository"


def extract(source: Source, document: Document) -> Iterator[ImageBuild]:
    """Each image with its build context; a name that is not written out whole is left out."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        if plain(root.get("apiVersion")).startswith("skaffold/"):
            yield from _artifacts(root, dirname(source.path))
        jobs = root.get("jobs")
        for _, job in jobs.items if isinstance(jobs, MappingNode) else ():
            known = {**_variables(root.get("env")), **_variables(under(job, "env"))}
            steps = [step for step in elements(under(job, "steps")) if isinstance(step, MappingNode)]
            named = {plain(step.get("id")): step.get("with", "images") for step in steps if _uses(step, _METADATA)}
            for step in steps:
                if _ACTION in plain(step.get("uses")):
                    yield from _pushed(step.get("with"), named, known)


def _artifacts(root: MappingNode, folder: str) -> Iterator[ImageBuild]:
    for each in elements(root.get("build", "artifacts")):
        image = each.get("image")
        if image is not None and plain(image):
            yield ImageBuild(plain(image), path_from(folder, plain(each.get("context")) or "."), image.span)


def _pushed(node: Node | None, named: Mapping[str, Node | None], known: Mapping[str, str]) -> Iterator[ImageBuild]:
    """Tags of the action, one on each line or between commas; its context is the repository itself unless given."""
    tags, context = under(node, "tags"), under(node, "context")
    folder = plain(context) if context is not None else "."
    if "$" in folder or (context is not None and not folder) or "://" in folder:
        return
    step = _step_of(tags)
    for text, span in _lines(named.get(step) if step else tags):
        name = _last(_filled(text, known))
        if name:
            yield ImageBuild(name, path_from("", folder), span)


def _lines(node: Node | None) -> Iterator[tuple[str, Span]]:
    for each in node.elements if isinstance(node, SequenceNode) else (node,):
        if isinstance(each, ScalarNode):
            yield from ((line.strip(), each.span) for line in str(each.value).replace(",", "\n").splitlines() if line.strip())


def _step_of(tags: Node | None) -> str:
    """The step that makes the tags: `${{ steps.meta.outputs.tags }}` → `meta`."""
    words = _text(tags).strip().removeprefix("${{").removesuffix("}}").strip().split(".")
    return words[1] if len(words) == 4 and (words[0], *words[2:]) == ("steps", "outputs", "tags") else ""  # noqa: PLR2004


def _variables(node: Node | None) -> dict[str, str]:
    """Variables of a workflow or job that are written out, or are the name of the repository."""
    return {key.name: _text(value) for key, value in node.items} if isinstance(node, MappingNode) else {}


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with `${{ env.NAME }}` filled in where the workflow says it, and the name of the repository as `*/*`."""
    for name, value in known.items():
        for mark in (f"${{{{ env.{name} }}}}", f"${{{{env.{name}}}}}"):
            text = text.replace(mark, value)
    for mark in (f"${{{{ {_REPOSITORY} }}}}", f"${{{{{_REPOSITORY}}}}}"):
        text = text.replace(mark, OWN)
    return text


def _text(node: Node | None) -> str:
    """The text of a scalar, expressions and all."""
    return str(node.value) if isinstance(node, ScalarNode) and node.value is not None else ""


def _uses(step: MappingNode, action: str) -> bool:
    return plain(step.get("uses")).partition("@")[0] == action


def _last(tag: str) -> str:
    """The image name of a tag; registry and owner may be expressions, the last part only for the repository's own name."""
    image = tag.rpartition("@")[0] or tag
    if image.endswith(f"/{OWN}") or f"/{OWN}:" in image:
        registry = image.partition(f"/{OWN}")[0]
        return "" if "$" in registry or "*" in registry else f"{registry}/{OWN}"
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
