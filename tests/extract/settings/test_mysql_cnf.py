"""The grammar of option files, as MariaDB 10.11 reads them (`mariadbd --defaults-file=F --help --verbose`)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.mysql_cnf import read
from poolaudit.extract.settings.tree import MappingNode, walk


def _options(text: str) -> list[tuple[tuple[str | int, ...], object, str]]:
    source = Source("my.cnf", text)
    (root,) = read(source).roots
    return [(path, node.value, source.text[node.span.offset : node.span.end]) for path, node in walk(root)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[mysqld]\nmax_connections = 1K # x", [("max_connections", "1K", "1K")], id="comment at the end"),
        pytest.param("[mysqld]\n; x\n# y\n\n a=1", [("a", "1", "1")], id="comment lines"),
        pytest.param("[mysqld]\na = 1 ; y", [("a", "1 ; y", "1 ; y")], id="a semicolon ends nothing"),
        pytest.param("[mysqld]\na=\"60\" # y\nb='x # y'", [("a", "60", "60"), ("b", "x # y", "x # y")], id="quotes"),
        pytest.param("[mysqld]\na = 9#z", [("a", "9", "9")], id="comment without a blank"),
        pytest.param("[mysqld]\na=\\t5", [("a", "\t5", "\\t5")], id="escape"),
        pytest.param("[mysqld]\na=C:\\dir\\new", [("a", "C:\\dir\new", "C:\\dir\\new")], id="escapes of a path"),
        pytest.param("[mysqld]\nskip-networking", [("skip-networking", None, "")], id="no value"),
        pytest.param("[mysqld]\na=", [("a", "", "")], id="empty value"),
        pytest.param("[mysqld]\r\na=1\r\n", [("a", "1", "1")], id="line ends of Windows"),
        pytest.param("[mysqld] # x\na=1", [("a", "1", "1")], id="comment behind a group"),
        pytest.param("{% if x %}\n[mysqld]\na=1\n{% endif %}", [("a", "1", "1")], id="directives of a template"),
    ],
)
def test_options_of_a_group(text: str, expected: list[tuple[str, object, str]]) -> None:
    """Each option has its value without quotes and comment, and the characters where that stands."""
    assert [(("mysqld", name), value, raw) for name, value, raw in expected] == _options(text)


def test_includes_stand_beside_the_groups() -> None:
    """`!include` and `!includedir` name files wherever they stand; other directives mean nothing."""
    text = "!includedir /etc/mysql/conf.d/\n[mysqld]\na=1\n!include /x.cnf\nb=2\n!other y\n"

    assert [
        (("!includedir",), "/etc/mysql/conf.d/", "/etc/mysql/conf.d/"),
        (("!include",), "/x.cnf", "/x.cnf"),
        (("mysqld", "a"), "1", "1"),
        (("mysqld", "b"), "2", "2"),
    ] == _options(text)


def test_groups_have_their_names_and_places() -> None:
    """A group spans from its bracket to its last option."""
    source = Source("my.cnf", "[client]\nport=1\n\n[mysqld-8.4 ]\na = 'x'\n")
    (root,) = read(source).roots
    assert isinstance(root, MappingNode)

    assert [("client", "[client]\nport=1"), ("mysqld-8.4", "[mysqld-8.4 ]\na = 'x")] == [
        (key.name, source.text[node.span.offset : node.span.end]) for key, node in root.items
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max_connections=5\n[mysqld]\n", "not an option file: an option before the first group, line 1"),
        ("\n[mysqld\n", "not an option file: a group without its end, line 2"),
    ],
)
def test_what_stops_every_program(text: str, expected: str) -> None:
    """The line that a server stops at is named."""
    with pytest.raises(UnreadError) as refusal:
        read(Source("my.cnf", text))

    assert expected == str(refusal.value)


@given(st.text(st.sampled_from("[]mysqld\n\r=#;'\"\\ a1!include"), max_size=60))
def test_any_text(text: str) -> None:
    """Any text is read or refused, and every value stands where its span says."""
    source = Source("my.cnf", text)
    try:
        (root,) = read(source).roots
    except UnreadError:
        return

    assert all(node.raw == source.text[node.span.offset : node.span.end] for _, node in walk(root))
