"""What every format and surface says of itself, without loading any: most scans need a few of a hundred.

In: nothing. Out: `Format` and `Surface` objects as their modules declare them; a module is loaded when its part reads a file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from poolaudit._kept import kept
from poolaudit._parts import folder, named_parts
from poolaudit.extract.base import Format, Surface

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMATS = ("poolaudit.extract.settings", "poolaudit.extract.code")
_SURFACES = "poolaudit.extract.surfaces"


def declared_formats() -> tuple[Format, ...]:
    """Every format, in the order of modules."""
    return tuple(Format(name, globs, _later(module, "FORMAT", "read")) for module, name, globs in _declarations()[0])


def declared_surfaces() -> tuple[Surface, ...]:
    """Every surface, in the order of modules."""
    return tuple(
        Surface(
            name=name,
            formats=formats,
            extract=_later(module, "SURFACE", "extract"),
            globs=globs,
            triggers=triggers,
            triggers_of=triggers_of,
            concerns=_later(module, "SURFACE", "concerns") if concerns else None,
            on_demand=on_demand,
            self_contained=self_contained,
        )
        for module, name, formats, globs, triggers, triggers_of, concerns, on_demand, self_contained in _declarations()[1]
    )


def _later(module: str, part: str, function: str) -> Callable[..., Any]:
    """A function of a part that loads its module when it is called."""

    def call(*given: Any) -> Any:
        return getattr(getattr(import_module(module), part), function)(*given)

    return call


@cache
def _declarations() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Plain values of formats and surfaces; what surfaces declare depends on the catalog too."""
    return kept("declared", (folder("poolaudit.extract"), folder("poolaudit.catalog")), _declare)


def _declare() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    formats = [(module, part.name, part.globs) for package in _FORMATS for module, part in named_parts(package, "FORMAT")]
    surfaces = [
        (
            module,
            part.name,
            part.formats,
            part.globs,
            part.triggers,
            None if part.triggers_of is None else dict(part.triggers_of),
            part.concerns is not None,
            part.on_demand,
            part.self_contained,
        )
        for module, part in named_parts(_SURFACES, "SURFACE")
    ]
    return formats, surfaces
