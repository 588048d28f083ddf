"""Commands of the Google Cloud CLI that deploy code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings import shell_script, yaml
from poolaudit.extract.surfaces.gcloud_commands import SURFACE

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment

RUN = (
    "gcloud run deploy web --image gcr.io/shop/web:1 --max-instances 20 \\\n  --concurrency=40 --allow-unauthenticated "
    "--set-env-vars 'DB_HOST=10.0.0.5,URL=postgres://app:s3cret@db/shop' --set-secrets PW=pw:latest\n"
)
BUILD = """steps:
  - name: gcr.io/google.com/cloudsdktool/cloud-sdk
    entrypoint: gcloud
    args: ['functions', 'deploy', 'report', '--gen2', '--source=./report', '--set-env-vars', '^@^A=1,2@B=$_B']
  - name: gcr.io/cloud-builders/docker
    args: ['run', 'deploy', 'no']
"""


def _deployments(path: str, text: str) -> list[Deployment]:
    source = Source(path, text)
    document = yaml.read(source) if path.endswith("yaml") else shell_script.read(source)
    return list(SURFACE.extract(source, document))


def test_command() -> None:
    """A command has its options, over several lines; secrets of the platform are none of the file."""
    (web,) = _deployments("deploy.sh", f"set -e\n{RUN}gcloud run services list\n")

    assert ("web", "gcr.io/shop/web:1", 20, 40, "cloud-run", None) == (
        web.name, web.image.value, web.replicas.value, web.concurrency.value, web.platform, web.build.value,
    )  # fmt: skip
    assert [("DB_HOST", "10.0.0.5"), ("URL", "postgres://app:***@db/shop"), ("PW", None)] == [
        (each.name, each.value.value.masked if each.value.value else None) for each in web.env
    ]
    assert "s3cret" not in repr(web)


def test_workflow() -> None:
    """A command of a workflow is one, expressions and all; its number may be a variable."""
    text = "jobs:\n  x:\n    steps:\n      - run: gcloud beta run deploy ${{ env.NAME }} site --max-instances=$MOST --source .\n"
    (site,) = _deployments(".github/workflows/deploy.yaml", text)

    assert ("site", None, "a variable of the script gives it", "") == (
        site.name, site.replicas.value, site.replicas.note, site.build.value,
    )  # fmt: skip


def test_cloud_build() -> None:
    """A step of Cloud Build gives its words as a list; variables may have a delimiter of their own."""
    (report,) = _deployments("cloudbuild.yaml", BUILD)

    assert ("report", "cloud-functions", "report", "the command sets no --max-instances") == (
        report.name, report.platform, report.build.value, report.replicas.note,
    )  # fmt: skip
    assert [("A", "1,2", ""), ("B", None, "a variable of the script gives it")] == [
        (each.name, each.value.value.reveal() if each.value.value else None, each.value.note) for each in report.env
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# gcloud run deploy web --max-instances 3\n", id="a comment"),
        pytest.param("gcloud run deploy --max-instances 3\n", id="no name"),
        pytest.param("gcloud run deploy 'web\n", id="an open quote"),
    ],
)
def test_what_deploys_nothing(text: str) -> None:
    """What is no whole command deploys nothing."""
    assert [] == _deployments("deploy.sh", text)
