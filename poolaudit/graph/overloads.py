"""Extension methods of C# of one name of which one hands on to another, and calls that hand on no connection string.

In: a `PoolFunction` and what its calls open. Out: the same without calls that open nothing of their own.
`AddDatabase(this IServiceCollection services, IConfiguration configuration)` takes the connection string out of the configuration
and calls `AddDatabase(this IServiceCollection services, string url)`: whoever hands the configuration on calls the former.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.expression import CallResult, Literal, Reference
from poolaudit.facts.pool_function import is_declared
from poolaudit.graph.pinned_version import library_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.pool_function import PoolFunction
    from poolaudit.facts.span import Span

_CONFIGURATION = ".Configuration"
"""Property of builders and hosts of .NET (https://learn.microsoft.com/aspnet/core/fundamentals/configuration/, 9.0)."""


def opens_nothing(pool: ClientPool) -> bool:
    """Whether a call gives no connection string to what opens a pool of its own only with one: `UseNpgsql(null)`.

    It takes the data source that is registered, or a connection that it is given later.
    """
    if not isinstance(pool.dsn, Literal) or pool.dsn.value is not None:
        return False
    library = library_named(pool.library)
    made = next((each for each in library.constructors if pool.call in each.callees), None) if library is not None else None
    return made is not None and bool(made.named_strings) and not set(made.needs).isdisjoint(made.dsn_keywords)


def handing_on(function: PoolFunction, made: Iterable[PoolFunction]) -> PoolFunction | None:
    """The call of an extension method by another one of its name, which those call that hand the configuration on."""
    if not function.names or not function.names[0].startswith("."):
        return None
    made = tuple(made)
    name = function.names[0].removeprefix(".")
    inner = [
        each
        for each in made
        if not each.deciding and each.span.path == function.span.path and each.pool.scope.function.rpartition(".")[2] == name
    ]
    others = any(_hands_configuration(each) for each in made if each not in inner)
    return inner[0] if len(inner) == 1 and others else None


def with_string(pool: ClientPool, handed: Mapping[Span, Expression]) -> ClientPool:
    """A pool with the connection string that a method in between takes out of the configuration; `handed` has it by opening."""
    found = next((handed[each] for each in reversed(pool.through) if each in handed), None)
    return replace(pool, dsn=found) if found is not None and _is_configuration(pool.dsn) else pool


def _hands_configuration(call: PoolFunction) -> bool:
    dsn = call.pool.dsn
    value = dict(call.parameters).get(dsn.name) if isinstance(dsn, Reference) else None
    return _is_configuration(dsn if value is None else value)


def _is_configuration(value: Expression) -> bool:
    if isinstance(value, Reference):
        return value.name.endswith(_CONFIGURATION)
    return isinstance(value, CallResult) and is_declared(value)
