"""Rails migrations: hold a session-level advisory lock unless `advisory_locks: false`."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="rails-migrate",
    role="migration",
    programs=("rails db:migrate", "rake db:migrate", "rails db:prepare", "rake db:prepare"),
    processes=Default(1),
    threads=Default(1),
    library="rails",
    dsn_environment=("DATABASE_URL",),
    session_locks=True,
    sources=(
        Reference("https://guides.rubyonrails.org/configuring.html#configuring-a-database", "8.0", "2026-11-20"),
        Reference("https://github.com/rails/rails/issues/31190", "2017", "2026-11-20", "seen"),
    ),
)
