"""gunicorn: a master that forks workers."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="gunicorn",
    role="server",
    programs=("gunicorn",),
    flags=(
        Flag(("-w", "--workers"), "processes"),
        Flag(("--threads",), "threads"),
        Flag(("-k", "--worker-class"), "worker_class"),
        Flag(("-c", "--config"), "config_file"),
        Flag(("--preload",), "preload"),
        Flag(("-t", "--timeout"), "timeout"),
    ),
    processes=Default(1),
    threads=Default(1),
    processes_env=("WEB_CONCURRENCY",),
    args_env="GUNICORN_CMD_ARGS",
    config_file="gunicorn.conf.py",
    file_settings=(
        ("workers", "processes"),
        ("threads", "threads"),
        ("worker_class", "worker_class"),
        ("preload_app", "preload"),
        ("timeout", "timeout"),
    ),
    request_timeout=Default(30),
    request_timeout_classes=("sync", "gunicorn.workers.sync.SyncWorker"),
    preloads=Default(value=False),
    threads_by_class=(
        ("uvicorn.workers.UvicornWorker", None),
        ("uvicorn.workers.UvicornH11Worker", None),
        ("uvicorn_worker.UvicornWorker", None),
        ("gevent", None),
        ("eventlet", None),
        ("tornado", None),
        ("aiohttp.GunicornWebWorker", None),
    ),
    sources=(
        Reference("https://gunicorn.org/reference/settings/#timeout", "23.0", "2026-11-21"),
        Reference("https://docs.gunicorn.org/en/stable/settings.html", "23.0", "2026-11-20"),
        Reference("https://github.com/benoitc/gunicorn/blob/792edf6d/docs/source/configure.rst", "792edf6d", "2026-11-21"),
        Reference("measured: 14 server starts against PostgreSQL 15", "23.0", "2026-11-20", "run"),
    ),
)
