"""Ruby text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "app/models/db.rb"
REPLACED = "may be replaced by a mapping that cannot be read"
VALUES = {
    "text": ('X = "a\\tb"', "'a\\tb'"),
    "plain text": ("X = 'a\\tb'", "'a\\\\tb'"),
    "interpolated": ('H = "h"\nX = "postgres://#{H}/#{db}"', "'postgres://'~'h'~'/'~<db>"),
    "symbol": ("X = :a", "'a'"),
    "variable": ('X = ENV["DATABASE_URL"]', "$DATABASE_URL|None"),
    "variable with a default": ('X = ENV.fetch("A", "d")', "$A|'d'"),
    "variable with a block": ('X = ENV.fetch("A") { "d" }', "$A|'d'"),
    "variable or": ('X = ENV["A"] || "d"', "$A|'d'"),
    "variable or an error": ('X = ENV["A"] || raise("no")', "$A"),
    "number of a variable": ('X = ENV.fetch("N", 5).to_i', "$N|5"),
    "hash": ('X = { a: 1, "b" => 2, :c => nil }', "{a: 1, b: 2, c: None}"),
    "hash with a spread": ("X = { a: 1, **o }", "{a: ?may be replaced by a mapping that cannot be read, …}"),
    "hash whose value has the name of its key": ('def f\n  url = ENV["A"]\n  x = { url: }\nend', "{url: $A|None}"),
    "hash over another": ("X = { a: 1 }.merge({ b: 2 })", "{a: 1, b: 2}"),
    "hash over another by keywords": ("A = { a: 1, c: 3 }\nX = A.compact.merge(a: 2)", "{c: 3, a: 2}"),
    "hash under one that is not known": (
        'def f\n  x = { a: ENV["A"], b: 1 }.merge(o)\nend',
        "{{a: or({0}, $A|None, why={0}), b: ?{1}, …}}".format(f"?set from the environment variable A, and {REPLACED}", REPLACED),
    ),
    "branches": (
        'def f\n  x = if ENV["A"]\n    "redis://a"\n  else\n    "redis://b"\n  end\nend',
        "if($A|None, secret 'redis://a', secret 'redis://b', why=?depends on a condition)",
    ),
    "branches that may give nothing": ('def f\n  x = if a\n    "redis://a"\n  end\nend', "?depends on a condition"),
    "name of another method": ("class A\n  def f\n    a = 1\n  end\n  def g\n    a = 2\n    b = a\n  end\nend", "2"),
    "here-document": ("X = <<~SQL\n  SET a\nSQL\n", "'  SET a\\n'"),
    "list": ("X = [1, 'a']", "[1, 'a']"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that Ruby gives it, as far as that is known without running it."""
    module = code("ruby", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "keywords": ('PG.connect(host: "h", "port" => 5)', ["PG.connect(host='h', port=5)"]),
    "scope": ('PG::Connection.new("u")', ["PG.Connection.new('u')"]),
    "command": (
        'ActiveRecord::Base.establish_connection adapter: "postgresql", pool: 5',
        ["ActiveRecord.Base.establish_connection(adapter='postgresql', pool=5)"],
    ),
    "instance variable": (
        ('class A\n  def initialize\n    @c = PG.connect("u")\n  end\n  def f\n    @c.exec("SET x")\n  end\nend'),
        ["@c = PG.connect('u') in A.initialize", "PG.connect().exec('SET x') in A.f"],
    ),
    "transaction": (
        'ActiveRecord::Base.transaction do\n  execute("SET LOCAL a = 1")\nend',
        ["ActiveRecord.Base.transaction(?a function)", "execute('SET LOCAL a = 1') in <callback>"],
    ),
    "here-document": ("execute(<<~SQL)\n  SET a\nSQL\n", ["execute('  SET a\\n')"]),
    "block": (
        "ConnectionPool.new(size: 5) { PG.connect }",
        ["ConnectionPool.new(?a function, size=5)", "PG.connect() in <callback>"],
    ),
    "spread": ("f(1, *a, **b)", ["f(1, …)"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("ruby", text, PATH))


STRINGS = {
    "transaction": ('ActiveRecord::Base.transaction do\n  execute("SET a")\nend', [("'SET a'", "execute", "", True)]),
    "here-document": ("conn.execute(<<~SQL.squish)\n  SET a\nSQL\n", [("'  SET a\\n'", "conn.execute", "conn", None)]),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_strings(
    text: str,
    expected: list[tuple[str, str, str, bool | None]],
    code: Callable[..., CodeModule],
    render: Callable[[Expression], str],
) -> None:
    """A string knows the call that takes it, its receiver, and whether a transaction is open for sure."""
    found = code("ruby", text, PATH).strings

    assert expected == [(render(item.value), item.call, item.receiver, item.in_transaction) for item in found]
