"""What every format and surface says of itself, without loading any: most scans need a few of a hundred.

In: nothing. Out: `Format` and `Surface` objects as their modules declare them; a module is loaded when its part reads a file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from operator import attrgetter
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
    return tuple(Format(name, globs, _later(*read)) for name, globs, read in _declarations()[0])


def declared_surfaces() -> tuple[Surface, ...]:
    """Every surface, in the order of modules."""
    return tuple(
        Surface(
            name=name,
            formats=formats,
            extract=_later(*extract),
            globs=globs,
            triggers=triggers,
            triggers_of=triggers_of,
            concerns=_later(*concerns) if concerns else None,
            on_demand=on_demand,
            supporting=supporting,
            self_contained=self_contained,
        )
        for (name, formats, globs, triggers, triggers_of, *flags, extract, concerns) in _declarations()[1]
        for on_demand, supporting, self_contained in [flags]
    )


def _later(module: str, path: str) -> Callable[..., Any]:
    """A function that loads its module when it is called."""

    def call(*given: Any) -> Any:
        return attrgetter(path)(import_module(module))(*given)

    return call


@cache
def _declarations() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Plain values of formats and surfaces; what surfaces declare depends on the catalog too."""
    return kept("declared", (folder("poolaudit.extract"), folder("poolaudit.catalog")), _declare)


def _declare() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    formats = [
        (part.name, part.globs, _place(part.read, module, "FORMAT.read"))
        for package in _FORMATS
        for module, part in named_parts(package, "FORMAT")
    ]
    surfaces = [
        (
            part.name,
            part.formats,
            part.globs,
            part.triggers,
            None if part.triggers_of is None else dict(part.triggers_of),
            part.on_demand,
            part.supporting,
            part.self_contained,
            _place(part.extract, module, "SURFACE.extract"),
            None if part.concerns is None else _place(part.concerns, module, "SURFACE.concerns"),
        )
        for module, part in named_parts(_SURFACES, "SURFACE")
    ]
    return formats, surfaces


def _place(function: Any, module: str, path: str) -> tuple[str, str]:
    """The module that defines a function and its name there; for one without a name of its own, the part that holds it."""
    home, name = getattr(function, "__module__", module), getattr(function, "__qualname__", "")
    return (home, name) if name.isidentifier() and getattr(import_module(home), name, None) is function else (module, path)
