"""Rules put to a graph."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.client import Client
from poolaudit.graph.pooler import Pooler
from poolaudit.graph.route import Route
from poolaudit.graph.topology import Graph
from poolaudit.lint.finding import Change, Confidence, Fix, Severity, Undecided
from poolaudit.lint.fingerprint import fingerprint
from poolaudit.lint.judge import judge
from poolaudit.lint.page import parse_page
from poolaudit.lint.rule import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = """\
code: XX101
title: T
on: {on}
message: "{message}"
severity: warning
remedy: "mend {{client.library}}"
{more}
sources: [https://example.org]
"""


def page(more: Any, *, on: str = "route", message: Any = "{client.library} in {route.environment}", name: str = "a-rule") -> Any:
    """A rule on routes."""
    return parse_page(f"---\n{HEAD.format(on=on, message=message, more=more)}---\n", name=name, family="x", shown="x.md")


BIG = page("when: client.max_connections > 10")


@pytest.fixture
def route(make: Callable[..., Any], at: Callable[..., Any]) -> Any:
    """A route of a client with thirty connections, at line 7."""
    client = make(Client, library="asyncpg", max_connections=Setting.written(30, at("app/db.py", 8), "max_size"))
    return make(Route, client=client, environment="production", span=at("app/db.py", 7), symbol="asyncpg.create_pool")


def test_a_true_condition_is_a_finding(route: Any, at: Callable[..., Any]) -> None:
    """A finding has the subject's place and symbol, and the page's words."""
    (found,), undecided = judge(Graph(routes=(route,)), [BIG])

    assert ("a-rule", "XX101", Severity.WARNING, Confidence.HIGH) == (found.rule, found.code, found.severity, found.confidence)
    assert ("asyncpg in production", "mend asyncpg", at("app/db.py", 7)) == (found.message, found.remedy, found.span)
    assert (fingerprint("a-rule", "app/db.py", "asyncpg.create_pool"), None) == (found.fingerprint, found.fix)
    assert () == undecided


def test_evidence_is_the_trail_and_then_what_decided(route: Any, at: Callable[..., Any]) -> None:
    """Each step stands once; a default has no place."""
    step = Evidence(at(".env", 2), Origin.WRITTEN, "DATABASE_URL")
    written = Evidence(at("app/db.py", 8), Origin.WRITTEN, "max_size = 30")
    assert route.client.max_connections.evidence() == (written,)
    overflow = Setting.default(5, "max_overflow", "SQLAlchemy 2").because_of(step)
    route = replace(route, trail=(step, written), client=replace(route.client, min_connections=overflow))
    (found,), _ = judge(Graph(routes=(route,)), [page("when: client.max_connections > 10 and client.min_connections == 5")])

    assert (step, written, Evidence(None, Origin.DEFAULT, "max_overflow = 5 (SQLAlchemy 2)")) == found.evidence


@pytest.mark.parametrize(
    ("more", "expected"), [("", Confidence.MEDIUM), ("confidence: low\n", Confidence.LOW)], ids=["high", "low"]
)
def test_an_assumed_setting_lowers_confidence(route: Any, more: Any, expected: object) -> None:
    """What rests on an unpinned version is not sure."""
    client = replace(route.client, max_connections=Setting.default(100, "max_size", "version 1", assumed=True))
    (found,), _ = judge(Graph(routes=(replace(route, client=client),)), [page(f"{more}when: client.max_connections > 10")])

    assert expected == found.confidence


def test_an_unknown_condition_is_undecided(route: Any, at: Callable[..., Any]) -> None:
    """Nothing fires by ignorance; the missing fact is told once for each place."""
    unknown = replace(route, client=replace(route.client, max_connections=Setting.unresolved("read from a vault")))

    assert ((), (Undecided("a-rule", "XX101", at("app/db.py", 7), ("client.max_connections: read from a vault",)),)) == judge(
        Graph(routes=(unknown, replace(unknown, environment="test"))), [BIG]
    )


def test_a_thing_that_does_not_exist_leaves_nothing_undecided(route: Any) -> None:
    """A route without a pooler has nothing to learn about poolers."""
    assert ((), ()) == judge(Graph(routes=(route,)), [page("when: pooler.shares_connections")])


@pytest.mark.parametrize(
    ("context", "contexts", "expected"),
    [
        ("code", "", 1),
        ("test", "", 0),
        ("example", "", 0),
        ("example", "contexts: [code, example]\n", 1),
        ("code", "contexts: [docs]\n", 0),
    ],
)
def test_only_files_of_the_wanted_purpose_are_judged(route: Any, context: Any, contexts: Any, expected: object) -> None:
    """A rule looks at product code unless its page says otherwise."""
    route = replace(route, context=Setting.derived(context, "context", "its path"))
    found, _ = judge(Graph(routes=(route,)), [page(f"{contexts}when: client.max_connections > 10")])

    assert expected == len(found)


def test_equal_findings_of_several_routes_are_one(route: Any) -> None:
    """One client on two routes is one fault, as severe and as sure as the worst of them."""
    assumed = replace(route, client=replace(route.client, max_connections=Setting.default(99, "d", "n", assumed=True)))
    findings, _ = judge(Graph(routes=(assumed, route, route)), [BIG])

    assert [(Confidence.HIGH, ("max_size = 30",))] == [
        (each.confidence, tuple(step.text for step in each.evidence)) for each in findings
    ]


def test_different_messages_at_one_place_stay_apart(route: Any) -> None:
    """Two environments are two findings when their sentences differ, with fingerprints of their own."""
    findings, _ = judge(Graph(routes=(replace(route, environment="staging"), route)), [BIG])
    symbol = ("a-rule", "app/db.py", "asyncpg.create_pool")

    assert [("asyncpg in production", fingerprint(*symbol)), ("asyncpg in staging", fingerprint(*symbol, 1))] == [
        (each.message, each.fingerprint) for each in findings
    ]


def test_fingerprints_of_equal_places_follow_the_text(route: Any, at: Callable[..., Any]) -> None:
    """The second call of the same name is the second whichever is judged first; lines do not matter."""
    later = replace(route, span=at("app/db.py", 90))
    other = replace(route, span=at("app/other.py", 1))
    findings, _ = judge(Graph(routes=(later, other, route)), [BIG])
    symbol = "asyncpg.create_pool"

    assert [
        ("app/db.py", 7, fingerprint("a-rule", "app/db.py", symbol)),
        ("app/db.py", 90, fingerprint("a-rule", "app/db.py", symbol, 1)),
        ("app/other.py", 1, fingerprint("a-rule", "app/other.py", symbol)),
    ] == [(each.span.path, each.span.line, each.fingerprint) for each in findings]


CHECKS = page("""\
checks:
  - when: client.max_connections > 50
    severity: error
  - when: client.max_connections > 10
    severity: info
""")


@pytest.mark.parametrize(("connections", "expected"), [(60, [Severity.ERROR]), (20, [Severity.INFO]), (5, [])])
def test_an_earlier_check_silences_the_later_ones(route: Any, connections: Any, expected: object) -> None:
    """Checks are ordered from grave to mild; one place is reported once."""
    client = replace(route.client, max_connections=Setting.written(connections, route.span))
    findings, _ = judge(Graph(routes=(replace(route, client=client),)), [CHECKS])

    assert expected == [each.severity for each in findings]


def test_a_check_silences_its_own_place_only(route: Any, at: Callable[..., Any]) -> None:
    """Another place is judged by the later checks."""
    mild = replace(route, span=at("app/db.py", 20), client=replace(route.client, max_connections=Setting.written(20, route.span)))
    grave = replace(route, client=replace(route.client, max_connections=Setting.written(60, route.span)))
    findings, _ = judge(Graph(routes=(mild, grave)), [CHECKS])

    assert [(7, Severity.ERROR), (20, Severity.INFO)] == [(each.span.line, each.severity) for each in findings]


def test_a_doubt_about_a_place_that_fires_is_not_told(route: Any) -> None:
    """A finding says more than what is not known about it."""
    unsure = "  - when: client.max_lifetime > 1 * hours\n    severity: error\n"
    rule = page(f"checks:\n{unsure}  - when: client.max_connections > 10\n    severity: info\n")
    findings, undecided = judge(Graph(routes=(route,)), [rule])

    assert ([Severity.INFO], ()) == ([each.severity for each in findings], undecided)


def test_checks_may_judge_different_kinds(route: Any, make: Callable[..., Any], at: Callable[..., Any]) -> None:
    """A rule may look at routes and at poolers."""
    other = "  - on: pooler\n    when: pooler.max_prepared == 0\n    message: '{pooler.name}'\n    remedy: r\n"
    rule = page(f"checks:\n  - when: client.max_connections > 10\n{other}")
    pooler = make(Pooler, name="PgBouncer", max_prepared=0, span=at("pgbouncer.ini", 3))
    findings, _ = judge(Graph(routes=(route,), poolers=(pooler,)), [rule])

    assert ["asyncpg in production", "PgBouncer"] == [each.message for each in findings]


def test_findings_are_sorted_by_place_and_rule(route: Any, at: Callable[..., Any]) -> None:
    """The order does not depend on the order of the graph or of the rules."""
    routes = tuple(
        replace(route, span=at(path, line, column=column))
        for path, line, column in [("b.py", 1, 1), ("a.py", 2, 5), ("a.py", 2, 1)]
    )
    rules = [page("when: client.max_connections > 10", name=name) for name in ("b-rule", "a-rule")]
    findings, _ = judge(Graph(routes=routes), rules)

    assert [
        ("a.py", 1, "a-rule"),
        ("a.py", 1, "b-rule"),
        ("a.py", 5, "a-rule"),
        ("a.py", 5, "b-rule"),
        ("b.py", 1, "a-rule"),
        ("b.py", 1, "b-rule"),
    ] == [(each.span.path, each.span.column, each.rule) for each in findings]


def test_options_reach_their_rule(route: Any) -> None:
    """A user's option decides, by name or code; one that does not exist is refused."""
    rule = page("when: client.max_connections > options.limit\noptions:\n  limit: 100\n")
    graph = Graph(routes=(route,))

    assert [0, 1, 1] == [
        len(judge(graph, [rule], options=options)[0]) for options in ({}, {"a-rule": {"limit": 5}}, {"XX101": {"limit": 5}})
    ]
    with pytest.raises(OptionError):
        judge(graph, [rule], options={"a-rule": {"nope": 5}})


def test_edits_are_proposed_by_whoever_knows_how(route: Any) -> None:
    """The judge hands over what the page wants to set, and the subject."""
    fix = Fix("set max_size=10", (Change("argument", route.span, "10", "max_size"),))
    asked = []

    def propose(assignments: Any, subject: Any) -> Any:
        asked.append(([each.text for each in assignments], subject))
        return fix

    rule = page("when: client.max_connections > 10\nfix:\n  - set client.pool.max_size = 10\n")
    graph = Graph(routes=(route,))

    assert [fix] == [each.fix for each in judge(graph, [rule], propose=propose)[0]]
    assert [(["set client.pool.max_size = 10"], route)] == asked
    assert [None] == [each.fix for each in judge(graph, [BIG], propose=propose)[0]]
    assert [None] == [each.fix for each in judge(graph, [rule])[0]]
