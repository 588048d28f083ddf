"""Command lines are split as a shell splits them."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.extract.settings.words import WordsError, split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gunicorn -w 4 app:app", ["gunicorn", "-w", "4", "app:app"]),
        ("a && exec b; c | d || e & f", ["a", "&&", "exec", "b", ";", "c", "|", "d", "||", "e", "&", "f"]),
        ("a;b&&c", ["a", ";", "b", "&&", "c"]),
        ('sh -c "a && b"', ["sh", "-c", "a && b"]),
        ("x='a b'\"c d\"e", ["x=a bc de"]),
        ('a "" b', ["a", "", "b"]),
        ('"a\\"b\\n"', ['a"b\\n']),
        ("a\\ b \\; c", ["a b", ";", "c"]),
        ("a \\\n  b\nc\n", ["a", "b", ";", "c"]),
        ("a # b\nc", ["a", ";", "c"]),
        ("a#b", ["a#b"]),
        ("-w ${N:-a b} $(nproc --all) `x y`", ["-w", "${N:-a b}", "$(nproc --all)", "`x y`"]),
        ("a 2>&1 &>x >&2", ["a", "2>&1", "&>x", ">&2"]),
        ("(a; b)", ["(", "a", ";", "b", ")"]),
        ("", []),
    ],
)  # fmt: skip
def test_words(text: str, words: list[str]) -> None:
    """Words lose their quotes, keep their variables, and separators stand between commands."""
    assert words == [word.text for word in split(text)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a 'b", "a single quote is not closed"),
        ('a "b', "a double quote is not closed"),
        ("a `b", "a backtick is not closed"),
        ("a ${b", "a substitution is not closed"),
        ("$(" * 200, "substitutions nested too deeply"),
        ("a" * 200_001, "longer than 200000 characters"),
    ],
    ids=["single", "double", "backtick", "brace", "nested", "long"],
)
def test_open_text_is_refused(text: str, why: str) -> None:
    """A quote or substitution without end is an error that quotes nothing."""
    with pytest.raises(WordsError) as caught:
        split(text)

    assert why == str(caught.value)


def test_pieces_tell_what_the_shell_expands() -> None:
    """Variables expand outside of single quotes and where no backslash stands before them."""
    word = split("U=$a'$b'\"$c\"\\$d")[0]

    assert [("U=$a", True), ("$b", False), ("$c", True), ("$", False), ("d", True)] == [(p.text, p.expands) for p in word.pieces]


@given(st.lists(st.text(min_size=0, max_size=12), max_size=5))
def test_quoted_words_come_back(words: list[str]) -> None:
    """Words quoted by the standard library are split into themselves, each at its own place."""
    text = shlex.join(words)
    found = split(text)

    assert (words, [text[word.start : word.end] for word in found]) == (
        [word.text for word in found],
        [word.raw for word in found],
    )
