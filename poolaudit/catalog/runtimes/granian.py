"""granian: Rust server with Python workers."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="granian",
    role="server",
    programs=("granian",),
    flags=(Flag(("--workers",), "processes"), Flag(("--blocking-threads",), "threads")),
    processes=Default(1),
    threads=None,
    processes_env=("GRANIAN_WORKERS",),
    sources=(Reference("https://github.com/emmett-framework/granian/blob/master/granian/cli.py", "2.5", "2026-11-20"),),
)
