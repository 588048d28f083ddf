"""PM2's process files. In: a JSON tree. Out: a `Deployment` for each application, with its instances as replicas.

Meaning: https://pm2.keymetrics.io/docs/usage/application-declaration/ (6, read 2026-11-21): `instances` is 1 by default; `max`
and 0 are the cores of the machine, a negative number leaves some of them free.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import command, count, environment, mappings
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each application with a script; other JSON has none."""
    for root in getattr(document, "roots", ()):
        listed = root.get("apps") if isinstance(root, MappingNode) else root if isinstance(root, SequenceNode) else None
        for app in mappings(listed):
            name, script = app.get("name"), app.get("script")
            if not isinstance(script, ScalarNode) or not isinstance(script.value, str):
                continue
            title = name.value if isinstance(name, ScalarNode) and isinstance(name.value, str) else script.value
            yield Deployment(
                name=title,
                surface="pm2",
                span=name.span if isinstance(name, ScalarNode) else script.span,
                project=dirname(source.path),
                environment="",
                command=_command(app, script),
                replicas=_instances(app.get("instances")),
                env=environment(source, app.get("env")),
            )


SURFACE = Surface(
    "pm2", ("json",), extract, globs=("*pm2*.json", "processes.json", "process.json", "ecosystem*.json"), triggers=("script",)
)


def _command(app: MappingNode, script: ScalarNode) -> Setting[tuple[str, ...]]:
    interpreter, arguments = app.get("interpreter"), command(app.get("args"))
    first = (str(interpreter.value),) if isinstance(interpreter, ScalarNode) and interpreter.value not in (None, "none") else ()
    main = command(script, "script")
    if not main.is_known or arguments.origin is Origin.UNRESOLVED:
        return main if not main.is_known else arguments
    return replace(main, value=(*first, *(main.value or ()), *(arguments.value or ())))


def _instances(node: Node | None) -> Setting[int]:
    number = count(node, "instances")
    if number.origin is Origin.ABSENT:
        return Setting.default(1, "instances", "PM2")
    is_cores = isinstance(node, ScalarNode) and node.value == "max"
    if is_cores or (number.value is not None and number.value < 1):
        return Setting.unresolved("it depends on the cores of the machine", number.span, "instances")
    return number
