"""Skaffold files and workflows say which folder an image is built from."""

from __future__ import annotations

from textwrap import dedent

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.image_builds import SURFACE


def _builds(path: str, text: str) -> list[tuple[str, str]]:
    source = Source(path, dedent(text))
    return [(each.image, each.context) for each in SURFACE.extract(source, read(source))]


def test_skaffold() -> None:
    """Artifacts are images with a context beside the file."""
    artifacts = "    - {image: shop/web, context: web}\n    - {image: shop/api}\n"
    text = f"apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n{artifacts}"

    assert [("shop/web", "deploy/web"), ("shop/api", "deploy")] == _builds("deploy/skaffold.yaml", text)


@pytest.mark.parametrize(
    ("tags", "context", "expected"),
    [
        pytest.param("ghcr.io/acme/web:latest", "./web", [("ghcr.io/acme/web", "web")], id="plain"),
        pytest.param("${{ env.REGISTRY }}/acme/web:${{ github.sha }}", "web", [("web", "web")], id="registry-is-an-expression"),
        pytest.param("${{ steps.meta.outputs.tags }}", "web", [], id="unknown"),
        pytest.param("a/web:1,a/web:2", ".", [("a/web", ""), ("a/web", "")], id="several"),
        pytest.param("a/web:1", "${{ matrix.folder }}", [], id="context-is-an-expression"),
    ],
)
def test_workflow(tags: str, context: str, expected: list[tuple[str, str]]) -> None:
    """Tags that the action pushes are images, as far as their names are written out."""
    text = f"""\
        on: push
        jobs:
          build:
            steps:
              - uses: actions/checkout@v4
              - uses: docker/build-push-action@v6
                with:
                  context: {context}
                  tags: {tags}
        """

    assert expected == _builds(".github/workflows/build.yml", text)


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        pytest.param("ghcr.io/acme/web", [("ghcr.io/acme/web", "web")], id="plain"),
        pytest.param("${{ env.REGISTRY }}/acme/web", [("ghcr.io/acme/web", "web")], id="variable"),
        pytest.param("${{env.REGISTRY}}/${{env.NAME}}", [("ghcr.io/*/*", "web")], id="repository"),
        pytest.param("${{ env.REGISTRY }}/${{ github.repository }}:edge", [("ghcr.io/*/*", "web")], id="repository-and-tag"),
        pytest.param("${{ vars.REGISTRY }}/${{ github.repository }}", [], id="unknown-registry"),
        pytest.param("ghcr.io/${{ github.repository_owner }}/web", [("web", "web")], id="owner"),
        pytest.param("ghcr.io/acme/${{ matrix.name }}", [], id="unknown-name"),
        pytest.param("acme/web\n            acme/api", [("acme/web", "web"), ("acme/api", "web")], id="several"),
    ],
)
def test_images_of_another_step(images: str, expected: list[tuple[str, str]]) -> None:
    """Tags that the metadata action makes are those of its images, with the workflow's variables filled in."""
    text = f"""\
env:
  REGISTRY: ghcr.io
jobs:
  build:
    env:
      NAME: ${{{{ github.repository }}}}
    steps:
      - uses: docker/metadata-action@v5
        id: meta
        with:
          images: |
            {images}
      - uses: depot/build-push-action@v1
        with:
          context: web
          tags: ${{{{ steps.meta.outputs.tags }}}}
"""

    assert expected == _builds(".github/workflows/build.yml", text)
