"""Calls of modules of the registry that the catalog knows. In: a call. Out: the resources that it comes to, with arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.terraform_modules import MODULES
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.terraform.functions import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.terraform_modules import RegistryModule
    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.terraform.module import Block


def known_module(block: Block) -> RegistryModule | None:
    """The module that a call fetches: by its name in the registry, or by its repository."""
    source = block.body.get("source")
    text = source.value if isinstance(source, ScalarNode) and isinstance(source.value, str) and not source.template else ""
    plain = text.partition("?")[0].removesuffix(".git").removeprefix("registry.terraform.io/")
    return next((each for each in MODULES if plain == each.source or plain.endswith(f"/{each.repository}")), None)


def resources_of(module: RegistryModule, given: MappingNode, address: str) -> Iterator[tuple[str, str, MappingNode]]:
    """Type, address and arguments of each resource."""
    renamed = dict(module.renamed)
    items = [(Key(renamed.get(key.name, key.name), key.span), value) for key, value in given.items]
    parameters = next((node for name in module.parameters if (node := given.get(name)) is not None), None)
    if module.group and isinstance(parameters, SequenceNode):
        name = scalar(f"{address}.parameters", given.span)
        items.append((Key(module.group_argument, given.span), name))
        family = next((node for key, node in items if key.name == "family"), None) or given.get("engine")
        group: list[tuple[Key, Node]] = [(Key("name", given.span), name), (Key("parameter", given.span), parameters)]
        group += [(Key("family", given.span), family)] if family is not None else []
        yield module.group, f"{address}.parameters", MappingNode(tuple(group), given.span)
    variables = given.get(module.variables) if module.variables else None
    if variables is not None:
        inner = MappingNode(((Key("variables", given.span), variables),), given.span)
        items = [(key, value) for key, value in items if key.name != "environment"]
        items.append((Key("environment", given.span), inner))
    block, names = module.inside
    if block:
        within = tuple((key, value) for key, value in items if key.name in names)
        items = [(key, value) for key, value in items if key.name not in names]
        items.append((Key(block, given.span), MappingNode(within, given.span)))
    yield module.kind, address, MappingNode(tuple(items), given.span)
