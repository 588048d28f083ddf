"""A compose service that runs an image of the same repository runs its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CODE = "import os, asyncpg\npool = asyncpg.create_pool(os.environ['DATABASE_URL'])\n"
BUILT = "services:\n  {}:\n    build: {}\n"
PULLED = "services:\n  {}:\n    image: {}\n    environment: {{DATABASE_URL: postgresql://u@db.example/shop}}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"compose.yml": PULLED.format("web", "acme/shop"), "compose.dev.yml": BUILT.format("web", ".")},
            ["compose.dev.yml", "compose.yml"],
            id="service of the same name beside it",
        ),
        pytest.param(
            {"prod/compose.yml": PULLED.format("shop", "acme/shop"), "test/compose.yml": BUILT.format("shop", "..")},
            ["prod/compose.yml", "test/compose.yml"],
            id="service of another folder, called like the image",
        ),
        pytest.param(
            {"prod/compose.yml": PULLED.format("app", "acme/app"), "test/compose.yml": BUILT.format("app", "..")},
            ["test/compose.yml"],
            id="an everyday name of another folder",
        ),
        pytest.param(
            {"compose.yml": PULLED.format("mail", "mailpit"), "compose.dev.yml": BUILT.format("web", ".")},
            ["compose.dev.yml"],
            id="another service",
        ),
        pytest.param(
            {"compose.yml": PULLED.format("web", "nginx:1"), "compose.dev.yml": BUILT.format("web", ".")},
            ["compose.dev.yml"],
            id="a public image",
        ),
        pytest.param(
            {
                "compose.yml": PULLED.format("web", "acme/shop"),
                "compose.dev.yml": BUILT.format("web", "."),
                "compose.ci.yml": BUILT.format("web", "{context: ., dockerfile: ci.Dockerfile}"),
            },
            ["compose.ci.yml", "compose.dev.yml"],
            id="built in two ways",
        ),
        pytest.param(
            {
                "compose.yml": PULLED.format("web", "ghcr.io/acme/shop:2"),
                "ci/compose.yml": "services:\n  x:\n    image: acme/shop\n    build: ..\n",
            },
            ["ci/compose.yml", "compose.yml"],
            id="image of the same name",
        ),
    ],
)
def test_files_that_run_the_code(files: dict[str, str], expected: list[str], graph_of: Callable[..., Graph]) -> None:
    """The code runs where it is built, and where the image of it runs."""
    routes = graph_of({"app/db.py": CODE, **files}).routes

    assert expected == sorted(each.workload.span.path for each in routes if each.workload is not None)


LABELLED = "FROM python:3.12\nLABEL org.opencontainers.image.source=https://github.com/acme/shop\nCOPY . .\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"Dockerfile": LABELLED}, ["compose.yml"], id="the only one"),
        pytest.param({"docker/Dockerfile": LABELLED}, ["compose.yml"], id="in a folder for Dockerfiles"),
        pytest.param({"Dockerfile": LABELLED, "tools/Dockerfile": LABELLED}, ["compose.yml"], id="that of the root"),
        pytest.param({"app/Dockerfile": LABELLED, "tools/Dockerfile": LABELLED}, [], id="two"),
        pytest.param({"Dockerfile": LABELLED.replace("acme/shop", "acme/mall")}, [], id="another repository"),
        pytest.param({"Dockerfile": "FROM python:3.12\nCOPY . .\n"}, [], id="no label"),
        pytest.param(
            {
                "Dockerfile": LABELLED,
                ".devcontainer/compose.yml": "services:\n  dev:\n    image: shop\n    build: .\n",
                ".devcontainer/Dockerfile": "FROM python:3.12\n",
            },
            ["compose.yml"],
            id="against a local image of a like name",
        ),
    ],
)
def test_image_of_a_label(files: dict[str, str], expected: list[str], graph_of: Callable[..., Graph]) -> None:
    """An image that is called like the repository from which a Dockerfile says it is made is that of the Dockerfile."""
    routes = graph_of({"app/db.py": CODE, "compose.yml": PULLED.format("web", "ghcr.io/acme/shop:2"), **files}).routes

    assert expected == sorted(each.workload.span.path for each in routes if each.workload is not None)


def test_mount_of_the_root(graph_of: Callable[..., Graph]) -> None:
    """A service that mounts the whole tree is no closer to its code than one that builds it."""
    graph = graph_of(
        {
            "app/db.py": CODE,
            "compose.yml": "services:\n  dev:\n    build: .\n    volumes: ['.:/app']\n  web:\n    build: .\n",
        }
    )

    assert ["dev", "web"] == sorted(each.workload.name for each in graph.routes if each.workload is not None)


def test_procfile_beside_a_dockerfile(graph_of: Callable[..., Graph]) -> None:
    """What a Procfile starts does not see the variables of the image."""
    graph = graph_of(
        {
            "app/db.py": CODE,
            "Dockerfile": "FROM python:3.12\nENV DATABASE_URL=postgresql://u@image.example/shop\n",
            "Procfile": "web: gunicorn app:app\n",
        }
    )

    assert [None] == [each.endpoint.host.value for each in graph.routes]


def test_command_of_the_image(graph_of: Callable[..., Graph]) -> None:
    """What runs is what the Dockerfile says from which the other service builds the image."""
    graph = graph_of(
        {
            "app/db.py": CODE,
            "docker/web.Dockerfile": 'FROM python:3.12\nCMD ["gunicorn", "-w", "3", "app:app"]\n',
            "compose.yml": PULLED.format("web", "acme/shop"),
            "compose.dev.yml": BUILT.format("web", "{context: ., dockerfile: docker/web.Dockerfile}"),
        }
    )

    assert [("compose.dev.yml", 3), ("compose.yml", 3)] == sorted(
        (each.workload.span.path, each.workload.processes.value) for each in graph.routes if each.workload is not None
    )


STAGES = """FROM python:3.12 AS base
ENV WEB_CONCURRENCY=2
FROM base AS Worker
CMD ["gunicorn", "-w", "5", "worker:app"]
FROM base AS dev
FROM base
CMD ["gunicorn", "-w", "3", "app:app"]
"""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("worker", 5, id="a stage"),
        pytest.param("WORKER", 5, id="in capitals"),
        pytest.param("dev", None, id="a stage without a command"),
        pytest.param("other", 3, id="no stage"),
        pytest.param("${TARGET}", 3, id="a variable"),
    ],
)
def test_stage_of_a_dockerfile(target: str, expected: int | None, graph_of: Callable[..., Graph]) -> None:
    """A service runs what the stage says that it builds, else what the last one does."""
    compose = f"services:\n  web:\n    build:\n      context: .\n      target: {target}\n"
    graph = graph_of({"app/db.py": CODE, "Dockerfile": STAGES, "compose.yml": compose})

    assert [expected] == [each.workload.processes.value for each in graph.routes if each.workload is not None]


def test_stage_of_an_override(graph_of: Callable[..., Graph]) -> None:
    """What a file that is laid over another one builds is its own stage."""
    compose = "services:\n  web:\n    build: {context: ., target: worker}\n"
    override = "services:\n  web:\n    build: .\n    environment: {A: b}\n"
    graph = graph_of({"app/db.py": CODE, "Dockerfile": STAGES, "compose.yml": compose, "compose.override.yml": override})

    assert [3] == [each.workload.processes.value for each in graph.routes if each.workload is not None]


WORKFLOW = """on: push
jobs:
  release:
    steps:
      - run: docker build -f deploy/{name}.dockerfile -t ghcr.io/acme/shop-{name}:1 .
"""


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        pytest.param("ghcr.io/acme/shop-api:${TAG}", [("compose.yml", 3)], id="a tag that is not known"),
        pytest.param("${REGISTRY}/shop-api:${TAG}", [("compose.yml", 3)], id="a registry that is not known"),
        pytest.param("${REGISTRY}/${NAME}", [], id="a name that is not known"),
        pytest.param("ghcr.io/acme/shop-web", [], id="another image"),
    ],
)
def test_image_of_a_workflow(image: str, expected: list[tuple[str, int]], graph_of: Callable[..., Graph]) -> None:
    """A service that pulls what a workflow builds runs its Dockerfile's command, as far as the name of the image is known."""
    routes = graph_of(
        {
            "app/db.py": CODE,
            "compose.yml": PULLED.format("api", image),
            ".github/workflows/release.yml": WORKFLOW.format(name="api"),
            "deploy/api.dockerfile": "FROM python\nCMD uvicorn app:app --workers 3\n",
        }
    ).routes

    assert expected == [(each.workload.span.path, each.workload.processes.value) for each in routes if each.workload is not None]


def test_pattern_of_images(graph_of: Callable[..., Graph]) -> None:
    """A name that only the workflow knows when it runs stands for the folder that has the Dockerfile."""
    step = (
        "uses: docker/build-push-action@v6\n        with: {context: './infra/${{ matrix.image }}', "
        "tags: 'ghcr.io/acme/shop-${{ matrix.image }}:latest'}"
    )
    workflow = "on: push\njobs:\n  x:\n    strategy: {matrix: {image: '${{ fromJson(x) }}'}}\n    steps:\n      - " + step
    files = {
        "infra/api/db.py": CODE,
        "infra/web/Dockerfile": "FROM node\n",
        "infra/api/Dockerfile": "FROM python\nCMD uvicorn app:app --workers 2\n",
        "compose.yml": PULLED.format("api", "ghcr.io/acme/shop-api:2"),
        ".github/workflows/release.yml": workflow,
    }

    assert [("compose.yml", 2)] == [
        (each.workload.span.path, each.workload.processes.value) for each in graph_of(files).routes if each.workload is not None
    ]


def test_env_files_beside_what_is_pulled(graph_of: Callable[..., Graph]) -> None:
    """Who pulls images does not have the env files of the repository, which still say where code connects to elsewhere."""
    files = {
        "app/db.py": CODE + "other = asyncpg.create_pool(os.environ['POOLED_URL'])\n",
        "compose.yml": PULLED.format("api", "acme/shop-api"),
        ".github/workflows/release.yml": WORKFLOW.format(name="api").replace("ghcr.io/", ""),
        "deploy/api.dockerfile": "FROM python\nCMD uvicorn app:app\n",
        ".env": "DATABASE_URL=postgresql://u@localhost/shop\nPOOLED_URL=postgresql://u@localhost:6432/shop\n",
    }

    assert {("api", "db.example"), ("api", None), (None, "localhost")} == {
        (each.workload.name if each.workload else None, each.endpoint.host.value) for each in graph_of(files).routes
    }


PUSHED = (
    "on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          file: {}\n          tags: {}\n"
)


@pytest.mark.parametrize(
    ("image", "tag", "expected"),
    [
        pytest.param("public.ecr.aws/acme/shop:1", "public.ecr.aws/acme/shop:1", ["web"], id="the same name"),
        pytest.param("public.ecr.aws/acme/shop:1", "docker.io/acme/shop:1", ["web"], id="another registry"),
        pytest.param("public.ecr.aws/docker/library/shop", "acme/shop:1", [None], id="another owner"),
        pytest.param("public.ecr.aws/docker/library/shop", "shop:1", [None], id="only the last part"),
    ],
)
def test_own_image_in_a_public_registry(image: str, tag: str, expected: list[str | None], graph_of: Callable[..., Graph]) -> None:
    """What a workflow builds under the whole name is the repository's own, even where other people publish, too."""
    files = {
        "app/db.py": CODE,
        "Dockerfile": "FROM python:3.12\nCOPY . .\n",
        "compose.yml": PULLED.format("web", image),
        ".github/workflows/image.yml": PUSHED.format("Dockerfile", tag),
    }

    assert expected == [each.workload.name if each.workload else None for each in graph_of(files).routes]


def test_dockerfile_that_a_matrix_leaves_out(graph_of: Callable[..., Graph]) -> None:
    """Of the Dockerfiles that a matrix names, those that the tree has count."""
    workflow = PUSHED.format("Dockerfile.web-${{ matrix.os }}", "acme/shop:${{ matrix.os }}").replace(
        "    runs-on", "    strategy: {matrix: {os: [alpine, debian]}}\n    runs-on"
    )
    files = {
        "app/db.py": CODE,
        "Dockerfile.web-alpine": "FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/\n",
        "Dockerfile.app": "FROM python:3.12\nCOPY . .\n",
        "compose.yml": PULLED.format("web", "acme/shop"),
        ".github/workflows/image.yml": workflow,
    }

    assert [None] == [each.workload.name if each.workload else None for each in graph_of(files).routes]
