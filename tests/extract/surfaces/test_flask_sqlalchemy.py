"""Flask-SQLAlchemy's configuration keys become engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces import flask_sqlalchemy

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool


def pools(text: str) -> list[ClientPool]:
    """The engines of a module."""
    source = Source.decode("app/config.py", text.encode())
    return list(flask_sqlalchemy.extract(source, FORMAT.read(source)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "SQLALCHEMY_DATABASE_URI = U\nSQLALCHEMY_ENGINE_OPTIONS = {'pool_size': 7}\n",
            [("SQLALCHEMY_DATABASE_URI", 7)],
            id="module",
        ),
        pytest.param(
            "app.config['SQLALCHEMY_DATABASE_URI'] = 'postgresql://h/d'\n", [("SQLALCHEMY_DATABASE_URI", 5)], id="subscript"
        ),
        pytest.param(
            "app.config.update(SQLALCHEMY_DATABASE_URI=U, SQLALCHEMY_ENGINE_OPTIONS={'pool_size': 3})\n",
            [("SQLALCHEMY_DATABASE_URI", 3)],
            id="update",
        ),
        pytest.param(
            "app.config.from_mapping({'SQLALCHEMY_DATABASE_URI': U})\n", [("SQLALCHEMY_DATABASE_URI", 5)], id="from-mapping"
        ),
        pytest.param(
            "class Config:\n    SQLALCHEMY_ENGINE_OPTIONS = {'pool_size': 9}\n"
            "class Production(Config):\n    SQLALCHEMY_DATABASE_URI = U\n",
            [("SQLALCHEMY_DATABASE_URI", 9)],
            id="base-class",
        ),
        pytest.param(
            "SQLALCHEMY_ENGINE_OPTIONS = {'pool_size': 9}\n"
            "SQLALCHEMY_BINDS = {'a': 'postgresql://h/a', 'b': {'url': U, 'pool_size': 2}}\n",
            [("SQLALCHEMY_BINDS['a']", 5), ("SQLALCHEMY_BINDS['b']", 2)],
            id="binds-take-no-common-options",
        ),
        pytest.param("SQLALCHEMY_DATABASE_URI = None\n", [], id="none"),
        pytest.param(
            "SQLALCHEMY_DATABASE_URI = U\nSQLALCHEMY_POOL_SIZE = 50\n",
            [("SQLALCHEMY_DATABASE_URI", 5)],
            id="old-key-does-nothing",
        ),
        pytest.param(
            "SQLALCHEMY_DATABASE_URI = U\nSQLALCHEMY_ENGINE_OPTIONS = options()\n",
            [("SQLALCHEMY_DATABASE_URI", None)],
            id="unknown",
        ),
    ],
)
def test_engines(text: str, expected: list[tuple[str, int | None]]) -> None:
    """Each key that opens an engine is one, with the options that reach it."""
    actual = [(pool.call, pool.max_size.value) for pool in pools(text)]

    assert expected == actual
