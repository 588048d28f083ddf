"""Client libraries in manifests of JSON and TOML: package.json, composer.json, Cargo.toml, Cargo.lock, libs.versions.toml.

In: the file as a settings tree. Out: a `Dependency` for each package that the catalog knows.
Sources, read 2026-11-21: https://docs.npmjs.com/cli/v11/configuring-npm/package-json, https://getcomposer.org/doc/04-schema.md,
https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html, https://docs.gradle.org/current/userguide/version_catalogs.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode, SettingsDocument
from poolaudit.extract.surfaces.package_versions import pinned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.name import Dependency

_TABLES = {
    "package.json": ("npm", ("dependencies", "devDependencies", "optionalDependencies"), True),
    "composer.json": ("composer", ("require", "require-dev"), True),
    "cargo.toml": ("crates", ("dependencies", "dev-dependencies"), False),
}
"""File → ecosystem, the tables of its requirements, and whether a bare number is exact."""


def extract(source: Source, document: Document) -> Iterator[Dependency]:
    """Each required package that the catalog knows, in written order of each table."""
    name = source.path.rpartition("/")[2].lower()
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        if not isinstance(root, MappingNode):
            continue
        if name == "cargo.lock":
            yield from _cargo_lock(root)
        elif name.endswith(".versions.toml"):
            yield from _catalog(root)
        elif name in _TABLES:
            ecosystem, tables, bare = _TABLES[name]
            for table in (*(root.get(each) for each in tables), root.get("workspace", "dependencies")):
                for key, value in table.items if isinstance(table, MappingNode) else ():
                    version = value.get("version") if isinstance(value, MappingNode) else value
                    if isinstance(version, ScalarNode) and isinstance(version.value, str):
                        found = pinned(ecosystem, key.name, version.value, version.span, key.span, bare_is_exact=bare)
                        if found is not None:
                            yield found


def _cargo_lock(root: MappingNode) -> Iterator[Dependency]:
    entries = root.get("package")
    for entry in entries.elements if isinstance(entries, SequenceNode) else ():
        name, version = (_text(entry, "name"), _text(entry, "version"))
        if name is not None and version is not None:
            found = pinned("crates", str(name.value), str(version.value), version.span, name.span)
            if found is not None:
                yield found


def _catalog(root: MappingNode) -> Iterator[Dependency]:
    """Gradle's version catalog: `{ module = "group:artifact", version.ref = "name" }`, also as one text."""
    libraries = root.get("libraries")
    for _, value in libraries.items if isinstance(libraries, MappingNode) else ():
        if isinstance(value, ScalarNode):
            module, _, number = str(value.value).rpartition(":")
            found = pinned("maven", module, number, value.span, value.span)
        else:
            version = value.get("version") if isinstance(value, MappingNode) else None
            if isinstance(version, MappingNode):
                version = root.get("versions", str(getattr(version.get("ref"), "value", "")))
            found = _module(value, version)
        if found is not None:
            yield found


def _module(value: Node, version: Node | None) -> Dependency | None:
    module, group, name = (_text(value, key) for key in ("module", "group", "name"))
    place = module or name
    coordinates = str(module.value) if module is not None else f"{group.value}:{name.value}" if group and name else ""
    if place is None or not isinstance(version, ScalarNode):
        return None
    return pinned("maven", coordinates, str(version.value), version.span, place.span)


def _text(node: Node, key: str) -> ScalarNode | None:
    value = node.get(key) if isinstance(node, MappingNode) else None
    return value if isinstance(value, ScalarNode) else None


SURFACE = Surface(
    name="manifests",
    formats=("toml_lock", "toml", "json"),
    extract=extract,
    globs=("package.json", "composer.json", "Cargo.toml", "Cargo.lock", "*.versions.toml"),
)
