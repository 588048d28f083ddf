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


def test_variables_of_the_file() -> None:
    """A variable that names another value of the file has that value, at its own place; memory may be the provider's."""
    text = (
        "provider:\n  name: aws\n  memorySize: 512\n  environment:\n    DB_NAME: ${self:custom.db.name}\n"
        "    HOST: ${self:custom.db.host}\n    PORT: ${self:custom.db.port}\n    NONE: ${self:custom.none}\n"
        "    STAGE: ${self:custom.${opt:stage}}\n    LOOP: ${self:custom.loop}\n"
        "functions:\n  api: {handler: app.handler, memorySize: 128}\n  job: {handler: job.handler}\n"
        "custom:\n  loop: ${self:custom.loop}\n  db:\n    name: shop\n    port: ${self:custom.ports}\n"
        "    host: {Fn::GetAtt: [Db, Endpoint.Address]}\n  ports: 5432\n"
    )
    source = Source("serverless.yml", text)
    api, job = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment))
    known = [
        (each.name, each.value.value.reveal(), each.value.span) for each in api.env if each.value.is_known and each.value.value
    ]

    assert [("DB_NAME", "shop"), ("PORT", "5432")] == [(name, value) for name, value, _ in known]
    assert ["shop", "5432"] == [source.at(span) for _, _, span in known if span is not None]
    assert ["DB_NAME: ${self:custom.db.name}", "PORT: ${self:custom.db.port}"] == [
        source.at(each.span) for each in api.env if each.value.is_known
    ]
    assert [("Db.Endpoint.Address",)] == [each.references for each in api.env if each.name == "HOST"]
    assert [128, 512] == [each.memory.value // 1024 // 1024 for each in (api, job) if each.memory.value is not None]


@pytest.mark.parametrize("provider", ["name: google", "azure", "[aws]"])
def test_other_providers(provider: str) -> None:
    """Only services on AWS are read."""
    source = Source(
        "serverless.yml",
        f"provider: {{{provider}}}\nfunctions:\n  a: {{handler: b.c}}\n" if ":" in provider else f"provider: {provider}\n",
    )

    assert [] == list(SURFACE.extract(source, read(source)))
