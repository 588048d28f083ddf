"""Files of which only names with their releases matter: every place where a pattern finds such a pair.

In: a `Source` and a regular expression with the groups `name` and `version`. Out: a `SettingsDocument` with one flat mapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from poolaudit.discover.source import Source


def pairs(source: Source, format_name: str, found: Iterable[re.Match[str]]) -> SettingsDocument:
    """Each match as an entry: name → version, in written order; a match without a version is none."""
    items = []
    for match in found:
        if match["version"]:
            span = source.span(*match.span("version"))
            items.append(
                (Key(match["name"], source.span(*match.span("name"))), ScalarNode(match["version"], span, match["version"]))
            )
    return SettingsDocument(format_name, (MappingNode(tuple(items), source.span(0, len(source.text))),))
