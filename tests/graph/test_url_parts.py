"""Parts of a URL that code takes apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.facts.span import Span
from poolaudit.graph.bound import Bound
from poolaudit.graph.text import Text, pieces_of
from poolaudit.graph.url_parts import UNKNOWN, taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PARTS = ("scheme", "user", "password", "host", "port", "path", "dbname")
FULL = "redis://app:s3cret@cache.example:6380/2?x=1"
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      URL: {url}\n"
CODE = """import os
from urllib.parse import urlparse

import redis

url = urlparse(os.environ["URL"])
client = redis.Redis(host=url.hostname, port=url.port or 6379, password=url.password, db={db})
"""


def span_of(length: int) -> Span:
    """A place of that length."""
    return Span(path="a.py", offset=0, length=length, line=1, column=1, end_line=1, end_column=1 + length)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(FULL, ["redis", "app", "s3cret", "cache.example", "6380", "/2", "2"], id="full"),
        pytest.param("redis://h", ["redis", None, None, "h", None, "", None], id="host only"),
        pytest.param("redis://:p%40@h:1/", ["redis", "", "p%40", "h", "1", "/", None], id="password without user"),
        pytest.param("redis://u@[::1]:6379/0", ["redis", "u", None, "::1", "6379", "/0", "0"], id="IPv6"),
        pytest.param("redis://[::1]?db=1", ["redis", None, None, "::1", None, "", None], id="IPv6 without port"),
        pytest.param("redis://a@b:c@h:/0", ["redis", "a@b", "c", "h", None, "/0", "0"], id="two signs"),
        pytest.param("unix:///run/x", ["unix", None, None, None, None, "/run/x", "run/x"], id="socket"),
        pytest.param("redis://u:a/b@h/0", ["?", "?", "?", "?", "?", "?", "?"], id="password with a slash"),
        pytest.param("${URL}", ["?", "?", "?", "?", "?", "?", "?"], id="nothing known"),
        pytest.param("redis://${REST}", ["redis", "?", "?", "?${REST}", "?", "", "?"], id="host unknown"),
        pytest.param("redis://u:${P}@h:${PORT}/0", ["redis", "u", "?${P}", "h", "?${PORT}", "/0", "0"], id="password unknown"),
    ],
)
def test_part(url: str, expected: list[str | None]) -> None:
    """A part is text, surely absent, or not known."""
    whole = Bound(span_of(len(url)), Text(tuple(pieces_of(url, span_of(len(url))))))

    actual: list[str | None] = []
    for part in PARTS:
        found = taken(whole, part, Bound(span_of(1)))
        if found.text is not None:
            actual.append(found.text.value if found.text.known else f"?{found.text.value}")
        else:
            actual.append(None if found.is_scalar else f"?{'' if found.why == UNKNOWN else found.why}")

    assert expected == actual


@pytest.mark.parametrize(
    ("db", "files", "expected"),
    [
        pytest.param("url.path.lstrip('/')", {"compose.yml": COMPOSE.format(url=FULL)}, ("cache.example", 6380, "2"), id="strip"),
        pytest.param("int(url.path[1:])", {"compose.yml": COMPOSE.format(url=FULL)}, ("cache.example", 6380, "2"), id="slice"),
        pytest.param("0", {"compose.yml": COMPOSE.format(url="redis://h/1")}, ("h", 6379, "0"), id="port by default"),
        pytest.param("0", {}, ("nothing in the repository sets URL", None, "0"), id="unset"),
    ],
)
def test_client_made_of_parts(
    graph_of: Callable[..., Graph], db: str, files: dict[str, str], expected: tuple[object, ...]
) -> None:
    """A client that is given the parts goes where the URL goes."""
    (route,) = graph_of({"app/cache.py": CODE.format(db=db), **files}).routes

    host = route.endpoint.host
    assert expected == (host.value or host.note, route.endpoint.port.value, route.dsn.database.value)


def test_the_password_of_a_url_is_not_shown(graph_of: Callable[..., Graph]) -> None:
    """The password that a part brings stands in a Secret."""
    (route,) = graph_of({"app/cache.py": CODE.format(db="0"), "compose.yml": COMPOSE.format(url=FULL)}).routes

    assert "s3cret" not in repr(route)
