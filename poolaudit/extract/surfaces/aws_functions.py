"""Lambda functions of CloudFormation, SAM and the Serverless Framework. In: the properties of one. Out: a `Deployment`.

Each request has a process of its own, so that the reserved concurrency is the number of replicas; without one the account's
limit holds, which is not in the repository.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.catalog.aws_resources import LAMBDA, UNRESERVED
from poolaudit.catalog.function_platforms import LAMBDA_TIMEOUT, QUEUE_EVENTS, REQUEST_EVENTS
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.function_code import code_around
from poolaudit.extract.surfaces.platform_values import count, environment, text
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Bytes, Seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node


_MEBIBYTE = 1024 * 1024


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
        events=_last(layers, "Events"),
        timeout=or_default(count(_last(layers, "Timeout"), "Timeout"), LAMBDA_TIMEOUT, "AWS Lambda"),
        memory=count(_last(layers, "MemorySize"), "MemorySize"),
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
    events: Node | None,
    timeout: Setting[int],
    memory: Setting[int],
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
        code=code_around(path, handler.value) if handler.is_known and handler.value else (),
        bounded=bounded(reserved, events),
        timeout=timeout.read_as(Seconds(timeout.value) if timeout.is_known and timeout.value is not None else None),
        memory=_bytes(memory),
    )


def _bytes(memory: Setting[int]) -> Setting[Bytes]:
    """Mebibytes as bytes, shown as they are written."""
    if not memory.is_known or memory.value is None:
        return memory.read_as(None)
    return replace(memory.read_as(Bytes(memory.value * _MEBIBYTE)), shown=str(memory.value))


def bounded(reserved: Setting[int], events: Node | None) -> Setting[bool]:
    """Whether reserved concurrency, or what starts the function, bounds its copies."""
    if reserved.origin is not Origin.ABSENT:
        return reserved.read_as(value=True) if reserved.is_known else reserved.read_as(None)
    kinds = list(_kinds(events))
    for kind, body in kinds:
        queue = kind.name in QUEUE_EVENTS and isinstance(body, MappingNode)
        if kind.name in REQUEST_EVENTS or (queue and not _capped(body)):
            return Setting(
                False, Origin.WRITTEN, kind.span, "copies are bounded", f"{kind.name} events and no reserved concurrency"
            )
    why = "what starts the function is not in the file" if not kinds else "other events than requests start it"
    return Setting.unresolved(why, events.span if events is not None else None, "copies are bounded")


def or_default(timeout: Setting[int], seconds: int, of: str) -> Setting[int]:
    """A timeout as written, else the one of the platform or the tool."""
    return timeout if timeout.origin is not Origin.ABSENT else Setting.default(seconds, timeout.label, of)


def _kinds(events: Node | None) -> Iterator[tuple[Key, Node | None]]:
    """The kind of each event with its properties: SAM names events, the Serverless Framework lists them."""
    if isinstance(events, MappingNode):
        for _, each in events.items:
            kind = each.get("Type") if isinstance(each, MappingNode) else None
            if isinstance(kind, ScalarNode) and isinstance(each, MappingNode):
                yield Key(str(kind.value), kind.span), each.get("Properties")
    for each in events.elements if isinstance(events, SequenceNode) else ():
        if isinstance(each, MappingNode) and each.items:
            yield each.items[0]
        elif isinstance(each, ScalarNode):
            yield Key(str(each.value), each.span), None


def _capped(queue: Node | None) -> bool:
    """Whether a queue's event source starts no more than a number of copies."""
    paths = (("maximumConcurrency",), ("ScalingConfig", "MaximumConcurrency"))
    return isinstance(queue, MappingNode) and any(queue.get(*path) is not None for path in paths)


def _last(layers: list[MappingNode], name: str) -> Node | None:
    return next((found for each in reversed(layers) if (found := each.get(name)) is not None), None)
