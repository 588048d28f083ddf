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


BUILT = "services:\n  shop:\n    build: .\n"


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        pytest.param("FROM python:3.13\nCOPY . .\n", ["shop"], id="everything"),
        pytest.param("FROM python:3.13\nCOPY --chown=app:app ./shop /app/shop\n", ["shop"], id="its-folder"),
        pytest.param('FROM python:3.13\nCOPY ["shop", "/app/"]\n', ["shop"], id="in-the-form-of-an-array"),
        pytest.param("FROM python:3.13\nCOPY sh*/*.py /app/\n", ["shop"], id="a-pattern"),
        pytest.param("FROM python:3.13\nRUN --mount=type=bind,target=. pip install .\n", ["shop"], id="a-mount-of-the-context"),
        pytest.param(
            "FROM python:3.13 AS all\nADD . /src\nFROM python:3.13\nCOPY --from=all /src /app\n", ["shop"], id="by-a-stage"
        ),
        pytest.param("FROM python:3.13\nCOPY dist/shop.whl /tmp/\n", ["shop"], id="what-is-made-of-it"),
        pytest.param("FROM acme/shop\nCOPY entry.sh /\n", ["shop"], id="an-image-that-may-have-it"),
        pytest.param("FROM python:3.13\nARG part\nCOPY $part /app/\n", ["shop"], id="not-known"),
        pytest.param("FROM python:3.13\n", ["shop"], id="nothing-said"),
        pytest.param("FROM python:3.13\nCOPY mail /app/mail\n", [], id="another-folder"),
        pytest.param("ARG base=docker.io/library/python:3.13\nFROM ${base}\nCOPY mail /app/mail\n", [], id="a-base-by-default"),
        pytest.param("FROM debian:13\nCOPY entry.sh sshd_config /etc/\n", [], id="files-of-its-own"),
    ],
)
def test_an_image_holds_what_its_dockerfile_takes_in(
    graph_of: Callable[[dict[str, str]], Graph], dockerfile: str, expected: list[str]
) -> None:
    """Python that no instruction brings in, nor anything made of it, does not run in the container."""
    graph = graph_of({"compose.yml": BUILT, "Dockerfile": dockerfile, "shop/db.py": CODE})

    assert expected == [route.workload.name for route in graph.routes if route.workload is not None]


def test_compiled_code_may_be_in_any_program(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """A program that is copied may be made of Go code; scripts and settings are not."""
    code = 'package main\n\nimport "database/sql"\n\nfunc main() {\n\tsql.Open("pgx", "postgres://db/shop")\n}\n'
    found = {}
    for copied in ("shop", "entry.sh"):
        graph = graph_of({"compose.yml": BUILT, "Dockerfile": f"FROM debian:13\nCOPY {copied} /usr/bin/\n", "cmd/main.go": code})
        found[copied] = [route.workload.name for route in graph.routes if route.workload is not None]

    assert {"shop": ["shop"], "entry.sh": []} == found


def test_kinds_of_manifests_do_not_push_each_other_aside(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """Code that a function platform runs from its folder also runs in the container that is built from the whole tree."""
    graph = graph_of(
        {
            "compose.yml": BUILT,
            "Dockerfile": "FROM node:22\nCOPY . .\nCMD node server.js\n",
            "web/vercel.json": '{"functions": {"api/*.js": {"maxDuration": 10}}}\n',
            "web/api/db.js": 'import { Pool } from "pg";\nexport const pool = new Pool({ max: 5 });\n',
        }
    )

    assert ["functions", "shop"] == sorted(route.workload.name for route in graph.routes if route.workload is not None)
