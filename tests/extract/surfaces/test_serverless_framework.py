"""Functions of the Serverless Framework."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.serverless_framework import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.pooler import PoolerConfig


def test_functions_and_resources() -> None:
    """Functions share the provider's variables; raw resources are CloudFormation's."""
    text = (
        "provider:\n  name: aws\n  environment:\n    DATABASE_URL: ${env:DATABASE_URL}\n"
        "functions:\n  - api:\n      handler: app.handler\n      reservedConcurrency: 5\n      environment: {A: b}\n"
        "resources:\n  Resources:\n    P: {Type: 'AWS::RDS::DBProxy', Properties: {RequireTLS: true}}\n"
    )
    source = Source("api/serverless.yml", text)
    facts = list(SURFACE.extract(source, read(source)))
    (api,) = (each for each in facts if isinstance(each, Deployment))

    assert ("api", 5, "api", ("app.handler",)) == (api.name, api.replicas.value, api.build.value, api.command.value)
    assert [("DATABASE_URL", "it holds a variable of the platform"), ("A", "")] == [
        (each.name, each.value.note) for each in api.env
    ]
    assert ["P"] == [each.name for each in facts if isinstance(each, PoolerConfig)]


@pytest.mark.parametrize("provider", ["name: google", "azure", "[aws]"])
def test_other_providers(provider: str) -> None:
    """Only services on AWS are read."""
    source = Source(
        "serverless.yml",
        f"provider: {{{provider}}}\nfunctions:\n  a: {{handler: b.c}}\n" if ":" in provider else f"provider: {provider}\n",
    )

    assert [] == list(SURFACE.extract(source, read(source)))
