"""Pools that Alembic's env.py opens by calling a function of the application, which needs nothing from it.

In: pools of such functions, `PoolCall`s. Out: the pool of the function once more, at the call: the migration has one of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.alembic_config import ENVIRONMENT
from poolaudit.graph.context import path_role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.pool_function import PoolCall


def migration_engines(pools: Iterable[ClientPool], calls: Iterable[PoolCall]) -> Iterator[ClientPool]:
    """One for each such call that means one function alone."""
    opened = [each for each in pools if each.scope.function and each.module]
    for call in calls:
        if call.span.path.rpartition("/")[2] != ENVIRONMENT or path_role(call.span.path) != "migration":
            continue
        found = [each for each in opened if _is(f"{each.module}.{each.scope.function}", call.callee)]
        if len({(each.module, each.scope.function) for each in found}) == 1:
            for pool in found:
                yield replace(pool, span=call.span, scope=call.scope, module=call.module, through=(pool.span, *pool.through))


def _is(name: str, callee: str) -> bool:
    """Whether a name is the callee's: in full, or seen from an import root further down."""
    return name == callee or ("." in callee and name.endswith(f".{callee}"))
