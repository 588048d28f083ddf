"""Statements in `.sql` files."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.sql_file import FORMAT
from poolaudit.extract.settings.tree import ScalarNode, SettingsDocument
from poolaudit.extract.surfaces.sql_files import SURFACE
from poolaudit.facts.sql_use import SqlUse


def test_the_file_is_one_scalar() -> None:
    """The format has no structure but the text."""
    source = Source.decode("a.sql", b"SELECT 1;\n")

    assert SettingsDocument("sql_file", (ScalarNode("SELECT 1;\n", source.span(0, 10), "SELECT 1;\n"),)) == FORMAT.read(source)


def test_a_migration_gives_its_statements_in_order() -> None:
    """A transaction is known between the file's own BEGIN and COMMIT, and open to the caller elsewhere."""
    text = (
        "-- LISTEN a;\r\nSET lock_timeout = '5s';\r\nBEGIN;\r\nSET LOCAL app.tenant = 'é';\r\n"
        "CREATE TEMP TABLE t (a int) ON COMMIT DROP;\r\nCOMMIT;\r\nSELECT pg_advisory_lock(1);\r\n"
    )
    source = Source.decode("migrations/1.sql", text.encode())
    found = [use for use in SURFACE.extract(source, FORMAT.read(source)) if isinstance(use, SqlUse)]
    expected = [
        ("set", "lock_timeout", None, 2, "SET lock_timeout = '5s'"),
        ("begin", "", None, 3, "BEGIN"),
        ("set-local", "app.tenant", True, 4, "SET LOCAL app.tenant = 'é'"),
        ("temp-table-on-commit-drop", "t", True, 5, "CREATE TEMP TABLE t (a int) ON COMMIT DROP"),
        ("commit", "", True, 6, "COMMIT"),
        ("advisory-lock", "pg_advisory_lock", None, 7, "pg_advisory_lock(1)"),
    ]

    assert expected == [(use.kind, use.subject, use.in_transaction.value, use.span.line, source.at(use.span)) for use in found]
    assert {"sql"} == {use.language for use in found}
