"""What a project of Pulumi makes in each stack. In: all its files. Out: facts, as of Terraform and of manifests.

A project is a folder with a Pulumi.yaml, a stack a file Pulumi.<stack>.yaml beside it. What no stack decides holds in all of
them. Meaning: https://www.pulumi.com/docs/iac/concepts/config/ (3, read 2026-11-21).
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename, dirname
from typing import TYPE_CHECKING, cast

from poolaudit.extract.pulumi.draft import CONFIG, Draft, depends, with_keys
from poolaudit.extract.pulumi.from_yaml import drafts_of_project
from poolaudit.extract.pulumi.grown import RESULT
from poolaudit.extract.pulumi.images import Built, built, of_image, with_images
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode, SettingsDocument
from poolaudit.extract.surfaces.kubernetes import objects
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.extract.surfaces.terraform_compute import workloads
from poolaudit.extract.surfaces.terraform_poolers import poolers
from poolaudit.extract.surfaces.terraform_servers import servers
from poolaudit.extract.surfaces.terraform_services import services
from poolaudit.extract.surfaces.terraform_values import Estate
from poolaudit.extract.terraform.configurations import told_apart
from poolaudit.extract.terraform.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.part import Part

_PROJECT = ("Pulumi.yaml", "Pulumi.yml")
_SURFACE = "pulumi"
"""What `Deployment.surface` says."""

Configuration = dict[str, "Node"]


def read(parts: tuple[Part, ...]) -> Iterator[Fact]:
    """The facts of each project, in order of folders and stacks."""
    projects = {dirname(each.span.path): each for each in parts if basename(each.span.path) in _PROJECT}
    made: dict[str, list[tuple[Source, Draft]]] = {}
    for each in parts:
        source = cast("Source", each.source)
        if isinstance(each.document, tuple):
            folder = _project_of(each.span.path, projects)
            made.setdefault(folder, []).extend((source, cast("Draft", one)) for one in each.document)
    for folder, each in sorted(projects.items()):
        if isinstance(each.document, SettingsDocument):
            source = cast("Source", each.source)
            made.setdefault(folder, []).extend((source, one) for one in drafts_of_project(each.document))
    for folder, drafts in sorted(made.items()):
        project = projects.get(folder)
        stacks = _stacks(folder, parts)
        named = _name(project)
        if not any(depends(draft.body) for _, draft in drafts):
            stacks = {"": stacks[next(iter(stacks))] if len(stacks) == 1 else {}}
        for stack, given in sorted((stacks or {"": {}}).items()):
            values = {**_defaults(project), **given}
            filled = [(source, _filled(draft, values, named)) for source, draft in drafts]
            yield from _facts(_estate(folder, stack, filled), built(folder, (draft for _, draft in filled)))
        alone = next(iter(stacks.values())) if len(stacks) == 1 else {}
        given = {each.address: _filled(each, alone, named).body.items[0][1] for _, each in drafts if each.kind == RESULT}
        objects_of = [(source, _filled(draft, alone, named)) for source, draft in drafts if draft.kind == "kubernetes"]
        images = built(folder, (_filled(draft, alone, named) for _, draft in drafts)) if objects_of else []
        yield from filter(None, (each.fact() for each in images))
        for source, draft in objects_of:
            yield from objects(source, with_images(_spread(draft.body, given), images))


def _project_of(path: str, projects: dict[str, Part]) -> str:
    """The nearest folder above with a project, else that of the file itself."""
    folder = dirname(path)
    while folder not in projects and folder:
        folder = dirname(folder)
    return folder if folder in projects else dirname(path)


def _stacks(folder: str, parts: tuple[Part, ...]) -> dict[str, Configuration]:
    found: dict[str, Configuration] = {}
    for each in parts:
        name = basename(each.span.path)
        if dirname(each.span.path) != folder or name in _PROJECT or not isinstance(each.document, SettingsDocument):
            continue
        for root in each.document.roots:
            given = root.get("config") if isinstance(root, MappingNode) else None
            items = given.items if isinstance(given, MappingNode) else ()
            found[name.removeprefix("Pulumi.").rpartition(".")[0]] = {key.name: node for key, node in items}
    return found


def _defaults(project: Part | None) -> Configuration:
    """What the project says of keys: a value, or a mapping with a `default` or a `value`."""
    found: Configuration = {}
    for root in project.document.roots if project is not None and isinstance(project.document, SettingsDocument) else ():
        given = root.get("config") if isinstance(root, MappingNode) else None
        for key, node in given.items if isinstance(given, MappingNode) else ():
            value = (node.get("default") or node.get("value")) if isinstance(node, MappingNode) else node
            if value is not None:
                found[key.name] = value
    return found


def _name(project: Part | None) -> str:
    roots = project.document.roots if project is not None and isinstance(project.document, SettingsDocument) else ()
    names = [root.get("name") for root in roots if isinstance(root, MappingNode)]
    return next((str(each.value) for each in names if isinstance(each, ScalarNode)), "")


def _filled(draft: Draft, values: Configuration, project: str) -> Draft:
    body = _settled(draft.body, values, project)
    return replace(draft, body=body) if isinstance(body, MappingNode) else draft


def _settled(node: Node, values: Configuration, project: str) -> Node:
    """The tree with what the stack says; else what the program takes without it."""
    if isinstance(node, MappingNode):
        return replace(node, items=tuple((key, _settled(value, values, project)) for key, value in node.items))
    if isinstance(node, SequenceNode):
        return replace(node, elements=tuple(_settled(each, values, project) for each in node.elements))
    if node.template and node.quote == '"':
        return with_keys(node, lambda key: _told(_settled(key, values, project)))
    if not node.template.startswith(CONFIG):
        return node
    found = next((values[each] for each in (f"{project}:{node.raw}", node.raw) if each in values), None)
    others = [name for name in values if name.endswith(f":{node.raw}")] if found is None else []
    if others:  # a namespace of its own, which the call of the program hides
        found = values[others[0]] if len(others) == 1 else MappingNode((), node.span)
    if isinstance(found, MappingNode):
        return found if found.get("secure") is None else replace(node, value=node.raw)
    if found is not None:
        return found
    if node.value is None:
        return replace(node, value=node.raw)
    return ScalarNode(node.value, node.span, node.raw, WORKED_OUT)


def _told(node: Node) -> str | None:
    known = isinstance(node, ScalarNode) and not node.template and node.value is not None
    return str(node.value) if isinstance(node, ScalarNode) and known else None


def _spread(node: Node, given: Mapping[str, Node]) -> Node:
    """The tree with the elements that methods give in place of their marks."""
    if isinstance(node, MappingNode):
        return replace(node, items=tuple((key, _spread(value, given)) for key, value in node.items))
    if not isinstance(node, SequenceNode):
        return node
    found: list[Node] = []
    for each in node.elements:
        known = given.get(each.raw) if isinstance(each, ScalarNode) and each.template.startswith(RESULT) else None
        found += known.elements if isinstance(known, SequenceNode) else (_spread(each, given),)
    return replace(node, elements=tuple(found))


def _estate(folder: str, stack: str, drafts: list[tuple[Source, Draft]]) -> Estate:
    kinds: dict[str, list[Resource]] = {}
    for source, each in drafts:
        if each.kind not in ("kubernetes", RESULT):
            found = Resource(each.title, each.title.span, each.body, each.address, source)
            kinds.setdefault(each.kind, []).append(found)
    return Estate(folder, stack, kinds)


def _facts(estate: Estate, builds: list[Built]) -> Iterator[Fact]:
    yield from told_apart(tuple(_named(each, builds) for each in (*workloads(estate), *services(estate))))
    yield from poolers(estate)
    yield from servers(estate)


def _named(each: Deployment, builds: list[Built]) -> Deployment:
    """A workload as Pulumi's, whose defaults are those of the same providers, built of the folder of its image."""
    note = each.replicas.note.replace("Terraform", "Pulumi")
    return of_image(replace(each, surface=_SURFACE, replicas=replace(each.replicas, note=note)), builds)
