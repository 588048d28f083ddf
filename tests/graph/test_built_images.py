"""An image is linked to a folder of the tree when something says so, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.config import Config
from poolaudit.facts.setting import Setting
from poolaudit.graph.built_images import BuiltImages, is_public
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

DOCKERFILE = "FROM python:3.12\n"
PUSH = """\
on: push
env:
  REGISTRY: ghcr.io
  IMAGE_NAME: ${{ github.repository }}
jobs:
  build:
    steps:
      - uses: docker/metadata-action@v5
        id: meta
        with: {images: "${{ env.REGISTRY }}/${{ env.IMAGE_NAME }}"}
      - uses: docker/build-push-action@v6
        with: {context: ., tags: "${{ steps.meta.outputs.tags }}"}
"""


def _pod(image: str) -> str:
    return f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{containers: [{{name: c, image: '{image}'}}]}}\n"


@pytest.mark.parametrize(
    ("files", "image", "expected"),
    [
        pytest.param({"web/Dockerfile": DOCKERFILE, "api/Dockerfile": DOCKERFILE}, "r.io/acme/web:1", "web", id="folder"),
        pytest.param({"a/web/Dockerfile": DOCKERFILE, "b/web/Dockerfile": DOCKERFILE}, "acme/web", None, id="two-folders"),
        pytest.param({"redis/Dockerfile": DOCKERFILE, "b/Dockerfile": DOCKERFILE}, "redis:7", None, id="public"),
        pytest.param({"Dockerfile": DOCKERFILE, "p.yaml": _pod("acme/shop")}, "acme/shop:2", "", id="only-one"),
        pytest.param({"docker/Dockerfile": DOCKERFILE, "p.yaml": _pod("acme/shop")}, "acme/shop", "", id="folder-of-dockerfiles"),
        pytest.param(
            {"Dockerfile": DOCKERFILE, "p.yaml": _pod("acme/shop"), "q.yaml": _pod("acme/other")},
            "acme/shop",
            None,
            id="two-images",
        ),
        pytest.param(
            {"Dockerfile": DOCKERFILE, "p.yaml": _pod("acme/shop"), "q.yaml": _pod("postgres:16")},
            "acme/shop",
            "",
            id="one-is-public",
        ),
        pytest.param(
            {"Dockerfile": DOCKERFILE, "p.yaml": _pod("acme/shop"), "q.yaml": _pod("{{ image }}")},
            "acme/shop",
            None,
            id="one-unknown",
        ),
        pytest.param(
            {"compose.yml": "services:\n  s:\n    image: r.io/acme/shop:1\n    build: ./app\n"},
            "acme/shop:2",
            "app",
            id="compose",
        ),
        pytest.param(
            {
                "compose.yml": "services:\n  s:\n    image: acme/shop\n    build: ./app\n",
                "skaffold.yaml": "apiVersion: skaffold/v4beta11\nbuild: {artifacts: [{image: acme/shop, context: other}]}\n",
            },
            "acme/shop",
            None,
            id="two-say-different-things",
        ),
        pytest.param(
            {
                ".github/workflows/push.yml": PUSH,
                "compose.yml": "services: {a: {image: 'ghcr.io/acme/shop:1'}, b: {image: redis}}\n",
            },
            "ghcr.io/acme/shop:1",
            "",
            id="named-after-the-repository",
        ),
        pytest.param(
            {
                ".github/workflows/push.yml": PUSH,
                "compose.yml": "services: {a: {image: ghcr.io/acme/shop}, b: {image: ghcr.io/other/tool}}\n",
            },
            "ghcr.io/acme/shop",
            None,
            id="two-may-be-named-after-the-repository",
        ),
        pytest.param({"tests/Dockerfile": DOCKERFILE, "p.yaml": _pod("acme/shop")}, "acme/shop", None, id="of-tests"),
    ],
)
def test_link(tmp_path: Path, files: dict[str, str], image: str, expected: str | None) -> None:
    """The build context of an image, or nothing."""
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = BuiltImages(survey(tmp_path, config=Config()).facts).context_of(Setting.default(image, "image"))

    assert expected == found.value


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("postgres:16", True),
        ("docker.io/library/redis", True),
        ("ghcr.io/cloudnative-pg/pgbouncer", True),
        ("timescale/timescaledb-ha:pg16", True),
        ("registry.k8s.io/pause:3", True),
        ("acme/postgres", False),
        ("web", False),
        ("registry:5000/web", False),
    ],
)
def test_public(image: str, expected: bool) -> None:  # noqa: FBT001
    """Official images, those of well-known publishers and those of the catalog are public."""
    assert expected is is_public(image)
