"""How many connections a database server leaves to applications.

In: a deployment that runs a server, or a host that the user declared. Out: a `Server`.
How its settings are found: `server_settings`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.server_limits import RESERVED
from poolaudit.catalog.versions import release
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.context import context_in
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.images import tag_of
from poolaudit.graph.only_clients import runs_no_server
from poolaudit.graph.server import Server
from poolaudit.graph.server_memory import with_memory
from poolaudit.graph.server_settings import config_of, server_setting, server_words
from poolaudit.graph.server_timeouts import TIMEOUTS, with_idle_limit, with_timeouts

if TYPE_CHECKING:
    from poolaudit.catalog.model import Server as ServerSoftware
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.site import Site

_POSTGRESQL = "postgresql"


def server_in(deployment: Deployment, site: Site) -> Server | None:
    """The server that a deployment runs; None when its image is none that we know, or only waits for a server."""
    software = site.images.server(deployment) if not deployment.initial else None
    if software is None or runs_no_server(deployment, site.images, software):
        return None
    image = site.images.image(deployment)
    tagged = release(tag_of(image))
    version: Setting[str] = (
        Setting.derived(tagged, "version", f"image tag {tag_of(image)}", image)
        if tagged
        else Setting.unresolved("the image has no version", image.span)
    )

    def limit(name: str) -> Setting[int]:
        return server_setting(name, deployment, software, site)

    most = limit("max_connections")
    reserved = _reserved(*(limit(name) for name in software.reserved))
    server = Server(
        span=deployment.span,
        symbol=f"server {deployment.name}",
        context=context_in(deployment),
        trail=(),
        name=deployment.name,
        engine=software.engine or software.name,
        version=version,
        max_connections=most,
        reserved_connections=reserved,
        usable_connections=_usable(most, reserved),
    )
    if software.name != _POSTGRESQL:
        limited = replace(server, memory_limit=deployment.memory, cpus=deployment.cpus)
        return with_idle_limit(limited, limit(software.idle_limit)) if software.idle_limit else limited
    configured = replace(server, configured=_configured(deployment, software, site))
    return with_memory(with_timeouts(configured, limit), deployment, limit)


def declared_server(endpoint: Endpoint, engine: str, site: Site) -> Server | None:
    """The server that the user's configuration declares for a host."""
    for declared in site.config.servers:
        if declared.host.is_known and endpoint.host.is_known and declared.host.value == endpoint.host.value:
            default = Setting.default(RESERVED if engine == _POSTGRESQL else 0, "reserved", "default of the engine")
            reserved = declared.reserved if declared.reserved.is_known else default
            return Server(
                span=declared.span,
                symbol=f"server {declared.name}",
                context=Setting.derived("code", "context", "declared"),
                trail=(),
                name=declared.name,
                engine=engine,
                version=declared.version,
                max_connections=declared.max_connections,
                reserved_connections=reserved,
                usable_connections=_usable(declared.max_connections, reserved),
                cpus=declared.cores,
            )
    return None


def _reserved(*settings: Setting[int]) -> Setting[int]:
    """The sum of the reserved slots; a parameter that the release does not have counts nothing."""
    kept = [each for each in settings if each.is_known or each.span is not None]
    unknown = next((each for each in kept if not each.is_known), None)
    if unknown is not None:
        return replace(unknown, label="reserved connections")
    return Setting.derived(sum(each.value or 0 for each in kept), "", "", *kept)


def _usable(most: Setting[int], reserved: Setting[int]) -> Setting[int]:
    if not most.is_known or most.value is None:
        return Setting.unresolved(most.note or "max_connections is not known", most.span, "usable connections")
    if not reserved.is_known or reserved.value is None:
        return Setting.unresolved(reserved.note, reserved.span, "usable connections")
    if not reserved.value and not reserved.evidence():
        return most.restated(most.value)  # a server that reserves nothing: MySQL's extra connection is on top
    note = f"{most.value} - {reserved.value} reserved"
    return Setting.derived(most.value - reserved.value, "usable connections", note, most, reserved)


def _configured(deployment: Deployment, software: ServerSoftware, site: Site) -> Setting[bool]:
    """Whether the tree shows a file of the server, or a command line on which somebody has thought of timeouts."""
    if config_of(deployment, site) is not None:
        return Setting(True, Origin.DERIVED, deployment.span)
    command = command_of(deployment, site.images)
    if not command.is_known:
        return command.read_as(None if command.origin is Origin.UNRESOLVED else False, "configured")
    given = site.readers.server_settings(software.name, server_words(command.value or (), software) or ())
    return Setting(any(name in TIMEOUTS for name, _ in given), Origin.DERIVED, command.span)
