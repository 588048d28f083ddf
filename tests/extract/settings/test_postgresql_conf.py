"""PostgreSQL's grammar: tokens, quotes, and that nothing crashes the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.settings.postgresql_conf import Assignment, Malformed, read, statements, unescape
from poolaudit.extract.settings.tree import walk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a = 1", [Assignment("a", 0, "1", 4, 5, quoted=False)], id="plain"),
        pytest.param("a 1", [Assignment("a", 0, "1", 2, 3, quoted=False)], id="no equals"),
        pytest.param("a=1#c", [Assignment("a", 0, "1", 2, 3, quoted=False)], id="comment without a blank"),
        pytest.param("  # c\n\n", [], id="comments and empty lines"),
        pytest.param("a = 'b # c''d'", [Assignment("a", 0, "b # c'd", 5, 13, quoted=True)], id="quotes"),
        pytest.param("a = ''", [Assignment("a", 0, "", 5, 5, quoted=True)], id="empty text"),
        pytest.param(
            "x.y = on\r\nz 2MB\r\n",
            [Assignment("x.y", 0, "on", 6, 8, quoted=False), Assignment("z", 10, "2MB", 12, 15, quoted=False)],
            id="CRLF",
        ),
        pytest.param("a = read-only/x:1", [Assignment("a", 0, "read-only/x:1", 4, 17, quoted=False)], id="unquoted"),
        pytest.param("a = -0x1F", [Assignment("a", 0, "-0x1F", 4, 9, quoted=False)], id="hexadecimal"),
        pytest.param("a = .5e-3", [Assignment("a", 0, ".5e-3", 4, 9, quoted=False)], id="real"),
        pytest.param("ä = 1", [Assignment("ä", 0, "1", 4, 5, quoted=False)], id="letters beyond ASCII"),
        pytest.param("a = 1.5s", [Malformed(0, 8, 7, "s")], id="real with a unit"),
        pytest.param("a = 2e2", [Malformed(0, 7, 6, "2")], id="exponent"),
        pytest.param("a = b.c", [Malformed(0, 7, 4, "b.c")], id="qualified value"),
        pytest.param(
            "a = \nb 1", [Malformed(0, 3, 3, ""), Assignment("b", 5, "1", 7, 8, quoted=False)], id="goes on after a broken line"
        ),
        pytest.param("a", [Malformed(0, 1, 1, "")], id="name alone"),
        pytest.param("[a]", [Malformed(0, 3, 0, "[")], id="section"),
        pytest.param("1 = a", [Malformed(0, 5, 0, "1")], id="number for a name"),
        pytest.param('a = "b"', [Malformed(0, 7, 4, '"')], id="double quotes"),
        pytest.param("a = 'b", [Malformed(0, 6, 4, "'")], id="quote without end"),
        pytest.param("a = 1 ; c", [Malformed(0, 9, 6, ";")], id="semicolon"),
        pytest.param("a == 1", [Malformed(0, 6, 3, "=")], id="two equals"),
    ],
)
def test_statements(text: str, expected: list[object]) -> None:
    """Each line becomes what the server's lexer makes of it, with its offsets."""
    actual = list(statements(text))

    assert expected == actual


@pytest.mark.parametrize(
    ("text", "expected"), [("a''b", "a'b"), (r"a\nb\'", "a\nb'"), (r"\101\1018", "AA8"), (r"\x", "x"), ("\\", "\\")]
)
def test_unescape(text: str, expected: str) -> None:
    """Doubled quotes and backslashes are resolved."""
    actual = unescape(text)

    assert expected == actual


def test_tree() -> None:
    """The neutral tree holds names in lower case and values without quotes, with their places."""
    source = Source("postgresql.conf", "Work_Mem = '64MB'\nport = 5433\n")
    root = read(source).roots[0]

    actual = [(path, node.value, source.at(node.span), node.quote) for path, node in walk(root)]

    expected = [(("work_mem",), "64MB", "64MB", "'"), (("port",), "5433", "5433", "")]
    assert expected == actual


@given(st.text(st.sampled_from("ab_1.=#' \t\r\n\\\"$;-+0xeEäMB[%{}"), max_size=80))
def test_any_text(text: str) -> None:
    """No text crashes the reader, and statements stand where their offsets say."""
    for each in statements(text):
        if isinstance(each, Assignment):
            written = text[each.start : each.end]
            assert each.name == text[each.name_start : each.name_end]
            assert each.value == (unescape(written) if each.quoted else written)
        else:
            assert text.startswith(each.token, each.token_start)


@given(st.text(st.sampled_from("ab'\\ \t#=1"), max_size=20))
def test_round_trip(value: str) -> None:
    """A text that is quoted and read again is the same."""
    quoted = value.replace("\\", "\\\\").replace("'", "''")

    actual = [each.value for each in statements(f"a = '{quoted}'") if isinstance(each, Assignment)]

    assert [value] == actual
