"""libconfig and Odyssey's blocks as settings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.libconfig import read
from poolaudit.extract.settings.tree import walk


def _leaves(text: str) -> list[tuple[str, object, str]]:
    source = Source("proxysql.cnf", text)
    return [
        (".".join(map(str, path)), node.value, source.at(node.span)) for root in read(source).roots for path, node in walk(root)
    ]


def test_libconfig() -> None:
    """Groups, lists and comments, with separators or without."""
    assert [
        ("dir", "/a\\b", "/a\\\\b"),
        ("v.threads", 4, "4"),
        ("v.big", -12, "-12L"),
        ("v.on", True, "true"),
        ("servers.0.address", "a", "a"),
        ("servers.0.port", 3306, "3306"),
        ("servers.1.address", "b", "b"),
        ("empty", "", ""),
    ] == _leaves(
        'dir="/a\\\\b" # x\nv =\n{\n threads=4 // y\n big : -12L;\n on=true }\n'
        'servers = ( { address="a" , port=3306 }, { address="b" } )\n/* z */ empty = ""'
    )


def test_odyssey() -> None:
    """Values stand after blanks, labelled blocks under their labels."""
    assert [
        ("workers", 2, "2"),
        ("listen.host", "*", "*"),
        ("listen.port", 6432, "6432"),
        ("database.shop.user.app.pool", "transaction", "transaction"),
        ("database.shop.user.app.pool_size", 10, "10"),
        ("database.default.user.default.pool", "session", "session"),
    ] == _leaves(
        'workers 2\nlisten { host "*" port 6432 }\n'
        'database "shop" {\n user "app" {\n  pool "transaction"\n  pool_size 10\n }\n}\n'
        'database default { user default { pool "session" } }\n'
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("a = {", "a brace is not closed, line 1", id="open group"),
        pytest.param('a = "x', "a string is not closed", id="open string"),
        pytest.param("a = (1", "expected a value", id="open list"),
        pytest.param("a = /* x", "a comment is not closed", id="open comment"),
        pytest.param("= 1", "expected a name", id="no name"),
        pytest.param("a = " + "(" * 60, "nested deeper than 50 levels", id="deep"),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    """Text that is no setting is unread, with the line."""
    with pytest.raises(UnreadError, match=why):
        _leaves(text)


@given(st.text('ab={}()[]",;#/* \n1', max_size=60))
def test_any_text_ends(text: str) -> None:
    """Whatever stands in a file is read or refused, and each value is at its place."""
    source = Source("a.cnf", text)
    try:
        document = read(source)
    except UnreadError:
        return

    assert all(source.at(node.span) == node.raw for root in document.roots for _, node in walk(root))
