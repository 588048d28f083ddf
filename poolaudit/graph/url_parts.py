"""Parts of a URL that code takes apart: `urlparse(url).hostname`.

In: the bound URL and the name of a part (`catalog.dsn_builders.URL_PARTS`). Out: the `Bound` part, each character still knowing
where it stands; None as the value of a part that the URL surely does not have; nothing where the URL is not known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.graph.text_methods import between

if TYPE_CHECKING:
    from poolaudit.graph.bound import Bound

UNKNOWN = "a part of a URL that is not known"


def taken(whole: Bound, part: str, unknown: Bound) -> Bound:
    """One part of a URL, as code sees it (https://docs.python.org/3/library/urllib.parse.html#urllib.parse.urlparse)."""
    unknown = replace(unknown, steps=whole.steps, why=whole.why or UNKNOWN, assumed=whole.assumed)
    if whole.text is None or "://" not in whole.text.value or _is_unencoded(whole.text.value):
        return unknown
    found = _place(whole.text.value, part)
    if found is None:
        return replace(unknown, is_scalar=True, why="") if whole.text.known else unknown
    text = between(whole.text, *found)
    return replace(unknown, text=text, why=unknown.why if not text.known else "")


def _is_unencoded(value: str) -> bool:
    """Whether a password may hold a slash of its own: libraries differ in what they make of it."""
    return "@" in value[_first(value, "/?#", value.index("://") + len("://")) :]


def _place(value: str, part: str) -> tuple[int, int] | None:
    """Where a part stands in a URL; None for one that it does not have."""
    scheme = value.index("://")
    if part in ("scheme", "backend"):
        driver = value.find("+", 0, scheme) if part == "backend" else -1
        return 0, driver if driver >= 0 else scheme
    start = scheme + len("://")
    stop = _first(value, "/?#", start)
    if part in ("path", "dbname"):
        end = _first(value, "?#", stop)
        if part == "path":
            return stop, end
        return (stop + 1, end) if stop + 1 < end else None
    sign = value.rfind("@", start, stop)
    host = sign + 1 if sign >= 0 else start
    colon = value.find(":", start, sign) if sign >= 0 else -1
    if part == "user":
        return (start, colon if colon >= 0 else sign) if sign >= 0 else None
    if part == "password":
        return (colon + 1, sign) if colon >= 0 else None
    bracket = value.find("]", host, stop) if value.startswith("[", host) else -1
    port = value.find(":", max(host, bracket), stop)
    if part == "port":
        return (port + 1, stop) if 0 <= port < stop - 1 else None
    end = bracket if bracket >= 0 else port if port >= 0 else stop
    begin = host + 1 if bracket >= 0 else host
    return (begin, end) if begin < end else None


def _first(value: str, marks: str, start: int) -> int:
    return min((at for mark in marks if (at := value.find(mark, start)) >= 0), default=len(value))
