"""Names of Alembic's configuration object as an env.py uses it.

In: nothing (literals). Out: resolved dotted names of its methods, and the option that holds the connection string.
"""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (Reference("https://alembic.sqlalchemy.org/en/latest/api/config.html#alembic.config.Config", "1.17", "2026-11-21"),)

URL = "sqlalchemy.url"
"""Option with the connection string."""
SET_OPTION = frozenset({"alembic.context.config.set_main_option", "alembic.config.Config().set_main_option"})
GET_OPTION = frozenset({"alembic.context.config.get_main_option", "alembic.config.Config().get_main_option"})
GET_SECTION = frozenset({"alembic.context.config.get_section", "alembic.config.Config().get_section"})
"""It gives a copy of a section of the file, with what `set_main_option` put there."""
ATTRIBUTES = frozenset({"alembic.context.config.attributes.get"})
"""What a program passes that runs Alembic by itself; on the command line there is nothing, and the default counts."""
FROM_FILE = f"alembic.{URL}"
"""Name of the value that stands in section `[alembic]` of alembic.ini."""
ENVIRONMENT = "env.py"
"""File that Alembic runs: https://alembic.sqlalchemy.org/en/latest/tutorial.html#the-migration-environment."""
