"""uvicorn: asynchronous workers started by a supervisor."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="uvicorn",
    role="server",
    programs=("uvicorn",),
    flags=(Flag(("--workers",), "processes"),),
    processes=Default(1),
    threads=None,
    processes_env=("WEB_CONCURRENCY",),
    sources=(Reference("https://www.uvicorn.org/settings/", "0.38", "2026-11-20"),),
)
