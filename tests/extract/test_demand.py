"""Modules that facts ask for."""

from __future__ import annotations

from poolaudit.extract.demand import Demand
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, Expression, Joined, Reference
from poolaudit.facts.name import NamedValue
from poolaudit.facts.span import Span

PATHS = ("app/__init__.py", "app/config.py", "app/core/__init__.py", "app/core/settings.py", "app/db.py", "web/config.ts")


def _at(path: str) -> Span:
    return Span(path, 0, 0, 1, 1, 1, 1)


def _pool(dsn: Expression, **more: object) -> ClientPool:
    return ClientPool("asyncpg", "pool", _at("app/db.py"), "asyncpg.create_pool", dsn, **more)  # type: ignore[arg-type]  # fields


def _named(name: str, value: Expression, path: str) -> NamedValue:
    return NamedValue(name, value, _at(path))


def _reference(name: str) -> Reference:
    return Reference(name, _at("app/db.py"))


def test_module_and_its_packages() -> None:
    """A dotted name asks for its module and for the packages around it, which may hand it on."""
    assert ["app/__init__.py", "app/config.py"] == Demand(PATHS).files([_pool(_reference("app.config.URL"))])


def test_name_below_the_root() -> None:
    """A name is found below whatever folder its import root is."""
    demand = Demand(("backend/app/config.py", "backend/other/config.py"))

    assert ["backend/app/config.py"] == demand.files([_pool(_reference("app.config.settings.url"))])


def test_argument_that_is_looked_up() -> None:
    """A pool size that another module defines asks for that module."""
    pool = _pool(Joined((), _at("app/db.py")), lookups=(("max_size", _reference("app.config.SIZE")),))

    assert ["app/__init__.py", "app/config.py"] == Demand(PATHS).files([pool])


def test_chain_over_a_package() -> None:
    """What a package hands on is asked for in the next round, and nothing twice."""
    demand = Demand(PATHS)
    first = demand.files([_pool(_reference("app.core.settings.url"))])
    handed = _named(
        "app.core.settings", CallResult("app.config.Settings", (), (), _at("app/core/settings.py")), "app/core/__init__.py"
    )
    second = demand.files([handed])

    assert (["app/__init__.py", "app/core/__init__.py", "app/core/settings.py"], ["app/config.py"]) == (first, second)


def test_names_nobody_asked_for() -> None:
    """A name that a module happens to define leads nowhere while nobody uses it."""
    demand = Demand(PATHS)
    demand.files([_pool(_reference("app.core.URL"))])

    assert [] == demand.files([_named("app.core.OTHER", _reference("app.config.OTHER"), "app/core/__init__.py")])


def test_file_that_is_known() -> None:
    """A module whose names were read with the first pass is not given again."""
    demand = Demand(PATHS)
    demand.taken("app/config.py")

    assert ["app/__init__.py"] == demand.files([_pool(_reference("app.config.URL"))])


def test_cycle() -> None:
    """Names that stand for each other end."""
    demand = Demand(PATHS)
    demand.files([_pool(_reference("app.config.A"))])
    cycle = [
        _named("app.config.A", _reference("app.config.B"), "app/config.py"),
        _named("app.config.B", _reference("app.config.A"), "app/config.py"),
        _named("app.config", _reference("app.config.app.config"), "app/config.py"),
    ]

    assert [] == demand.files(cycle)


def test_module_of_typescript() -> None:
    """A TypeScript module is found by its path, a folder by its index."""
    pool = ClientPool("pg", "pool", _at("web/db.ts"), "new Pool", _reference("web.config.url"))
    other = ClientPool("pg", "pool", _at("web/db.ts"), "new Pool", _reference("lib.env.url"))

    assert ["lib/env/index.ts", "web/config.ts"] == Demand((*PATHS, "lib/env/index.ts")).files([pool, other])


def test_other_languages() -> None:
    """A name that a file of a language with packages uses asks for nothing."""
    pool = ClientPool("pgx", "pool", _at("web/db.go"), "pgxpool.New", _reference("app.config.URL"))

    assert [] == Demand(PATHS).files([pool])
