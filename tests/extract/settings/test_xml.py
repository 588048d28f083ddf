"""XML as settings, with the place of each value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.tree import ScalarNode, walk
from poolaudit.extract.settings.xml import read


def _leaves(text: str) -> list[tuple[tuple[str | int, ...], object, str]]:
    source = Source("a.xml", text)
    return [(path, node.value, source.at(node.span)) for root in read(source).roots for path, node in walk(root)]


def test_attributes_and_text() -> None:
    """Attributes, children and text are entries; values are decoded, places are the characters as written."""
    text = "\ufeff<?xml version='1.0'?>\n<!-- é --><a x = 'ü&amp;1'>\n  <b y=\"2\"/>\n  <b> t &lt; é </b>\n</a>\n"

    assert [
        (("a", "@x"), "ü&1", "ü&amp;1"),
        (("a", "b", "@y"), "2", "2"),
        (("a", "b", "#text"), "t < é", "t &lt; é"),
    ] == [(path, value, raw) for path, value, raw in _leaves(text) if path[-1] != "#text" or "t" in str(value)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("<a>", "not XML: no element found, line 1", id="open"),
        pytest.param("<a></b>", "not XML: mismatched tag, line 1", id="mismatch"),
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "it declares a document type", id="entities"),
        pytest.param("<a>" * 101, "nested deeper than 100 levels", id="deep"),
        pytest.param("plain", "not XML: syntax error, line 1", id="text"),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    """Text that is not XML, and whatever could make a small file large, is unread."""
    with pytest.raises(UnreadError, match=f"^{why}$"):
        _leaves(text)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters='<&"\r\0', exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1)
)
def test_every_place_is_exact(value: str) -> None:
    """What stands at the place of an attribute is the attribute, whatever characters come before it."""
    source = Source("a.xml", f'<r é="{value}" b="{value}"/>')
    found = [node for root in read(source).roots for _, node in walk(root)]

    assert [value, value] == [source.at(node.span) for node in found if isinstance(node, ScalarNode)]
