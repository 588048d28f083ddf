"""Cloudflare Workers with their bindings."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings import json, toml
from poolaudit.extract.surfaces.wrangler import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin


def _facts(path: str, text: str) -> list[object]:
    source = Source(path, text)
    return list(SURFACE.extract(source, (toml if path.endswith("toml") else json).read(source)))


def test_hyperdrive() -> None:
    """A binding is a managed pooler, and its local connection string is what the code sees during development."""
    facts = _facts(
        "api/wrangler.jsonc",
        '{"name": "api", "main": "a.ts", // a comment\n "vars": {"MODE": "on"}, "hyperdrive": [{"binding": "DB", "id": "1f",'
        ' "localConnectionString": "postgres://u:s3cret@localhost/x"}], "env": {"prod": {"vars": {"MODE": "off"}}},}',
    )
    (pooler,) = (each for each in facts if isinstance(each, PoolerConfig))
    (named,) = (each for each in facts if isinstance(each, NamedValue))
    assert isinstance(named.value, EnvLookup)
    assert isinstance(named.value.default, Literal)

    assert ("hyperdrive", "DB", True, [("binding", "DB"), ("id", "1f")]) == (
        pooler.software,
        pooler.name,
        pooler.managed,
        [(name, value.value) for name, value in pooler.settings],
    )
    assert ("env.DB.connectionString", "development", Secret("postgres://u:s3cret@localhost/x")) == (
        named.name,
        named.environment,
        named.value.default.value,
    )
    assert "CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_DB" == named.value.names[0]
    assert [("api", "", "on"), ("api-prod", "prod", "off")] == [
        (each.name, each.environment, each.env[0].value.value.masked if each.env[0].value.value else "")
        for each in facts
        if isinstance(each, Deployment)
    ]
    assert "s3cret" not in repr(facts)


def test_fields_of_a_binding() -> None:
    """What the code reads from a binding tells Hyperdrive's host, in the environments that have the binding."""
    (base, staging) = (
        each
        for each in _facts(
            "wrangler.toml",
            'name = "a"\nmain = "b.ts"\n[[hyperdrive]]\nbinding = "DB"\nid = "1f"\n[env.staging.vars]\nA = "b"\n',
        )
        if isinstance(each, Deployment)
    )

    assert [("DB.host", "1f.hyperdrive.local"), ("DB.connectionString", "postgresql://1f.hyperdrive.local")] == [
        (each.name, each.value.value.reveal()) for each in base.env if each.value.value
    ]
    assert ["A"] == [each.name for each in staging.env]


def test_binding_to_mysql() -> None:
    """The string for development tells the kind of database."""
    text = 'main = "b.ts"\n[[hyperdrive]]\nbinding = "DB"\nid = "1f"\nlocalConnectionString = "mysql://u@localhost/x"\n'
    (worker,) = (each for each in _facts("wrangler.toml", text) if isinstance(each, Deployment))

    assert ["1f.hyperdrive.local", "mysql://1f.hyperdrive.local"] == [
        each.value.value.reveal() for each in worker.env if each.value.value
    ]


def test_containers_and_queues() -> None:
    """A container is a deployment of up to so many copies; how many batches a queue hands over at a time is a named value."""
    facts = _facts(
        "api/wrangler.json",
        '{"name": "api", "main": "a.ts", "containers": [{"class_name": "Job", "image": "./Dockerfile", "max_instances": 7}, {}],'
        ' "queues": {"consumers": [{"queue": "mail", "max_concurrency": 3}, {"queue": "log"}]},'
        ' "env": {"dev": {"containers": [{"name": "jobs"}]}}}',
    )
    _, job, _, jobs = (each for each in facts if isinstance(each, Deployment))
    (batches,) = (each for each in facts if isinstance(each, NamedValue))

    assert [("Job", 7, "", Origin.UNRESOLVED), ("jobs", 20, "dev", Origin.ABSENT)] == [
        (each.name, each.replicas.value, each.environment, each.image.origin) for each in (job, jobs)
    ]
    assert ("queues.mail.max_concurrency", "", Literal(3, batches.span)) == (batches.name, batches.environment, batches.value)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param('name = "x"\nmain = "y"\n[[d1_databases]]\nbinding = "DB"\n', ["x"], id="D1"),
        pytest.param('main = "y"\n', ["worker"], id="no name"),
        pytest.param('[tool]\nx = "y"\n', [], id="another file"),
    ],
)
def test_workers(text: str, names: list[str]) -> None:
    """A worker without Hyperdrive opens no pooler."""
    facts = _facts("wrangler.toml", text)

    assert names == [each.name for each in facts if isinstance(each, Deployment)]
    assert len(names) == len(facts)
