"""Dramatiq workers: processes with threads."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="dramatiq",
    role="worker",
    programs=("dramatiq",),
    flags=(Flag(("-p", "--processes"), "processes"), Flag(("-t", "--threads"), "threads")),
    processes=None,
    threads=Default(8),
    sources=(Reference("https://github.com/Bogdanp/dramatiq/blob/master/dramatiq/cli.py", "1.17", "2026-11-20"),),
)
