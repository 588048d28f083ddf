"""Names of JavaScript and TypeScript modules. In: a `CodeModule`. Out: what `code_names` makes of it, where another file asks.

A module of these languages is named by its path, so the files that define a name can be found without reading all of them.
"""

from __future__ import annotations

from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces.code_names import extract

SURFACE = Surface("javascript_names", ("javascript", "typescript"), extract, on_demand=True)
