"""Client libraries that Pipfile.lock pins (https://github.com/pypa/pipfile, read 2026-11-20).

In: the JSON file as a settings tree. Out: `Dependency`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SettingsDocument
from poolaudit.extract.surfaces.package_versions import dependency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.name import Dependency


def extract(source: Source, document: Document) -> Iterator[Dependency]:
    """Each locked package that the catalog knows, in written order."""
    del source
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        for section in ("default", "develop"):
            table = root.get(section) if isinstance(root, MappingNode) else None
            for key, value in table.items if isinstance(table, MappingNode) else ():
                version = value.get("version") if isinstance(value, MappingNode) else None
                if isinstance(version, ScalarNode):
                    found = dependency(key.name, str(version.value), version.span, key.span)
                    if found is not None:
                        yield found


SURFACE = Surface(name="pipfile_lock", formats=("json",), extract=extract, globs=("Pipfile.lock",))
