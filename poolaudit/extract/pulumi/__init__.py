"""Pulumi as a whole: what the programs below a Pulumi.yaml make in each of its stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.part import Part


def facts(parts: Iterable[Part]) -> Iterator[Fact]:
    """What all Pulumi files of a tree say together."""
    from poolaudit.extract.pulumi.stacks import read  # noqa: PLC0415  # loaded when there are any

    return read(tuple(parts))
