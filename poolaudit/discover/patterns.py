"""Patterns of file names, as `globs` of parts and the catalog write them.

In: a name or path and a pattern, both in lower case. Out: whether they fit.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def fits(name: str, pattern: str) -> bool:
    """Whether a name, or for a pattern with `/` a path, is what a pattern describes."""
    return matcher(pattern)(name)


@cache
def matcher(pattern: str) -> Callable[[str], bool]:
    """What tells whether a name fits; patterns without `?`, `[` and `/` need no regular expression."""
    if "/" in pattern or "?" in pattern or "[" in pattern:
        tail = pattern.rpartition("*")[2]
        tail = "" if "?" in tail or "]" in tail else tail
        return lambda name: name.endswith(tail) and _compile(pattern).fullmatch(name) is not None
    if "*" not in pattern:
        return pattern.__eq__
    start, *inner, end = pattern.split("*")
    shortest = len(start) + len(end)

    def told_by_parts(name: str) -> bool:
        if not name.endswith(end) or not name.startswith(start) or len(name) < shortest:
            return False
        rest = name[len(start) : len(name) - len(end)]
        for each in inner:
            _, found, rest = rest.partition(each) if each else ("", "*", rest)
            if not found:
                return False
        return True

    return told_by_parts


def is_wild(pattern: str) -> bool:
    """Whether a pattern stands for more than one name."""
    return "*" in pattern or "?" in pattern or "[" in pattern


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """`*` is anything inside of one name, `**/` any number of folders; a pattern with `/` may start at any folder."""
    steps = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(
        steps.get(token) or (token.replace("[!", "[^") if token.startswith("[") and token.endswith("]") else re.escape(token))
        for token in re.findall(r"\*\*/|\[[^\]]+\]|.", pattern.strip("/"))
    )
    return re.compile(f"(?:.*/)?{body}" if "/" in pattern else body, re.DOTALL)
