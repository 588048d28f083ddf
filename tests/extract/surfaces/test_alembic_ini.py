"""Connection strings of alembic.ini."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.ini import read
from poolaudit.extract.surfaces.alembic_ini import SURFACE
from poolaudit.facts.dsn import Dsn
from poolaudit.facts.expression import Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret


@pytest.mark.parametrize(
    ("value", "text", "host"),
    [
        pytest.param("postgresql://u:s3cret@db/x", "postgresql://u:s3cret@db/x", "db", id="literal"),
        pytest.param("postgresql://u:a%%40b@db/x", "postgresql://u:a%40b@db/x", None, id="escaped"),
        pytest.param("%(URL)s", None, None, id="interpolated"),
        pytest.param("driver://user:pass@localhost/dbname", "driver://user:pass@localhost/dbname", None, id="sample"),
    ],
)
def test_urls(value: str, text: str | None, host: str | None) -> None:
    """A literal string is named and read; what configparser fills in is not known."""
    source = Source("alembic.ini", f"[alembic]\nscript_location = a\nsqlalchemy.url = {value}\n")
    facts = list(SURFACE.extract(source, read(source)))
    named = facts[0]
    assert isinstance(named, NamedValue)

    assert "alembic.sqlalchemy.url" == named.name
    assert (Secret(text) if text else None) == (named.value.value if isinstance(named.value, Literal) else None)
    assert ([host] if host else []) == [each.host.value for each in facts if isinstance(each, Dsn)]
    assert "s3cret" not in repr(facts)
