"""Which files may ask a framework to call a function for each request."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.dependants import MOST_FILES, Dependants
from poolaudit.extract.surfaces.client_holdings import SURFACE
from poolaudit.extract.surfaces.request_dependencies import request_dependencies

OPENS = (
    "from sqlalchemy import create_engine\n\n\ndef get_db():\n    engine = create_engine('postgresql://db/shop')\n"
    "    with engine.connect() as connection:\n        yield connection\n"
)


def _dependants(code: str = OPENS) -> Dependants:
    source = Source("app/db.py", code)
    return Dependants(SURFACE.extract(source, FORMAT.read(source)))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("def view(db=Depends(get_db)): ...", True),
        ("def view(db: Annotated[Session, Depends(database.get_db)]): ...", True),
        ("dependencies=[fastapi.Depends( get_db )]", True),
        ("def view(db=Depends(dependency=get_db)): ...", True),
        ("def view(db=Depends(get_db_session)): ...", False),
        ("get_db()", False),
        ("independs(get_db)", False),
    ],
)
def test_text_that_asks(text: str, asks: bool) -> None:  # noqa: FBT001
    """Only `Depends` with the name of a function that opens a pool makes a file worth reading."""
    assert _dependants().may_ask(text.encode()) == asks


def test_no_file_is_read_beyond_the_bound() -> None:
    """However many routes ask, only so many files are read."""
    dependants = _dependants()

    assert [True] * MOST_FILES + [False] == [dependants.may_ask(b"Depends(get_db)") for _ in range(MOST_FILES + 1)]


@pytest.mark.parametrize(
    "code",
    [
        OPENS.replace("def get_db", "@cache\ndef get_db"),
        OPENS.replace("    with engine.connect() as connection:\n        yield connection", "    return engine"),
        OPENS.replace("    engine = create", "    if DEBUG:\n        engine = create"),
        "from sqlalchemy import create_engine\n\nengine = create_engine('postgresql://db/shop')\n",
    ],
    ids=["cached", "returned", "in a branch", "of the module"],
)
def test_functions_that_may_keep_their_pool(code: str) -> None:
    """A function that may keep what it opens is not looked for."""
    assert frozenset() == _dependants(code).names


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from fastapi import Depends\nfrom app.db import get_db\n\ndef view(db=Depends(get_db)): ...", ["app.db.get_db"]),
        ("from fastapi import Depends\nfrom . import db\n\ndef view(db=Depends(db.get_db)): ...", ["app.db.get_db"]),
        (
            "from fastapi import Depends\nfrom .db import get_db as g\n\ndef view(db=Depends(dependency=g)): ...",
            ["app.db.get_db"],
        ),
        ("from other import Depends\nfrom app.db import get_db\n\ndef view(db=Depends(get_db)): ...", []),
    ],
    ids=["imported", "by its module", "under another name", "of another library"],
)
def test_what_a_route_asks_for(code: str, found: list[str]) -> None:
    """The name is followed through the imports of the route's module."""
    source = Source("app/routes.py", code)
    surface = request_dependencies(frozenset({"get_db"}))

    assert found == [each.name for each in surface.extract(source, FORMAT.read(source))]  # type: ignore[union-attr]
