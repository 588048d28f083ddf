"""Terraform as a whole: what the files of a folder say together, and what modules are called with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.part import Part


def facts(parts: Iterable[Part]) -> Iterator[Fact]:
    """What all Terraform files of a tree say together."""
    from poolaudit.extract.terraform.configurations import read  # noqa: PLC0415  # loaded when there are any

    return read(tuple(parts))
