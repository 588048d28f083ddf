"""Heroku's app.json.

In: a JSON tree. Out: a `Deployment` for each process type of `formation`, which the Procfile completes, and a `ServerConfig` for
each database among the add-ons.

Meaning: https://devcenter.heroku.com/articles/app-json-schema (read 2026-11-21). Its surface is `procfile`, so that it is merged
with the process types beside it; `heroku ps:scale` may change the numbers later.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.catalog.heroku_addons import SERVERS as HEROKU_SERVERS
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import count, entry, text
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry


def extract(source: Source, document: Document) -> Iterator[Deployment | ServerConfig]:
    """Each process type that the file scales, and each database that it asks for."""
    folder = dirname(source.path)
    for root in getattr(document, "roots", ()):
        if isinstance(root, MappingNode):
            yield from _databases(source, root.get("addons"))
        formation = root.get("formation") if isinstance(root, MappingNode) else None
        if not isinstance(root, MappingNode) or not isinstance(formation, MappingNode):
            continue
        variables = tuple(_environment(source, root.get("env")))
        for key, node in formation.items:
            yield Deployment(
                name=key.name,
                surface="procfile",
                span=key.span,
                project=folder,
                environment="",
                build=Setting.written(folder, key.span, "app.json"),
                replicas=count(node.get("quantity"), "quantity") if isinstance(node, MappingNode) else count(node, "quantity"),
                env=variables,
                platform="heroku",
            )


SURFACE = Surface("heroku_app", ("json",), extract, globs=("app.json",), triggers=("formation", "addons"))


def _databases(source: Source, node: Node | None) -> Iterator[ServerConfig]:
    """Servers among the add-ons: `heroku-postgresql:standard-0`, or a mapping with such a `plan`."""
    for each in node.elements if isinstance(node, SequenceNode) else ():
        written = text(each.get("plan") if isinstance(each, MappingNode) else each, "plan")
        addon, _, plan = (written.value or "").partition(":")
        if addon in HEROKU_SERVERS and written.span is not None:
            size = written.read_as(plan, "plan") if plan else Setting[str].absent("plan")
            yield ServerConfig(HEROKU_SERVERS[addon], source.path, written.span, (), managed=True, instance_class=size)


def _environment(source: Source, node: Node | None) -> Iterator[EnvEntry]:
    """Variables with a value; one that is generated or asked for has none in the file."""
    for key, value in node.items if isinstance(node, MappingNode) else ():
        if not isinstance(value, MappingNode):
            yield entry(source, key, value)
            continue
        written = value.get("value")
        why = "" if written is not None else "it is given when the app is set up"
        yield entry(source, key, written if written is not None else value, why)
