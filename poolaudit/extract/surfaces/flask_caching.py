"""Flask-Caching's configuration keys for a cache in Redis: `CACHE_TYPE`, `CACHE_REDIS_URL` and its like.

In: a `CodeModule` that sets them (module constants, class fields, `app.config[…]`, `Cache(config={…})`). Out: a `ClientPool` of
library `flask_caching` for each configuration that names a server of Redis; caches of other kinds are none.
Meaning: https://flask-caching.readthedocs.io/en/latest/#configuring-flask-caching (2.5, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import connection_string, from_items, is_none
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.config_key import ConfigKey
from poolaudit.facts.client_pool import ClientPool, Scope
from poolaudit.facts.expression import Items, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression

_TYPE = "CACHE_TYPE"
_SERVER = ("CACHE_REDIS_URL", "CACHE_REDIS_HOST")
_KEYS = frozenset({_TYPE, *_SERVER, "CACHE_REDIS_PORT", "CACHE_REDIS_DB", "CACHE_REDIS_PASSWORD", "CACHE_OPTIONS"})
_REDIS = frozenset({"redis", "rediscache", "flask_caching.backends.redis", "flask_caching.backends.rediscache"})
"""Names of the backend, in small letters; what follows their last dot may be the class."""


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each configuration that names a server, in written order."""
    del source
    if not isinstance(document, CodeModule):
        return
    owners: dict[str, list[ConfigKey]] = {}
    for key in sorted(_keys(document), key=lambda each: each.span.offset):
        owners.setdefault(key.owner, []).append(key)
    for keys in owners.values():
        named = [each for each in keys if each.name in _SERVER and not is_none(each.value)]
        if named and not any(each.name == _TYPE and _is_other(each.value) for each in keys):
            yield _pool(named[0], keys, document.module)


SURFACE = Surface(name="flask_caching", formats=("python",), extract=extract, triggers=_SERVER)


def _keys(module: CodeModule) -> Iterator[ConfigKey]:
    for assignment in module.assignments:
        owner, _, name = assignment.target.rpartition(".")
        scope = assignment.scope
        if name in _KEYS and (owner or not scope.function):
            yield ConfigKey(f"{scope.class_name}|{scope.function}|{owner}", name, assignment.value, assignment.span, scope)
        elif isinstance(assignment.value, Items):
            for key, value in assignment.value.items:
                if key in _KEYS:
                    yield ConfigKey(f"{assignment.value.span.offset}", key, value, value.span, scope)
    for field in module.fields:
        if field.name in _KEYS and field.value is not None:
            yield ConfigKey(f"{field.class_name}||", field.name, field.value, field.span, Scope(class_name=field.class_name))
    for call in module.calls:
        for argument in call.arguments:
            if isinstance(argument.value, Items):
                for name, value in argument.value.items:
                    if name in _KEYS:  # the same mapping may have a name, under which it is met as well
                        yield ConfigKey(f"{argument.value.span.offset}", name, value, value.span, call.scope)
            elif argument.name in _KEYS:
                yield ConfigKey(f"{call.span.offset}", argument.name, argument.value, argument.span, call.scope)


def _is_other(value: Expression) -> bool:
    """Whether the kind of a cache is surely none in Redis."""
    text = value.value if isinstance(value, Literal) else None
    return isinstance(text, str) and not {text.lower(), text.lower().rpartition(".")[0]} & _REDIS


def _pool(first: ConfigKey, keys: list[ConfigKey], module: str) -> ClientPool:
    client = clients()["flask_caching"]
    constructor = client.constructors[0]
    arguments = from_items(Items(tuple((each.name, each.value) for each in keys), first.span))
    settings, lookups = settings_of(arguments, constructor)
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=first.span,
            call=_TYPE,
            dsn=connection_string(arguments, constructor, first.span),
            scope=first.scope,
            module=module,
            arguments=settings,
            complete=arguments.complete,
            lookups=lookups,
        )
    )
