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

    def means(self, function: str, path: str) -> bool:
        """Whether a function of a file is the one: both stand below the folder from which the name leads to the file."""
        module, _, last = self.name.rpartition(".")
        file = path.removesuffix(".py").removesuffix("/__init__")
        tail = module.replace(".", "/")
        if last != function or not tail or not (file == tail or file.endswith(f"/{tail}")):
            return False
        return self.span.path.startswith(file[: len(file) - len(tail)])
