"""Tasks of Nomad's jobs."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.hcl import read
from poolaudit.extract.surfaces.nomad import SURFACE, concerns
from poolaudit.facts.deployment import Deployment


def test_tasks() -> None:
    """A task runs as often as its group; autoscaling beats the count; a system job runs on every node."""
    source = Source(
        "shop.nomad.hcl",
        'job "shop" {\n group "web" {\n  count = 2\n  scaling {\n   max = 6\n  }\n  task "site" {\n   config {\n'
        '    image = "a/b:1"\n    command = "gunicorn"\n    args = ["-w", "4"]\n   }\n   env {\n    A = "1"\n   }\n  }\n }\n'
        ' group "jobs" {\n  count = 3\n  task "worker" {\n   config {\n    image = var.image\n   }\n  }\n }\n}\n'
        'job "agent" {\n type = "system"\n group "g" {\n  task "t" {}\n }\n}\n',
    )
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]

    assert [
        ("site", 6, "a/b:1", ("gunicorn", "-w", "4")),
        ("worker", 3, None, None),
        ("t", None, None, None),
    ] == [(each.name, each.replicas.value, each.image.value, each.command.value) for each in found]
    assert ["A"] == [each.name for each in found[0].env]


def test_names_in_consul() -> None:
    """A task answers under the names of its services, and of those of its group that are for it or can be for no other."""
    source = Source(
        "jobs/shop.hcl",
        'job "shop" {\n group "cache" {\n  service {\n   name = "redis"\n  }\n  task "start" {\n   config {\n'
        '    image = "redis:7.4"\n   }\n  }\n }\n'
        ' group "web" {\n  service {\n   name = "unsure"\n  }\n  service {\n   name = "site"\n   task = "site"\n  }\n'
        '  service {\n   name = "${var.name}"\n   task = "site"\n  }\n'
        '  task "site" {\n   service {\n    name = "own"\n   }\n  }\n  task "side" {}\n }\n}\n',
    )

    assert [
        ("start", ("start", "redis.service.consul")),
        ("site", ("site", "site.service.consul", "own.service.consul")),
        ("side", ("side",)),
    ] == [(each.name, each.hostnames) for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment)]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("jobs/a.hcl", 'job "a" {\n  name = "${name}"\n}\n', True, id="text-with-a-variable"),
        pytest.param("jobs/a.hcl", 'job "a" {\n  count = ${count}\n}\n', False, id="number-to-fill-in"),
        pytest.param(
            "jobs/a.hcl", 'env {\n%{ for key, value in all ~}\n  ${key} = "x"\n%{ endfor ~}\n}\n', False, id="directive"
        ),
        pytest.param("jobs/a.nomad.hcl", "data = <<EOF\n%{ if a }b%{ endif }\nEOF\n", True, id="job-of-nomad-itself"),
    ],
)
def test_templates_of_jobs(path: str, text: str, *, expected: bool) -> None:
    """What `templatefile` fills in is no job yet, and nothing is said about it."""
    assert expected is concerns(Source(path, text))
