"""Finds the parts of a package by presence: the only registry.

In: a package and the name of the object that each of its modules holds. Out: the objects, in order of module name.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def part_names(package: str) -> tuple[str, ...]:
    """Names of the public modules of a package, without importing them."""
    locations = import_module(package).__path__
    names = {name for location in locations for name in os.listdir(location)}  # noqa: PTH208  # pathlib takes longer to load
    return tuple(sorted(name.removesuffix(".py") for name in names if name.endswith(".py") and not name.startswith("_")))


@cache
def parts(package: str, attribute: str) -> tuple[Any, ...]:
    """Object `attribute` of each module of `package` that has one.

    Modules without it (`base`, `model`, shared shapes) are not parts and are passed over.
    """
    return tuple(part for _, part in named_parts(package, attribute))


def named_parts(package: str, attribute: str) -> Iterator[tuple[str, Any]]:
    """As `parts`, each with the name of its module."""
    for name in part_names(package):
        module = import_module(f"{package}.{name}")
        if hasattr(module, attribute):
            yield f"{package}.{name}", getattr(module, attribute)


def folder(package: str) -> str:
    """Where the modules of a package are."""
    location: str = next(iter(import_module(package).__path__))
    return location
