"""Shell scripts. In: their steps. Out: one `ShellScript`, and the facts of the configuration files that it writes.

A script is read when something that runs names it (`extract.script_demand`), when it writes the file of a pooler, and when it
plainly migrates.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.shell_commands import ShellDocument
from poolaudit.extract.surfaces.written_files import facts_of
from poolaudit.facts.shell import ShellScript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.fact import Fact

POOLER_FILES = ("pgbouncer.ini", "pgcat.toml", "pgdog.toml", "pgpool.conf", "odyssey.conf", "proxysql.cnf")
MIGRATIONS = (
    "db:migrate",
    "db:prepare",
    "manage.py migrate",
    "alembic upgrade",
    "flask db upgrade",
    "prisma migrate deploy",
    "artisan migrate",
    "ecto.migrate",
    "flyway migrate",
)
"""Commands that plainly migrate; where nothing in the repository starts such a script, somebody does by hand."""


def extract(source: Source, document: Document) -> Iterator[Fact]:
    """The script; nothing for one that is none."""
    if isinstance(document, ShellDocument) and document.steps:
        yield ShellScript(source.path, source.span(0, 0), document.steps)
        folder = dirname(source.path)
        yield from facts_of(source, document.files, None if folder else folder)


SURFACE = Surface(
    "shell_scripts",
    ("shell_commands",),
    extract,
    triggers=(*POOLER_FILES, *MIGRATIONS),
    self_contained=True,
)
