"""Whether a file of Python, Go or JavaScript can open connections at all, told without parsing it.

In: a source. Out: `may_connect`: a library of the catalog is imported, and the last part of one of its callees is in the text.
A callee is only ever reached through an import, so a file without both has no call that the catalog knows. Of JavaScript files
are left out that hold the name of a package in another case only (the country `"PG"`), and those that use queues of BullMQ over a
client that another file opens, which is most of them where they are used.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.handling import TRIGGERS
from poolaudit.catalog.libraries import clients, constructors

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

_ENDINGS = (".py", ".pyi")
_JAVASCRIPT = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_QUEUES = "bullmq"


def may_connect(source: Source) -> bool:
    """False for a file that surely calls no constructor of the catalog; true where that takes a closer look."""
    path = source.path.lower()
    if path.endswith(".go"):
        return any(name in source.text and package in source.text for package, name in _of_go())
    if path.endswith(_JAVASCRIPT):
        own = _QUEUES in source.text and any(f"connection:{blank}{{" in source.text for blank in ("", " "))
        return own or any(word in source.text for word in _words_of_javascript())
    if not path.endswith(_ENDINGS):
        return True
    imported, lasts = _known()
    return any(any(last in source.text for last in lasts[found]) for found in set(imported.findall(source.text)))


@cache
def _known() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern for the import of a library, and the last parts of the callees of each library."""
    lasts: dict[str, set[str]] = {}
    for callee in constructors("python"):
        root, dot, _ = callee.partition(".")
        if dot:
            lasts.setdefault(root, set()).add(callee.rpartition(".")[2])
    roots = "|".join(map(re.escape, sorted(lasts)))
    space = r"[\s\\]"  # a backslash continues the line
    listed = rf"(?:[\w.]{{1,80}}(?:{space}{{1,20}}as{space}{{1,20}}\w{{1,80}})?{space}{{0,20}},{space}{{0,20}}){{0,20}}"
    pattern = re.compile(rf"\b(?:from|import){space}{{1,20}}{listed}({roots})\b", re.ASCII)
    return pattern, {root: tuple(sorted(names)) for root, names in lasts.items()}


@cache
def _words_of_javascript() -> frozenset[str]:
    """What stands in files that open connections with other libraries than BullMQ."""
    opening = (word for each in clients().values() if each.language == "javascript" for word in each.triggers)
    return frozenset((*opening, *TRIGGERS["javascript"])) - {_QUEUES}


@cache
def _of_go() -> tuple[tuple[str, str], ...]:
    """For each callee of Go what stands in every file that calls it: the path of its package, and a dot with its name."""
    found = (callee.rpartition(".") for callee in constructors("go"))
    return tuple(dict.fromkeys(("" if package in {"?", "*"} else package, f".{name}") for package, _, name in found))
