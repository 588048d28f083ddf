"""Elixir text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "config/runtime.exs"
VALUES = {
    "text": ('x = "a\\tb"', "'a\\tb'"),
    "interpolated": ('h = "h"\nx = "postgres://#{h}/#{d}"', "'postgres://'~'h'~'/'~<d>"),
    "sum": ('x = "a" <> "b"', "'a'~'b'"),
    "atom": ("x = :a", "'a'"),
    "variable": ('x = System.get_env("A") || "d"', "$A|'d'"),
    "variable with a default": ('x = System.get_env("A", "d")', "$A|'d'"),
    "variable or an error": ('x = System.get_env("A") || raise "no"', "$A"),
    "variable that must be set": ('x = System.fetch_env!("A")', "$A"),
    "number of a variable": ('x = String.to_integer(System.get_env("N") || "10")', "$N|10"),
    "pipe": ('x = "N" |> System.get_env() |> String.to_integer()', "$N"),
    "keywords": ('x = [a: 1, b: "c"]', "{a: 1, b: 'c'}"),
    "mapping": ("x = %{a: 1}", "{a: 1}"),
    "attribute": ('defmodule A do\n  @url "u"\n  def f do\n    x = @url\n  end\nend', "'u'"),
    "assigned twice": ("a = 1\na = 2\nx = a", "?`a` is assigned 2 times"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that Elixir gives it, as far as that is known without running it."""
    module = code("elixir", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "keywords": ('Postgrex.start_link(hostname: "h", pool_size: 10)', ["Postgrex.start_link(hostname='h', pool_size=10)"]),
    "configuration": ('config :app, App.Repo, url: "u", pool_size: 5', ["config('app', <App.Repo>, url='u', pool_size=5)"]),
    "alias": ('alias Acme.Repo, as: R\nR.query!("SET x", [], timeout: 5)', ["Acme.Repo.query!('SET x', [], timeout=5)"]),
    "group of aliases": ("alias Acme.{Repo, Other}\nRepo.all(q)", ["Acme.Repo.all(<q>)"]),
    "function": (
        (
            "defmodule Acme.A do\n  def f(x \\\\ 1) do\n    {:ok, p} = Postgrex.start_link(a: 1)"
            '\n    Postgrex.query(p, "SET x", [])\n  end\nend'
        ),
        ["p = Postgrex.start_link(a=1) in Acme.A.f", "Postgrex.query(Postgrex.start_link(a=1), 'SET x', []) in Acme.A.f"],
    ),
    "transaction": (
        'Repo.transaction(fn -> query("LISTEN x") end)',
        ["Repo.transaction(?a function)", "query('LISTEN x') in <callback>"],
    ),
    "pipe": ('"SET x" |> Repo.query([])', ["Repo.query('SET x', [])"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("elixir", text, PATH))


STRINGS = {
    "transaction": ('Repo.transaction(fn -> query("LISTEN x") end)', [("'LISTEN x'", "query", "", True)]),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_strings(
    text: str,
    expected: list[tuple[str, str, str, bool | None]],
    code: Callable[..., CodeModule],
    render: Callable[[Expression], str],
) -> None:
    """A string knows the call that takes it, its receiver, and whether a transaction is open for sure."""
    found = code("elixir", text, PATH).strings

    assert expected == [(render(item.value), item.call, item.receiver, item.in_transaction) for item in found]
