"""The Serverless Framework's serverless.yml. In: a YAML or JSON tree. Out: a `Deployment` for each function.

What its CloudFormation resources describe is read as well. A variable of the file itself (`${self:…}`) stands for what it names,
others (`${env:…}`) are for the framework to resolve.
Meaning: https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml (4, read 2026-11-21).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.function_platforms import SERVERLESS_FRAMEWORK_TIMEOUT
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.aws_functions import deployment, or_default
from poolaudit.extract.surfaces.cloudformation import resources_of
from poolaudit.extract.surfaces.platform_values import count, environment, mappings, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.server import ServerConfig

_AWS = "aws"
_SELF = "${self:"
_BARE = str.maketrans("", "", "_-.")
_DEEPEST = 10
"""References that lead to one another."""


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig | ServerConfig]:
    """Each function of a service on AWS; other providers are not read."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        provider = root.get("provider")
        name = provider.get("name") if isinstance(provider, MappingNode) else provider
        if not isinstance(name, ScalarNode) or name.value != _AWS:
            continue
        for group in mappings(root.get("functions")):
            for key, each in group.items:
                if isinstance(each, MappingNode):
                    yield _function(source, key, each, provider, root)
        for group in mappings(root.get("resources")):
            inner = group.get("Resources")
            if isinstance(inner, MappingNode):
                yield from resources_of(source, inner, None)


SURFACE = Surface(
    "serverless_framework",
    ("yaml", "json"),
    extract,
    globs=("serverless.yml", "serverless.yaml", "serverless.json", "serverless.*.yml", "serverless.*.yaml"),
    triggers=("provider",),
)


def _function(source: Source, key: Key, each: MappingNode, provider: object, root: MappingNode) -> Deployment:
    shared = provider.get("environment") if isinstance(provider, MappingNode) else None
    shared_limits = provider if isinstance(provider, MappingNode) else each
    timeout = each.get("timeout") or shared_limits.get("timeout")
    written = [part for part in (shared, each.get("environment")) if part is not None]
    found = deployment(
        source,
        key,
        "serverless_framework",
        handler=text(each.get("handler"), "handler"),
        folder=None,
        reserved=count(each.get("reservedConcurrency"), "reservedConcurrency"),
        variables=[_settled(part, root) for part in written],
        image=text(each.get("image"), "image"),
        events=each.get("events"),
        timeout=or_default(count(timeout, "timeout"), SERVERLESS_FRAMEWORK_TIMEOUT, "Serverless Framework"),
        memory=count(each.get("memorySize") or shared_limits.get("memorySize"), "memorySize"),
    )
    places = {entry.name: entry.span for part in written for entry in environment(source, part)}
    return replace(found, env=tuple(replace(entry, span=places[entry.name]) for entry in found.env))


def _settled(node: Node, root: MappingNode) -> Node:
    """A mapping with the values that others of the file stand for: `${self:custom.database.host}`."""
    if not isinstance(node, MappingNode):
        return node
    return replace(node, items=tuple((key, _meant(value, root)) for key, value in node.items))


def _meant(node: Node, root: MappingNode) -> Node:
    for _ in range(_DEEPEST):
        text_of = str(node.value) if isinstance(node, ScalarNode) else ""
        path = text_of.removeprefix(_SELF).removesuffix("}")
        if not text_of.startswith(_SELF) or not text_of.endswith("}") or not path.translate(_BARE).isalnum():
            return node
        found = root.get(*path.split("."))
        if found is None:
            return node
        node = found
    return node
