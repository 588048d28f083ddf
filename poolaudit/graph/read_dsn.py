"""The connection string of a client in one world.

In: a `ClientPool` and a binder. Out: the `Dsn`, the steps that led to it, or why there is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.libpq_keywords import ALSO_READ_BY, VARIABLES
from poolaudit.catalog.versions import in_force
from poolaudit.facts.expression import EnvLookup, Items
from poolaudit.facts.secret import MASK, Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.pinned_version import library_named, version_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.graph.bind import Binder
    from poolaudit.graph.bound import Bound
    from poolaudit.graph.site import Site
    from poolaudit.graph.text import Text


_PARTS = ("host", "port", "user", "dbname", "sslmode")
_ANY = "postgresql://host/name"
"""Stands for a beginning that is not known, so that the query behind it can be read."""


@dataclass(frozen=True, slots=True)
class DsnFound:
    """A connection string, or the reason for its absence."""

    dsn: Dsn | None
    span: Span
    steps: tuple[Evidence, ...] = ()
    why: str = ""
    assumed: bool = False
    masked_at: Span | None = None
    """Where its password was surely replaced by `***` on the way."""
    query: Dsn | None = None
    """Where nothing is known of a URL but parameters in its query: a connection string with these."""


def read_dsn(pool: ClientPool, binder: Binder, site: Site) -> DsnFound:
    """Bind and parse; a string with an unknown host is still a string, one that is wholly unknown is none."""
    bound = binder.bind(_with_variables(pool, binder))
    if bound.parts is not None:
        return _from_parts(bound, site)
    if bound.text is None:
        return DsnFound(None, bound.span, bound.steps, bound.why or "its connection string is not known")
    if not any(piece.known and piece.text for piece in bound.text.pieces):
        return DsnFound(None, bound.span, bound.steps, bound.why or "its connection string is not known")
    place, ranges = _remembered(bound.text)
    dsn = site.readers.parse_dsn(bound.text.value, place, _reader_of(pool, site))
    if dsn is None:
        why = bound.why or "it is no connection string that can be read"
        return DsnFound(None, bound.span, bound.steps, why, query=_query(bound.text, place, pool, site))
    if pool.user is not None and dsn.user.origin is Origin.ABSENT:
        dsn = replace(dsn, user=_as_text(binder.bind(pool.user).as_setting("user")))
    masked_at = bound.masked_at if dsn.password_span is not None else None
    if dsn.password_span is not None:
        # where characters have no places of their own, other ranges stand at the same one
        asked = [at for at in ranges.get(dsn.password_span, []) if at != (0, len(bound.text.value))]
        holding = _pieces_within(bound.text, asked)
        bound = replace(bound, steps=_hidden(bound.steps, holding))
    return DsnFound(dsn, bound.span, bound.steps, bound.why, bound.assumed, masked_at)


def _query(text: Text, place: Callable[[int, int], Span], pool: ClientPool, site: Site) -> Dsn | None:
    """What is known of the query of a URL of which nothing else is."""
    from poolaudit.graph.url_queries import query_of  # noqa: PLC0415  # few connection strings are so

    found = query_of(text, _ANY)
    if found is None:
        return None
    value, offset = found
    return site.readers.parse_dsn(
        value, lambda start, end: place(max(start + offset, 0), max(end + offset, 0)), _reader_of(pool, site)
    )


def _remembered(text: Text) -> tuple[Callable[[int, int], Span], dict[Span, list[tuple[int, int]]]]:
    """The text's places, and the ranges that have been asked for by the place that was given."""
    ranges: dict[Span, list[tuple[int, int]]] = {}

    def place(start: int, end: int) -> Span:
        span = text.place(start, end)
        ranges.setdefault(span, []).append((start, end))
        return span

    return place, ranges


def _pieces_within(text: Text, ranges: list[tuple[int, int]]) -> set[Span]:
    """Where the pieces stand that make up one of the ranges."""
    found: set[Span] = set()
    at = 0
    for piece in text.pieces:
        end = at + len(piece.text)
        if piece.known and any(start <= at and end <= stop for start, stop in ranges):
            found.add(piece.span)
        at = end
    return found


def _hidden(steps: tuple[Evidence, ...], holding: set[Span]) -> tuple[Evidence, ...]:
    """The steps, without the values that are part of a password, whatever their names say."""
    return tuple(_hide(each) if each.span in holding else each for each in steps)


def _hide(step: Evidence) -> Evidence:
    name, equals, _ = step.text.partition(" = ")
    return replace(step, text=f"{name} = {MASK}") if equals else step


def _reader_of(pool: ClientPool, site: Site) -> str:
    """Who takes it apart: the library, or what the catalog says that it, or the driver under it, uses in its release."""
    for name in (pool.library, pool.driver):
        entry = library_named(name)
        if entry is not None and entry.dsn_readers:
            version = version_of(name, site)
            found = in_force(entry.dsn_readers, version.value) if version.is_known and version.value else entry.dsn_readers[0]
            return str(found.value) if found is not None else name
    return pool.library


def _with_variables(pool: ClientPool, binder: Binder) -> Expression:
    """The parts of a connection, with what libpq takes from its variables where the call does not say it."""
    given = pool.dsn
    if not isinstance(given, Items) or not given.complete or not _reads_variables(pool):
        return given
    names = {name for name, _ in given.items}
    missing = [(name, EnvLookup((VARIABLES[name],), pool.span)) for name in _PARTS if name not in names]
    found = [(name, each) for name, each in missing if (text := binder.bind(each).text) is not None and text.known]
    if not found or "service" in names or (not names and "host" not in dict(found)):
        return given
    return replace(given, items=(*given.items, *found))


def _reads_variables(pool: ClientPool) -> bool:
    if pool.library in ALSO_READ_BY or pool.driver in ALSO_READ_BY:
        return True
    return any(entry is not None and entry.libpq for entry in (library_named(pool.library), library_named(pool.driver)))


def _from_parts(bound: Bound, site: Site) -> DsnFound:
    password = None
    parts: dict[str, Setting[str]] = {}
    for name, part in bound.parts or ():
        if name == "password":
            if part.text is not None and part.text.known:
                password = Secret(part.text.value)
            if part.text is not None:
                holding = {piece.span for piece in part.text.pieces if piece.known}
                bound = replace(bound, steps=_hidden(bound.steps, holding))
            continue
        setting = part.as_setting(name)
        parts[name] = _as_text(setting)
    if not parts:
        return DsnFound(None, bound.span, bound.steps, "no part of its connection is known")
    dsn = site.readers.dsn_from_parts(parts, password, bound.span)
    has_password = any(name == "password" and not each.is_scalar for name, each in bound.parts or ())
    masked_at = bound.masked_at if has_password else None
    return DsnFound(dsn, bound.span, bound.steps, bound.why, bound.assumed, masked_at)


def _as_text(setting: Setting[object]) -> Setting[str]:
    if not setting.is_known or setting.value is None:
        return Setting.unresolved(setting.note, setting.span, setting.label)
    return Setting(
        str(setting.value), setting.origin, setting.span, setting.label, setting.note, setting.because, setting.assumed
    )
