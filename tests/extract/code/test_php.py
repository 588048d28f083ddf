"""PHP text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "config/database.php"
VALUES = {
    "text": ("<?php $x = 'a';", "'a'"),
    "interpolated": (
        "<?php const H = 'h'; $h = 'h'; $x = \"pgsql:host={$h};dbname=$db\";",
        "'pgsql:host='~'h'~';dbname='~?`$db` is not known here",
    ),
    "sum": ("<?php $x = 'a' . 'b';", "'a'~'b'"),
    "format": ("<?php $x = sprintf('pgsql:host=%s;port=%d', 'h', 5432);", "'pgsql:host='~'h'~';port='~5432"),
    "variable": ("<?php $x = $_ENV['A'] ?? 'd';", "$A|'d'"),
    "variable by function": ("<?php $x = getenv('A') ?: 'd';", "$A|'d'"),
    "variable of Laravel": ("<?php $x = env('DB_HOST', '127.0.0.1');", "$DB_HOST|'127.0.0.1'"),
    "number": ("<?php $x = (int) getenv('N');", "$N|None"),
    "array": ("<?php $x = ['a' => 1, 'b' => [true, null]];", "{a: 1, b: [True, None]}"),
    "constants as keys": ("<?php $x = [PDO::ATTR_PERSISTENT => true];", "{PDO::ATTR_PERSISTENT: True}"),
    "here-document": ("<?php $x = <<<SQL\nSET a\nSQL;", "'SET a'"),
    "class constant": ("<?php class A { const D = 'd'; function f() { $x = self::D; } }", "'d'"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that PHP gives it, as far as that is known without running it."""
    module = code("php", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "construction": (
        ("<?php $p = new PDO('pgsql:host=h', 'u', 'p', [PDO::ATTR_PERSISTENT => true]);"),
        ["$p = PDO('pgsql:host=h', 'u', 'p', {PDO::ATTR_PERSISTENT: True})"],
    ),
    "use": (
        "<?php use Illuminate\\Support\\Facades\\DB; DB::statement('SET x');",
        ["Illuminate.Support.Facades.DB.statement('SET x')"],
    ),
    "group of uses": (
        ("<?php use Doctrine\\DBAL\\{DriverManager as M}; M::getConnection(['url' => 'u']);"),
        ["Doctrine.DBAL.DriverManager.getConnection({url: 'u'})"],
    ),
    "property": (
        ("<?php class A { function __construct(private PDO $p) {} function f() { $this->p->exec('SET x'); } }"),
        ["PDO().exec('SET x') in A.f"],
    ),
    "named arguments": ("<?php f(a: 1, b: 2);", ["f(a=1, b=2)"]),
    "spread": ("<?php f(1, ...$r);", ["f(1, …)"]),
    "transaction": (
        ("<?php use Illuminate\\Support\\Facades\\DB; DB::transaction(function () { DB::statement('SET x'); });"),
        [
            "Illuminate.Support.Facades.DB.transaction(?a function)",
            "Illuminate.Support.Facades.DB.statement('SET x') in <callback>",
        ],
    ),
    "global class in a namespace": ("<?php namespace App; $p = new \\PDO('u');", ["$p = PDO('u')"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("php", text, PATH))


MODULES = {
    "path": ("config/database.php", "<?php return [];", "config.database"),
    "namespace": ("src/A.php", "<?php namespace App\\Db; class A {}", "App.Db"),
}


@pytest.mark.parametrize(("path", "text", "expected"), MODULES.values(), ids=MODULES.keys())
def test_module(path: str, text: str, expected: str, code: Callable[..., CodeModule]) -> None:
    """A file is named as others name it."""
    assert expected == code("php", text, path).module


STRINGS = {
    "transaction": (
        ("<?php use Illuminate\\Support\\Facades\\DB; DB::transaction(function () { DB::statement('SET x'); });"),
        [("'SET x'", "Illuminate.Support.Facades.DB.statement", "DB", True)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_strings(
    text: str,
    expected: list[tuple[str, str, str, bool | None]],
    code: Callable[..., CodeModule],
    render: Callable[[Expression], str],
) -> None:
    """A string knows the call that takes it, its receiver, and whether a transaction is open for sure."""
    found = code("php", text, PATH).strings

    assert expected == [(render(item.value), item.call, item.receiver, item.in_transaction) for item in found]
