"""Misspelt keys of strings whose libraries know a fixed list of them. In: a key, a `Way`. Out: the key that was meant."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import KEYWORDS

if TYPE_CHECKING:
    from poolaudit.catalog.connection_keys import Way
    from poolaudit.facts.dsn import Dsn

_LIKENESS = 0.88
"""Ratio of difflib from which two keys are one: `prepareTreshold`, `Maximun Pool Size`; `sslkey` and `sslcert` are far below."""
_LONG = 6
"""Characters from which a likeness means something."""
_NPGSQL = "npgsql"
_PORTS = (5432, 6432)


def misspells(name: str, way: Way) -> str:
    """The key that was meant by one that is not taken: a foreign spelling, another case, or a slip; empty for any other."""
    key = name.lower() if way.folded else name
    if key in way.taken:
        return ""
    if key in way.foreign:
        return dict(way.meant).get(key, key)
    bare = _bare(name)
    known = _by_bare(way.taken)
    near = [bare] if bare in known else _nearest(bare, known)
    meant = known[near[0]] if near else ""
    return meant.title() if way.folded else meant


def _nearest(bare: str, known: dict[str, str]) -> list[str]:
    if len(bare) < _LONG:
        return []
    from difflib import get_close_matches  # noqa: PLC0415  # only keys that nobody knows are compared

    return get_close_matches(bare, known, 1, _LIKENESS)


def surely_its_own(dsn: Dsn, library: str) -> bool:
    """Whether a string is meant for the library alone: drivers of other servers read strings that look alike.

    For Npgsql it names `Host` or a port of PostgreSQL, and has no keyword of SqlClient or MySqlConnector.
    """
    if dsn.grammar == "jdbc":
        return dsn.scheme.value == "jdbc:postgresql"
    if library != _NPGSQL:
        return True
    keys = {_bare(part.partition("=")[0]) for part in dsn.masked.split(";")}
    others = {key for other, words in KEYWORDS if other != _NPGSQL for key in words}
    return ("host" in keys or dsn.port.value in _PORTS) and not keys & others


def _bare(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


@cache
def _by_bare(taken: frozenset[str]) -> dict[str, str]:
    """By its letters; of two spellings of a key the one with blanks."""
    return {_bare(each): each for each in sorted(taken, key=lambda each: (each.count(" "), each))}
