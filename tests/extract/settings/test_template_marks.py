"""Template expressions and directives."""

from __future__ import annotations

import pytest

from poolaudit.extract.settings.template_marks import Conditions, expression, is_directive, mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a${B}c", "${B}"),
        ("${B:-x}", "${B:-x}"),
        ("$(B)", "$(B)"),
        ("$B", "$B"),
        ("{{ b }}", "{{ b }}"),
        ("{% b %}", "{% b %}"),
        ("<%= b %>", "<%= b %>"),
        ("%(b)s", "%(b)s"),
        ("@B@", "@B@"),
        ("__B__", "__B__"),
        ("#{b}", "#{b}"),
        ("SELECT $1", ""),
        ("a@b", ""),
        ("<empty>", ""),
        ("100%", ""),
    ],
)
def test_expression(text: str, expected: str) -> None:
    """What a template engine or a shell would replace is found."""
    actual = expression(text)

    assert expected == actual


def test_mask() -> None:
    """Expressions become as many placeholders as they have characters."""
    actual = mask("host={{ a b }} port=$P")

    expected = "host=\x01\x01\x01\x01\x01\x01\x01\x01\x01 port=\x01\x01"
    assert expected == actual


@pytest.mark.parametrize(
    ("line", "expected"),
    [("{% if a %}", True), ("  {{- end }}", True), ("{{ a }} = b", False), ("a = {{ b }}", False)],
)
def test_is_directive(line: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """A line of template code alone is a directive."""
    actual = is_directive(line)

    assert expected == actual


def test_conditions() -> None:
    """Conditions and loops nest; named blocks are other texts."""
    conditions = Conditions()
    seen = []
    for line in ('{{ define "a" }}', "{{- if x }}", "{% for y in z %}", "{% endfor %}", "{{ end }}", "{{ end }}", "x = 1"):
        conditions.feed(line)
        seen.append((conditions.inside, conditions.block))

    expected = [(False, 1), (True, 1), (True, 1), (True, 1), (False, 1), (False, 2), (False, 2)]
    assert expected == seen
