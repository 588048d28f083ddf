"""The settings that a server starts with. In: a deployment that runs one. Out: parameters as whole numbers in their base unit.

Precedence: the command line with what an image adds to it from a variable, a variable of the image, the configuration files, what
a file inside of the image sets, the server's default.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.versions import release
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.word import place_of
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.images import repository_of, tag_of
from poolaudit.graph.option_files import option_files
from poolaudit.graph.read_commands import unwrapped
from poolaudit.graph.read_values import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.catalog.model import Server as ServerSoftware
    from poolaudit.catalog.model import ServerImage
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.server import ServerConfig
    from poolaudit.facts.span import Span
    from poolaudit.graph.site import Site

_ENTRY_POINT = "docker-entrypoint.sh"
_ARGUMENTS = "@arguments"


def server_setting(name: str, deployment: Deployment, software: ServerSoftware, site: Site) -> Setting[int]:
    """One parameter; unresolved where something may set it that the tree does not show, or a statement sets it later."""
    changed = next((use for use in site.sql if use.kind == "mysql-set" and use.subject.rpartition(".")[2] == name), None)
    if changed is not None:
        return Setting.unresolved("a statement sets it while the server runs", changed.span, name)
    command = command_of(deployment, site.images)
    if command.origin is Origin.UNRESOLVED:
        return Setting.unresolved(f"the command line is not known: {command.note}", command.span, name)
    words = server_words(command.value or (), software)
    if words is None:
        return Setting.unresolved("the command starts no server that we know", command.span, name)
    engine = software.engine or software.name
    given = dict(site.readers.server_settings(engine, words))
    if name in given:
        return number(replace(command.read_as(given[name], name), span=_place(name, words, command)), name)
    if any("$" in word and name in word.replace("-", "_") for word in words):
        return Setting.unresolved("the command line takes it from a variable of the shell", command.span, name)
    found = _from_variables(name, deployment, software, site)
    if found is not None:
        return found
    found = (
        option_files(name, given, deployment, software, site)
        if software.option_files
        else _from_file(name, deployment, command.value or (), site)
    )
    return found if found is not None else _default(name, deployment, software, site)


def _place(name: str, words: tuple[str, ...], command: Setting[tuple[str, ...]]) -> Span | None:
    """The last word that names the parameter, `max_connections=200`; the whole command where an option stands for the name."""
    named = (word for word in reversed(words) if word.partition("=")[0].lstrip("-").replace("-", "_").lower() == name)
    return place_of(next(named, ""), command.span)


def server_words(words: tuple[str, ...], software: ServerSoftware) -> tuple[str, ...] | None:
    """The words from the server's name on, of all words where the image's entry point supplies it; None for another program."""
    inner = unwrapped(words)
    start = next((index for index, word in enumerate(inner) if word.rpartition("/")[2] in software.programs), None)
    if start is not None:
        return inner[start:]
    return inner if not inner or inner[0].startswith("-") or inner[-1].endswith(_ENTRY_POINT) else None


def config_of(deployment: Deployment, site: Site) -> ServerConfig | None:
    """The first configuration file of the tree that is mounted."""
    for config in site.server_configs:
        for mount in deployment.mounts:
            if mount.source and config.path == mount.source:
                return config
    return None


def _variants(deployment: Deployment, software: ServerSoftware, site: Site) -> Sequence[ServerImage]:
    repository = repository_of(site.images.image(deployment)).removeprefix("library/")
    return [each for each in software.variants if repository in each.repositories]


def _from_variables(name: str, deployment: Deployment, software: ServerSoftware, site: Site) -> Setting[int] | None:
    """What a variable that the image reads says about a parameter; None where none does."""
    meanings = {key: meaning for each in _variants(deployment, software, site) for key, meaning in each.environment}
    if not meanings:
        return None
    variables, why = site.worlds.variables(deployment)
    for key, meaning in meanings.items():
        value = variables.get(key)
        if value is None:
            if why:
                return Setting.unresolved(f"{key} is {why}", deployment.span, name)
            continue
        text = value.value.reveal() if value.value is not None else None
        if text is None:
            return Setting.unresolved(value.note or f"{key} is not known", value.span, name)
        if meaning == name:
            return number(value.read_as(text, name), name)
        given = dict(site.readers.server_settings(software.engine or software.name, tuple(text.split())))
        if meaning == _ARGUMENTS and name in given:
            return number(value.read_as(given[name], name), name)
    return None


def _from_file(name: str, deployment: Deployment, words: tuple[str, ...], site: Site) -> Setting[int] | None:
    """What the one file says that the server reads; None where it is silent, or the server reads its image's own."""
    config = config_of(deployment, site)
    if config is not None:
        written = dict(config.settings).get(name)
        return number(written, name) if written is not None else None
    if _mounts_config(deployment, words) or not deployment.image.is_known:
        return Setting.unresolved(
            "the server reads a configuration file that the repository does not show", deployment.span, name
        )
    return None


def _mounts_config(deployment: Deployment, words: tuple[str, ...]) -> bool:
    """Whether the command or a mount names a configuration file that was not found."""
    named = any("config_file=" in word for word in words)
    return named or any(mount.target.endswith((".conf", ".cnf", "/conf.d")) for mount in deployment.mounts)


def _default(name: str, deployment: Deployment, software: ServerSoftware, site: Site) -> Setting[int]:
    image = site.images.image(deployment)
    for each in _variants(deployment, software, site):
        text = dict(each.settings).get(name)
        if text is None:
            continue
        tag = release(tag_of(image))
        if tag is None and not _floats(image):
            return Setting.unresolved(f"the image {image.value} does not say which {software.title} it holds", image.span, name)
        if tag is not None and _older(tag, each.before):
            return Setting.default(int(text), name, f"set by the image {image.value}")
    parameter = next((each for each in software.parameters if each.name == name), None)
    if parameter is None or not parameter.default:
        return Setting.absent(name)
    return Setting.default(int(parameter.default), name, f"default of {software.title}")


def _floats(image: Setting[str]) -> bool:
    """Whether an image without a release is the newest one: not by digest, and not from a variable."""
    return not any(sign in (image.value or "@") for sign in "$@")


def _older(tag: str, before: str) -> bool:
    """Whether every release that a tag may stand for is older: `10` is the newest of its series."""
    if not before:
        return True
    given, limit = ([int(part) for part in text.split(".")] for text in (tag, before))
    return given < limit[: len(given)]
