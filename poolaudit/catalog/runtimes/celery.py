"""Celery workers: a main process and a pool of children or threads."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="celery",
    role="worker",
    programs=("celery worker",),
    flags=(
        Flag(("-c", "--concurrency"), "processes"),
        Flag(("-P", "--pool"), "worker_class"),
        Flag(("--autoscale",), "max_processes"),
        Flag(("-A", "--app"), "module"),
    ),
    processes=None,
    threads=Default(1),
    preloads=Default(value=True),
    fork_classes=("prefork", "processes"),
    module_names=("{}", "{}.celery"),
    threads_by_class=(("threads", "processes"), ("gevent", "processes"), ("eventlet", "processes"), ("solo", 1)),
    sources=(
        Reference("https://docs.celeryq.dev/en/stable/userguide/workers.html", "5.4", "2026-11-20"),
        Reference("measured: workers started with each pool class", "5.4", "2026-11-20", "run"),
    ),
)
