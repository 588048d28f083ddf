"""The identity of a finding over time. In: rule, path and symbolic place. Out: 16 hexadecimal digits."""

from __future__ import annotations


def fingerprint(rule: str, path: str, symbol: str, occurrence: int = 0) -> str:
    """The same for the same fault wherever its line moves; `occurrence` counts equal places of one file from 0."""
    from hashlib import sha256  # noqa: PLC0415

    identity = "\0".join((rule, path, symbol, *([str(occurrence)] if occurrence else [])))
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]
