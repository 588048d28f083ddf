"""Commands that platforms and editors run once. In: a settings tree. Out: `BuildCommand`s.

Meaning, read 2026-11-21: https://vercel.com/docs/project-configuration#buildcommand,
https://docs.railway.com/reference/config-as-code (`preDeployCommand`), https://render.com/docs/blueprint-spec#build-and-start-commands,
https://docs.netlify.com/configure-builds/file-based-configuration/#build-settings,
https://devcenter.heroku.com/articles/app-json-schema#scripts, https://containers.dev/implementors/json_reference/#lifecycle-scripts.
"""

from __future__ import annotations

from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import command, mappings
from poolaudit.facts.build_command import BuildCommand
from poolaudit.facts.setting import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node

_SETTING_UP = ("onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand")
_RENDER = ("buildCommand", "preDeployCommand", "initialDeployHook")


def extract(source: Source, document: Document) -> Iterator[BuildCommand]:
    """Every command of the file, by the platform that its name belongs to."""
    name = basename(source.path).lower()
    folder = dirname(source.path)
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        if name.startswith("vercel"):
            yield from _one(root, "buildCommand", folder, "vercel", (folder, ""))
            services = root.get("services")
            for service, each in services.items if isinstance(services, MappingNode) else ():
                yield from _one(each, "buildCommand", _below(folder, each, "root"), "vercel", (folder, service.name))
        elif name.startswith("railway"):
            yield from _one(root.get("build"), "buildCommand", folder, "railway", (folder, ""))
            yield from _one(root.get("deploy"), "preDeployCommand", folder, "railway", (folder, ""))
        elif name.startswith("render"):
            for each in mappings(root.get("services")):
                title = each.get("name")
                for key in _RENDER:
                    yield from _one(each, key, _below(folder, each, "rootDir"), "render", (folder, _text(title)))
        elif name.startswith("netlify"):
            build = root.get("build")
            yield from _one(build, "command", _below(folder, build, "base"), "netlify", (folder, ""))
        elif name == "app.json":
            yield from _one(root.get("scripts"), "postdeploy", folder, "procfile", (folder, ""))
        else:
            yield from _setting_up(root, folder)


SURFACE = Surface(
    "build_commands",
    ("json", "toml", "yaml"),
    extract,
    globs=(
        "vercel.json",
        "vercel.toml",
        "railway.json",
        "railway.toml",
        "render.yaml",
        "render.yml",
        "netlify.toml",
        "app.json",
        "devcontainer.json",
        ".devcontainer.json",
    ),
    triggers=("command", "postdeploy", "initialdeployhook"),
    self_contained=True,
)


def _one(node: Node | None, key: str, folder: str, surface: str, whose: tuple[str, str]) -> Iterator[BuildCommand]:
    """The command under a key, of a (project, service); a list of several commands is one after the other."""
    value = node.get(key) if isinstance(node, MappingNode) else None
    several = isinstance(value, SequenceNode) and all(" " in _text(each) for each in value.elements)
    for each in value.elements if several and isinstance(value, SequenceNode) else (value,):
        words = command(each, key)
        if words.origin is Origin.WRITTEN and words.span is not None:
            yield BuildCommand(key, words.span, words, folder, surface, *whose)


def _setting_up(root: MappingNode, folder: str) -> Iterator[BuildCommand]:
    """Those of a development container: in the service of its compose file, in the folder above."""
    files = root.get("dockerComposeFile")
    named = _text(files.elements[0] if isinstance(files, SequenceNode) and files.elements else files)
    project = dirname(_normal(join(folder, named))) if named else folder
    above = dirname(folder) if basename(folder) == ".devcontainer" or ".devcontainer" in folder.split("/") else folder
    for key in _SETTING_UP:
        value = root.get(key)
        named_ones = isinstance(value, MappingNode)
        keys = [each.name for each, _ in value.items] if isinstance(value, MappingNode) else [key]
        for each in keys:
            holder = value if named_ones else root
            yield from _one(holder, each, above, "compose" if named else "devcontainer", (project, _text(root.get("service"))))


def _below(folder: str, node: Node | None, key: str) -> str:
    named = _text(node.get(key)) if isinstance(node, MappingNode) else ""
    return _normal(join(folder, named.lstrip("/"))) if named else folder


def _normal(path: str) -> str:
    found = normpath(path)
    return "" if found == "." else found


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else ""
