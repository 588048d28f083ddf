"""Where images are built: skaffold files and GitHub workflows. In: a YAML tree. Out: an `ImageBuild` for each image.

A workflow builds with Docker's action or with `docker build`, in each run of its matrix.

Fields: https://skaffold.dev/docs/references/yaml/ (v4beta13) and https://github.com/docker/build-push-action (v6), both read
2026-11-20; https://github.com/docker/metadata-action (v5, read 2026-11-21) makes the tags of the images that it is given.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.compose_text import path_from
from poolaudit.extract.surfaces.docker_builds import docker_builds
from poolaudit.extract.surfaces.kubernetes_tree import elements, plain, under
from poolaudit.extract.surfaces.workflow_jobs import filled, runs, text_of
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
_COMMAND = "docker"
_ANY = "\u2217"
"""Stands for an expression while a tag is taken apart."""


def extract(source: Source, document: Document) -> Iterator[ImageBuild]:
    """Each image with its build context; a name that is not written out whole is left out."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        if plain(root.get("apiVersion")).startswith("skaffold/"):
            yield from _artifacts(root, dirname(source.path))
        jobs = root.get("jobs")
        for _, job in jobs.items if isinstance(jobs, MappingNode) else ():
            seen: set[tuple[str, str, str]] = set()
            for run in runs(job):
                for each in _of_run(root, job, run):
                    if (each.image, each.context, each.dockerfile) not in seen:
                        seen.add((each.image, each.context, each.dockerfile))
                        yield each


def _of_run(root: MappingNode, job: Node, run: dict[str, str]) -> Iterator[ImageBuild]:
    """What one run of a job builds."""
    matrix = {f"matrix.{name}": value for name, value in run.items()}
    variables = {
        name: filled(value, matrix) for name, value in {**_variables(root.get("env")), **_variables(under(job, "env"))}.items()
    }
    known = {**matrix, **{f"env.{name}": value for name, value in variables.items()}}
    steps = [step for step in elements(under(job, "steps")) if isinstance(step, MappingNode)]
    named = {plain(step.get("id")): step.get("with", "images") for step in steps if _uses(step, _METADATA)}
    for step in steps:
        if _ACTION in plain(step.get("uses")):
            yield from _pushed(step.get("with"), named, known)
        script = step.get("run")
        if isinstance(script, ScalarNode) and _COMMAND in text_of(script):
            yield from _commanded(
                script, plain(step.get("working-directory")), {**variables, **_variables(step.get("env"))}, known
            )


def _commanded(script: ScalarNode, folder: str, variables: Mapping[str, str], known: dict[str, str]) -> Iterator[ImageBuild]:
    """Images of `docker build` commands, with variables of the workflow filled in."""
    text = filled(text_of(script), known)
    for name, value in variables.items():
        text = text.replace(f"${{{name}}}", value)
    for each in docker_builds(_masked(text)):
        for tag in each.tags:
            file = path_from(folder, each.file) if each.file else ""
            yield from _built(_filled(tag, known), path_from(folder, each.context) or ".", file, script.span)


def _masked(text: str) -> str:
    """The script with each expression of the workflow as one word, whatever blanks and quotes stand in it."""
    found, at = "", 0
    while (start := text.find("${{", at)) >= 0 and (end := text.find("}}", start)) >= 0:
        inner = "".join(each for each in text[start + 3 : end] if each.isalnum() or each in "._-")
        found += f"{text[at:start]}${{{{{inner}}}}}"
        at = end + 2
    return found + text[at:]


def _artifacts(root: MappingNode, folder: str) -> Iterator[ImageBuild]:
    for each in elements(root.get("build", "artifacts")):
        image = each.get("image")
        if image is not None and plain(image):
            yield ImageBuild(plain(image), path_from(folder, plain(each.get("context")) or "."), image.span)


def _pushed(node: Node | None, named: Mapping[str, Node | None], known: dict[str, str]) -> Iterator[ImageBuild]:
    """Tags of the action, one on each line or between commas; its context is the repository itself unless given.

    An image that is pushed by its digest has its name among the outputs.
    """
    tags, context = under(node, "tags"), under(node, "context")
    folder = _masked(filled(text_of(context), known)) if context is not None else "."
    if context is not None and not folder:
        return
    file = _masked(filled(text_of(under(node, "file")), known))
    step = _step_of(tags)
    pushed = [(text.removeprefix("name="), span) for text, span in _lines(under(node, "outputs")) if text.startswith("name=")]
    for text, span in (*_lines(named.get(step) if step else tags), *pushed):
        yield from _built(_filled(text, known), folder, file, span)


def _built(tag: str, context: str, file: str, span: Span) -> Iterator[ImageBuild]:
    """The image of one tag. An expression that stands in its name and in its context is `*` in both."""
    for expression in _expressions(context + file):
        if expression in tag.rpartition("/")[2].partition(":")[0]:
            tag, context, file = (each.replace(expression, _ANY) for each in (tag, context, file))
    if "$" in context or "$" in file or "://" in context:
        return
    name = _last(tag)
    if name and (_ANY in name) == (_ANY in context + file):
        folder, dockerfile = path_from("", context), path_from("", file) if file else ""
        yield ImageBuild(name.replace(_ANY, "*"), folder.replace(_ANY, "*"), span, dockerfile.replace(_ANY, "*"))


def _expressions(text: str) -> list[str]:
    """The expressions in a text, once each."""
    return list(dict.fromkeys(each.partition("}}")[0].join(("${{", "}}")) for each in text.split("${{")[1:]))


def _lines(node: Node | None) -> Iterator[tuple[str, Span]]:
    for each in node.elements if isinstance(node, SequenceNode) else (node,):
        if isinstance(each, ScalarNode):
            text = _masked(str(each.value)).replace(",", "\n")
            yield from ((line.strip(), each.span) for line in text.splitlines() if line.strip())


def _step_of(tags: Node | None) -> str:
    """The step that makes the tags: `${{ steps.meta.outputs.tags }}` → `meta`."""
    words = text_of(tags).strip().removeprefix("${{").removesuffix("}}").strip().split(".")
    return words[1] if len(words) == 4 and (words[0], *words[2:]) == ("steps", "outputs", "tags") else ""  # noqa: PLR2004


def _variables(node: Node | None) -> dict[str, str]:
    """Variables of a workflow or job that are written out, or are the name of the repository."""
    return {key.name: text_of(value) for key, value in node.items} if isinstance(node, MappingNode) else {}


def _filled(text: str, known: dict[str, str]) -> str:
    """The text with what the workflow says filled in, and the name of the repository as `*/*`."""
    return filled(filled(text, known), {_REPOSITORY: OWN})


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
    return name if "*" in path or "$" in path else f"{path}/{name}" if path else name


SURFACE = Surface("image_builds", ("yaml",), extract, triggers=("skaffold/", _ACTION, "docker build", "docker image build"))
