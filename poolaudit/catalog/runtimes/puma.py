"""Puma: Ruby server with threads, optionally clustered."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="puma",
    role="server",
    programs=("puma", "rails server", "rails s"),
    flags=(Flag(("-w", "--workers"), "processes"), Flag(("-C", "--config"), "config_file")),
    processes=Default(1),
    threads=Default(5),
    processes_env=("WEB_CONCURRENCY",),
    config_file="config/puma.rb",
    file_settings=(("workers", "processes"), ("threads", "threads")),
    sources=(
        Reference("https://github.com/puma/puma/blob/master/lib/puma/configuration.rb", "6.5", "2026-11-20"),
        Reference("https://puma.io/puma/Puma/DSL.html", "7", "2026-11-21"),
    ),
)
