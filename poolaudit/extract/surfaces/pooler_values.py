"""Settings of poolers in the words of the catalog. In: nodes. Out: `Setting`s of text; durations in seconds.

Names are PgBouncer's where the meaning is the same, so that one set of rules reads every pooler; `label` keeps the file's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.extract.settings.tree import Node

_PER_SECOND = 1000


def renamed(
    node: Node | None, names: Iterable[tuple[str, str]], millis: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Setting[str]]]:
    """The keys of a mapping under other names, those in `millis` in seconds; keys that are not written are left out."""
    for written, name in names:
        value = text(node.get(written) if isinstance(node, MappingNode) else None, written)
        if value.origin is not Origin.ABSENT:
            yield name, in_seconds(value) if written in millis else value


def others(node: Node | None, known: Iterable[str], prefix: str = "") -> Iterator[tuple[str, Setting[str]]]:
    """The other texts of a mapping under their own names, without those that hold a secret."""
    named = frozenset(known)
    for key, value in node.items if isinstance(node, MappingNode) else ():
        if key.name not in named and isinstance(value, ScalarNode) and not is_secret_key(key.name):
            written = text(value, key.name)
            if written.origin is not Origin.ABSENT:
                yield f"{prefix}{key.name}", written


def in_seconds(value: Setting[str]) -> Setting[str]:
    """Milliseconds as written → seconds; text that is no number stays unknown."""
    if not value.is_known or value.value is None or value.span is None:
        return value
    digits = value.value
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 15):  # noqa: PLR2004 - far beyond any duration
        return Setting.unresolved("not a number of milliseconds", value.span, value.label)
    number = int(digits) / _PER_SECOND
    return Setting.written(f"{number:g}" if number < 10**5 else str(int(number)), value.span, value.label, f"{digits} ms")
