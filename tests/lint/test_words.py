"""The vocabulary that rule pages are checked against."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.facts.setting import Setting
from poolaudit.graph.client import Client
from poolaudit.graph.pooler import Pooler, PoolerFault
from poolaudit.graph.route import Route
from poolaudit.lint.predicate import compile_predicate
from poolaudit.lint.words import (
    DURATION,
    NUMBER,
    OPAQUE,
    SECRET,
    TEXT,
    TRUTH,
    Type,
    WordError,
    attributes,
    kind_of,
    kinds,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_kinds_follow_the_metadata_of_the_graph() -> None:
    """Each `on:` word leads to the field that holds its subjects and to their class."""
    expected = {"route": ("routes", Route), "client": ("clients", Client), "pooler_fault": ("pooler_faults", PoolerFault)}

    assert expected == {on: kinds()[on] for on in expected}


def test_a_subject_and_its_objects_are_names() -> None:
    """A check on a route may name the route and each graph object on it."""
    assert ["route", "client", "dsn", "endpoint", "pooler", "server", "workload"] == list(vocabulary("route").roots)


@pytest.mark.parametrize(
    ("on", "path", "expected"),
    [
        ("route", "client.max_connections", NUMBER),
        ("route", "client.idle_timeout", DURATION),
        ("route", "client.library", TEXT),
        ("route", "route.direct", TRUTH),
        ("route", "dsn.host", TEXT),
        ("route", "dsn.password", SECRET),
        ("route", "client.pool.arguments", OPAQUE),
        ("statement", "route.client.pool.max_size", NUMBER),
        ("pooler", "pooler.ignored_parameters", Type("list", TEXT)),
        ("pooler", "pooler.config", Type("PoolerConfig", cls=attributes(Pooler)["config"].type.cls)),
        ("pooler_fault", "pooler_fault.fatal", TRUTH),
        ("client", "client", Type("client", cls=Client)),
    ],
    ids=str,
)
def test_types_come_from_the_annotations(on: str, path: str, expected: object) -> None:
    """A word has the type of its field, whether it is a setting or not."""
    assert expected == vocabulary(on).word(tuple(path.split("."))).type


@pytest.mark.parametrize(
    ("on", "path", "expected"),
    [
        ("route", "client.max_conections", "`client.max_conections` does not exist; did you mean `max_connections`?"),
        ("route", "max_connections", "`max_connections` is not a name here; did you mean `client.max_connections`?"),
        ("route", "cleint.role", "`cleint` is not a name here; did you mean `client`?"),
        ("route", "client.span", "`client.span` is not for rules: the engine reads `span` itself"),
        ("route", "client.role.value", "`client.role` is a text and has no `value`"),
        ("route", "client._role", "`client._role` does not exist; did you mean `role`?"),
        ("route", "dsn.password._value", "`dsn.password` is a secret and has no `_value`"),
    ],
    ids=["misspelt", "root forgotten", "misspelt root", "engine's own", "inside a value", "private", "inside a secret"],
)
def test_an_unknown_word_is_refused_with_a_suggestion(on: str, path: str, expected: object) -> None:
    """The error names the word and what was probably meant."""
    with pytest.raises(WordError) as error:
        vocabulary(on).word(tuple(path.split(".")))

    assert expected == str(error.value)


def test_an_unknown_kind_is_refused_with_a_suggestion() -> None:
    """A misspelt `on:` names the nearest kind."""
    with pytest.raises(WordError) as error:
        vocabulary("rout")

    assert "nothing is called `rout`; did you mean `route`?" == str(error.value)


def test_a_word_reads_its_setting(make: Callable[..., Any]) -> None:
    """Reading gives the setting itself, with its origin."""
    setting = Setting.default(10, "max_size", "asyncpg 0.30")
    route = make(Route, client=make(Client, max_connections=setting))

    assert setting is vocabulary("route").word(("client", "max_connections")).read(route)


def test_a_word_behind_a_thing_that_does_not_exist_reads_none(make: Callable[..., Any]) -> None:
    """The words of a route without a pooler are None, and known to be able to be."""
    word = vocabulary("route").word(("pooler", "mode"))

    assert (None, True) == (word.read(make(Route)), word.nullable)


def test_a_path_goes_on_behind_an_optional_thing(make: Callable[..., Any]) -> None:
    """A thing that may be missing, and is there, is read through."""
    route = make(Route, pooler=make(Pooler, name="PgBouncer"))

    assert vocabulary("route").word(("pooler", "name")).read(route) == "PgBouncer"


def test_the_class_of_a_python_rule_has_a_kind() -> None:
    """`on=Route` means `on: route`."""
    assert kind_of(Route) == "route"


def test_a_class_that_is_no_subject_is_refused() -> None:
    """Rules cannot judge what the graph does not list."""
    with pytest.raises(WordError, match=r"^rules cannot judge Setting; they judge Route, Client, "):
        kind_of(Setting)


def test_every_annotation_of_every_subject_is_understood() -> None:
    """Only lists of things have no type of their own: a name that cannot be resolved would silently be no word."""
    unknown = {
        f"{cls.__name__}.{each.name}"
        for _, cls in kinds().values()
        for each in fields(cls)
        if each.name in attributes(cls) and attributes(cls)[each.name].type == OPAQUE and not str(each.type).startswith("tuple")
    }

    assert set() == unknown


def test_a_part_that_may_exist_is_unresolved(make: Callable[..., Any]) -> None:
    """A route of which nobody knows whether it is pooled says so for every word of its pooler."""
    predicate = compile_predicate("pooler.shares_connections", "route")
    unknown = make(Route, pooler=None, direct=Setting.unresolved("nothing sets DATABASE_URL"))
    straight = make(Route, pooler=None, direct=Setting.default(value=True))

    assert ("pooler.shares_connections: nothing sets DATABASE_URL",) == predicate.evaluate(unknown).missing
    assert () == predicate.evaluate(straight).missing
