"""ProxySQL's query rules, followed for statements that tell what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

INSERT = "INSERT INTO {} ({}) VALUES ({});\n"
GROUPS = INSERT.format("mysql_replication_hostgroups", "writer_hostgroup, reader_hostgroup", "10, 20")
COLUMNS = "rule_id, active, match_digest, destination_hostgroup, apply, username, flagOUT, negate_match_pattern, re_modifiers"


def rules(*rows: str) -> dict[str, str]:
    """A file with rules, each with as many values as it needs."""
    filled = ((row + ", NULL" * (8 - row.count(","))) for row in rows)
    return {"init.sql": GROUPS + INSERT.format("mysql_query_rules", COLUMNS, "), (".join(filled))}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["1, 1, '^SELECT', 20, 1"], [True]),
        (["2, 1, '^SELECT', 20, 1", "1, 1, '^SELECT.*FOR UPDATE', 10, 1"], [False, False]),
        (["1, 1, '^SELECT.*FOR UPDATE', 10, 0", "2, 1, '^SELECT', 20, 0"], [False, True]),
        (["1, 1, '^SELECT', 20, 0", "2, 1, '.', 10, 1"], [False, False]),
        (["1, 0, '^SELECT.*FOR UPDATE', 10, 1", "2, 1, '^SELECT', 20, 1"], [True]),
        (["1, @on, '^SELECT.*FOR UPDATE', 10, 1", "2, 1, '^SELECT', 20, 1"], [False]),
        (["1, 1, '^SELECT.*FOR UPDATE', 10, @on", "2, 1, '^SELECT', 20, 1"], [False, False]),
        (["1, 1, '^SELECT', 20, 1, NULL, NULL, @on"], [False]),
        (["1, 1, '^select', 20, 1, NULL, NULL, 0, ''"], [False]),
        (["1, 1, '^INSERT', 20, 1, NULL, NULL, 1"], [True]),
        (["1, 1, '^SELECT', 20, 1, 'report'"], [False]),
        (["1, 1, '^SELECT', 20, 1, NULL, 5"], [False]),
        (["1, 1, '(S+)+E', 10, 1", "2, 1, '^SELECT', 20, 1"], [False, False]),
        (["1, 1, '^SELECT', 30, 1"], [False]),
    ],
    ids=[
        "every SELECT",
        "in order of numbers",
        "the last one without apply",
        "taken back",
        "not active",
        "perhaps active",
        "perhaps the last one",
        "perhaps negated",
        "case counts",
        "negated",
        "one user",
        "a chain",
        "a pattern that is not tried",
        "no reader",
    ],
)
def test_locking_reads(rows: list[str], expected: list[bool], graph_of: Callable[..., Graph]) -> None:
    """A locking read is followed through the active rules in order of their numbers, as ProxySQL does."""
    graph = graph_of(rules(*rows))

    assert expected == [each.sends_locking_reads_to_readers.value for each in graph.query_rules]


def test_nobody_says_who_reads(graph_of: Callable[..., Graph]) -> None:
    """Without pairs of hostgroups it is not known which are readers."""
    columns = "rule_id, active, match_digest, destination_hostgroup, apply"
    graph = graph_of({"init.sql": INSERT.format("mysql_query_rules", columns, "1, 1, '^SELECT', 20, 1")})

    assert ["nothing says which hostgroups are readers"] == [
        each.sends_locking_reads_to_readers.note for each in graph.query_rules
    ]


@pytest.mark.parametrize(
    ("user", "expected"),
    [("10, 0, 1", "app"), ("20, 0, 1", None), ("10, 1, 1", None), ("10, 0, 0", None)],
    ids=["split", "reads only", "kept together", "not active"],
)
def test_split_transactions(user: str, expected: str | None, graph_of: Callable[..., Graph]) -> None:
    """A user's transactions are split when nothing keeps them together and reads go elsewhere than writes."""
    users = INSERT.format("mysql_users", "username, default_hostgroup, transaction_persistent, active", f"'app', {user}")
    files = rules("1, 1, '^SELECT', 20, 1")
    graph = graph_of({"init.sql": users + files["init.sql"]})

    assert [expected] == [each.splits_transactions_of.value for each in graph.query_rules]


@pytest.mark.parametrize(
    ("pattern", "multiplex", "expected"),
    [("@", 2, True), ("^SELECT @@", 2, False), ("^SELECT", 1, False), ("^(SET|SELECT)", 2, True)],
    ids=["any variable", "system variables", "allowed where it is safe", "SET"],
)
def test_variables_of_the_session(pattern: str, multiplex: int, expected: bool, graph_of: Callable[..., Graph]) -> None:  # noqa: FBT001
    """Only multiplex = 2 shares a connection after a statement with a variable of the session."""
    row = INSERT.format("mysql_query_rules", "rule_id, active, match_digest, multiplex", f"1, 1, '{pattern}', {multiplex}")
    graph = graph_of({"init.sql": row})

    assert [expected] == [each.shares_user_variables.value for each in graph.query_rules]
