"""Image tags and release numbers: which release a tag names, and which of two releases is older.

In: a tag as written after the colon of an image name, or release numbers. Out: a release number, an order, a default in force.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolaudit.catalog.model import Default, PoolerParameter

_TAG = r"(?s)v?(\d{1,3}(?:\.\d{1,5}){0,4})(?:(?:rc|beta|alpha)\d*)?(?:[-_+].*)?"
_SERVER_PART = r"(?:^|[-_])pg(\d{1,2}(?:\.\d{1,3}){0,2})(?=$|[-_])"


def release(tag: str) -> str | None:
    """The release that an image tag names: `v1.25.1-p0` → `1.25.1`, `16-alpine` → `16`, `latest` → None.

    A part `pgN` is the server's version and wins over the version of what is installed beside it: `2.14.2-pg16` → `16`.
    """
    server = re.search(_SERVER_PART, tag)
    if server is not None:
        return server[1]
    found = re.fullmatch(_TAG, tag)
    return found[1] if found is not None else None


@cache
def numbers(version: str) -> tuple[int, ...]:
    """The numbers of a release without trailing zeros, so that `1.21` and `1.21.0` are the same; empty text is the beginning.

    Raises ValueError for text that is no release number.
    """
    parts = [int(part) for part in version.split(".")] if version else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def compare(a: str, b: str) -> int:
    """Negative when release `a` is older than `b`, 0 when they are the same, positive when it is newer."""
    left, right = numbers(a), numbers(b)
    return (left > right) - (left < right)


def has(version: str | None, since: str, removed: str = "") -> bool:
    """Whether a release has what came in `since` and left in `removed`; None stands for the newest release."""
    if version is None:
        return not removed
    return compare(version, since) >= 0 and not (removed and compare(version, removed) >= 0)


def in_force(defaults: tuple[Default, ...], version: str | None) -> Default | None:
    """The default that a release has, None when there is none; None for the release stands for the newest one."""
    found: Default | None = None
    for default in defaults:
        if has(version, default.since):
            found = default
    return found


def scope_since(parameter: PoolerParameter, scope: str) -> str | None:
    """The first release that knows `parameter` in `scope`; None when no release does."""
    if scope not in parameter.scopes:
        return None
    return dict(parameter.scope_since).get(scope, parameter.since)
