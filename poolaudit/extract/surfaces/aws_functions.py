"""Lambda functions of CloudFormation, SAM and the Serverless Framework. In: the properties of one. Out: a `Deployment`.

Each request has a process of its own, so that the reserved concurrency is the number of replicas; without one the account's
limit holds, which is not in the repository.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.catalog.aws_resources import LAMBDA, UNRESERVED
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import count, environment, text
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, Node


def function(source: Source, key: Key, properties: MappingNode, shared: Node | None) -> Deployment:
    """A function of a template; `shared` are the globals under its own properties."""
    layers = [each for each in (shared, properties) if isinstance(each, MappingNode)]
    code = _last(layers, "CodeUri") or _last(layers, "Code")
    return deployment(
        source,
        key,
        "cloudformation",
        handler=text(_last(layers, "Handler"), "Handler"),
        folder=code if isinstance(code, ScalarNode) else None,
        reserved=count(_last(layers, "ReservedConcurrentExecutions"), "ReservedConcurrentExecutions"),
        variables=[part for each in layers if (part := each.get("Environment", "Variables")) is not None],
        image=text(_last(layers, "ImageUri"), "ImageUri"),
    )


def _code(path: str, folder: ScalarNode | None, key: Key) -> Setting[str]:
    """The folder of the code: written, or the one of the file where nothing is."""
    inside = "" if path in (".", "..") or path.startswith("../") else path
    if folder is not None:
        return Setting.written(inside, folder.span, "code")
    return Setting(inside, Origin.DERIVED, key.span, "code", "the folder of the file")


def deployment(
    source: Source,
    key: Key,
    surface: str,
    *,
    handler: Setting[str],
    folder: ScalarNode | None,
    reserved: Setting[int],
    variables: list[Node],
    image: Setting[str],
) -> Deployment:
    """One function, later variables over earlier ones."""
    base = dirname(source.path)
    local = isinstance(folder, ScalarNode) and not folder.tag and "://" not in str(folder.value) and "${" not in str(folder.value)
    path = normpath(join(base, str(folder.value))) if local and folder is not None else base
    path = dirname(path) if path.endswith((".zip", ".jar")) else path
    unbounded: Setting[int] = Setting.unresolved(UNRESERVED, key.span, "reserved concurrency")
    copies = reserved if reserved.origin is not Origin.ABSENT else unbounded
    entries = {entry.name: entry for part in variables for entry in environment(source, part)}
    return Deployment(
        name=key.name,
        surface=surface,
        span=key.span,
        project=base,
        environment="",
        image=image,
        build=_code(path, folder if local else None, key),
        command=Setting.written((handler.value,), handler.span, handler.label)
        if handler.is_known and handler.value and handler.span
        else Setting(None, handler.origin, handler.span, handler.label, handler.note),
        replicas=copies,
        env=tuple(entries.values()),
        platform=LAMBDA,
        concurrency=reserved,
    )


def _last(layers: list[MappingNode], name: str) -> Node | None:
    return next((found for each in reversed(layers) if (found := each.get(name)) is not None), None)
