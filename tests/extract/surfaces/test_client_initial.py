"""Statements that a pool runs on each new connection."""

from __future__ import annotations

import pytest

from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import Unresolved
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span

HERE = Span("application.yml", 10, 20, 2, 3, 2, 23)
UNKNOWN: Setting[object] = Setting.unresolved("set from a variable", HERE)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("connectionInitSql", "SET app.tenant = 'a'; SET ROLE reader", [("set", "app.tenant"), ("set-role", "role")]),
        ("connectionInitSql", "SELECT 1", []),
        ("connectionTestQuery", "SET app.tenant = 'a'", []),
        ("connectionInitSql", UNKNOWN, []),
        ("connectionInitSql", "SET x = 1;" * 5000, []),
    ],
    ids=["two settings", "no setting", "another parameter", "a variable", "far too long"],
)
def test_what_changes_the_session(name: str, value: object, expected: list[tuple[str, str]]) -> None:
    """Each statement of the parameter is one, at the place of its value, outside of a transaction."""
    given: Setting[object] = value if isinstance(value, Setting) else Setting.written(value, HERE, name)
    pool = ClientPool(
        library="hikaricp",
        kind="pool",
        span=HERE,
        call="spring.datasource",
        dsn=Unresolved("not given", HERE),
        arguments=((name, given),),
    )

    assert [(*each, HERE, False) for each in expected] == [
        (each.kind, each.subject, each.span, each.in_transaction.value) for each in settle(pool).initial
    ]
