"""Sentences with words of the subject in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Seconds
from poolaudit.graph.client import Client
from poolaudit.graph.pooler import Pooler
from poolaudit.graph.route import Route
from poolaudit.lint.template import MAX_LENGTH, MAX_SHOWN, compile_template, shown
from poolaudit.lint.values import PredicateError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{client.library} opens {client.max_connections}", "asyncpg opens 10"),
        ("{ client.library }", "asyncpg"),
        ("closed after {client.idle_timeout}", "closed after 90 s"),
        ("{client.acquire_timeout} and {server.name}", "? and ?"),
        ("drops {pooler.ignored_parameters}", "drops a, b"),
        ("more than {options.limit}", "more than 7"),
        ("{{}} {{client.library}}", "{} {client.library}"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_words_are_shown_by_value(make: Callable[..., Any], text: str, expected: object) -> None:
    """A known word is shown as its value, an unknown one as `?`, doubled braces as braces."""
    client = make(
        Client, library="asyncpg", max_connections=10, idle_timeout=Seconds(90), acquire_timeout=Setting.unresolved("x")
    )
    route = make(Route, client=client, pooler=make(Pooler, ignored_parameters=("a", "b")))

    assert expected == compile_template(text, "route", {"limit": 7}).render(route)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("db\x1b[31m\nforged: line", "db�[31m�forged: line"),
        ("x" * 200, "x" * (MAX_SHOWN - 1) + "…"),
        (10**5000, "a very large number"),
        (2.5, "2.5"),
        (frozenset({"b", "a"}), "a, b"),
        (Setting.written(None, None), "?"),
        (True, "True"),
    ],
    ids=["control characters", "too long", "huge number", "fraction", "set", "None", "truth"],
)
def test_values_of_a_hostile_repository_stay_on_one_short_line(value: Any, expected: object) -> None:
    """Text is stripped of control characters and cut."""
    assert expected == shown(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{client.libary}", "`client.libary` does not exist; did you mean `library`?"),
        ("{client}", "`{client}` is a Client and cannot be shown; name one of its words"),
        ("{dsn.password}", "`{dsn.password}` is a secret and cannot be shown; name one of its words"),
        (
            "{client.pool.arguments}",
            "`{client.pool.arguments}` is a value of no single type and cannot be shown; name one of its words",
        ),
        ("{client.library!r}", "not an expression: invalid syntax"),
        ("{client.max_connections + 1}", "`client.max_connections + 1` is not a dotted word"),
        ("{options.max}", "`options.max` is not an option of this rule"),
        ("{minutes}", "`{minutes}` is no word; write it as text"),
        ("{client.library", "a `{` without its `}`; write `{{` for a brace"),
        ("client}", "a `}` without its `{`; write `}}` for a brace"),
        ("x" * (MAX_LENGTH + 1), f"longer than {MAX_LENGTH} characters"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_no_word_is_refused(text: str, expected: object) -> None:
    """Placeholders are checked when the page is read; a secret cannot be one."""
    with pytest.raises(PredicateError) as error:
        compile_template(text, "route")

    assert expected == str(error.value)
