"""Keys of connection strings and calls that the library at hand does not take.

In: routes. Out: `ConnectionKey`s. A library that the catalog does not list, a mapping that could not be read and a driver that is
not known give none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog import connection_keys as catalog
from poolaudit.facts.function import may_be_missing
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.connection_key import ConnectionKey
from poolaudit.graph.connection_spelling import misspells, surely_its_own
from poolaudit.graph.pinned_version import library_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.catalog.connection_keys import Way
    from poolaudit.facts.span import Span
    from poolaudit.graph.route import Route

_PLACES = {catalog.URL: "the connection string", catalog.CALL: "the call"}
_DIALECT_DRIVERS = frozenset({"psycopg", "psycopg2"})
"""Drivers of which one serves `postgresql://` in SQLAlchemy; the release decides."""


def connection_keys(routes: Iterable[Route]) -> tuple[ConnectionKey, ...]:
    """Each key that its library refuses, sends on or ignores, once for each place and library."""
    routes = tuple(routes)
    of_prisma = {route.dsn.span for route in routes if route.dsn is not None and route.client.pool.library == "prisma"}
    found: dict[tuple[Span, str, str], ConnectionKey] = {}
    for route in routes:
        for key in _keys(route, of_prisma):
            found.setdefault((key.span, key.name, route.symbol), key)
    return tuple(sorted(found.values(), key=lambda each: (each.span, each.name)))


def _keys(route: Route, of_prisma: set[Span]) -> Iterator[ConnectionKey]:
    for name, setting in _beside_no_pool(route):
        yield _key(route, catalog.NO_POOL, catalog.NO_POOL.error, name, setting)
    for way in _ways(route):
        if way.otherwise == catalog.IGNORED and route.dsn is not None and route.dsn.span in of_prisma:
            continue  # keys may be there for Prisma, which reads the same string
        for name, setting in _written(route, way):
            if way.place == catalog.URL and name in way.text:
                yield _key(route, way, way.text_error, name, setting)
            elif not _takes(way, name, route):
                yield _key(route, way, way.error, name, setting)


def _ways(route: Route) -> list[Way]:
    """Ways into the library of a route; where either of two drivers may be below, those on which both agree."""
    library, driver = route.client.pool.library, route.client.driver
    if route.client.engine not in ("", "postgresql"):
        return []
    named = [
        way for way in catalog.WAYS if way.library == library and (library != "django" or way.place == _place_of_django(route))
    ]
    found = [way for way in named if not way.drivers or driver in way.drivers]
    plain = library == "sqlalchemy" and not driver and route.dsn is not None and route.dsn.scheme.value == "postgresql"
    return [*found, *(way for way in named if plain and way.drivers == ("psycopg",))]


def _place_of_django(route: Route) -> str:
    """Where Django's OPTIONS come from: its own settings, the query of a URL, or (empty) a way that other backends may change."""
    backend = dict(route.client.pool.arguments).get("ENGINE")
    if backend is not None:
        return catalog.BELOW if backend.value in catalog.DJANGO_BACKENDS else ""
    url = route.client.pool.dsn_reader == "dj_database_url" and route.dsn is not None
    return catalog.URL if url and route.dsn is not None and route.dsn.scheme.value in catalog.DJANGO_SCHEMES else ""


def _written(route: Route, way: Way) -> Iterator[tuple[str, Setting[object]]]:
    """Keys of one place with their values, where the file shows them."""
    if way.place == catalog.URL:
        if route.dsn is not None and route.dsn.grammar in way.grammars and surely_its_own(route.dsn, way.library):
            yield from ((name, value.read_as(None)) for name, value in route.dsn.parameters if value.span is not None)
        return
    outer = f"{way.mapping}."
    for name, setting in _surely_given(route):
        key = name.removeprefix(outer) if way.place == catalog.BELOW and name.startswith(outer) else name
        inner = way.place == catalog.BELOW
        if setting.span is None or name.startswith(("?", "[")) or inner == (key is name) or "." in key or key in ("*", "**"):
            continue
        yield key, setting


def _surely_given(route: Route) -> Iterator[tuple[str, Setting[object]]]:
    """Arguments, without those of a branch that may not be taken."""
    pool = route.client.pool
    unsure = {name for name, value in pool.lookups if may_be_missing(value)}
    return ((name, setting) for name, setting in pool.arguments if setting.is_known or name not in unsure)


def _takes(way: Way, name: str, route: Route) -> bool:
    if way.near:
        return not misspells(name, way)
    if way.foreign:
        return name not in way.foreign
    if way.library == "sqlalchemy" and not route.client.driver and name in catalog.PSYCOPG2:
        return True
    if name in way.taken or (way.place == catalog.URL and name in ("ssl", "host", "port") and way.library != "sqlalchemy"):
        return True
    if way.otherwise != catalog.SENT:
        return False
    taken = _url_keys(route.client.driver or way.library)
    pooled = route.client.kind != "connection" and way.library == "pgx"
    if name in taken and (pooled or not name.startswith("pool_")):
        return True
    return name.lower() in _server_parameters() or name in catalog.PROTOCOL or "." in name


def _beside_no_pool(route: Route) -> Iterator[tuple[str, Setting[object]]]:
    """Sizes given to an engine whose pool has none."""
    given = dict(_surely_given(route))
    chosen = given.get("poolclass")
    name = str(chosen.value).rpartition(".")[2] if chosen is not None and chosen.is_known else ""
    if route.client.pool.library == "sqlalchemy" and name in catalog.UNPOOLED:
        yield from ((key, given[key]) for key in sorted(catalog.NO_POOL.foreign & set(given)) if given[key].span is not None)


def _key(route: Route, way: Way, error: str, name: str, setting: Setting[object]) -> ConnectionKey:
    span, place = setting.span or route.span, _PLACES.get(way.place, way.mapping)
    meant = dict(way.meant).get(name.lower() if way.folded else name) or (misspells(name, way) if way.near else "")
    return ConnectionKey(
        span=span,
        symbol=f"{route.symbol}:{name}",
        context=route.context,
        trail=(Evidence(span, Origin.WRITTEN, f"{name} in {place}"), *route.trail),
        route=route,
        client=route.client,
        pooler=route.pooler,
        name=name,
        written=Setting.written(name, span, "key"),
        place=place,
        effect=way.otherwise,
        error=error.format(key=name),
        advice=f"write {meant}" if meant else f"leave it out: {route.client.library} has no such key",
    )


@cache
def _url_keys(library: str) -> frozenset[str]:
    entry = library_named(library)
    return frozenset(parameter.name for parameter in entry.url_parameters) if entry is not None else frozenset()


@cache
def _server_parameters() -> frozenset[str]:
    from poolaudit.catalog.servers.postgresql import SERVER  # noqa: PLC0415  # only for keys that are sent on

    return frozenset(parameter.name.lower() for parameter in SERVER.parameters)
