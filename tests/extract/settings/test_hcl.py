"""HCL as settings, with the place of each value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.hcl import read
from poolaudit.extract.settings.tree import walk


def _leaves(text: str) -> list[tuple[str, object, str, str]]:
    source = Source("main.tf", text)
    return [
        (".".join(map(str, path)), node.value, source.at(node.span), node.template)
        for root in read(source).roots
        for path, node in walk(root)
    ]


_TEXT = """\
# é
resource "a" "b" {
  text   = "x \\"y\\""
  number = -12
  flag   = true
  none   = null
  list   = [1, "two"]
  map    = { k = "v", "q.r" : 3 }
  ref    = var.name
  join   = "é-${aws_x.y.z}"
  call   = format("postgres://u:s3cret@%s", var.h)
  json   = jsonencode([{ name = "web" }])
  inner { deep = 1.5 }
  inner { deep = 2 }
}
"""


def test_values() -> None:
    """Constants are typed, references are templates that name them, repeated blocks stand twice."""
    assert [
        ("resource.a.b.text", 'x "y"', 'x \\"y\\"', ""),
        ("resource.a.b.number", -12, "-12", ""),
        ("resource.a.b.flag", True, "true", ""),
        ("resource.a.b.none", None, "null", ""),
        ("resource.a.b.list.0", 1, "1", ""),
        ("resource.a.b.list.1", "two", "two", ""),
        ("resource.a.b.map.k", "v", "v", ""),
        ("resource.a.b.map.q.r", 3, "3", ""),
        ("resource.a.b.ref", "var.name", "var.name", "var.name"),
        ("resource.a.b.join", "é-${aws_x.y.z}", "é-${aws_x.y.z}", "aws_x.y.z"),
        (
            "resource.a.b.call",
            'format("postgres://u:s3cret@%s", var.h)',
            'format("postgres://u:s3cret@%s", var.h)',
            "an expression",
        ),
        ("resource.a.b.json.0.name", "web", "web", ""),
        ("resource.a.b.inner.deep", 1.5, "1.5", ""),
        ("resource.a.b.inner.deep", 2, "2", ""),
    ] == _leaves(_TEXT)


def test_heredoc() -> None:
    """The lines of a heredoc are a value; what is interpolated makes it a template."""
    assert [("a", "one ${var.x}\ntwo", "one ${var.x}\ntwo", "var.x")] == [
        (path, str(value).rstrip("\n"), raw.rstrip("\n"), template)
        for path, value, raw, template in _leaves("a = <<EOF\none ${var.x}\ntwo\nEOF\n")
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("a = " + "[" * 70 + "]" * 70 + "\n", "nested deeper than 60 levels", id="deep"),
        pytest.param("b { " * 70 + "}" * 70, "nested deeper than 60 levels", id="deep blocks"),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    """What nobody writes is unread."""
    with pytest.raises(UnreadError, match=why):
        _leaves(text)


@given(st.text('ab="{}[]${}.\n é<EOF1,', max_size=50))
def test_any_text_has_exact_places(text: str) -> None:
    """Whatever stands in a file, each value is the characters at its place."""
    source = Source("a.tf", text)
    try:
        document = read(source)
    except UnreadError:
        return

    assert all(source.at(node.span) == node.raw for root in document.roots for _, node in walk(root))
