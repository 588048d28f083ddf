"""A resource with its arguments worked out. In: nothing (the type only). Out: `Resource`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, MappingNode
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource, once for each copy that `count`, `for_each` and calls of its module make."""

    key: Key
    """Its title: module path, name, key."""
    span: Span
    body: MappingNode
    address: str
    """`module.db.aws_db_instance.this`: its name in the whole configuration, without quotes and brackets, as values name it."""
    source: Source
