"""Patterns of file names, as `globs` of parts and the catalog write them.

In: a name or path and a pattern, both in lower case. Out: whether they fit.
"""

from __future__ import annotations

import re
from functools import cache


def fits(name: str, pattern: str) -> bool:
    """Whether a name, or for a pattern with `/` a path, is what a pattern describes; most are told by their two ends."""
    if "/" not in pattern and not is_wild(pattern):
        return name == pattern
    start, *others = pattern.split("*")
    plain = "/" not in pattern and "?" not in pattern and "[" not in pattern
    if others and "?" not in others[-1] and "]" not in others[-1] and not name.endswith(others[-1]):
        return False
    if plain:
        *inner, end = others
        if not name.startswith(start) or len(name) < len(start) + len(end):
            return False
        rest = name[len(start) : len(name) - len(end)]
        for each in inner:
            _, found, rest = rest.partition(each)
            if each and not found:
                return False
        return True
    return _compile(pattern).fullmatch(name) is not None


def is_wild(pattern: str) -> bool:
    """Whether a pattern stands for more than one name."""
    return any(character in pattern for character in "*?[")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """`*` is anything inside of one name, `**/` any number of folders; a pattern with `/` may start at any folder."""
    steps = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(
        steps.get(token) or (token.replace("[!", "[^") if token.startswith("[") and token.endswith("]") else re.escape(token))
        for token in re.findall(r"\*\*/|\[[^\]]+\]|.", pattern.strip("/"))
    )
    return re.compile(f"(?:.*/)?{body}" if "/" in pattern else body, re.DOTALL)
