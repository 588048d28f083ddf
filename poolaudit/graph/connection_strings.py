"""Connection strings as they stand in files, whoever uses them.

In: `Dsn` facts, env files and the strings that routes resolved. Out: `ConnectionString`s, one for each place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.placeholders import is_placeholder
from poolaudit.facts.secret import MASK
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.find_endpoint import locate
from poolaudit.graph.route import ConnectionString

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.span import Span
    from poolaudit.graph.route import Route
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World

_TLS = {
    "disable": "disabled", "disabled": "disabled", "false": "disabled", "0": "disabled", "off": "disabled", "no": "disabled",
    "allow": "preferred", "prefer": "preferred", "preferred": "preferred",
    "require": "unverified", "required": "unverified",
    "verify-ca": "verified", "verify-full": "verified", "verify_identity": "verified", "verify_ca": "verified",
}  # fmt: skip
_TLS_KEYS = ("sslmode", "ssl-mode", "sslMode", "ssl mode", "SSL Mode", "Ssl Mode", "SslMode", "usessl", "useSSL", "ssl")


def connection_strings(
    written: Iterable[tuple[Dsn, World]], site: Site, tracked: Callable[[str], bool], routes: Iterable[Route] = ()
) -> tuple[ConnectionString, ...]:
    """One for each place; the world decides whom its host name reaches, the routes who reads it."""
    found: dict[tuple[str, int, int], ConnectionString] = {}
    readings: dict[Span, list[Setting[str]]] = {}
    for route in routes:
        if route.dsn is not None:
            readings.setdefault(route.dsn.span, []).append(route.dsn.unencoded)
    for dsn, world in written:
        place = (dsn.span.path, dsn.span.offset, dsn.span.length)
        if place not in found:
            unencoded = _unencoded(dsn, readings.get(dsn.span, ()))
            found[place] = _connection_string(dsn, world, site, tracked, unencoded)
    return tuple(sorted(found.values(), key=lambda each: each.span))


def _connection_string(
    dsn: Dsn, world: World, site: Site, tracked: Callable[[str], bool], unencoded: Setting[str]
) -> ConnectionString:
    endpoint = locate(dsn, world, site).endpoint
    span = dsn.password_span or dsn.span
    host = dsn.host.value if dsn.host.is_known else "?"
    tls = _tls(dsn)
    return ConnectionString(
        span=dsn.span,
        symbol=f"connection string {dsn.engine} {dsn.user.value or '?'}@{host}",
        context=context_of(dsn.span.path),
        trail=(Evidence(dsn.span, Origin.WRITTEN, dsn.masked),),
        dsn=dsn,
        endpoint=endpoint,
        engine=dsn.engine,
        tracked=tracked(span.path),
        literal_password=_literal_password(dsn),
        tls=tls,
        tls_setting=tls.note if tls.is_known else "",
        unencoded=unencoded,
    )


def _unencoded(dsn: Dsn, readings: Sequence[Setting[str]]) -> Setting[str]:
    """What some reader of it stumbles over: of those that are known, else of all but SQLAlchemy where the scheme is for it.

    SQLAlchemy ends the password at the first `@` and decodes leniently, so nothing else disturbs it.
    """
    harmless = bool(readings) and not any(each.is_known for each in readings)
    if harmless or (dsn.driver and dsn.unencoded.value != "@"):
        return Setting.absent(dsn.unencoded.label)
    return dsn.unencoded


def _literal_password(dsn: Dsn) -> Setting[bool]:
    if dsn.password is None:
        return Setting.derived(False, "password", "no literal password")
    secret = dsn.password.reveal()
    if not secret or is_placeholder(secret) or (dsn.user.is_known and secret == dsn.user.value):
        return Setting.derived(False, "password", "a placeholder")
    return Setting(True, Origin.WRITTEN, dsn.password_span, "password", "a literal password", shown=MASK)


def _tls(dsn: Dsn) -> Setting[str]:
    for key, value in reversed(dsn.parameters):
        if key in _TLS_KEYS and value.is_known and value.value is not None:
            meaning = _TLS.get(value.value.lower())
            if meaning is not None:
                return Setting(meaning, Origin.WRITTEN, value.span, "TLS", f"{key}={value.value}")
            return Setting.unresolved(f"{key}={value.value}", value.span, "TLS")
    return Setting.absent("TLS")
