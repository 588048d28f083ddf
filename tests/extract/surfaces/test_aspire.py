"""The application host of .NET Aspire."""

from __future__ import annotations

from importlib import import_module

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.surfaces.aspire import SURFACE
from poolaudit.facts.deployment import Deployment

START = "var builder = DistributedApplication.CreateBuilder(args);\n"


def found(text: str) -> list[Deployment]:
    """The deployments of a host."""
    source = Source("src/AppHost/Program.cs", START + text)
    document = import_module("poolaudit.extract.code.csharp").FORMAT.read(source)
    return [each for each in SURFACE.extract(source, document) if isinstance(each, Deployment)]


CASES = {
    "server": ('builder.AddPostgres("db");', ("db", "postgres", None, 1)),
    "server with a tag": ('builder.AddPostgres("db").WithImageTag("17.2");', ("db", "postgres:17.2", None, 1)),
    "server with an image": (
        'builder.AddPostgres("db").WithImage("pgvector/pgvector", "pg17");',
        ("db", "pgvector/pgvector:pg17", None, 1),
    ),
    "server with arguments": (
        'var db = builder.AddPostgres("db");\ndb.WithArgs("-c", "max_connections=200").WithDataVolume();',
        ("db", "postgres", ("-c", "max_connections=200"), 1),
    ),
    "redis": ('builder.AddRedis("cache");', ("cache", "redis", None, 1)),
    "container": (
        'builder.AddContainer("bouncer", "edoburu/pgbouncer", "v1.24.1-p1");',
        ("bouncer", "edoburu/pgbouncer:v1.24.1-p1", None, 1),
    ),
    "project": ('builder.AddProject<Projects.Shop_Api>("shop").WithReplicas(3);', ("shop", None, None, 3)),
    "project of unknown size": (
        'builder.AddProject<Projects.Shop_Api>("shop").WithReplicas(many);',
        ("shop", None, None, "it is no plain number"),
    ),
    "unknown image": ('builder.AddPostgres("db").WithImage(Find());', ("db", "it is no plain text", None, 1)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_resources(text: str, expected: tuple[object, ...]) -> None:
    """What the host adds runs once unless it says otherwise, from the image that it says or that Aspire chooses."""
    (each,) = found(text)
    image = each.image.value if each.image.is_known else each.image.note or None
    replicas = each.replicas.value if each.replicas.is_known else each.replicas.note

    assert expected == (each.name, image, each.command.value, replicas)


@pytest.mark.parametrize("text", ["builder.AddPostgres(name);", 'other.AddPostgres("db");', 'builder.AddParameter("db");'])
def test_what_adds_nothing_known(text: str) -> None:
    """A resource without a plain name, or of something else than the host, is left out."""
    assert [] == found(text)


def test_variables() -> None:
    """Variables whose text is written are known."""
    (each,) = found('builder.AddProject<Projects.A>("a").WithEnvironment("DB_HOST", "db").WithEnvironment("URL", endpoint);')

    assert [("DB_HOST", "db"), ("URL", None)] == [
        (entry.name, entry.value.value.reveal() if entry.value.value is not None else None) for entry in each.env
    ]
