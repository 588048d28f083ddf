"""Client libraries that lock files of other languages pin: npm, Yarn, pnpm, Go, Gradle, Bundler, Mix, Composer.

In: package → version, as the format of each file gives it. Out: a `Dependency` for each package that the catalog knows.
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
    from poolaudit.facts.name import Dependency

_ECOSYSTEMS = {
    "npm_lock": "npm",
    "yarn_lock": "npm",
    "pnpm_lock": "npm",
    "go_mod": "go",
    "gradle": "maven",
    "gemfile_lock": "gem",
    "mix_lock": "hex",
    "composer_lock": "composer",
}
"""Format → where its packages come from. go.mod names the lowest version, which is the one that Go takes."""


def extract(source: Source, document: Document) -> Iterator[Dependency]:
    """Each pinned package that the catalog knows, in written order."""
    del source
    for root in document.roots if isinstance(document, SettingsDocument) else ():
        ecosystem = _ECOSYSTEMS[document.format] if isinstance(document, SettingsDocument) else ""
        for key, value in root.items if isinstance(root, MappingNode) else ():
            if isinstance(value, ScalarNode):
                found = pinned(ecosystem, key.name, str(value.value), value.span, key.span)
                if found is not None:
                    yield found


SURFACE = Surface(name="locked_releases", formats=tuple(_ECOSYSTEMS), extract=extract)
