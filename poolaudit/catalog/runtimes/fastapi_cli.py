"""FastAPI's own command, which starts uvicorn."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="fastapi",
    role="server",
    programs=("fastapi run", "fastapi dev"),
    flags=(Flag(("--workers",), "processes"),),
    processes=Default(1),
    threads=None,
    processes_env=("WEB_CONCURRENCY",),
    sources=(Reference("https://fastapi.tiangolo.com/deployment/server-workers/", "0.115", "2026-11-20"),),
)
