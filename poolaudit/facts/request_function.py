"""A function that a framework calls for each request because another one asks for its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class RequestFunction:
    """One place that asks for it: `db: Session = Depends(get_db)`."""

    name: str
    """Resolved dotted name of the function, as far as the imports of the file tell: `app.database.get_db`."""
    how: str
    """What asks, in the words of the code: `Depends(…)`."""
    span: Span

    def is_named(self, module: str, function: str) -> bool:
        """Whether a function of a module is the one that is meant; how far up a module's name goes is not known for sure."""
        full = f"{module}.{function}"
        return self.name == full or full.endswith(f".{self.name}") or self.name.endswith(f".{full}")
