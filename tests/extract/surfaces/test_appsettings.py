"""Connection strings of ASP.NET Core's settings become names and pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.appsettings import SURFACE, environment_of
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Literal, Unresolved
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin

if TYPE_CHECKING:
    from poolaudit.facts.dsn import Dsn


def _facts(text: str, path: str = "src/appsettings.json") -> tuple[Source, list[NamedValue | ClientPool | Dsn]]:
    source = Source(path, text)
    return source, list(SURFACE.extract(source, read(source)))  # type: ignore[arg-type]


_STRING = "Host=db;Port=6432;Database=shop;Username=app;Password=s3cr3t;Maximum Pool Size=20;Timeout=5;No Reset On Close=true"


def test_a_pool_of_npgsql() -> None:
    """What the string says about the pool is read by Npgsql's names; the password shows nowhere."""
    source, (named, pool) = _facts(f'{{"ConnectionStrings": {{"Shop": "{_STRING}"}}}}', "src/appsettings.Production.json")
    assert isinstance(named, NamedValue)
    assert isinstance(named.value, Literal)
    assert isinstance(pool, ClientPool)

    assert ("ConnectionStrings.Shop", Secret(_STRING), "Production") == (named.name, named.value.value, named.environment)
    assert ("npgsql", "pool", "ConnectionStrings['Shop']", "npgsql", "Production", True) == (
        pool.library,
        pool.kind,
        pool.call,
        pool.driver,
        pool.environment,
        pool.from_settings,
    )
    assert [(20, "20", Origin.WRITTEN), (5.0, "5", Origin.WRITTEN), (300.0, None, Origin.DEFAULT)] == [
        (each.value, source.at(each.span) if each.span else None, each.origin)
        for each in (pool.max_size, pool.acquire_timeout, pool.idle_timeout)
    ]
    assert "s3cr3t" not in repr(pool) + repr(named)


def test_a_variable_beats_the_file() -> None:
    """The pool's string is that of the variable, where one is set; Azure App Service has names of its own."""
    _, (_, pool) = _facts(f'{{"ConnectionStrings": {{"Shop": "{_STRING}"}}}}')
    assert isinstance(pool, ClientPool)
    assert isinstance(pool.dsn, EnvLookup)

    assert ("ConnectionStrings__Shop", "CUSTOMCONNSTR_Shop", "POSTGRESQLCONNSTR_Shop") == pool.dsn.names[:3]
    assert (True, True) == (pool.dsn.ignore_case, pool.dsn.overrides)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("Main", "Server=tcp:x,1433;Initial Catalog=a;User ID=b;Password=c", "sqlserver", id="SQL Server"),
        pytest.param("Main", "Server=localhost;Port=3306;Database=a;User=b;Password=c", "mysql", id="MySQL by port"),
        pytest.param("MySqlMain", "Host=localhost;Database=a;User=b;Password=c", "mysql", id="MySQL by name"),
        pytest.param("Main", "Server=x;Database=a;User Id=b;Password=c", "", id="unknown"),
        pytest.param("Postgres", "Server=x;Database=a;User Id=b;Password=c", "npgsql", id="Npgsql by name"),
        pytest.param("Main", "Host=x;Database=a;Username=b", "npgsql", id="Npgsql by keyword"),
        pytest.param("Main", "Server=x;Port=5432;Database=a;User Id=b", "npgsql", id="Npgsql by port"),
    ],
)
def test_whose_string_it_is(name: str, text: str, expected: str) -> None:
    """Only a string that is surely Npgsql's is a pool of Npgsql; the others are connection strings or pools of theirs."""
    _, facts = _facts(f'{{"ConnectionStrings": {{"{name}": "{text}"}}}}')
    libraries = [each.library for each in facts if isinstance(each, ClientPool)]

    assert (expected == "npgsql") == (libraries == ["npgsql"])
    assert ["NamedValue"] == [type(each).__name__ for each in facts if isinstance(each, NamedValue)]
    assert 2 == len(facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('{"ConnectionStrings": {"A": ""}}', [], id="empty"),
        pytest.param('{"ConnectionStrings": {"A": "Data Source=x.db"}}', ["ConnectionStrings.A"], id="file"),
        pytest.param('{"Database": {"Url": "postgres://a:b@c/d"}}', ["Database.Url"], id="another section"),
        pytest.param('{"Database:Url": "postgres://a:b@c/d"}', ["Database.Url"], id="flat keys"),
        pytest.param('{"Logging": {"Level": "Host of things"}}', [], id="other text"),
    ],
)
def test_which_settings_are_named(text: str, expected: list[str]) -> None:
    """Entries of `ConnectionStrings` and other values that look like connection strings have a name."""
    _, facts = _facts(text)

    assert expected == [each.name for each in facts if isinstance(each, NamedValue)]
    assert not [each for each in facts if isinstance(each, ClientPool)]


def test_a_token_of_a_pipeline() -> None:
    """What a release pipeline replaces is not known."""
    _, (named,) = _facts('{"ConnectionStrings": {"A": "#{Db}#"}}')
    assert isinstance(named, NamedValue)
    assert isinstance(named.value, Unresolved)

    assert "a deployment replaces it" == named.value.why


@pytest.mark.parametrize(
    ("path", "environment"),
    [
        ("appsettings.json", ""),
        ("a/b/appsettings.Development.json", "Development"),
        ("secrets.json", ""),
        ("local.settings.json", ""),
    ],
)
def test_environment_of_a_file(path: str, environment: str) -> None:
    """The middle of the name is the environment."""
    assert environment == environment_of(path)


def test_the_connection_string_of_options_opens_a_pool() -> None:
    """A section with a `ConnectionString` of Npgsql's is bound to a class of options, and code opens a pool with it."""
    text = (
        '{"Shop": {"ConnectionString": "Server=db;Port=5432;Database=shop;User Id=app;Maximum Pool Size=7"}, '
        '"Queue": {"ConnectionString": "amqp://a@b"}, "Other": {"ConnectionString": "Server=sql;Initial Catalog=x"}, '
        '"Store": {"Provider": "POSTGRESQL", "ConnectionString": "Server=db;Database=x"}}'
    )
    _, found = _facts(text, "src/Api/appsettings.docker.json")
    pools = [each for each in found if isinstance(each, ClientPool)]

    assert [
        ("ConnectionString['Shop']", ("Shop__ConnectionString",), 7, "docker"),
        ("ConnectionString['Store']", ("Store__ConnectionString",), 100, "docker"),
    ] == [
        (each.call, each.dsn.names if isinstance(each.dsn, EnvLookup) else (), each.max_size.value, each.environment)
        for each in pools
    ]
    assert ["Shop.ConnectionString", "Other.ConnectionString", "Store.ConnectionString"] == [
        each.name for each in found if isinstance(each, NamedValue)
    ]
