"""Tasks of Nomad's jobs."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.hcl import read
from poolaudit.extract.surfaces.nomad import SURFACE
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
