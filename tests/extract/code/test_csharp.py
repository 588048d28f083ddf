"""C# text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "src/Db/Repo.cs"
VALUES = {
    "text": ('class A { string x = "a\\tb"; }', "'a\\tb'"),
    "verbatim": ('class A { string x = @"a""b\\c"; }', "'a\"b\\\\c'"),
    "raw": ('class A { string x = """a"b"""; }', "'a\"b'"),
    "interpolated": ('class A { const string H = "h"; string x = $"Host={H};Port={p}"; }', "'Host='~'h'~';Port='~<p>"),
    "sum": ('class A { string x = "Host=" + "h"; }', "'Host='~'h'"),
    "format": ('class A { string x = string.Format("Host={0};Port={1}", "h", 5432); }', "'Host='~'h'~';Port='~5432"),
    "variable": ('class A { string x = Environment.GetEnvironmentVariable("A") ?? "d"; }', "$A|'d'"),
    "variable or an error": (
        ('class A { string x = Environment.GetEnvironmentVariable("A") ?? throw new Exception("no"); }'),
        "$A",
    ),
    "connection string": (
        'var x = builder.Configuration.GetConnectionString("Default");',
        "$ConnectionStrings:Default,ConnectionStrings__Default*|None",
    ),
    "configuration": ('var x = builder.Configuration["Db:Url"];', "$Db:Url,Db__Url*|None"),
    "configuration of a field": (
        ('class A { IConfiguration _configuration; void f() { var x = _configuration["Db:Url"]!; } }'),
        "$Db:Url,Db__Url*|None",
    ),
    "number of text": ('class A { int x = int.Parse("5"); }', "5"),
    "collection": ("var x = new[] { 1 };", "[1]"),
    "property": (("class A { public int Size { get; set; } = 5; void f() { var x = Size; } }"), "5"),
    "decimal number": ("var x = 1.5m;", "1.5"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that C# gives it, as far as that is known without running it."""
    module = code("csharp", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "using": (
        "using Npgsql;\nawait using var c = new NpgsqlConnection(cs);\nc.Open();",
        ["c = with Npgsql.NpgsqlConnection(<cs>)", "Npgsql.NpgsqlConnection().Open()"],
    ),
    "type that no catalog knows": ("using Npgsql;\nvar c = new Thing(1);", ["c = Thing(1)"]),
    "static method": (
        'using Npgsql;\nvar s = NpgsqlDataSource.Create("Host=h");',
        ["s = Npgsql.NpgsqlDataSource.Create('Host=h')"],
    ),
    "initialiser": (
        ('var b = new NpgsqlConnectionStringBuilder(cs) { Pooling = false, ["Max Pool Size"] = 5 };'),
        [("b = NpgsqlConnectionStringBuilder(<cs>, Pooling=False, Max Pool Size=5)")],
    ),
    "declared type": ('using Npgsql;\nNpgsqlConnection c = new("Host=h");', ["c = Npgsql.NpgsqlConnection('Host=h')"]),
    "alias": ("using Db = Acme.Data;\nDb.Open(1);", ["Acme.Data.Open(1)"]),
    "type arguments": (
        'services.AddDbContext<Ctx>(o => o.UseNpgsql("Host=h"));',
        ["services.AddDbContext(?a function)", "?.UseNpgsql('Host=h') in <callback>"],
    ),
    "named arguments": (
        ('using Npgsql;\nvoid F(NpgsqlConnection c) { c.Execute(sql: "SET x", timeout: 3); }'),
        ["Npgsql.NpgsqlConnection().Execute(sql='SET x', timeout=3) in F"],
    ),
    "conditional": (
        "using Npgsql;\nclass A { NpgsqlConnection c; void F() { c?.Open(); } }",
        ["Npgsql.NpgsqlConnection().Open() in A.F"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("csharp", text, PATH))


MODULES = {
    "namespace": ("A.cs", "namespace Acme.Db { class A {} }", "Acme.Db"),
    "namespace of the file": ("A.cs", "namespace Acme.Db;\nclass A {}", "Acme.Db"),
}


@pytest.mark.parametrize(("path", "text", "expected"), MODULES.values(), ids=MODULES.keys())
def test_module(path: str, text: str, expected: str, code: Callable[..., CodeModule]) -> None:
    """A file is named as others name it."""
    assert expected == code("csharp", text, path).module
