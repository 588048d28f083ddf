"""Which modules of a tree are applied, and with what. In: all Terraform files. Out: facts about each configuration.

A folder that no other one calls is a configuration, once for each file of values that has a name of its own. A module that only
examples call is for everybody: it is read by itself, without its defaults, and examples say nothing about it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from poolaudit.catalog.path_roles import ENVIRONMENT_ALIASES, EXAMPLE_FOLDERS, TEST_FOLDERS
from poolaudit.catalog.terraform_kubernetes import KINDS as OBJECTS
from poolaudit.catalog.terraform_outside import KINDS as OUTSIDE
from poolaudit.catalog.terraform_resources import KINDS
from poolaudit.extract.surfaces.terraform_compute import workloads
from poolaudit.extract.surfaces.terraform_invocations import invocations
from poolaudit.extract.surfaces.terraform_kubernetes import manifests
from poolaudit.extract.surfaces.terraform_poolers import poolers
from poolaudit.extract.surfaces.terraform_servers import servers
from poolaudit.extract.surfaces.terraform_services import services
from poolaudit.extract.surfaces.terraform_values import Estate
from poolaudit.extract.terraform.instance import Instance
from poolaudit.extract.terraform.module import called, modules, values
from poolaudit.extract.terraform.names import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.extract.terraform.module import Module, Values
    from poolaudit.extract.terraform.resource import Resource
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.part import Part

_FOR_SHOW = EXAMPLE_FOLDERS | (TEST_FOLDERS - {"test"})
"""Folders of what nobody applies for good; an environment may be called test."""


def read(parts: tuple[Part, ...]) -> Iterator[Fact]:
    """The facts of each configuration, in order of folders and environments."""
    every = modules(parts)
    inside = {
        target
        for folder, module in every.items()
        for block in module.calls.values()
        if (target := called(block)) in every and target != folder and (not _for_show(folder) or _for_show(target or ""))
    }
    estates: list[Estate] = []
    for folder, module in sorted(every.items()):
        if folder in inside:
            continue
        near = {name: each for name, each in every.items() if _for_show(name)} if _for_show(folder) else every
        for given in values(parts, module, every):
            estates.append(_estate(module, {**near, folder: module}, given))
            yield from _facts(estates[-1])
    yield from manifests(estates)


def told_apart(deployments: tuple[Deployment, ...]) -> Iterator[Deployment]:
    """Workloads of one configuration with names of their own: containers of several tasks may be called alike."""
    seen: Counter[str] = Counter()
    for each in deployments:
        seen[each.name] += 1
        yield replace(each, name=f"{each.name} ({seen[each.name]})") if seen[each.name] > 1 else each


def _for_show(folder: str) -> bool:
    return any(word.lower() in _FOR_SHOW for word in folder.split("/"))


def _estate(module: Module, every: Mapping[str, Module], given: Values) -> Estate:
    calls = any(called(block) in every for block in module.calls.values())
    applied = module.is_configuration or bool(given.given) or calls
    whole = Instance(module, every, given.given, Budget(), defaults=applied)
    kinds: dict[str, list[Resource]] = {}
    for kind, resource in whole.resources(KINDS | OBJECTS | frozenset(OUTSIDE.values())):
        kinds.setdefault(kind, []).append(resource)
    return Estate(module.folder, given.environment or _environment(module.folder), kinds)


def _facts(estate: Estate) -> Iterator[Fact]:
    yield from told_apart((*workloads(estate), *services(estate)))
    yield from poolers(estate)
    yield from servers(estate)
    yield from invocations(estate)


def _environment(folder: str) -> str:
    """The environment that the folder of a configuration, or the one above it, is called by."""
    for name in (basename(folder), basename(dirname(folder))):
        found = ENVIRONMENT_ALIASES.get(name.lower(), "")
        if found:
            return found
    return ""
