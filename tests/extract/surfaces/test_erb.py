"""Ruby inside configuration values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.settings.tree import ScalarNode
from poolaudit.extract.surfaces.erb import expression_of
from poolaudit.facts.expression import CallResult, EnvLookup, Expression, Joined, Literal, Unresolved


def _read(text: str) -> tuple[Source, Expression]:
    source = Source("a.yml", text)
    return source, expression_of(source, ScalarNode(text, source.span(0, len(text)), text))


def _shown(expression: Expression | None) -> object:
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, EnvLookup):
        return (expression.names, _shown(expression.default))
    if isinstance(expression, CallResult):
        return (expression.callee, *map(_shown, expression.positional))
    if isinstance(expression, Joined):
        return [_shown(part) for part in expression.parts]
    return expression.why if isinstance(expression, Unresolved) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", "plain", id="plain"),
        pytest.param('<%= ENV["A"] %>', (("A",), None), id="element"),
        pytest.param("<%= ENV['A'] -%>", (("A",), None), id="trim mark"),
        pytest.param('<%= ENV.fetch("A") %>', (("A",), None), id="fetch"),
        pytest.param('<%= ENV.fetch("A") { 5 } %>', (("A",), 5), id="block"),
        pytest.param('<%= ENV.fetch("A") { nil } %>', (("A",), None), id="nil"),
        pytest.param('<%= ENV.fetch("A", "x").to_i %>', (("A",), "x"), id="second argument"),
        pytest.param('<%= ENV.fetch "A", 10_000 %>', (("A",), 10000), id="no brackets"),
        pytest.param('<%= ENV["A"] || ENV["B"] || 5 %>', (("A", "B"), 5), id="first of several"),
        pytest.param("<%= ENV['A'].presence || 'x' %>", (("A",), "x"), id="presence"),
        pytest.param("<%= (ENV['A'] || '').to_json %>", (("A",), ""), id="brackets"),
        pytest.param('<%= ENV.fetch("A") { ENV.fetch("B", 5).to_i } %>', (("A",), (("B",), 5)), id="nested"),
        pytest.param('<%= Integer(ENV.fetch("A", 5)) %>', (("A",), 5), id="conversion"),
        pytest.param("x_<%= ENV['A'] %>_y", ["x_", (("A",), None), "_y"], id="inside text"),
        pytest.param('<%= ENV["A"] ? 1 : 2 %>', ("if", (("A",), None), 1, 2), id="condition"),
        pytest.param(
            "<%= ENV['A'].present? ? false : ENV.fetch('B', true) %>", ("if", (("A",), None), False, (("B",), True)), id="present"
        ),
        pytest.param('<%= ENV["A"].blank? %>', ("if", ("not", (("A",), None)), True, False), id="blank"),
        pytest.param('<%= ENV["A"] != "false" %>', ("if", ("!=", (("A",), None), "false"), True, False), id="unequal"),
        pytest.param(
            '<%= !ENV["A"] && ENV["B"] == "1" %>',
            ("if", ("and", ("not", (("A",), None)), ("==", (("B",), None), "1")), True, False),
            id="and",
        ),
        pytest.param("<% if ENV['A'].present? %> true <% else %> 5 <% end %>", ("if", (("A",), None), True, 5), id="branches"),
        pytest.param("<% if ENV['A'].x %> true <% else %> 5 <% end %>", "code decides what stands here", id="other branches"),
        pytest.param('<%= ENV["A"].to_i * 2 %>', "set by code", id="arithmetic"),
        pytest.param('<%= ENV["A"] =~ /x/ %>', "set by code", id="pattern"),
        pytest.param('<%= ENV["A"].start_with?("x") ? 1 : 2 %>', "set by code", id="question"),
        pytest.param('<%= "#{x}" %>', "set by code", id="interpolation"),
        pytest.param("<%= Rails.application.credentials.db %>", "set by code", id="credentials"),
        pytest.param("<% if x %>1<% end %>", "code decides what stands here", id="statement"),
        pytest.param("<%= ENV['A'", "<%= ENV['A'", id="open"),
    ],
)
def test_what_code_says(text: str, expected: object) -> None:
    """Variables with their defaults are look-ups, other code is not known."""
    assert expected == _shown(_read(text)[1])


def test_places() -> None:
    """A default stands where it is written, the look-up where its code is."""
    source, found = _read('<%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>')
    assert isinstance(found, EnvLookup)
    assert found.default is not None

    assert ['ENV.fetch("RAILS_MAX_THREADS") { 5 }', "5"] == [source.at(found.span), source.at(found.default.span)]


@given(st.text("<%=> ENV[]().fetch\"'A|{}15,", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reader; what is no code is text."""
    found = _read(text)[1]

    assert ("<%" in text) or _shown(found) == text


def test_deep_code_is_refused() -> None:
    """Brackets without end cost nothing."""
    assert "set by code" == _shown(_read("<%= " + "(" * 5000 + " %>")[1])
