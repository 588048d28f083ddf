"""Django's migrations: no session-level lock."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="django-migrate",
    role="migration",
    programs=("manage.py migrate", "django-admin migrate"),
    processes=Default(1),
    threads=Default(1),
    library="django",
    session_locks=False,
    sources=(Reference("https://docs.djangoproject.com/en/5.2/topics/migrations/", "5.2", "2026-11-20"),),
)
