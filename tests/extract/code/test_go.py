"""Go text in, the neutral shape out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

PATH = "internal/db/conn.go"
VALUES = {
    "text": ('package db\nconst x = "a\\tb"', "'a\\tb'"),
    "raw text": ("package db\nvar x = `a\\b`", "'a\\\\b'"),
    "sum": ('package db\nconst h = "h"\nvar x = "postgres://" + h', "'postgres://'~'h'"),
    "format": (
        ('package db\nimport "fmt"\nfunc f() { x := fmt.Sprintf("postgres://%s:%d/%v", "h", 5432, os.Getenv("D")) }'),
        "secret 'postgres://'~secret 'h'~secret ':'~5432~secret '/'~internal.db.os.Getenv('D')",
    ),
    "variable": ('package db\nimport "os"\nvar x = os.Getenv("DATABASE_URL")', "$DATABASE_URL|None"),
    "variable and whether it is set": ('package db\nimport "os"\nfunc f() { x, ok := os.LookupEnv("A") }', "$A|None"),
    "key of viper": (('package db\nimport "github.com/spf13/viper"\nvar x = viper.GetString("DB_URL")'), "$DB_URL|None"),
    "flag": (
        'package main\nimport ("flag"; "os")\nfunc f() { dsn := flag.String("dsn", os.Getenv("A"), ""); x := *dsn }',
        "$A|None",
    ),
    "flag with a default": (
        'package main\nimport "flag"\nfunc f() { x := flag.Int("max", 25, "") }',
        "?set by the flag `max`, 25 without it",
    ),
    "flag with an address": (
        'package main\nimport "acme.com/cobra"\nfunc f(c *cobra.C) { x := c.Flags().StringP("dsn", "d", "postgres://h/d", "") }',
        "?set by the flag `dsn`",
    ),
    "flag of a set": (
        'package main\nimport "flag"\nfunc f() { s := flag.NewFlagSet("a", 1); x := s.String("dsn", other(), "") }',
        "or(?set by the flag `dsn`, internal.db.other(), why=?set by the flag `dsn`)",
    ),
    "variable of a flag": (
        'package main\nimport ("flag"; "os")\nvar d string\nfunc f() { flag.StringVar(&d, "dsn", os.Getenv("A"), ""); x := d }',
        "$A|None",
    ),
    "method that is called like a flag": (
        'package main\nfunc f(a A) { x := a.String("b", "c") }',
        "internal.db.A().String('b', 'c')",
    ),
    "number": (('package db\nimport ("os"; "strconv")\nfunc f() { x, _ := strconv.Atoi(os.Getenv("N")) }'), "$N"),
    "struct": ('package db\nvar x = &Config{Max: 5, Inner: Inner{A: "a"}}', "{Max: 5, Inner: {A: 'a'}}"),
    "list by its name": ('package db\nimport "acme.com/v1"\nvar x = v1.VarArray{v1.Var{A: "a"}}', "[{A: 'a'}]"),
    "empty list by its name": ('package db\nimport "acme.com/v1"\nvar x = v1.VarArray{}', "[]"),
    "mapping": ('package db\nvar x = map[string]int{"a": 1}', "{a: 1}"),
    "list": ('package db\nvar x = []string{"a"}', "['a']"),
    "field of a struct in a tag": (
        ('package db\ntype C struct {\n\tx string `env:"DATABASE_URL,required" envDefault:"d"`\n}'),
        "$DATABASE_URL|'d'",
    ),
    "name of the same package": ("package db\nvar x = DSN", "<internal.db.DSN>"),
    "name of another package": (
        ('package db\nimport "github.com/acme/app/internal/config"\nvar x = config.DSN'),
        "<internal.config.DSN>",
    ),
    "name of the standard library": ('package db\nimport "time"\nvar x = time.Second', "<time.Second>"),
    "field of a parameter": (
        ('package db\nimport "github.com/acme/app/internal/config"\nfunc f(c *config.Config) { x := c.DSN }'),
        "<internal.config.Config().DSN>",
    ),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: str, code: Callable[..., CodeModule], render: Callable[[Expression], str]) -> None:
    """The last name of a text gets the value that Go gives it, as far as that is known without running it."""
    module = code("go", text, PATH)

    assert expected == render(module.assignments[-1].value)


CALLS = {
    "function called as a method that gives text": (
        'package db\nimport "acme.com/pulumi"\nfunc f() { g(pulumi.String("a")) }',
        ["internal.db.g(acme.com/pulumi.String('a')) in f", "acme.com/pulumi.String('a') in f"],
    ),
    "package": (
        ('package db\nimport "database/sql"\nfunc f() { db, err := sql.Open("postgres", dsn); db.SetMaxOpenConns(5) }'),
        ["db = database/sql.Open('postgres', <internal.db.dsn>) in f", "database/sql.Open().SetMaxOpenConns(5) in f"],
    ),
    "version in the path": (
        ('package db\nimport "github.com/jackc/pgx/v5/pgxpool"\nvar p, _ = pgxpool.New(ctx, "u")'),
        ["p = github.com/jackc/pgx/v5/pgxpool.New(<internal.db.ctx>, 'u')"],
    ),
    "alias": (
        ('package db\nimport pg "github.com/jackc/pgx/v5"\nfunc f() { pg.Connect(ctx, "u") }'),
        ["github.com/jackc/pgx/v5.Connect(<internal.db.ctx>, 'u') in f"],
    ),
    "field of the receiver": (
        ('package db\nimport "database/sql"\ntype S struct { db *sql.DB }\nfunc (s *S) Run(q string) { s.db.Exec("SET x") }'),
        ["database/sql.DB().Exec('SET x') in S.Run"],
    ),
    "transaction": (
        ('package db\nimport "database/sql"\nfunc f(db *sql.DB) { tx, _ := db.Begin(); tx.Exec("SET x") }'),
        ["tx = database/sql.DB().Begin() in f", "database/sql.DB().Begin().Exec('SET x') in f"],
    ),
    "function of the same package": ("package db\nfunc f() { Connect(1) }", ["internal.db.Connect(1) in f"]),
    "built-in": ("package db\nfunc f() { len(a) }", ["len(<internal.db.a>) in f"]),
    "spread": ("package db\nfunc f(a []int) { g(1, a...) }", ["internal.db.g(1, …) in f"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str], code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """Each call has its name with imports followed, its arguments, and the place where it stands."""
    assert expected == shown(code("go", text, PATH))


MODULES = {
    "folder": ("internal/db/conn.go", "package db", "internal.db"),
    "root": ("main.go", "package main", "main"),
}


@pytest.mark.parametrize(("path", "text", "expected"), MODULES.values(), ids=MODULES.keys())
def test_module(path: str, text: str, expected: str, code: Callable[..., CodeModule]) -> None:
    """A file is named as others name it."""
    assert expected == code("go", text, path).module
