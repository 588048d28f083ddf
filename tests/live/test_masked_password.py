"""PA109: SQLAlchemy's URL as text, in which stars stand for the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live.pages import example, expected
from live.quotes import is_quoted
from live.served import Copy
from live.server import PASSWORD

if TYPE_CHECKING:
    from live.lab import Lab

USE = 'with engine.connect() as connection:\n    print(connection.exec_driver_sql("SELECT 1").scalar())\n'
ENDINGS = {
    "The URL of an engine, for a driver": "with listen() as connection:\n    connection.execute('SELECT 1')\n",
    "Alembic": "\n\nrun_migrations_online()\n",
}
INI = "[alembic]\nscript_location = migrations\n"


@pytest.mark.parametrize(
    "name",
    [
        "A second engine from the URL of the first",
        "Through make_url",
        "The URL of an engine, for a driver",
        "Alembic",
        "Near miss: the URL itself",
        "Near miss: as text with its password",
    ],
)
def test_a_page(name: str, safe: Lab) -> None:
    """The stars are a wrong password; the URL itself, or its text with the password, is the right one."""
    case = example("PA109", name)
    repository = safe.repository(dict(case.files))
    files = {path: f"{text}\n{ENDINGS.get(name, USE)}" for path, text in case.files} | {"alembic.ini": INI}
    # The user whom the server takes without TLS, too; without a port in the file libpq looks at its variable.
    places = {'"app"': '"app3"', "//app:": "//app3:", '"db"': '"127.0.0.1"', "@db:5432": f"@{safe.server.address}"}
    copy = Copy(safe.repository(files), places | {"${DB_PASSWORD}": PASSWORD})
    command = ("alembic", "current") if name == "Alembic" else ("python", "app/db.py")
    ended = copy.run(*command, DB_PASSWORD=PASSWORD, PGPORT=str(safe.server.port))
    told = next((f"FATAL:{line.partition('FATAL:')[2]}" for line in ended.lines if "FATAL:" in line), "")
    safe.saw("PA109", f"page, {case.section}: {name}", None, told.partition("FATAL:")[2].strip() or "works")

    fires = case.section == "fires"
    assert (fires, 0 if not fires else 1) == (bool(told), min(ended.code, 1)), ended.last
    assert not told or is_quoted("PA109", told.replace('"app3"', '"app"')), told
    assert expected("PA109", case) == repository.findings("PA109")
