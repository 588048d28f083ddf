"""Rules in Python, for users of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.graph.client import Client
from poolaudit.graph.topology import Graph
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.lint.judge import judge
from poolaudit.lint.rule import Violation, rule
from poolaudit.lint.words import WordError

if TYPE_CHECKING:
    from collections.abc import Callable


@rule("big-pool", on=Client, severity=Severity.ERROR, remedy="open fewer", sources=("https://example.org",))
def big_pool(client: Any) -> Any:
    """Ours has ten."""
    if client.max_connections.is_known and client.max_connections.value > 10:
        yield Violation(f"{client.library} opens {client.max_connections.value}", (client.max_connections,))


def test_a_generator_becomes_a_rule() -> None:
    """Name, kind, title and manual come from the decorator and the docstring."""
    assert ("big-pool", "big-pool", "python", "Big pool", "client") == (
        big_pool.name,
        big_pool.code,
        big_pool.family,
        big_pool.title,
        big_pool.checks[0].on,
    )
    assert ("Big pool", "Ours has ten.\n", ()) == (big_pool.manual.title, big_pool.manual.prose, big_pool.manual.cases)


def test_its_violations_are_findings(make: Callable[..., Any], at: Callable[..., Any]) -> None:
    """What it leaves open is the rule's; the settings become evidence."""
    client = make(Client, library="asyncpg", max_connections=30, span=at("app/db.py", 4), symbol="asyncpg.create_pool")
    (found,), undecided = judge(Graph(clients=(client, make(Client, max_connections=3))), [big_pool])

    assert ("big-pool", Severity.ERROR, Confidence.HIGH, "asyncpg opens 30") == (
        found.rule,
        found.severity,
        found.confidence,
        found.message,
    )
    assert (at("app/db.py", 4), "open fewer", ("max_connections = 30",)) == (
        found.span,
        found.remedy,
        tuple(step.text for step in found.evidence),
    )
    assert () == undecided


def test_a_violation_may_say_more_than_its_rule(make: Callable[..., Any], at: Callable[..., Any]) -> None:
    """Place, severity, confidence and remedy of a violation come before the rule's."""

    @rule("anything", on=Client, code="XX1")
    def anything(_client: Any) -> Any:
        yield Violation("m", (), Severity.INFO, Confidence.LOW, "do", at("other.py", 2))

    (found,), _ = judge(Graph(clients=(make(Client),)), [anything])

    assert ("XX1", Severity.INFO, Confidence.LOW, "do", at("other.py", 2)) == (
        found.code,
        found.severity,
        found.confidence,
        found.remedy,
        found.span,
    )


def test_a_rule_on_something_else_is_refused() -> None:
    """Only subjects of the graph can be judged."""
    with pytest.raises(WordError, match=r"^rules cannot judge Graph; they judge Route, "):
        rule("nothing", on=Graph)
