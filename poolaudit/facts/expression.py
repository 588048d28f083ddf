"""What a piece of code or configuration says a value is, before names are followed across files.

In: nothing (types only). Out: `Expression`, a closed union that readers of every language produce and `graph.bind` evaluates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.secret import Secret
    from poolaudit.facts.span import Span

Scalar = Union[str, int, float, bool, None]


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. Text that may hold a password stands in a `Secret`."""

    value: Scalar | Secret
    span: Span


@dataclass(frozen=True, slots=True)
class EnvLookup:
    """A read of an environment variable (or of a mapping that the platform fills from one)."""

    names: tuple[str, ...]
    """Variable names, tried in order; matching is exact unless `ignore_case`."""
    span: Span
    default: Expression | None = None
    """What the code uses when no name is set; None when it fails instead."""
    ignore_case: bool = False
    """True for pydantic-settings, which reads names without regard to case."""
    overrides: bool = False
    """True where a variable merely beats what files say (Spring's `SPRING_DATASOURCE_URL`): while nothing in the repository sets
    it, `default` is as certain as it is written."""
    skips_empty: bool = False
    """True where code takes `default` for a variable that is set to empty text as well: `getenv("X") or "…"`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that another file may define: `app.config.settings.database_url`."""

    name: str
    """Dotted, with imports and aliases already followed; relative imports are made absolute."""
    span: Span


@dataclass(frozen=True, slots=True)
class Joined:
    """Text made of parts: concatenation, f-string, template."""

    parts: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    """A mapping with literal keys: a dict display, an object literal, keyword arguments passed as `**{…}`."""

    items: tuple[tuple[str, Expression], ...]
    span: Span
    complete: bool = True
    """False when a part could not be read (`**other`), so an absent key proves nothing."""


@dataclass(frozen=True, slots=True)
class Elements:
    """A list, tuple or set display."""

    elements: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CallResult:
    """The result of a call: `URL.create(...)`, `dj_database_url.config(...)`, `Settings()`."""

    callee: str
    """Resolved dotted name of what is called."""
    positional: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Code that runs to a value that cannot be known statically, and why."""

    why: str
    span: Span


Expression = Union[Literal, EnvLookup, Reference, Joined, Items, Elements, CallResult, Unresolved]


def inside(value: Expression) -> Iterator[Expression]:
    """An expression and everything that it is made of, down to the last default and argument; a caller may stop early."""
    queue: list[Expression] = [value]
    while queue:
        item = queue.pop()
        yield item
        if isinstance(item, Joined):
            queue += item.parts
        elif isinstance(item, Elements):
            queue += item.elements
        elif isinstance(item, Items):
            queue += (inner for _, inner in item.items)
        elif isinstance(item, CallResult):
            queue += (*item.positional, *(inner for _, inner in item.keywords))
        elif isinstance(item, EnvLookup) and item.default is not None:
            queue.append(item.default)
