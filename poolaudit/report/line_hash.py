"""GitHub's fingerprint of a line. In: the text of a file. Out: `primaryLocationLineHash` of any of its lines.

The algorithm is that of github/codeql-action, src/fingerprints.ts (read at the version of 2026-06): blanks and tabs do
not count, line ends are one character, and a line is known by the hundred UTF-16 units from its start on. A value of our
own would make the upload action warn at every result.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import accumulate

BLOCK = 100
"""UTF-16 units that identify a line."""
_BASE = 37
_MASK = 2**64 - 1
_END = "\uffff"
"""Stands for the end of the file; zeros follow."""


def line_hashes(text: str, lines: set[int]) -> dict[int, str]:
    """Hash of each of `lines` (from 1): hexadecimal, a colon, and how many lines down to this one have the same block."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate({ord(" "): None, ord("\t"): None}) + _END
    parts = plain.split("\n")
    data = plain.encode("utf-16-le", "surrogatepass")
    sizes = (len(part.encode("utf-16-le", "surrogatepass")) + 2 for part in parts)
    seen: Counter[bytes] = Counter()
    found: dict[int, str] = {}
    last = max(lines, default=0)
    for line, start in enumerate(accumulate(sizes, initial=0), 1):
        if line > min(last, len(parts)):
            break
        block = data[start : start + 2 * BLOCK]
        seen[block] += 1
        if line in lines:
            found[line] = f"{_hash(block):x}:{seen[block]}"
    return found


def _hash(block: bytes) -> int:
    value = 0
    units = array("H", block)
    if array("H", b"\x01\x00")[0] != 1:  # a machine with the other byte order
        units.byteswap()
    for unit in (*units, *(0,) * (BLOCK - len(units))):
        value = (value * _BASE + unit) & _MASK
    return value
