"""Django's development server."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="runserver",
    role="server",
    programs=("manage.py runserver", "django-admin runserver"),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://docs.djangoproject.com/en/5.2/ref/django-admin/#runserver", "5.2", "2026-11-20"),),
)
