"""Methods of text on text that is put together."""

from __future__ import annotations

import pytest

from poolaudit.facts.span import Span
from poolaudit.graph.bound import Bound
from poolaudit.graph.text import Text, pieces_of
from poolaudit.graph.text_methods import applied, listed


def bound(text: str) -> Bound:
    """Text with `${NAME}` for what is not known."""
    span = Span(path="a.py", offset=0, length=len(text), line=1, column=1, end_line=1, end_column=1 + len(text))
    return Bound(span, Text(tuple(pieces_of(text, span))))


UNSET = Bound(bound("1").span, is_scalar=True, assumed=True, why="nothing sets it")


@pytest.mark.parametrize(
    ("method", "given", "expected"),
    [
        pytest.param("str.lower", ["Unix://${Path}"], ("unix://${Path}", 0), id="lower"),
        pytest.param("str.upper", ["Unix"], ("UNIX", 0), id="upper"),
        pytest.param("str.strip", ["  a b "], ("a b", 2), id="strip"),
        pytest.param("str.lstrip", ["/a/", "/"], ("a/", 1), id="left end"),
        pytest.param("str.rstrip", ["/a/", "/"], ("/a", 0), id="right end"),
        pytest.param("str.strip", ["//", "/"], ("", 2), id="nothing left"),
        pytest.param("str.lstrip", ["/${A}", "/"], ("/${A}", 0), id="not known"),
        pytest.param("str.lstrip", ["/a", "${C}"], ("/a", 0), id="characters not known"),
    ],
)
def test_method_of_text(method: str, given: list[str], expected: tuple[str, int]) -> None:
    """The text, and where its first character stands."""
    found = applied(method, *(bound(each) for each in given)).text

    assert found is not None
    assert expected == (found.value, found.pieces[0].span.offset)


def test_a_variable_that_is_not_set_stays_so() -> None:
    """Code that asks for the lower case of a variable means that somebody sets it."""
    expected = UNSET

    assert expected == applied("str.lower", UNSET)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([bound("redis://h"), bound("2")], ("redis://h/2", False), id="known"),
        pytest.param([bound("redis://h"), Bound(bound("1").span, scalar=2, is_scalar=True)], ("redis://h/2", False), id="number"),
        pytest.param([bound("redis://h"), UNSET], ("redis://h", True), id="unset"),
        pytest.param([bound(""), bound("a")], ("a", False), id="empty"),
        pytest.param([bound("a"), Bound(bound("1").span, why="run time")], ("a/${UNKNOWN}", False), id="unknown"),
    ],
)
def test_what_is_true_is_joined(parts: list[Bound], expected: tuple[str, bool]) -> None:
    """What is not set takes no separator."""
    found = listed(bound("/"), parts, Bound(bound("1").span))

    assert found.text is not None
    assert expected == (found.text.value, found.assumed)
