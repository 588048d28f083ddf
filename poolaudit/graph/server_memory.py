"""Whether the memory of a server's container is enough for the connections that it admits.

In: a server, its deployment, and a reader of its parameters. Out: the server with its limits and with what it may need.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.server_limits import BACKEND_MEMORY, BLOCK, KILOBYTE
from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.server import Server


def with_memory(server: Server, deployment: Deployment, limit: Callable[[str], Setting[int]]) -> Server:
    """Parameters are read only where something limits the memory or the CPUs."""
    if not (deployment.memory.is_known or deployment.cpus.is_known):
        return server
    limits = replace(server, memory_limit=deployment.memory, cpus=deployment.cpus)
    if not deployment.memory.is_known:
        return limits
    work, buffers = _in_bytes(limit("work_mem"), KILOBYTE), _in_bytes(limit("shared_buffers"), BLOCK)
    each = _of_one(work)
    needed = _needed(server.max_connections, each, buffers)
    return replace(limits, work_mem=work, memory_per_connection=each, memory_needed=needed)


def _of_one(work: Setting[Bytes]) -> Setting[Bytes]:
    """A process, and the memory of one sort where somebody has set it: the default is rarely in use everywhere at a time."""
    label = "memory of one connection"
    if not work.is_known:
        return Setting.unresolved(work.note, work.span, label)
    own = Setting.default(Bytes(BACKEND_MEMORY), "a process", "measured on Linux")
    return Setting.derived(Bytes(BACKEND_MEMORY + (work.value or 0)), label, "", own, work) if work.is_written else own


def _needed(most: Setting[int], each: Setting[Bytes], buffers: Setting[Bytes]) -> Setting[Bytes]:
    unknown = next((part for part in (most, each, buffers) if not part.is_known or part.value is None), None)
    label = "memory at full load"
    if unknown is not None:
        return Setting.unresolved(unknown.note or f"{unknown.label} is not known", unknown.span, label)
    total = Bytes((buffers.value or 0) + (most.value or 0) * (each.value or 0))
    return Setting.derived(total, label, f"{buffers.value} + {most.value} × {each.value}", buffers, most, each)


def _in_bytes(setting: Setting[int], unit: int) -> Setting[Bytes]:
    if not setting.is_known or setting.value is None:
        return Setting.unresolved(setting.note or f"{setting.label} is not known", setting.span, setting.label)
    return setting.read_as(Bytes(setting.value * unit))
