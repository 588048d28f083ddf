"""Graphs built by hand: every field of a dataclass that a test does not name is absent, empty or false."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.dsn import Dsn
from poolaudit.facts.expression import Unresolved
from poolaudit.facts.pooler import PoolerProblem
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span
from poolaudit.graph.client import Client
from poolaudit.graph.endpoint import Endpoint
from poolaudit.graph.route import Route

if TYPE_CHECKING:
    from collections.abc import Callable

_NESTED = {each.__name__: each for each in (Client, ClientPool, Dsn, Endpoint, PoolerProblem, Route)}
_EMPTY: dict[str, Any] = {"str": "", "bool": False, "int": 0}


def place(path: str = "app/db.py", line: int = 1, length: int = 4, column: int = 1) -> Span:
    """A span on one line; its offset follows from the line, so that it sorts as a real one."""
    offset = (line - 1) * 100 + column - 1
    return Span(path, offset, length, line, column, line, column + length)


def build(cls: type, **given: Any) -> Any:
    """An object of the graph with these fields; bare values of settings are taken as written at the start of `app/db.py`."""
    values: dict[str, Any] = {}
    for each in fields(cls):
        kind = str(each.type)
        if each.name in given:
            value = given.pop(each.name)
            bare = kind.startswith("Setting") and not isinstance(value, Setting)
            values[each.name] = Setting.written(value, place(), each.name) if bare else value
        elif each.name == "context":
            values[each.name] = Setting.derived("code", "context", "a test")
        elif each.default is MISSING and each.default_factory is MISSING:
            values[each.name] = _empty(kind)
    assert given == {}, f"{cls.__name__} has no {', '.join(given)}"
    return cls(**values)


def _empty(kind: str) -> Any:
    if kind.startswith("Setting"):
        return Setting.absent()
    if kind.endswith("| None"):
        return None
    if kind.startswith("tuple"):
        return ()
    if kind == "Span":
        return place()
    if kind == "Expression":
        return Unresolved("a test", place())
    return build(_NESTED[kind]) if kind in _NESTED else _EMPTY[kind]


@pytest.fixture
def make() -> Callable[..., Any]:
    """`make(Client, library="asyncpg", max_connections=10)`."""
    return build


@pytest.fixture
def at() -> Callable[..., Span]:
    """`at("app/db.py", 7)`."""
    return place


@pytest.fixture(scope="session")
def make_once() -> Callable[..., Any]:
    """`make` for property tests, which share one fixture over all examples."""
    return build
