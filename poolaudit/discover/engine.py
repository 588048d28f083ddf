"""A native search for many literals at once, where one is installed. In: literals. Out: a function from bytes to those found.

Measured over 3,399 Python files (50 MB) with 91 literals: `in` loops 3.0 s, ahocorasick_rs 1.0.3 0.23 s, hyperscan 0.9.1 0.05 s.
Both cost up to 15 ms to load and build, so a scan of few files does without.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Search = Callable[[bytes], Iterable[int]]


def find_engine(literals: Sequence[bytes]) -> Search | None:
    """Search for lower-case ASCII `literals` without regard to case, giving their positions; None when nothing is installed."""
    return (_hyperscan(literals) or _aho_corasick(literals)) if literals else None


def _hyperscan(literals: Sequence[bytes]) -> Search | None:
    try:
        import hyperscan  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    except ImportError:
        return None
    database = hyperscan.Database()
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_CASELESS
    database.compile(
        expressions=[re.escape(literal) for literal in literals], ids=list(range(len(literals))), flags=[flags] * len(literals)
    )

    def search(data: bytes) -> Iterable[int]:
        found: list[int] = []

        def take(number: int, *_: object) -> None:
            found.append(number)

        if data:
            database.scan(data, match_event_handler=take)
        return found

    return search


def _aho_corasick(literals: Sequence[bytes]) -> Search | None:
    try:
        import ahocorasick_rs  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    except ImportError:
        return None
    automaton = ahocorasick_rs.BytesAhoCorasick(list(literals), implementation=ahocorasick_rs.Implementation.DFA)

    def search(data: bytes) -> Iterable[int]:
        return {match[0] for match in automaton.find_matches_as_indexes(data.lower(), overlapping=True)}

    return search
