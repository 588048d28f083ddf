"""Client libraries that requirements and constraints files pin. In: package → specifier. Out: `Dependency`."""

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
    """Each requirement of a package that the catalog knows, in written order."""
    del source
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        for key, value in root.items if isinstance(root, MappingNode) else ():
            if isinstance(value, ScalarNode):
                found = dependency(key.name, str(value.value), value.span, key.span)
                if found is not None:
                    yield found


SURFACE = Surface(name="requirements", formats=("requirements",), extract=extract)
