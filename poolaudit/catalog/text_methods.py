"""Python methods that hand on the text of the object that they are called on.

In: nothing (literals). Out: method names.
"""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://docs.pydantic.dev/2.9/api/networks/#pydantic.networks.PostgresDsn", "2.9", "2026-08-22"),
    Reference("https://docs.pydantic.dev/2.9/api/types/#pydantic.types.SecretStr", "2.9", "2026-08-22"),
    Reference("https://docs.sqlalchemy.org/en/20/core/engines.html#sqlalchemy.engine.URL.render_as_string", "2.0", "2026-08-22"),
)

SAME_TEXT: frozenset[str] = frozenset({"unicode_string", "get_secret_value", "render_as_string", "__str__", "__to_string__"})
"""`url.render_as_string(hide_password=False)`, `secret.get_secret_value()`, `dsn.unicode_string()`."""
