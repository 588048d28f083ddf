"""Values that code unpacks from what a function of another file returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PARSE = """
def parse(url):
    if url is None:
        return ("redis://fallback:6379", "redis://fallback:6379")
    if "unix" in url.lower():
        _, path = url.split(":", maxsplit=1)
        return (f"redis+socket:{path}", url)
    return (url, url)
"""
CODE = """import os

import redis

from app.parse import parse

_FIRST, _SECOND = parse(os.getenv("BROKER"))


def client():
    return redis.from_url({name})
"""
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      BROKER: {url}\n"


@pytest.mark.parametrize(
    ("name", "files", "expected"),
    [
        pytest.param("_SECOND", {"compose.yml": COMPOSE.format(url="redis://broker:6379")}, "broker", id="second"),
        pytest.param("_FIRST", {"compose.yml": COMPOSE.format(url="redis://broker:6379")}, "broker", id="first"),
        pytest.param(
            "_FIRST", {"compose.yml": COMPOSE.format(url="UNIX:///run/redis.sock")}, "the result of `url.split()`", id="socket"
        ),
        pytest.param("_FIRST", {}, "nothing in the repository sets BROKER", id="unset"),
        pytest.param("app.gone[1]", {}, "an element of app.gone is not followed", id="unknown module"),
    ],
)
def test_an_element_is_what_the_function_returns(
    graph_of: Callable[..., Graph], name: str, files: dict[str, str], expected: str
) -> None:
    """The environment decides which tuple it is; the reason is the one of the element."""
    code = CODE.format(name=name).replace("import os", "import os\n\nimport app" if "app." in name else "import os", 1)
    graph = graph_of({"app/parse.py": PARSE, "app/db.py": code, **files})

    assert [expected] == [route.endpoint.host.value or route.endpoint.host.note for route in graph.routes]
