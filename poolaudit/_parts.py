"""Finds the parts of a package by presence: the only registry.

In: a package and the name of the object that each of its modules holds. Out: the objects, in order of module name.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


@cache
def part_names(package: str) -> tuple[str, ...]:
    """Names of the public modules of a package, without importing them."""
    locations = import_module(package).__path__
    return tuple(
        sorted(
            {
                entry.stem
                for location in locations
                for entry in Path(location).iterdir()
                if entry.suffix == ".py" and not entry.name.startswith("_")
            }
        )
    )


@cache
def parts(package: str, attribute: str) -> tuple[Any, ...]:
    """Object `attribute` of each module of `package` that has one.

    Modules without it (`base`, `model`, shared shapes) are not parts and are passed over.
    """
    modules = (import_module(f"{package}.{name}") for name in part_names(package))
    return tuple(getattr(module, attribute) for module in modules if hasattr(module, attribute))
