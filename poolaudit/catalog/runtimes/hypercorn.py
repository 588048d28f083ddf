"""hypercorn: asynchronous workers."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="hypercorn",
    role="server",
    programs=("hypercorn",),
    flags=(Flag(("-w", "--workers"), "processes"), Flag(("-c", "--config"), "config_file")),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html", "0.17", "2026-11-20"),),
)
