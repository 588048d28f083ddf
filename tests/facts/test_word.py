"""Words of command lines keep their places."""

from __future__ import annotations

import copy

import pytest

from poolaudit.discover.source import Source
from poolaudit.facts.word import PlacedWord, place_of


def _whole(text: str, start: int = 0) -> tuple[Source, PlacedWord]:
    source = Source("run.txt", text)
    return source, PlacedWord(text[start:], source.span(start, len(text)), text[start:])


@pytest.mark.parametrize(
    ("text", "words", "placed"),
    [
        pytest.param("serve -w 4", ("serve", "-w", "4"), (True, True, True), id="one line"),
        pytest.param("serve\n  -w 4\n  -p 80", ("serve", ";", "-w", "4", ";", "-p", "80"), (1, 0, 1, 1, 0, 1, 1), id="lines"),
        pytest.param("serve\r\n -w\r4", ("serve", "-w", "4"), (True, True, True), id="other line ends"),
        pytest.param("serve 'a b' \"c\"", ("serve", "a b", "c"), (True, True, True), id="quoted"),
        pytest.param("sh -c 'a &&\n  b'", ("sh", "-c", "a && b"), (True, True, True), id="folded"),
        pytest.param('a\\ b --n="x y" 4', ("a b", "--n=x y", "4"), (False, False, True), id="written otherwise"),
        pytest.param("w14 4", ("w", "4"), (False, True), id="a part of a word is none"),
        pytest.param("", ("w",), (False,), id="nothing there"),
    ],
)
def test_places_of_words(text: str, words: tuple[str, ...], placed: tuple[bool, ...]) -> None:
    """Each word that is written as it reads has its exact place, the others are plain text."""
    source, whole = _whole(text)
    found = whole.within(words)

    assert words == found
    assert [bool(each) for each in placed] == [isinstance(each, PlacedWord) for each in found]
    assert [each.split() for each in found if isinstance(each, PlacedWord)] == [
        source.at(each.span).split() for each in found if isinstance(each, PlacedWord)
    ]
    assert [] == [
        each for each in found if isinstance(each, PlacedWord) and source.span(each.span.offset, each.span.end) != each.span
    ]


def test_places_behind_other_text() -> None:
    """Places count from the start of the file, not of the word."""
    source, whole = _whole("run: |\n  a\n  b 2", 7)

    assert [(2, 3), (3, 3), (3, 5)] == [
        (each.span.line, each.span.column) for each in whole.within(("a", "b", "2")) if isinstance(each, PlacedWord)
    ]
    assert "run.txt" == source.path


def test_tail() -> None:
    """What stands behind a sign has a place of its own."""
    source, whole = _whole("serve --workers=4")
    option = whole.within(("serve", "--workers=4"))[1]
    value = option.tail(10) if isinstance(option, PlacedWord) else option

    assert "4" == value
    assert source.span(16, 17) == place_of(value, None)


def test_tail_of_another_spelling() -> None:
    """A part of a word that is not written as it reads stands where the word stands."""
    source = Source("run.txt", '"--a=\\x34"')
    value = PlacedWord("--a=4", source.span(0, 10), source.text).tail(4)

    assert "4" == value
    assert source.span(0, 10) == place_of(value, None)


def test_copies() -> None:
    """A copy is the same word at the same place."""
    _, whole = _whole("serve")
    twin = copy.deepcopy(whole)

    assert (whole, whole.span, whole.raw) == (twin, twin.span, twin.raw)
