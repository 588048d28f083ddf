"""Requirements files as pip reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.settings.requirements import read
from poolaudit.extract.settings.tree import MappingNode, ScalarNode


def test_names_and_specifiers() -> None:
    """Names and specifiers stand in order; options, URLs and comments do not."""
    source = Source.decode("requirements.txt", b"--index-url https://x\nA.b[c] >=1 ; extra == 'x'\nd\n./local\ne @ https://e\n")
    (root,) = read(source).roots
    assert isinstance(root, MappingNode)

    assert [("A.b", ">=1"), ("d", "")] == [(key.name, value.value) for key, value in root.items if isinstance(value, ScalarNode)]


@given(st.text(alphabet=st.sampled_from("ab-_.[]=<>~!;#@/\\ (),\n\r\t1\u2028"), max_size=60))
def test_any_text_is_read_and_every_place_is_exact(text: str) -> None:
    """No text breaks the reader, and each span holds what the node says."""
    source = Source("requirements.txt", text)
    (root,) = read(source).roots
    assert isinstance(root, MappingNode)

    assert [(key.name, value.raw) for key, value in root.items if isinstance(value, ScalarNode)] == [
        (source.at(key.span), source.at(value.span)) for key, value in root.items
    ]
