"""Functions of a repository that open a pool from their parameters, and the calls of them.

In: what readers of code find. Out: `PoolFunction` and `PoolCall`; together they are one client for each call.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.expression import CallResult, Reference, Unresolved, inside
from poolaudit.facts.function import put, unknown_parameter
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Collection

    from poolaudit.facts.client_pool import ClientPool, Scope
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_LARGEST = 300
"""Parts of a connection string, or of another argument, that is put together."""
_LARGEST_VALUE = 100
"""Parts of what a caller gives."""
Parameters = tuple[tuple[str, "Expression | None"], ...]


@dataclass(frozen=True, slots=True)
class PoolFunction:
    """A function, or a class, whose callers decide where a pool leads to or how large it is."""

    names: tuple[str, ...]
    """Dotted names by which others call it: `app.db.make_engine`, `app.db.Database`."""
    parameters: Parameters
    """In order with their defaults, each by the name of the `Reference` that stands for it: `app.db.make_engine(dsn)`; one that
    is declared to be a class of settings has an instance of it for a default."""
    deciding: tuple[str, ...]
    """Those of them that decide where the pool leads to, how large it is, or whether it names statements."""
    pool: ClientPool
    """What it opens, with such references in `dsn` and `lookups`."""
    span: Span
    rest: bool = False
    """Whether it takes further keywords, which may become arguments of the pool."""
    kept: str = ""
    """`module` where it keeps what it has opened in a name of its module, `arguments` where it gives the same for the same
    arguments again (`@lru_cache`); empty where each call opens anew."""


@dataclass(frozen=True, slots=True)
class PoolCall:
    """A call of something that is named like a `PoolFunction`. All text that it is given stands in `Secret`s."""

    callee: str
    """Dotted name with imports and aliases followed."""
    positional: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    complete: bool
    """False when `*args` or `**kwargs` hide arguments."""
    span: Span
    scope: Scope
    module: str
    outer: tuple[str, ...] = ()
    """Names of a function around it, or of a class, to whose parameters the arguments refer."""
    parameters: Parameters = ()
    """Those parameters, as `PoolFunction.parameters`."""
    kept: str = ""
    """What the function around it does with the result, as `PoolFunction.kept`."""
    when: Expression | None = None
    """A condition without which it is not called, as `ClientPool.when`."""


def given(function: PoolFunction, call: PoolCall) -> dict[str, Expression]:
    """What a call gives for each parameter of a function, by the parameter's reference.

    What is named takes no place of the others, wherever it stands: `Make(options, url: null, timeout)` of C#.
    """
    by_keyword = dict(call.keywords)
    positional = iter(call.positional)
    found: dict[str, Expression] = {}
    for name, default in function.parameters:
        value = by_keyword.get(_short(name)) or next(positional, None)
        if is_declared(default) and (value is None or isinstance(value, Unresolved)):
            value = default
        elif value is None:
            value = default if call.complete else Unresolved("some arguments of the call could not be read", call.span)
        found[name] = unknown_parameter(name, call.span) if value is None else value
    return found


def composed(function: PoolFunction, call: PoolCall) -> PoolFunction:
    """What a call opens, as the function around it does: `deciding` is empty where no caller of that one decides anything."""
    values = given(function, call)
    used = {name for each in function.deciding for name in references(values[each])}
    pool = replace(
        _filled(function.pool, values),
        span=call.span,
        scope=call.scope,
        module=call.module,
        through=(function.pool.span, *function.pool.through),
    )
    pool = replace(pool, when=_both(call.when, pool.when))
    further = [name for name, _ in call.keywords if all(_short(parameter) != name for parameter, _ in function.parameters)]
    if function.rest and (further or not call.complete):
        pool = _with_further(pool, further, call.span)
    deciding = tuple(name for name, _ in call.parameters if is_among(name, used))
    return PoolFunction(call.outer, call.parameters, deciding, pool, call.span, kept=call.kept)


def _both(one: Expression | None, other: Expression | None) -> Expression | None:
    """Two conditions as one that is affordable, else the second alone."""
    if one is None or other is None:
        return other if one is None else one
    joined = CallResult("and", (one, other), (), one.span)
    return other if isinstance(_affordable(joined, _LARGEST), Unresolved) else joined


def _with_further(pool: ClientPool, names: Collection[str], span: Span) -> ClientPool:
    """A pool that may also be given keywords which are none of the function's own parameters."""
    unknown: Setting[object] = Setting.unresolved("the function may hand on what its caller gives", span)
    arguments = tuple((name, replace(unknown, label=name) if name in names else value) for name, value in pool.arguments)
    lookups = tuple((name, value) for name, value in pool.lookups if name not in names)
    return replace(pool, arguments=arguments, lookups=lookups, complete=False)


def _short(parameter: str) -> str:
    return parameter.rpartition("(")[2].removesuffix(")")


def settled(function: PoolFunction) -> ClientPool:
    """What it opens when nobody is asked what its callers give."""
    values: dict[str, Expression] = {
        name: default if default is not None and is_declared(default) else unknown_parameter(name, function.span)
        for name, default in function.parameters
    }
    return _filled(function.pool, values)


def _filled(pool: ClientPool, values: dict[str, Expression]) -> ClientPool:
    """The pool with expressions in place of references."""
    small = {name: _affordable(value, _LARGEST_VALUE) for name, value in values.items()}

    def fill(expression: Expression) -> Expression:
        return _affordable(put(_affordable(expression, _LARGEST), small), _LARGEST)

    lookups = tuple((name, fill(value)) for name, value in pool.lookups)
    user = fill(pool.user) if pool.user is not None else None
    return replace(pool, dsn=fill(pool.dsn), user=user, lookups=lookups, when=fill(pool.when) if pool.when is not None else None)


def is_declared(default: Expression | None) -> bool:
    """Whether a parameter holds an instance of a class of settings, whoever calls: what it reads is the same for all."""
    if not isinstance(default, CallResult) or default.positional or default.keywords:
        return False
    last = default.callee.rpartition(".")[2]
    return last[:1].isupper() and ("settings" in last.lower() or "config" in last.lower())


def is_among(name: str, used: Collection[str]) -> bool:
    """Whether a parameter, or an attribute of it, is among references."""
    return any(each == name or each.startswith(f"{name}.") for each in used)


def references(expression: Expression) -> frozenset[str]:
    """Names of the references inside an expression."""
    return frozenset(each.name for each in inside(expression) if isinstance(each, Reference))


def _affordable(expression: Expression, most: int) -> Expression:
    """An expression, unless it is made of more parts than that: what is put together in rounds must not grow in each."""
    if sum(1 for _ in islice(inside(expression), most + 1)) <= most:
        return expression
    return Unresolved("a value of too many parts", expression.span)
