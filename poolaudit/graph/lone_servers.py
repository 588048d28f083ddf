"""Servers that no deployment runs. In: an indexed `Site`. Out: a `Server` for each managed one or file.

What a file leaves out has PostgreSQL's default, except where it includes others, or where a provider has defaults of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from poolaudit._parts import parts
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.managed_server import described
from poolaudit.graph.read_values import number
from poolaudit.graph.server import Server
from poolaudit.graph.server_timeouts import with_timeouts

if TYPE_CHECKING:
    from poolaudit.catalog.model import Server as ServerSoftware
    from poolaudit.facts.server import ServerConfig
    from poolaudit.graph.site import Site


_POSTGRESQL = "postgresql"


def lone_servers(site: Site) -> tuple[Server, ...]:
    """The servers that are configured, and that no deployment of the tree runs."""
    mounted = {mount.source for hood in site.worlds.neighbourhoods for each in hood.deployments for mount in each.mounts}
    alone = [each for each in site.server_configs if each.path not in mounted]
    return tuple(
        _with_timeouts(each) if each.engine == _POSTGRESQL else _named(each, described(each))
        for each in alone
        if each.engine == _POSTGRESQL or _is_made(each)
    )


def _is_made(config: ServerConfig) -> bool:
    """Whether a provider runs the server; a group of parameters alone is none."""
    told = config.name or config.identifier.value or config.instance_class.value
    return config.managed and (config.resource is not None or bool(told))


def _with_timeouts(config: ServerConfig) -> Server:
    software: ServerSoftware = next(each for each in parts("poolaudit.catalog.servers", "SERVER") if each.name == config.engine)
    written = dict(config.settings)

    def read(name: str) -> Setting[int]:
        if name in written:
            return number(written[name], name)
        if config.includes or config.managed:
            why = "a provider's default holds" if config.managed else "an included file may set it"
            return Setting.unresolved(why, config.span, name)
        parameter = next((each for each in software.parameters if each.name == name), None)
        if parameter is None or not parameter.default:
            return Setting.absent(name)
        return Setting.default(int(parameter.default), name, f"default of {software.title}")

    return with_timeouts(_named(config, described(config) if _is_made(config) else _of_file(config)), read)


def _named(config: ServerConfig, server: Server) -> Server:
    """The server with a name at least, and with what leads to it."""
    return replace(
        server,
        symbol=f"server {config.path}",
        trail=(Evidence(config.span, Origin.WRITTEN, "a server's settings"),),
        name=server.name or _file(config),
        configured=Setting(True, Origin.DERIVED, config.span),
    )


def _file(config: ServerConfig) -> str:
    return config.path.partition("#")[0].rpartition("/")[2]


def _of_file(config: ServerConfig) -> Server:
    """What a file says of the server that reads it, or a group of parameters of the server that has it."""

    def unknown(label: str) -> Setting[NoReturn]:
        reader = "has these parameters" if config.managed else "reads the file"
        return Setting.unresolved(f"nothing in the repository says which server {reader}", config.span, label)

    written = dict(config.settings).get("max_connections")
    return Server(
        span=config.span,
        symbol="",
        context=context_of(config.path.partition("#")[0]),
        trail=(),
        name=_file(config),
        engine=config.engine,
        version=unknown("version"),
        max_connections=number(written, "max_connections") if written is not None else unknown("max_connections"),
        reserved_connections=unknown("reserved connections"),
        usable_connections=unknown("usable connections"),
    )
