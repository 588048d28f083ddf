"""Statements that a pool runs on each new connection. In: a pool with its arguments. Out: `SqlUse` facts, in written order.

They change the session, and nobody undoes them: `connectionInitSql` of HikariCP and the like (`catalog.session_sql.INITIAL`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.session_sql import INITIAL
from poolaudit.facts.setting import Setting
from poolaudit.facts.sql_use import SqlUse

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool

_LONGEST = 20_000
"""Characters of statements that are looked at."""


def initial_statements(pool: ClientPool) -> tuple[SqlUse, ...]:
    """Each statement that is known; the place is that of the whole value."""
    found: list[SqlUse] = []
    for name, setting in pool.arguments:
        span, text = setting.span, setting.value
        if name not in INITIAL or span is None or not setting.is_known or not isinstance(text, str) or len(text) > _LONGEST:
            continue
        from poolaudit.extract.sql import classify  # noqa: PLC0415  # by the first pool that has one

        outside: Setting[bool] = Setting.written(False, span, "transaction")
        found += (
            SqlUse(each.kind, each.subject, span, outside, pool.scope, pool.module, pool.scope.assigned_to, name)
            for each in classify(text)
        )
    return tuple(found)
