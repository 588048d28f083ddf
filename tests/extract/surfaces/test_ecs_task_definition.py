"""Task definitions of ECS by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings import json, yaml
from poolaudit.extract.surfaces.ecs_task_definition import SURFACE

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment

_JSON = """\
{
  "family": "shop",
  "networkMode": "awsvpc",
  "containerDefinitions": [
    {
      "name": "api",
      "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/shop:1",
      "command": ["gunicorn", "app:app"],
      "portMappings": [{"containerPort": 8000}],
      "environment": [{"name": "DB_HOST", "value": "db.internal"}],
      "secrets": [{"name": "DATABASE_URL", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/url"}]
    },
    {"name": "pooler", "image": "edoburu/pgbouncer:v1.23.1"}
  ]
}
"""
_YAML = """\
.host: &HOST {name: DB_HOST, value: db.internal}
.base: &BASE {image: acme/shop, secrets: [{name: DATABASE_URL, valueFrom: "arn:x"}]}
resources:
  web:
    task_definition:
      container_definitions:
        api:
          <<: *BASE
          environment: [*HOST]
"""


def _found(text: str, path: str) -> tuple[Source, list[Deployment]]:
    source = Source(path, text)
    document = (json if path.endswith(".json") else yaml).read(source)
    return source, list(SURFACE.extract(source, document))


def test_json() -> None:
    """Each container is a deployment beside the others of its task; how often it runs is not in the file."""
    _, (api, pooler) = _found(_JSON, ".aws/task-definition.prod.json")

    assert ("api", "production", ("gunicorn", "app:app"), [8000], "shop", "aws-ecs") == (
        api.name,
        api.environment,
        api.command.value,
        [each.container for each in api.ports],
        api.pod,
        api.platform,
    )
    assert [
        ("DB_HOST", "db.internal", ""),
        ("DATABASE_URL", None, "it comes from Secrets Manager or the Parameter Store"),
    ] == [(each.name, each.value.value.reveal() if each.value.value else None, each.value.note) for each in api.env]
    assert ("a service that is not in the file runs the task", "shop") == (api.replicas.note, pooler.pod)


def test_inside_of_another_file() -> None:
    """Definitions are found below other keys, by name too, with values at the anchors where they stand."""
    source, (api,) = _found(_YAML, "infra/config.stage.yaml")

    assert ("api", "staging", "acme/shop", "") == (api.name, api.environment, api.image.value, api.pod)
    assert [("DB_HOST", 1, "db.internal"), ("DATABASE_URL", 2, "arn:x")] == [
        (each.name, each.span.line, source.at(each.value.span) if each.value.span else "") for each in api.env
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"containerDefinitions": "x"}',
        '{"containerDefinitions": [{"image": "a"}, 1]}',
        '{"containerDefinitions": [{"name": "a"}]}',
    ],
    ids=["no list", "without names", "without image and variables"],
)
def test_other_shapes(text: str) -> None:
    """What is no definition says nothing."""
    assert [] == _found(text, "task.json")[1]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param("", "a service that is not in the file runs the task", id="nothing"),
        pytest.param("services: {web: {service: {desired_count: 3}}}\n", 3, id="the desired count"),
        pytest.param("a: {web: {desired_count: 1}}\nb: {web: {min_capacity: 2, max_capacity: 4}}\n", 4, id="autoscaling"),
        pytest.param("a: {other: {max_capacity: 4}}\n", "a service that is not in the file runs the task", id="of another"),
        pytest.param(
            "a: {web: {max_capacity: 4}}\nb: {web: {max_capacity: 5}}\n", "several places say how many run", id="two places"
        ),
    ],
)
def test_copies(more: str, expected: int | str) -> None:
    """What has the name of the task in the same file says how many run."""
    _, (api,) = _found(_YAML + more, "infra/config.stage.yaml")

    assert expected == (api.replicas.value if api.replicas.is_known else api.replicas.note)
