"""Connection strings that Alembic's env.py hands to its engine."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import python
from poolaudit.extract.surfaces import client_calls, python_names
from poolaudit.extract.surfaces.alembic_env import OPTION
from poolaudit.facts.expression import CallResult, Reference

HEAD = (
    "from alembic import context\nfrom sqlalchemy import engine_from_config\n"
    "from app.config import url\nconfig = context.config\n"
)
SECTION = "config.get_section(config.config_ini_section"

ENGINES = {
    "section": f"engine_from_config({SECTION}), prefix='sqlalchemy.')",
    "section with a default": f"engine_from_config({SECTION}, {{}}), prefix='sqlalchemy.')",
    "section or nothing": f"engine_from_config({SECTION}) or {{}}, prefix='sqlalchemy.')",
    "by keyword": f"engine_from_config(configuration={SECTION}), prefix='sqlalchemy.')",
    "by a name": f"c = {SECTION})\nengine_from_config(c, prefix='sqlalchemy.')",
    "option": "from sqlalchemy import create_engine\ncreate_engine(config.get_main_option('sqlalchemy.url'))",
}


@pytest.mark.parametrize("text", ENGINES.values(), ids=ENGINES)
def test_engine_of_the_option(text: str) -> None:
    """An engine made of the section, or of the option in it, has the connection string of the option."""
    source = Source("migrations/env.py", HEAD + text)
    (pool,) = client_calls.extract(source, python.read(source))

    assert isinstance(pool.dsn, Reference)
    assert (OPTION, False) == (pool.dsn.name, pool.complete) if "section" in text else OPTION == pool.dsn.name


def test_key_that_is_set_in_the_section() -> None:
    """What env.py puts into its copy of the section counts."""
    source = Source(
        "migrations/env.py", f"{HEAD}c = {SECTION})\nc['sqlalchemy.url'] = url\nengine_from_config(c, prefix='sqlalchemy.')"
    )
    (pool,) = client_calls.extract(source, python.read(source))

    assert isinstance(pool.dsn, Reference)
    assert "app.config.url" == pool.dsn.name


def test_other_section() -> None:
    """A mapping from elsewhere stays unknown."""
    source = Source("migrations/env.py", HEAD + "engine_from_config(other(), prefix='sqlalchemy.')")
    (pool,) = client_calls.extract(source, python.read(source))

    assert "the arguments of the call could not be read" == getattr(pool.dsn, "why", "")


def option(text: str) -> object:
    """What the option of an env.py is said to be."""
    source = Source("migrations/env.py", HEAD + text)
    return next((fact.value for fact in python_names.extract(source, python.read(source)) if fact.name == OPTION), None)


def test_option_that_is_set() -> None:
    """The value is what `set_main_option` is given, with configparser's `%%` undone."""
    value = option("config.set_main_option('sqlalchemy.url', url)")

    assert isinstance(value, CallResult)
    assert isinstance(value.positional[0], Reference)
    assert ("str.replace", "app.config.url") == (value.callee, value.positional[0].name)


def test_option_that_is_set_twice() -> None:
    """Two calls leave it open which one counts."""
    assert option("config.set_main_option('sqlalchemy.url', url)\nconfig.set_main_option('sqlalchemy.url', 'x')") is None


def test_option_of_the_file() -> None:
    """A file that only reads the section takes what alembic.ini says."""
    value = option(f"engine_from_config({SECTION}))")

    assert isinstance(value, Reference)
    assert "alembic.sqlalchemy.url" == value.name
