"""Images that are built from one context hold the code of their own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CODE = "import os, asyncpg\npool = asyncpg.create_pool(os.environ['DATABASE_URL'])\n"
COMPOSE = """\
services:
  shop:
    build: {{context: ., dockerfile: {}}}
  mail:
    build: {{context: ., dockerfile: {}}}
"""
DOCKERFILE = "FROM python:3.13\nCOPY . .\nCMD python main.py\n"


@pytest.mark.parametrize(
    ("shop", "mail", "code", "expected"),
    [
        pytest.param("shop/Dockerfile", "mail/Dockerfile", "shop/db.py", ["shop"], id="a folder each"),
        pytest.param("shop/Dockerfile", "mail/Dockerfile", "lib/db.py", ["mail", "shop"], id="code of both"),
        pytest.param("shop/Dockerfile", "Dockerfile", "shop/db.py", ["mail", "shop"], id="one at the root holds everything"),
        pytest.param("docker/shop.Dockerfile", "docker/mail.Dockerfile", "shop/db.py", ["mail", "shop"], id="a folder of both"),
        pytest.param("shop/Dockerfile", "shop/jobs/Dockerfile", "shop/db.py", ["mail", "shop"], id="one inside of the other"),
    ],
)
def test_a_program_is_not_in_the_image_of_another(
    graph_of: Callable[[dict[str, str]], Graph], shop: str, mail: str, code: str, expected: list[str]
) -> None:
    """A file in a folder with a Dockerfile of its own runs where that one is built."""
    graph = graph_of({"compose.yml": COMPOSE.format(shop, mail), shop: DOCKERFILE, mail: DOCKERFILE, code: CODE})

    assert expected == sorted(route.workload.name for route in graph.routes if route.workload is not None)
