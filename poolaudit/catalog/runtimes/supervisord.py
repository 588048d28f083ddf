"""Supervisor: one process that starts the programs of its configuration file."""

from __future__ import annotations

from poolaudit.catalog.model import Flag, Reference, Runtime

RUNTIME = Runtime(
    name="supervisord",
    role="program",
    programs=("supervisord",),
    flags=(Flag(("-c", "--configuration"), "config_file"),),
    config_file="supervisord.conf",
    processes=None,
    threads=None,
    sources=(Reference("https://supervisord.org/running.html#supervisord-command-line-options", "4.2", "2026-11-21"),),
)
