"""Where the code of a platform's functions stands. In: the folder of a file and the handlers that it names. Out: `CodeFolder`s.

A handler in a folder of its own stands for the files of that folder (`src/handlers/orders.create`: all of `src`): nobody keeps
the code of a server that runs elsewhere in there, while it is common beside it.
"""

from __future__ import annotations

from posixpath import join, normpath

from poolaudit.catalog.function_platforms import BUILT_FOLDERS
from poolaudit.facts.deployment import CodeFolder

SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
"""Endings of JavaScript and TypeScript."""


def code_around(base: str, handler: str, endings: tuple[str, ...] = ()) -> tuple[CodeFolder, ...]:
    """The code around a handler, `base` being the folder that its path is relative to; nothing for one outside of the tree.

    A handler that a build writes stands for everything under `base`.
    """
    base = "" if base == "." else base
    path = normpath(join(base, handler))
    if path.startswith(("../", "/")) or base.startswith("../"):
        return ()
    inside = path.removeprefix(f"{base}/") if base else path
    first, slash, _ = inside.partition("/")
    return (CodeFolder(join(base, first) if slash and first not in BUILT_FOLDERS else base, endings),)
