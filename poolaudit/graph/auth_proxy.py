"""A managed server behind a proxy of the tree that only encrypts and authenticates: the Cloud SQL Auth Proxy.

In: deployments, seen from a workload or from the host. Out: the proxy that listens on a port, and the instance behind it.
Such a proxy is no pooler: what connects to it has a connection of the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.hosts import DEFAULT_PORTS
from poolaudit.catalog.local_proxies import (
    IMAGES,
    INSTANCE_VARIABLE,
    INSTANCES,
    PORT,
    PORT_VARIABLE,
    PROGRAMS,
    QUERY_PORT,
    QUERY_SOCKET,
    SOCKET,
    SOCKET_VARIABLE,
    TITLE,
    WITH_VALUE,
)
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.images import repository_of
from poolaudit.graph.read_commands import SEPARATORS, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images
    from poolaudit.graph.world import Neighbourhood, World

_ON_THE_HOST = frozenset({"systemd", "supervisord", "procfile", "pm2"})
"""Surfaces whose processes share the host's `localhost`."""
_DIGITS = 5
_PARTS = 2
"""Colons in `project:region:name`."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One instance and where the proxy brings it."""

    instance: str
    """Connection name, `project:region:name`; as the command line has it where a variable gives it."""
    port: int | None
    """None for the engine's own port."""

    def answers(self, port: int | None, engine: str) -> bool:
        """Whether a client of that engine finds it on the port."""
        return port is not None and port == (self.port or DEFAULT_PORTS.get(engine))


def listeners(deployment: Deployment, images: Images) -> tuple[Listener, ...]:
    """The instances that a deployment's proxy brings to ports; nothing for other programs, or sockets."""
    command = command_of(deployment, images)
    words = _own_words(unwrapped(command.value or ()), by_image=repository_of(images.image(deployment)) in IMAGES)
    if words is None:
        return ()
    known = {entry.name: entry.value.value.reveal() for entry in deployment.env if entry.value.is_known and entry.value.value}
    return tuple(_listening(words, known))


def beside(near: Deployment, hood: Neighbourhood) -> Iterator[Deployment]:
    """The deployments that share `localhost` with one: itself, its pod, the network it joins, the processes of its host."""
    yield near
    joined = near.network.removeprefix("service:") if near.network.startswith("service:") else ""
    for each in hood.deployments:
        same_pod = bool(near.pod) and each.pod == near.pod
        same_host = near.surface in _ON_THE_HOST and each.surface in _ON_THE_HOST
        same_network = joined == each.name or each.network == f"service:{near.name}"
        if each is not near and (same_pod or same_host or same_network):
            yield each


def instance_nearby(
    world: World, hoods: Iterable[Neighbourhood], port: int | None, engine: str, images: Images
) -> tuple[Neighbourhood, Deployment] | None:
    """The proxy that answers on `localhost`: beside the world's workload, else on the host of code that nothing deploys."""
    near = world.workload.deployment if world.workload is not None else None
    for hood in hoods:
        if near is None:
            host = (each for each in hood.deployments if each.surface in _ON_THE_HOST or each.network == "host")
            around = host if world.environment in ("", hood.environment) else iter(())
        else:
            own = (hood.surface, hood.project, hood.environment) == (world.surface, world.project, world.environment)
            around = beside(near, hood) if own else iter(())
        for each in around:
            if instance_at(each, port, engine, images) is not None:
                return hood, each
    return None


def instance_at(deployment: Deployment, port: int | None, engine: str, images: Images) -> Listener | None:
    """The instance that a client of an engine reaches at a port of the deployment."""
    return next((each for each in listeners(deployment, images) if each.answers(port, engine)), None)


def phrase(listener: Listener, name: str) -> str:
    """Why the way is direct: `service proxy is the Cloud SQL Auth Proxy, which pools nothing, to shop:europe-west1:db`."""
    return f"{name} runs the {TITLE}, which pools nothing, to {listener.instance or 'an instance'}"


def _own_words(words: Sequence[str], *, by_image: bool) -> tuple[str, ...] | None:
    """The arguments of the proxy; None where it is not started."""
    for index, word in enumerate(words):
        if word.rpartition("/")[2] in PROGRAMS:
            rest = words[index + 1 :]
            end = next((at for at, each in enumerate(rest) if each in SEPARATORS), len(rest))
            return tuple(rest[:end])
    return tuple(words) if by_image else None


def _listening(words: tuple[str, ...], variables: Mapping[str, str]) -> Iterator[Listener]:
    options, names = _parsed(words)
    instances = options.get(INSTANCES, variables.get(INSTANCES.upper(), ""))
    for each in filter(None, instances.split(",")):
        name, equals, place = each.partition("=")
        if equals and place.startswith("tcp:"):
            yield Listener(name, _number(place.rpartition(":")[2]))
    names += [value for key, value in sorted(variables.items()) if key.startswith(INSTANCE_VARIABLE)]
    if any(each in options for each in SOCKET) or SOCKET_VARIABLE in variables:
        return
    first = next((_number(options[each]) for each in PORT if each in options), _number(variables.get(PORT_VARIABLE, "")))
    taken = 0
    for number, each in enumerate(names):
        name, _, query = each.partition("?")
        own = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
        if own.keys() & QUERY_SOCKET:
            continue
        if QUERY_PORT in own:
            yield Listener(name, _number(own[QUERY_PORT]))
        elif first is not None:
            yield Listener(name, first + taken)
            taken += 1
        elif number == 0:
            yield Listener(name, None)


def _parsed(words: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """Options by name, and the instances among the other words."""
    options: dict[str, str] = {}
    names: list[str] = []
    skip = False
    for index, word in enumerate(words):
        if skip:
            skip = False
        elif word.startswith("-"):
            name, equals, value = word.lstrip("-").partition("=")
            skip = not equals and name in WITH_VALUE and index + 1 < len(words)
            options[name] = words[index + 1] if skip else value
        elif word.partition("?")[0].count(":") >= _PARTS or "$" in word or word.startswith("<"):
            names.append(word)
    return options, names


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
