"""Sidekiq: one process of Ruby threads that work off jobs."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="sidekiq",
    role="worker",
    programs=("sidekiq",),
    flags=(Flag(("-c", "--concurrency"), "threads"), Flag(("-C", "--config"), "config_file")),
    processes=Default(1),
    threads=Default(5),
    threads_env=("RAILS_MAX_THREADS",),
    config_file="config/sidekiq.yml",
    file_settings=(("concurrency", "threads"),),
    sources=(
        Reference("https://github.com/sidekiq/sidekiq/wiki/Advanced-Options", "8.1.7", "2026-11-21"),
        Reference("https://github.com/sidekiq/sidekiq/blob/main/lib/sidekiq/config.rb", "8.1.7", "2026-11-21"),
        Reference("https://github.com/sidekiq/sidekiq/blob/main/lib/sidekiq/cli.rb", "8.1.7", "2026-11-21"),
    ),
)
