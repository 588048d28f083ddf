"""Keys of a TOML text are found where they stand."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.config.keys import KeyPath, key_spans

toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")


def _found(text: str) -> dict[KeyPath, tuple[int, int, str]]:
    spans = key_spans(text, "x.toml")
    return {path: (span.line, span.column, text[span.offset : span.end]) for path, span in spans.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a=1", {("a",): (1, 1, "a")}, id="bare"),
        pytest.param(" a . b = 1", {("a",): (1, 2, "a"), ("a", "b"): (1, 6, "b")}, id="dotted"),
        pytest.param('"a.b" = 1', {("a.b",): (1, 1, '"a.b"')}, id="quoted"),
        pytest.param("'a\\' = 1", {("a\\",): (1, 1, "'a\\'")}, id="literal"),
        pytest.param(r'"\u00e4\"\t" = 1', {('ä"\t',): (1, 1, r'"\u00e4\"\t"')}, id="escapes"),
        pytest.param("# a = 1\nb = 2 # c = 3\n", {("b",): (2, 1, "b")}, id="comments"),
        pytest.param(
            "[a.b] # c\nd = 1", {("a",): (1, 2, "a"), ("a", "b"): (1, 4, "b"), ("a", "b", "d"): (2, 1, "d")}, id="header"
        ),
        pytest.param("[[a]]\nb=1\n[[a]]\nb=2", {("a",): (1, 3, "a"), ("a", "b"): (2, 1, "b")}, id="array-of-tables"),
        pytest.param('a = "b = 1"\nc = 2', {("a",): (1, 1, "a"), ("c",): (2, 1, "c")}, id="key-in-a-string"),
        pytest.param('a = """\nb = 1\n\\""" x"""""\nc = 2', {("a",): (1, 1, "a"), ("c",): (4, 1, "c")}, id="long-string"),
        pytest.param("a = '''\nb = 1\n\\'''\nc = 2", {("a",): (1, 1, "a"), ("c",): (4, 1, "c")}, id="long-literal"),
        pytest.param(
            "a = [ 'x', # ]\n  2,\n]\nb = 1",
            {("a",): (1, 1, "a"), ("a", 0): (1, 7, "'x'"), ("a", 1): (2, 3, "2"), ("b",): (4, 1, "b")},
            id="array",
        ),
        pytest.param(
            "a = { b = [{ c = 1 }], 'd' = 2 }",
            {
                ("a",): (1, 1, "a"),
                ("a", "b"): (1, 7, "b"),
                ("a", "b", 0): (1, 12, "{ c = 1 }"),
                ("a", "b", 0, "c"): (1, 14, "c"),
                ("a", "d"): (1, 24, "'d'"),
            },
            id="inline-table",
        ),
        pytest.param("\ufeffa = 1", {("a",): (1, 2, "a")}, id="byte-order-mark"),
        pytest.param("a = 1\r\nb = 2\r\n", {("a",): (1, 1, "a"), ("b",): (2, 1, "b")}, id="carriage-returns"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_key_spans(text: str, expected: dict[KeyPath, tuple[int, int, str]]) -> None:
    """Each key has the line, column and characters at which it stands."""
    assert expected == _found(text)


_KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-9, 9), st.text(st.characters(exclude_categories=["Cs"]), max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3)),
    max_leaves=8,
)


def _basic(text: str) -> str:
    return '"' + "".join(f"\\U{ord(each):08x}" if each in '"\\' or not each.isprintable() else each for each in text) + '"'


def _spell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _basic(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_spell, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_basic(key)} = {_spell(each)}" for key, each in value.items()) + "}"
    return str(value)


def _paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    inner: list[tuple[Any, Any]] = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return {each for key, item in inner for each in ((*path, key), *_paths(item, (*path, key)))}


@given(st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_finds_every_key_that_the_parser_finds(data: dict[str, Any]) -> None:
    """The paths found are exactly the paths of the parsed data."""
    text = "".join(f"{_basic(key)} = {_spell(value)}\n" for key, value in data.items())

    assert data == toml.loads(text)
    assert _paths(data) == set(key_spans(text, "x.toml"))
