"""PgBouncer's grammar: statements, connection strings, and that nothing crashes the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.settings.pgbouncer_ini import Assignment, Include, Malformed, Pair, Section, pairs, read, statements
from poolaudit.extract.settings.tree import walk

ALPHABET = st.sampled_from("[]=;#%' \t\n\r\v\0abcdefghijklmnop_.-*0123456789\"\ufeffü")
INI = st.one_of(
    st.text(ALPHABET, max_size=120),
    st.lists(
        st.sampled_from(
            [
                "[pgbouncer]\n",
                "[databases]\n",
                "[users]",
                "pool_mode = session",
                "a = host=x port=1",
                "%include x",
                "'k' = v",
                ";c\n",
                "\n",
                "\r\n",
                " ",
            ]
        ),
        max_size=12,
    ).map("".join),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[a]", [Section("a", 1, 2)], id="section"),
        pytest.param("  [ a ]", [Section(" a ", 3, 6)], id="blanks belong to the name of a section"),
        pytest.param(
            "[a] k=v", [Section("a", 1, 2), Assignment("a", "k", 4, "v", 6)], id="assignment on the line of its section"
        ),
        pytest.param("[a] ; text", [Section("a", 1, 2)], id="comment on the line of a section"),
        pytest.param("[a\nk=v", [Malformed("[a", 0), Assignment(None, "k", 3, "v", 5)], id="section without end"),
        pytest.param("k \t=\t v \r\n", [Assignment(None, "k", 0, "v", 6)], id="blanks and CR around a value"),
        pytest.param("k = v ; c", [Assignment(None, "k", 0, "v ; c", 4)], id="no inline comment"),
        pytest.param("k = 'v'", [Assignment(None, "k", 0, "'v'", 4)], id="quotes stay"),
        pytest.param("k =", [Assignment(None, "k", 0, "", 3)], id="empty value"),
        pytest.param("= v", [Assignment(None, "", 0, "v", 2)], id="empty key"),
        pytest.param("a.b-c*_9 = v", [Assignment(None, "a.b-c*_9", 0, "v", 11)], id="characters of a key"),
        pytest.param("'a b' = v", [Assignment(None, "a b", 1, "v", 8, quoted=True)], id="quoted key"),
        pytest.param("'' = v", [Malformed("'' = v", 0)], id="empty quoted key"),
        pytest.param('"a" = v', [Malformed('"a" = v', 0)], id="double-quoted key"),
        pytest.param("k: v\nj = w", [Malformed("k: v", 0), Assignment(None, "j", 5, "w", 9)], id="goes on after a broken line"),
        pytest.param("# c\n ; d\n", [], id="comments"),
        pytest.param("%include \t x y \nk=v", [Include("x y", 11, 14), Assignment(None, "k", 16, "v", 18)], id="include"),
        pytest.param("%include\n", [Malformed("%include", 0)], id="include of nothing"),
        pytest.param("%includex = 1", [Malformed("%includex = 1", 0)], id="not an include"),
        pytest.param("\ufeffk = v", [Malformed("\ufeffk = v", 0)], id="byte order mark"),
        pytest.param("k = v\0\nj = w", [Assignment(None, "k", 0, "v", 4)], id="a NUL ends the file"),
        pytest.param("k = v\rj = w", [Assignment(None, "k", 0, "v\rj = w", 4)], id="a lone CR ends no line"),
        pytest.param("ü = v", [Malformed("ü = v", 0)], id="letters of a key are ASCII"),
    ],
)
def test_statements(text: str, expected: list[object]) -> None:
    """Each line becomes the statement that PgBouncer sees, with its offsets."""
    actual = list(statements(text))

    assert expected == actual


def test_quoted_keys_of_old_releases() -> None:
    """A key in quotes is a broken line for releases before 1.25.0."""
    actual = list(statements("'a' = v", quoted_keys=False))

    assert [Malformed("'a' = v", 0)] == actual


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ((), None), id="empty"),
        pytest.param(" a=b  c = d ", ((Pair("a", 1, "b", 3, 4), Pair("c", 6, "d", 10, 11)), None), id="blanks around equals"),
        pytest.param(
            "a='it''s x' b=c", ((Pair("a", 0, "it's x", 3, 10, quoted=True), Pair("b", 12, "c", 14, 15)), None), id="quotes"
        ),
        pytest.param(
            "a='x'yb=c",
            ((Pair("a", 0, "x", 3, 4, quoted=True), Pair("b", 6, "c", 8, 9)), None),
            id="one character after a quote is lost",
        ),
        pytest.param("a=b\tc=d", ((Pair("a", 0, "b\tc=d", 2, 7),), None), id="a tab does not separate"),
        pytest.param("a= b=c", ((Pair("a", 0, "b=c", 3, 6),), None), id="a value may stand after a blank"),
        pytest.param("a=", ((), 0), id="no value"),
        pytest.param("a=b c=''", ((Pair("a", 0, "b", 2, 3),), 4), id="empty value"),
        pytest.param("a='b", ((), 0), id="quote without end"),
        pytest.param("a=b c", ((Pair("a", 0, "b", 2, 3),), 4), id="key without value"),
        pytest.param("=b", ((), 0), id="value without key"),
        pytest.param("postgres://u@h/d", ((), 0), id="URL"),
    ],
)
def test_pairs(text: str, expected: object) -> None:
    """A connection string is read pair by pair up to the first that PgBouncer cannot read."""
    actual = pairs(text)

    assert expected == actual


def test_tree() -> None:
    """The neutral tree holds sections, keys and values with their places."""
    source = Source("pgbouncer.ini", "[databases]\ndb = host=x\n[pgbouncer]\npool_mode = ${MODE}\n")
    root = read(source).roots[0]

    actual = [(path, node.value, source.at(node.span), node.template) for path, node in walk(root)]

    expected = [
        (("databases", "db"), "host=x", "host=x", ""),
        (("pgbouncer", "pool_mode"), "${MODE}", "${MODE}", "${MODE}"),
    ]
    assert expected == actual


@given(INI)
def test_offsets(text: str) -> None:
    """Every statement of any text stands where its offsets say."""
    for each in statements(text):
        if isinstance(each, Assignment):
            assert (each.key, each.value) == (text[each.key_start : each.key_end], text[each.start : each.end])
        elif isinstance(each, Section):
            assert each.name == text[each.start : each.end]
        elif isinstance(each, Include):
            assert each.path == text[each.start : each.end]
        else:
            assert each.text == text[each.start : each.end]


@given(INI)
def test_round_trip(text: str) -> None:
    """Statements that are printed and read again are the same."""
    names = [_plain(each) for each in statements(text)]

    printed = "".join(_print(each) for each in statements(text))

    assert names == [_plain(each) for each in statements(printed)]


@given(st.text(st.sampled_from("ab='\t \x01"), max_size=40))
def test_pairs_of_any_text(text: str) -> None:
    """Any connection string is read without a crash, and values stand where their offsets say."""
    found, stopped = pairs(text)

    assert [pair.value for pair in found] == [
        text[pair.start : pair.end].replace("''", "'") if pair.quoted else text[pair.start : pair.end] for pair in found
    ]
    assert stopped is None or 0 <= stopped < len(text)


def _plain(each: object) -> tuple[object, ...]:
    if isinstance(each, Assignment):
        return (each.section, each.key, each.value, each.quoted)
    if isinstance(each, Section):
        return (each.name,)
    return ("include", each.path) if isinstance(each, Include) else ("broken", each.text)  # type: ignore[attr-defined]


def _print(each: object) -> str:
    if isinstance(each, Assignment):
        key = f"'{each.key}'" if each.quoted else each.key
        return f"{key} = {each.value}\n"
    if isinstance(each, Section):
        return f"[{each.name}]\n"
    return f"%include {each.path}\n" if isinstance(each, Include) else f"{each.text}\n"  # type: ignore[attr-defined]
