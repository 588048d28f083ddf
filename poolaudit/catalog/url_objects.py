"""Objects of programming languages that hold a URL: what their attributes are, and how code sets parameters of the query.

Source, read 2026-11-21: https://nodejs.org/docs/latest-v22.x/api/url.html#the-whatwg-url-api (22).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class UrlObject:
    """One class of URLs."""

    callee: str
    """What makes it of a text, its first argument."""
    query: str
    """Attribute that holds the parameters of the query."""
    parameters: str
    """What makes such parameters by themselves, of a mapping."""
    setters: frozenset[str]
    """Methods of the parameters that set one: name, value."""
    removers: frozenset[str]
    """Methods that take one away: name."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Attributes that are a part of the URL → libpq's name of the part, as in `dsn_builders.URL_PARTS`."""
    whole: frozenset[str] = frozenset()
    """Attributes that are the URL as text."""


URL_OBJECTS = {
    "javascript": UrlObject(
        callee="URL",
        query="searchParams",
        parameters="URLSearchParams",
        setters=frozenset({"set", "append"}),
        removers=frozenset({"delete"}),
        parts={"hostname": "host", "port": "port", "username": "user", "password": "password", "pathname": "path"},
        whole=frozenset({"href"}),
    )
}
"""By family of languages."""
WITH_QUERY = "url&"
"""Callee of the expression that stands for a URL, its argument, with parameters, its keywords, set in the query; without an
argument it is the query alone."""
