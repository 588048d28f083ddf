"""Client libraries that Maven's pom.xml asks for (https://maven.apache.org/pom.html#Dependencies, read 2026-11-21).

In: the file as a settings tree. Out: a `Dependency` for each artifact that the catalog knows; a `${property}` is looked up.
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


def extract(source: Source, document: Document) -> Iterator[Dependency]:
    """Each dependency with a version, of the project and of its `dependencyManagement`, in written order."""
    del source
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        project = root.get("project") if isinstance(root, MappingNode) else None
        if not isinstance(project, MappingNode):
            continue
        properties = project.get("properties")
        blocks = (project.get("dependencyManagement", "dependencies"), project.get("dependencies"))
        for block in blocks:
            for key, entry in block.items if isinstance(block, MappingNode) else ():
                found = _dependency(entry, properties) if key.name == "dependency" else None
                if found is not None:
                    yield found


def _dependency(entry: Node, properties: Node | None) -> Dependency | None:
    group, artifact, version = (_text(entry, name) for name in ("groupId", "artifactId", "version"))
    if group is None or artifact is None or version is None:
        return None
    number = str(version.value)
    if number.startswith("${") and number.endswith("}"):
        defined = _text(properties, number[2:-1]) if properties is not None else None
        if defined is None:
            return None
        version, number = defined, str(defined.value)
    return pinned("maven", f"{group.value}:{artifact.value}", number, version.span, artifact.span)


def _text(node: Node | None, name: str) -> ScalarNode | None:
    value = node.get(name, "#text") if isinstance(node, MappingNode) else None
    return value if isinstance(value, ScalarNode) else None


SURFACE = Surface(name="maven", formats=("xml",), extract=extract, globs=("pom.xml",), triggers=("<dependency",))
