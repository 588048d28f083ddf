"""How many connections a database server leaves to applications.

In: a deployment that runs a server, or a host that the user declared. Out: a `Server`.
Precedence: command line, then the configuration file that it names or that is mounted, then the server's default.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.server_limits import RESERVED
from poolaudit.catalog.versions import release
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.images import tag_of
from poolaudit.graph.read_commands import unwrapped
from poolaudit.graph.read_values import number
from poolaudit.graph.server import Server
from poolaudit.graph.server_memory import with_memory
from poolaudit.graph.server_timeouts import TIMEOUTS, with_timeouts

if TYPE_CHECKING:
    from poolaudit.catalog.model import Server as ServerSoftware
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.server import ServerConfig
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.site import Site

_SERVERS = frozenset({"postgres", "postmaster"})
_ENTRY_POINT = "docker-entrypoint.sh"


def server_in(deployment: Deployment, site: Site) -> Server | None:
    """The server that a deployment runs; None when its image is none that we know."""
    software = site.images.server(deployment)
    if software is None:
        return None
    image = site.images.image(deployment)
    tagged = release(tag_of(image))
    version: Setting[str] = (
        Setting.derived(tagged, "version", f"image tag {tag_of(image)}", image)
        if tagged
        else Setting.unresolved("the image has no version", image.span)
    )

    def limit(name: str) -> Setting[int]:
        return _limit(name, deployment, software, site)

    most = limit("max_connections")
    reserved = _reserved(limit("superuser_reserved_connections"), limit("reserved_connections"))
    server = Server(
        span=deployment.span,
        symbol=f"server {deployment.name}",
        context=context_of(deployment.span.path),
        trail=(),
        name=deployment.name,
        engine=software.name,
        version=version,
        max_connections=most,
        reserved_connections=reserved,
        usable_connections=_usable(most, reserved),
        configured=_configured(deployment, site),
    )
    return with_memory(with_timeouts(server, limit), deployment, limit)


def declared_server(endpoint: Endpoint, engine: str, site: Site) -> Server | None:
    """The server that the user's configuration declares for a host."""
    for declared in site.config.servers:
        if declared.host.is_known and endpoint.host.is_known and declared.host.value == endpoint.host.value:
            default = Setting.default(RESERVED, "reserved", "PostgreSQL's default")
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
    note = f"{most.value} - {reserved.value} reserved"
    return Setting.derived(most.value - reserved.value, "usable connections", note, most, reserved)


def _limit(name: str, deployment: Deployment, software: ServerSoftware, site: Site) -> Setting[int]:
    command = command_of(deployment, site.images)
    if command.origin is Origin.UNRESOLVED:
        return Setting.unresolved(f"the command line is not known: {command.note}", command.span, name)
    words = _server_words(command.value or ())
    if words is None:
        return Setting.unresolved("the command starts no server that we know", command.span, name)
    given = dict(site.readers.server_settings(words))
    if name in given:
        return number(command.read_as(given[name], name), name)
    if any("$" in word and name in word.replace("-", "_") for word in words):
        return Setting.unresolved("the command line takes it from a variable of the shell", command.span, name)
    config = _config_of(deployment, site)
    if config is not None:
        written = dict(config.settings).get(name)
        if written is not None:
            return number(written, name)
    elif _mounts_config(deployment, command.value or ()) or not deployment.image.is_known:
        return Setting.unresolved(
            "the server reads a configuration file that the repository does not show", deployment.span, name
        )
    parameter = next((each for each in software.parameters if each.name == name), None)
    if parameter is None or not parameter.default:
        return Setting.absent(name)
    return Setting.default(int(parameter.default), name, f"default of {software.title}")


def _configured(deployment: Deployment, site: Site) -> Setting[bool]:
    """Whether the tree shows a file of the server, or a command line on which somebody has thought of timeouts."""
    if _config_of(deployment, site) is not None:
        return Setting(True, Origin.DERIVED, deployment.span)
    command = command_of(deployment, site.images)
    if not command.is_known:
        return command.read_as(None if command.origin is Origin.UNRESOLVED else False, "configured")
    given = site.readers.server_settings(_server_words(command.value or ()) or ())
    return Setting(any(name in TIMEOUTS for name, _ in given), Origin.DERIVED, command.span)


def _server_words(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words from the server's name on, of all words where the image's entry point supplies it; None for another program."""
    inner = unwrapped(words)
    start = next((index for index, word in enumerate(inner) if word.rpartition("/")[2] in _SERVERS), None)
    if start is not None:
        return inner[start:]
    return inner if not inner or inner[0].startswith("-") or inner[-1].endswith(_ENTRY_POINT) else None


def _config_of(deployment: Deployment, site: Site) -> ServerConfig | None:
    for config in site.server_configs:
        for mount in deployment.mounts:
            if mount.source and config.path == mount.source:
                return config
    return None


def _mounts_config(deployment: Deployment, words: tuple[str, ...]) -> bool:
    """Whether the command or a mount names a configuration file that was not found."""
    named = any("config_file=" in word for word in words)
    return named or any(mount.target.endswith((".conf", ".cnf", "/conf.d")) for mount in deployment.mounts)
