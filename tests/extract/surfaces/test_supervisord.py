"""Supervisor's programs become deployments."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.ini import read
from poolaudit.extract.surfaces.supervisord import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin

_TEXT = """\
[supervisord]
nodaemon=true
[program:web]
command=gunicorn -w 4 app:app ; the site
environment=DATABASE_URL="postgres://a:s3cret@db/x",MODE=fast
[program:worker]
command=celery worker
numprocs=3 ; copies
process_name=%(program_name)s_%(process_num)02d
"""


def test_programs() -> None:
    """Each program has its words, its number of processes and its variables; comments belong to no value."""
    source = Source("deploy/supervisord.conf", _TEXT)
    web, worker = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment))

    assert [("web", "web", "deploy"), ("worker", "worker", "deploy")] == [
        (each.name, source.at(each.span), each.project) for each in (web, worker)
    ]
    assert [("gunicorn", "-w", "4", "app:app"), ("celery", "worker")] == [each.command.value for each in (web, worker)]
    assert [(1, Origin.DEFAULT), (3, Origin.WRITTEN)] == [(each.replicas.value, each.replicas.origin) for each in (web, worker)]
    assert [("DATABASE_URL", "postgres://a:***@db/x"), ("MODE", "fast")] == [
        (each.name, each.value.value.masked if each.value.value else None) for each in web.env
    ]
    assert ["postgres://a:s3cret@db/x", "fast"] == [source.at(each.value.span) for each in web.env if each.value.span]
    assert "s3cret" not in repr(web)


def test_a_command_of_several_lines() -> None:
    """Indented lines go on with the command, and the comment after the last of them is none of it."""
    source = Source("supervisord.conf", "[program:w]\ncommand=celery -A shop worker\n    --concurrency=24\n    -Q mail ; slow\n")
    (worker,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment))

    assert ("celery", "-A", "shop", "worker", "--concurrency=24", "-Q", "mail") == worker.command.value
