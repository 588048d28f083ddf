"""Placeholders inside connection strings."""

from __future__ import annotations

import pytest

from poolaudit.extract.dsn.placeholder import COVER, cover, placeholder_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("${VAR}", "VAR"),
        ("${VAR:-a/b@c}", "VAR"),
        ("${A:-${B}}", "A"),
        ("$(VAR)", "VAR"),
        ("$VAR", "VAR"),
        ("{{ .Values.db.host }}", "Values.db.host"),
        ("#{ENV}", "ENV"),
        ("<%= host %>", "host"),
        ("<password>", "password"),
        ("%(user)s", "user"),
        ("%s", ""),
        ("{host}", "host"),
        ("[YOUR-PASSWORD]", "YOUR-PASSWORD"),
        ("[project-ref]", "project-ref"),
    ],
    ids=lambda value: value,
)
def test_covers_placeholders(text: str, name: str) -> None:
    """A placeholder is covered to the character, and its name is known without its default."""
    assert (f"a:{COVER * len(text)}@b", name) == (cover(f"a:{text}@b"), placeholder_name(text))


@pytest.mark.parametrize(
    "text", ["50%25", "[::1]", "a<b", "{}", "$", "%73", "p@ss:w/d", "[2001:db8::1]"], ids=lambda value: value
)
def test_leaves_other_text(text: str) -> None:
    """Escapes, addresses and lone signs are no placeholders."""
    assert text == cover(text)
