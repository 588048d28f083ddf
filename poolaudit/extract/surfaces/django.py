"""Django's DATABASES: one client for each alias, however the mapping is put together.

In: a settings module as `CodeModule`. Out: a `ClientPool` for each alias, by the semantics of Django's settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.django_backends import BACKENDS
from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import connection_string, from_items
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.django_aliases import aliases
from poolaudit.facts.client_pool import ClientPool, Scope
from poolaudit.facts.expression import Items, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Constructor
    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.surfaces.django_alias import Alias
    from poolaudit.facts.expression import Expression


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each alias that the module defines, in written order."""
    del source
    if isinstance(document, CodeModule):
        for alias in aliases(document):
            yield _pool(alias, document.module)


def _pool(alias: Alias, module: str) -> ClientPool:
    direct, pooled, *others = clients()["django"].constructors
    arguments = from_items(alias.settings)
    asked = arguments.given.get("OPTIONS.pool")
    own = _pool_of_backend(arguments.given.get("ENGINE"))
    constructor: Constructor = pooled if _opens_pool(asked) else direct
    constructor = next((each for each in others if own in each.callees), constructor)
    part_names = {name for name, _ in direct.parts}
    return settle(
        ClientPool(
            library="django",
            kind=constructor.kind,
            span=alias.span,
            call=f"{constructor.callees[0]}[{alias.name!r}]",
            dsn=alias.url if alias.url is not None else connection_string(arguments, direct, alias.span),
            scope=Scope(),
            module=module,
            arguments=arguments.settings(("PASSWORD",)),
            complete=arguments.complete,
            lookups=tuple((name, value) for name, value in arguments.lookups() if name not in part_names),
            dsn_reader=alias.reader,
        )
    )


def _pool_of_backend(engine: Expression | None) -> str:
    """The pool that a backend of others keeps; empty where it is one of Django's own, or is not known."""
    name = engine.value if isinstance(engine, Literal) and isinstance(engine.value, str) else ""
    return next((pool for beginning, pool in BACKENDS if name.startswith(beginning)), "")


def _opens_pool(asked: object) -> bool:
    if isinstance(asked, Items):
        return bool(asked.items) or not asked.complete
    return isinstance(asked, Literal) and bool(asked.value)


SURFACE = Surface(name="django", formats=("python",), extract=extract, triggers=("DATABASES",))
