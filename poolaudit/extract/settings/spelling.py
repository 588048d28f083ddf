"""Which known name was probably meant by an unknown one.

In: a word and the names that would be right. Out: the one name within two edits, or nothing when none or several are as near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_EDITS = 2
_LONGEST = 64


def nearest(word: str, names: Iterable[str]) -> str:
    """The single name nearest to `word`, without regard to case and `-` or `_`: at most two edits away, else empty."""
    if not word or len(word) > _LONGEST:
        return ""
    plain = _plain(word)
    best, found = min(_MOST_EDITS, len(word) // 2) + 1, ""
    for name in names:
        far = edits(plain, _plain(name), best + 1)
        if far < best:
            best, found = far, name
        elif far == best:
            found = ""
    return found


def edits(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours from `left` to `right`; at most `limit`."""
    if abs(len(left) - len(right)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, one in enumerate(left, 1):
        last, row = row, [i]
        for j, other in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one != other))
            if i > 1 and j > 1 and one == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
        before = last
    return min(row[-1], limit)


def _plain(word: str) -> str:
    return word.lower().replace("-", "_")
