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
        pytest.param("a/web:1,a/web:2", ".", [("a/web", "")], id="several tags of one image"),
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


WORKFLOW = """\
on: push
env:
  REGISTRY: ghcr.io/acme
jobs:
  build:
    strategy:
      matrix:
        MATRIX
    steps:
      - STEP
"""


def _built(matrix: str, step: str) -> list[tuple[str, str, str]]:
    text = WORKFLOW.replace("MATRIX", matrix).replace("STEP", step)
    source = Source(".github/workflows/build.yml", text)
    return [(each.image, each.context, each.dockerfile) for each in SURFACE.extract(source, read(source))]


ACTION = "uses: docker/build-push-action@v6\n        with:\n          "


@pytest.mark.parametrize(
    ("matrix", "step", "expected"),
    [
        pytest.param(
            "app: [web, api]",
            ACTION + "{context: ., file: 'apps/${{ matrix.app }}/Dockerfile', tags: '${{ env.REGISTRY }}/${{matrix.app}}:1'}",
            [("ghcr.io/acme/web", "", "apps/web/Dockerfile"), ("ghcr.io/acme/api", "", "apps/api/Dockerfile")],
            id="an axis",
        ),
        pytest.param(
            "include: [{name: a/web, file: web.Dockerfile}, {name: a/api, file: api.Dockerfile}]",
            ACTION + "{file: '${{ matrix.file }}', tags: '${{ matrix.name }}'}",
            [("a/web", "", "web.Dockerfile"), ("a/api", "", "api.Dockerfile")],
            id="include",
        ),
        pytest.param(
            "{app: [web, api], include: [{app: web, file: own.Dockerfile}]}",
            ACTION + "{file: '${{ matrix.file }}', tags: 'a/${{ matrix.app }}'}",
            [("a/web", "", "own.Dockerfile")],
            id="include adds to a run",
        ),
        pytest.param(
            "image: ['${{ fromJson(needs.find.outputs.images) }}']",
            ACTION + "{context: './infra/${{ github.x }}', tags: 'ghcr.io/acme/shop-${{ github.x }}:latest'}",
            [("ghcr.io/acme/shop-*", "infra/*", "")],
            id="a name that only GitHub knows",
        ),
        pytest.param(
            "{}",
            "run: |\n          DOCKER_BUILDKIT=1 docker build --no-cache -f build/api.dockerfile \\\n"
            "            -t $REGISTRY/api:${{ steps.tag.outputs.tag }}-amd64 --build-arg A=1 . && docker push x\n",
            [("api", "", "build/api.dockerfile")],
            id="a command",
        ),
        pytest.param("{}", "run: docker buildx build --push -t a/web:1 web", [("a/web", "web", "")], id="buildx"),
        pytest.param("{}", "run: docker build -t a/web:1 $FOLDER", [], id="a folder that the shell knows"),
        pytest.param("{}", "run: docker build -f Dockerfile .", [], id="no name"),
        pytest.param("{}", "run: docker build -t a/web 'web", [], id="an open quote"),
    ],
)
def test_runs_of_a_job(matrix: str, step: str, expected: list[tuple[str, str, str]]) -> None:
    """A job builds once in each run of its matrix, by the action or by a command."""
    assert expected == _built(matrix, step)
