"""Functions and classes of a module that open a pool from their parameters.

In: a constructor call whose arguments are parameters of what stands around it. Out: `PoolFunction`s, for those parameters that
decide where the pool leads to, how large it is, or whether it names statements. A function that merely lets its callers name
the program or choose a timeout opens the same pool for all of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.code.shape import Call
from poolaudit.extract.surfaces.client_arguments import arguments_of
from poolaudit.extract.surfaces.client_calls import pool_of
from poolaudit.extract.surfaces.client_forms import gather
from poolaudit.extract.surfaces.pool_calls import hidden, kept
from poolaudit.facts.pool_function import PoolFunction, is_among, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Client, Constructor
    from poolaudit.extract.code.shape import Outer
    from poolaudit.extract.surfaces.client_forms import Surroundings
    from poolaudit.facts.client_pool import ClientPool

DECIDING = frozenset(
    {"max_size", "max_overflow", "min_size", "unlimited", "pooling", "statement_cache", "dialect_cache", "prepare_threshold"}
)
"""Settings that make one pool another one."""


def functions(
    call: Call, client: Client, constructor: Constructor, around: Surroundings | None, *, module: str
) -> Iterator[PoolFunction]:
    """The function around a call, the class around it, or none; `around` is the module, except for Python."""
    for outer in call.outers or _by_setters(call, constructor, around):
        seen = Call(call.callee, outer.arguments, call.span, call.scope, outer.complete, when=outer.when)
        arguments = arguments_of(seen, constructor) if around is None else gather(seen, constructor, around, outer.names)
        pool = pool_of(seen, client, constructor, arguments, module=module)
        deciding = _deciding(pool, constructor, outer) if pool is not None else ()
        if pool is not None and deciding:
            yield PoolFunction(outer.names, hidden(outer.parameters), deciding, pool, call.span, outer.rest, kept(call, outer))


def _by_setters(call: Call, constructor: Constructor, around: Surroundings | None) -> tuple[Outer, ...]:
    """The function whose parameters reach only what is set on the result: `config.setJdbcUrl(url)`."""
    steps = around.steps(call, constructor) if around is not None and constructor.setters else []
    found = next((outer for step in steps for outer in step.outers), None)
    return (replace(found, arguments=call.arguments, complete=call.complete),) if found is not None else ()


def _deciding(pool: ClientPool, constructor: Constructor, outer: Outer) -> tuple[str, ...]:
    named = {parameter.name for parameter in constructor.parameters if parameter.field in DECIDING} | {constructor.pool_class}
    used = {*references(pool.dsn)}
    for name, value in pool.lookups:
        if name in named:
            used |= references(value)
    return tuple(name for name, _ in outer.parameters if is_among(name, used))
