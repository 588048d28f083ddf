"""Redis in Django's settings: CACHES and CHANNEL_LAYERS.

In: a settings module as `CodeModule`. Out: a `ClientPool` of library `django_redis` for each server of each alias; backends of
other kinds are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.django_backends import REDIS
from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import Arguments, connection_string, from_items
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.django_alias_choices import merged
from poolaudit.extract.surfaces.django_aliases import variants
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.surfaces.django_alias import Alias
    from poolaudit.facts.expression import Expression

_CACHES, _LAYERS = "CACHES", "CHANNEL_LAYERS"
_PAIR = 2
"""Host and port."""


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each cache, then each channel layer, in written order."""
    del source
    if not isinstance(document, CodeModule):
        return
    for setting, servers in ((_CACHES, _of_cache), (_LAYERS, _of_layer)):
        for choices in variants(document, setting):
            ours = [each for each in choices if _is_redis(each)]
            if ours:
                alias = merged(ours)
                for arguments in servers(alias.settings):
                    yield _pool(setting, alias, arguments, document.module)


SURFACE = Surface(name="django_redis", formats=("python",), extract=extract, triggers=(_CACHES, _LAYERS))


def _is_redis(alias: Alias) -> bool:
    return _names_redis(dict(alias.settings.items).get("BACKEND"))


def _names_redis(backend: Expression | None) -> bool:
    """Whether a backend is one of Redis: that which is written, the default of a variable, or that of one branch."""
    if isinstance(backend, EnvLookup):
        return _names_redis(backend.default)
    if isinstance(backend, CallResult) and backend.callee == "if":
        return any(map(_names_redis, backend.positional[1:]))
    return isinstance(backend, Literal) and isinstance(backend.value, str) and backend.value.startswith(REDIS)


def _of_cache(settings: Items) -> Iterator[Arguments]:
    """One for each server of LOCATION: the first is written, the others are replicas."""
    location = dict(settings.items).get("LOCATION")
    kept = tuple(pair for pair in settings.items if pair[0] in ("LOCATION", "OPTIONS"))
    for each in location.elements if isinstance(location, Elements) else (location,):
        own = tuple((name, each if name == "LOCATION" and each is not None else value) for name, value in kept)
        yield from_items(Items(own, settings.span, settings.complete))


def _of_layer(settings: Items) -> Iterator[Arguments]:
    """One for each of the hosts: a URL, host and port, or the arguments of a client."""
    config = dict(settings.items).get("CONFIG")
    hosts = dict(config.items).get("hosts") if isinstance(config, Items) else None
    for each in hosts.elements if isinstance(hosts, Elements) else ():
        yield from_items(_host(each))


def _host(entry: Expression) -> Items:
    if isinstance(entry, Items):
        return entry
    if isinstance(entry, Elements) and len(entry.elements) == _PAIR:
        return Items(tuple(zip(("host", "port"), entry.elements, strict=True)), entry.span)
    return Items((("address", entry),), entry.span)


def _pool(setting: str, alias: Alias, arguments: Arguments, module: str) -> ClientPool:
    client = clients()["django_redis"]
    constructor = next(each for each in client.constructors if setting in each.callees)
    settings, lookups = settings_of(arguments, constructor)
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=alias.span,
            call=f"{setting}[{alias.name!r}]",
            dsn=connection_string(arguments, constructor, alias.span),
            module=module,
            arguments=settings,
            complete=arguments.complete,
            lookups=lookups,
        )
    )
