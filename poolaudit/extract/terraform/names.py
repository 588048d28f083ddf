"""What names of Terraform stand for. In: nothing (types only). Out: `Names`, and those of loops over them.

Work is bounded: past `MOST` expressions nothing more is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from poolaudit._records import dataclass
from poolaudit.extract.settings.tree import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

MOST = 200_000
"""Expressions that one configuration is made of."""


@dataclass(frozen=True, slots=True)
class Made(ScalarNode):
    """A resource or a called module: a value whose attributes are asked for by name."""

    attribute: Callable[[str, Span], Node | None] = lambda _name, _span: None


class Names(Protocol):
    """What names stand for."""

    def named(self, name: str, steps: tuple[Node, ...], span: Span) -> tuple[Node, tuple[Node, ...]] | None:
        """The value of a name and the steps that are left to take into it; None when nothing gives it one."""

    def unknown(self, name: str) -> str:
        """The name as the whole tree knows it."""

    @property
    def budget(self) -> Budget:
        """What may still be done."""


class Budget:
    """Expressions that may still be looked at, and how deep the current one is."""

    def __init__(self) -> None:
        self.left = MOST
        self.depth = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """Names of a loop or of `each`, over those around it."""

    names: Names
    bindings: Mapping[str, Node]

    def named(self, name: str, steps: tuple[Node, ...], span: Span) -> tuple[Node, tuple[Node, ...]] | None:
        """As `Names.named`."""
        found = self.bindings.get(name)
        return (found, steps) if found is not None else self.names.named(name, steps, span)

    def unknown(self, name: str) -> str:
        """As `Names.unknown`."""
        return self.names.unknown(name)

    @property
    def budget(self) -> Budget:
        """As `Names.budget`."""
        return self.names.budget
