"""A file that says something only together with others of its kind: a folder of Terraform files is one module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Part:
    """One such file; `extract.join` makes facts of all of them, so that the graph sees none."""

    kind: str
    """Name of the package that joins them: `poolaudit.extract.terraform`."""
    source: object
    """The file, and below what its format read of it, as that package knows them."""
    document: object
    span: Span
    """Start of the file."""
