"""Laravel's config/database.php. In: a `CodeModule` that returns an array. Out: a `ClientPool` for each of its `connections`.

Meaning: https://laravel.com/docs/12.x/database#configuration (12, read 2026-11-21). Every application has the connections of all
drivers, which read the same variables; of those, only the one that `default` names is opened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import conceal, connection_string, from_items, is_none
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Literal, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression

_FAMILIES = {"pgsql": "postgresql", "mysql": "mysql", "mariadb": "mysql"}
_STANDARD = frozenset({*_FAMILIES, "sqlite", "sqlsrv"})
"""Connections that the skeleton of an application brings."""


def extract(_source: Source, document: Document) -> Iterator[ClientPool]:
    """Each connection to PostgreSQL or MySQL, in written order."""
    for assignment in document.assignments if isinstance(document, CodeModule) else ():
        whole = assignment.value
        connections = dict(whole.items).get("connections") if assignment.target == "return" and isinstance(whole, Items) else None
        for name, block in connections.items if isinstance(connections, Items) else ():
            if isinstance(block, Items) and isinstance(whole, Items):
                yield from _pool(name, block, dict(whole.items).get("default"), document)


SURFACE = Surface(
    "laravel_database",
    ("php",),
    extract,
    globs=("config/database.php", "*/config/database.php"),
    triggers=("'connections'", '"connections"'),
)


def _pool(name: str, block: Items, default: Expression | None, document: Document) -> Iterator[ClientPool]:
    driver = dict(block.items).get("driver")
    family = _FAMILIES.get(str(driver.value)) if isinstance(driver, Literal) else None
    if family is None or driver is None:
        return
    client = clients()["laravel"]
    constructor = client.constructors[0]
    items = tuple((key, Literal(family, driver.span) if key == "driver" else value) for key, value in block.items)
    arguments = from_items(replace(block, items=items))
    settings, lookups = settings_of(arguments, constructor)
    given = {label: value for label, value in arguments.given.items() if not is_none(value)}
    url = given.pop("url", None)
    parts = connection_string(replace(arguments, given=given), constructor, block.span)
    dsn = _over(conceal(url), parts) if url is not None else parts
    if name in _STANDARD and default is not None:
        other = Unresolved("another connection is the default", block.span)
        dsn = CallResult(
            "if", (CallResult("==", (default, Literal(name, block.span)), (), default.span), dsn, other), (), default.span
        )
    yield settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=block.span,
            call=f"{constructor.callees[0]}[{name!r}]",
            dsn=dsn,
            module=getattr(document, "module", ""),
            arguments=tuple((label, value) for label, value in settings if label not in ("url", "password")),
            complete=arguments.complete,
            lookups=tuple((label, value) for label, value in lookups if label.startswith("options.")),
        )
    )


def _over(url: Expression, parts: Expression) -> Expression:
    """A variable that may hold the whole connection string, over the parts."""
    if isinstance(url, EnvLookup) and (url.default is None or is_none(url.default)):
        return replace(url, default=parts, overrides=True)
    return url
