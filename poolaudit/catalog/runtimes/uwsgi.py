"""uWSGI: a master that forks workers."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="uwsgi",
    role="server",
    programs=("uwsgi",),
    flags=(
        Flag(("-p", "--processes", "--workers"), "processes"),
        Flag(("--threads",), "threads"),
        Flag(("--ini",), "config_file"),
        Flag(("--lazy-apps", "--lazy"), "lazy"),
        Flag(("-w", "--module", "--wsgi"), "module"),
        Flag(("--wsgi-file", "--file"), "module_file"),
    ),
    processes=Default(1),
    threads=Default(1),
    preloads=Default(value=True),
    sources=(
        Reference("https://github.com/unbit/uwsgi/blob/master/core/init.c", "2.0.27", "2026-11-20"),
        Reference("https://uwsgi-docs.readthedocs.io/en/latest/articles/TheArtOfGracefulReloading.html", "2.0", "2026-11-21"),
    ),
)
