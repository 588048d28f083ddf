"""One entry of Django's DATABASES, or of another setting of that shape.

In: its settings as a mapping, or the URL that they are made of. Out: an `Alias`, and what it plainly is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.django_backends import PARTS
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.facts.expression import CallResult, Items, Literal
from poolaudit.facts.function import ELEMENT

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Alias:
    """One entry of DATABASES."""

    name: str
    span: Span
    """The mapping or call that defines it."""
    settings: Items
    """Its settings under Django's names, as far as they are written."""
    url: Expression | None = None
    """The connection string, where a URL is taken apart."""
    reader: str = ""
    """What takes it apart: `dj_database_url` or `environ`."""
    when: Expression | None = None
    """The condition under which it takes the place of the one before it, where that is known."""


def parts_of(settings: Items) -> Items:
    """The parts of a connection string under libpq's names."""
    parts = tuple((PARTS[key], conceal(part)) for key, part in settings.items if key in PARTS)
    return Items(parts, settings.span, settings.complete)


def is_file(alias: Alias) -> bool:
    """Whether it is a database in a file."""
    return alias.url is None and names_file(dict(alias.settings.items).get("ENGINE"))


def names_file(engine: Expression | None) -> bool:
    """Whether a backend keeps its databases in files."""
    return (
        isinstance(engine, Literal)
        and isinstance(engine.value, str)
        and ("sqlite" in engine.value or "spatialite" in engine.value)
    )


def is_django(alias: Alias) -> bool:
    """Whether something of it is Django's own: a backend, or what takes a URL apart for it."""
    made = isinstance(alias.url, CallResult) and alias.url.callee == ELEMENT
    return made or bool(alias.reader) or any(name == "ENGINE" for name, _ in alias.settings.items)
