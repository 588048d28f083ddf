"""Client libraries that .NET projects reference: *.csproj, Directory.Packages.props, packages.config.

In: the file as a settings tree. Out: a `Dependency` for each package that the catalog knows.
Sources, read 2026-11-21: https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files,
https://learn.microsoft.com/nuget/consume-packages/central-package-management, https://learn.microsoft.com/nuget/reference/packages-config.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SettingsDocument
from poolaudit.extract.surfaces.package_versions import pinned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.name import Dependency

_REFERENCES = frozenset({"PackageReference", "PackageVersion", "GlobalPackageReference"})


def extract(source: Source, document: Document) -> Iterator[Dependency]:
    """Each referenced package with a version, in written order. A bare version is the lowest one that may be restored."""
    del source
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        if isinstance(root, MappingNode):
            yield from _groups(root)
            packages = root.get("packages")
            for key, entry in packages.items if isinstance(packages, MappingNode) else ():
                if key.name == "package":
                    yield from _reference(entry, ("@id",), bare_is_exact=True)


def _groups(root: MappingNode) -> Iterator[Dependency]:
    project = root.get("Project")
    for key, group in project.items if isinstance(project, MappingNode) else ():
        for kind, entry in group.items if key.name == "ItemGroup" and isinstance(group, MappingNode) else ():
            if kind.name in _REFERENCES:
                yield from _reference(entry, ("@Include", "@Update"), bare_is_exact=False)


def _reference(entry: Node, names: tuple[str, ...], *, bare_is_exact: bool) -> Iterator[Dependency]:
    if not isinstance(entry, MappingNode):
        return
    name = next((value for each in names if isinstance(value := entry.get(each), ScalarNode)), None)
    choices = (("@Version",), ("@VersionOverride",), ("@version",), ("Version", "#text"))
    version = next((value for each in choices if isinstance(value := entry.get(*each), ScalarNode)), None)
    if name is not None and version is not None:
        found = pinned("nuget", str(name.value), str(version.value), version.span, name.span, bare_is_exact=bare_is_exact)
        if found is not None:
            yield found


SURFACE = Surface(
    name="nuget",
    formats=("xml",),
    extract=extract,
    globs=("*.csproj", "*.fsproj", "*.vbproj", "Directory.Packages.props", "Directory.Build.props", "packages.config"),
    triggers=("Npgsql", "MySql"),
)
