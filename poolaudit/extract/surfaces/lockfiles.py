"""Client libraries that TOML manifests and lock files pin: uv.lock, poetry.lock, pdm.lock, pylock.toml, pyproject.toml, Pipfile.

In: the file as a settings tree. Out: a `Dependency` for each package that the catalog knows.
Sources, read 2026-11-20: https://packaging.python.org/en/latest/specifications/ (pyproject.toml, pylock.toml, dependency groups),
https://python-poetry.org/docs/pyproject/, https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.requirements import split
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode, SettingsDocument
from poolaudit.extract.surfaces.package_versions import dependency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.name import Dependency


def extract(source: Source, document: Document) -> Iterator[Dependency]:
    """Each pinned package that the catalog knows, in written order of each table."""
    name = source.path.rpartition("/")[2].lower()
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        if not isinstance(root, MappingNode):
            continue
        if name == "pyproject.toml":
            yield from _project(root)
        elif name == "pipfile":
            yield from _tables(root, ("packages",), ("dev-packages",))
        else:
            yield from _locked(root)


def _locked(root: MappingNode) -> Iterator[Dependency]:
    for table in ("package", "packages"):
        entries = root.get(table)
        for entry in entries.elements if isinstance(entries, SequenceNode) else ():
            if not isinstance(entry, MappingNode):
                continue
            name, version = entry.get("name"), entry.get("version")
            if isinstance(name, ScalarNode) and isinstance(version, ScalarNode):
                found = dependency(str(name.value), str(version.value), version.span, name.span)
                if found is not None:
                    yield found


def _project(root: MappingNode) -> Iterator[Dependency]:
    project = root.get("project")
    if isinstance(project, MappingNode):
        yield from _listed(project.get("dependencies"))
        for group in _values(project.get("optional-dependencies")):
            yield from _listed(group)
    for group in _values(root.get("dependency-groups")):
        yield from _listed(group)
    yield from _tables(root, ("tool", "poetry", "dependencies"), ("tool", "poetry", "dev-dependencies"))
    for group in _values(root.get("tool", "poetry", "group")):
        if isinstance(group, MappingNode):
            yield from _tables(group, ("dependencies",))


def _listed(node: Node | None) -> Iterator[Dependency]:
    """Requirements as text: `asyncpg>=0.29`."""
    for element in node.elements if isinstance(node, SequenceNode) else ():
        if isinstance(element, ScalarNode) and isinstance(element.value, str):
            found = split(element.value.strip())
            if found is not None:
                name, start, end = found
                made = dependency(name, element.value.strip()[start:end], element.span, element.span)
                if made is not None:
                    yield made


def _tables(root: MappingNode, *paths: tuple[str, ...]) -> Iterator[Dependency]:
    """Requirements as a table: `asyncpg = "^0.29"`, `redis = {version = ">=5", extras = ["hiredis"]}`."""
    for path in paths:
        table = root.get(*path)
        for key, value in table.items if isinstance(table, MappingNode) else ():
            version = value.get("version") if isinstance(value, MappingNode) else value
            if isinstance(version, ScalarNode) and isinstance(version.value, str):
                found = dependency(key.name, version.value, version.span, key.span)
                if found is not None:
                    yield found


def _values(node: Node | None) -> tuple[Node, ...]:
    return tuple(value for _, value in node.items) if isinstance(node, MappingNode) else ()


SURFACE = Surface(
    name="lockfiles",
    formats=("toml_lock", "toml"),
    extract=extract,
    globs=("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "pylock.*.toml", "pyproject.toml", "Pipfile"),
)
