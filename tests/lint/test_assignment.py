"""Lines of `fix:`."""

from __future__ import annotations

import pytest

from poolaudit.facts.units import Seconds
from poolaudit.lint.assignment import compile_assignment
from poolaudit.lint.values import PredicateError


@pytest.mark.parametrize(
    ("on", "text", "expected"),
    [
        ("route", "set client.pool.statement_cache = 0", ("client.pool.statement_cache", "=", 0, None)),
        ("route", "set client.names_statements = false", ("client.names_statements", "=", False, None)),
        ("route", "set client.pool.prepare_threshold = None", ("client.pool.prepare_threshold", "=", None, None)),
        ("route", "set client.pool.max_lifetime = 30 * minutes", ("client.pool.max_lifetime", "=", Seconds(1800), None)),
        ("route", "set dsn.port = pooler.listen_port", ("dsn.port", "=", None, "pooler.listen_port")),
        ("route", "set client.pool.max_size = options.max", ("client.pool.max_size", "=", 5, None)),
        (
            "startup_parameter",
            "set pooler.ignored_parameters += startup_parameter.name",
            ("pooler.ignored_parameters", "+=", None, "startup_parameter.name"),
        ),
        ("pooler", "set pooler.ignored_parameters += 'search_path'", ("pooler.ignored_parameters", "+=", "search_path", None)),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_line_names_a_setting_and_what_it_becomes(on: str, text: str, expected: object) -> None:
    """Target, operator, and a literal in the target's unit or the word whose value it takes."""
    found = compile_assignment(text, on, {"max": 5})

    assert expected == (found.target.text, found.operator, found.literal, found.source.text if found.source else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("client.pool.max_size = 5", "`client.pool.max_size = 5` is not of the form `set <word> = <value>`"),
        ("set client.pool.max_size", "`set client.pool.max_size` is not of the form `set <word> = <value>`"),
        ("set client.pool.max_sise = 5", "`client.pool.max_sise` does not exist; did you mean `max_size`?"),
        ("set client.library = 'x'", "`client.library` is not a setting, so there is no place to write it to"),
        ("set client.pool.max_size = 'x'", "`set client.pool.max_size = 'x'` gives a number a text"),
        (
            "set client.pool.max_lifetime = 5",
            "`set client.pool.max_lifetime = 5` gives a duration a number; write the unit, as in `10 * seconds`",
        ),
        ("set client.pool.max_size += 5", "`set client.pool.max_size += 5` adds to a number; `+=` is for lists"),
        ("set client.pool.max_size = client.pool.max_size + 1", "`client.pool.max_size + 1` is neither a literal nor a word"),
        ("set client.pool.max_size == 5", "not an expression: invalid syntax"),
    ],
    ids=lambda value: value[:40],
)
def test_what_does_not_fit_is_refused(text: str, expected: object) -> None:
    """The target must be a setting and the value of its type."""
    with pytest.raises(PredicateError) as error:
        compile_assignment(text, "route")

    assert expected == str(error.value)
