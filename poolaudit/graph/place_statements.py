"""Puts each SQL statement on the route that it surely takes.

In: `SqlUse` facts and routes. Out: `Statement`s. A statement takes the route of the client object that runs it; where that object
is not known, it is placed only if every PostgreSQL route of the code around it behaves alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.path_roles import SETTINGS_FOLDER
from poolaudit.catalog.session_sql import (
    AT_CONNECT,
    AUTOCOMMIT_LANGUAGES,
    EMPTY_BY_DEFAULT,
    EXTENSION_PREFIXES,
    VISIBILITY_PARAMETERS,
)
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of, path_role
from poolaudit.graph.statement import Statement
from poolaudit.graph.statement_words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.sql_use import SqlUse
    from poolaudit.graph.route import Route

_SETS = frozenset({"set", "set-config", "set-role"})
_ENGINE = "postgresql"


def place_statements(uses: Iterable[SqlUse], routes: tuple[Route, ...]) -> tuple[Statement, ...]:
    """One statement for each use and environment in which its route is known."""
    by_environment: dict[str, list[Route]] = {}
    for route in routes:
        if route.client.engine in ("", _ENGINE):
            by_environment.setdefault(route.environment, []).append(route)
    uses = tuple(uses)
    begun = frozenset((use.span.path, use.scope.function) for use in uses if use.kind == "begin")
    connecting = [
        (use, route) for found in by_environment.values() for route in found for use in uses if _runs_at_connect(route, use)
    ]
    ran_first = {id(use) for use, _ in connecting}
    placed = (
        _statement(use, taken, begun)
        for use in uses
        if id(use) not in ran_first
        for environment in sorted(by_environment)
        if (taken := _route_of(use, by_environment[environment])) is not None
    )
    first = (_statement(use, route) for found in by_environment.values() for route in found for use in route.client.pool.initial)
    opening = (replace(_statement(use, route), in_transaction=_alone(use)) for use, route in connecting)
    return tuple(sorted((*placed, *first, *opening), key=lambda each: (each.span, each.route.environment, each.kind)))


def _route_of(use: SqlUse, routes: list[Route]) -> Route | None:
    own = [route for route in routes if _runs(route, use)] or _shared(use, routes)
    if own:
        return own[0] if _alike(own) else None
    if path_role(use.span.path) == "migration" or use.language == "sql":  # Alembic's env.py opens a connection of its own
        own = [route for route in routes if route.span.path == use.span.path]
        return own[0] if own and _alike(own) else None
    around = [route for route in routes if route.client.role.value != "migration" and _near(route.span.path, use.span.path)]
    beside = next((route for route in around if route.span.path == use.span.path), None)
    return (beside or around[0]) if around and _alike(around) else None


def _runs(route: Route, use: SqlUse) -> bool:
    """Whether the object that runs the statement is the one that this client was assigned to, in the same module."""
    name = route.client.pool.scope.assigned_to
    return bool(name) and route.span.path == use.span.path and use.receiver.split(".acquire", 1)[0] == name


def _runs_at_connect(route: Route, use: SqlUse) -> bool:
    """Whether the statement stands in the function that the pool gives every new connection to."""
    path = use.span.path
    return route.span.path == path and any(
        span.path == path and span.offset <= use.span.offset and use.span.end <= span.end
        for name, setting in route.client.pool.arguments
        if name in AT_CONNECT and (span := setting.span) is not None
    )


def _alone(use: SqlUse) -> Setting[bool]:
    return Setting(False, Origin.DERIVED, use.span, "in a transaction", "every new connection runs it first")


def _shared(use: SqlUse, routes: list[Route]) -> list[Route]:
    """Routes of the only client that a program keeps under the name by which the statement's module reaches it."""
    name = _slot(use.receiver.split(".acquire", 1)[0])
    found = [route for route in routes if name and _slot(route.client.pool.scope.assigned_to) == name]
    return found if len({route.span for route in found}) == 1 else []


def _slot(name: str) -> str:
    """`app.state.pool` of `request.app.state.pool` (https://www.starlette.io/applications/#storing-state-on-the-app-instance)."""
    before, state, attribute = name.rpartition("app.state.")
    return f"{state}{attribute}" if state and "." not in attribute and (not before or before.endswith(".")) else ""


def _near(client: str, statement: str) -> bool:
    """Whether two files belong to the same top-level part of the repository; what stands in `config` serves the whole part."""
    one, other = client.split("/"), statement.split("/")
    if SETTINGS_FOLDER in one[:-1]:
        one = [*one[: one.index(SETTINGS_FOLDER)], one[-1]]
    return len(one) == 1 or len(other) == 1 or one[0] == other[0]


def _alike(routes: list[Route]) -> bool:
    """Whether all routes surely go through poolers that treat connections alike."""
    kinds = {
        (route.pooler.shares_connections.value if route.pooler.shares_connections.is_known else None) if route.pooler else "none"
        for route in routes
    }
    return len(kinds) == 1 and None not in kinds


def _statement(use: SqlUse, route: Route, begun: frozenset[tuple[str, str]] = frozenset()) -> Statement:
    opening = Evidence(use.span, Origin.WRITTEN, in_words(use))
    context = context_of(use.span.path)
    return Statement(
        span=use.span,
        symbol=f"{use.module or use.span.path}:{use.scope.function}:{use.kind}:{use.subject}",
        context=context if context.value != "code" else route.context,
        trail=(opening, *route.trail),
        kind=use.kind,
        subject=use.subject,
        in_transaction=_in_transaction(use, route, begun),
        route=route,
        client=route.client,
        pooler=route.pooler,
        tracked_by_pooler=_tracked(use, route),
        tenant_key=use.kind == "set-role" or _tenant(use.subject),
        on_migration=Setting(_is_of_migration(use, route), Origin.DERIVED),
        followed=use.followed,
    )


def _is_of_migration(use: SqlUse, route: Route) -> bool:
    """Whether it stands in a migration; what runs migrations over a connection of its own (Alembic's env.py) is none."""
    return path_role(use.span.path) == "migration" and route.client.pool.span.path != use.span.path


def _in_transaction(use: SqlUse, route: Route, begun: frozenset[tuple[str, str]]) -> Setting[bool]:
    """As the file says; a statement run on the pool itself is a transaction of its own.

    So is one of a function that opens its connection, but no transaction, in a language whose drivers open none by themselves.
    """
    if use.in_transaction.is_known:
        return use.in_transaction
    if route.client.kind != "pool":
        function = route.client.pool.scope.function
        alone = _runs(route, use) and function and function == use.scope.function and (use.span.path, function) not in begun
        if not alone or route.client.language not in AUTOCOMMIT_LANGUAGES:
            return use.in_transaction
        return Setting(
            False, Origin.DERIVED, use.span, "in a transaction", f"{function} opens the connection, and no transaction"
        )
    name = route.client.pool.scope.assigned_to
    if not (_runs(route, use) and use.receiver == name) and not (_slot(name) and _slot(use.receiver) == _slot(name)):
        return use.in_transaction
    return Setting(False, Origin.DERIVED, use.span, "in a transaction", f"{use.receiver} takes a connection for each call")


def _tracked(use: SqlUse, route: Route) -> Setting[bool]:
    if use.kind not in _SETS or route.pooler is None:
        return Setting.absent("tracked")
    tracked = route.pooler.tracked_parameters
    if not tracked.is_known or tracked.value is None:
        return Setting.unresolved(tracked.note, tracked.span, "tracked")
    label = f"{route.pooler.name} restores {use.subject} for each client"
    if use.subject in EMPTY_BY_DEFAULT and route.pooler.restores_empty.value is False:
        words = f"{route.pooler.name} of this release leaves {use.subject} to clients that give none"
        return Setting.derived(False, "tracked", words, route.pooler.version)
    return Setting(use.subject in tracked.value, Origin.DERIVED, None, label)


def _tenant(subject: str) -> bool:
    prefix, dot, _ = subject.partition(".")
    return subject in VISIBILITY_PARAMETERS or (bool(dot) and prefix not in EXTENSION_PREFIXES)
