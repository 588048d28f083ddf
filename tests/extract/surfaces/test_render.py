"""Services of render.yaml become deployments."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.render import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.server import ServerConfig

_TEXT = """\
services:
  - type: web
    name: site
    runtime: python
    startCommand: gunicorn a:a
    numInstances: 2
    scaling: {minInstances: 1, maxInstances: 5}
    rootDir: backend
    envVars:
      - {key: DATABASE_URL, fromDatabase: {name: main, property: connectionString}}
      - {key: WEB_CONCURRENCY, value: 4}
  - type: worker
    name: jobs
    dockerCommand: celery worker
    numInstances: 3
    envVars:
      - fromGroup: shared
      - {key: S, sync: false}
  - {type: web, name: page, runtime: static}
envVarGroups:
  - name: shared
    envVars: [{key: A, value: b}]
databases: [{name: main, plan: basic-1gb, databaseName: shop, user: app}, {plan: free}]
"""


def test_services() -> None:
    """Autoscaling beats the fixed number; what Render fills in is not known; a static site is no deployment."""
    source = Source("render.yaml", _TEXT)
    site, jobs = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment))

    assert [("site", ("gunicorn", "a:a"), 5, "backend"), ("jobs", ("celery", "worker"), 3, "")] == [
        (each.name, each.command.value, each.replicas.value, each.build.value) for each in (site, jobs)
    ]
    assert [("DATABASE_URL", None, "Render fills it in from its database main"), ("WEB_CONCURRENCY", "4", "")] == [
        (each.name, each.value.value.masked if each.value.value else None, each.value.note) for each in site.env
    ]
    assert ["A", "S"] == [each.name for each in jobs.env]


def test_databases() -> None:
    """A database is a server that Render runs, of the size of its plan."""
    source = Source("render.yaml", _TEXT)
    (found,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, ServerConfig))

    assert ("postgresql", True, "basic-1gb", {"databasename": "shop", "user": "app"}) == (
        found.engine,
        found.managed,
        found.instance_class.value,
        {name: value.value for name, value in found.settings},
    )
    assert "main" == source.at(found.span)
