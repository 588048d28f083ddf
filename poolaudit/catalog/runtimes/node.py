"""Node.js by itself: one process, whatever its program does; `cluster` and workers are in its code."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="node",
    role="program",
    programs=("node", "nodejs", "ts-node", "tsx", "nodemon"),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://nodejs.org/docs/latest-v24.x/api/cli.html", "24", "2026-11-21"),),
)
