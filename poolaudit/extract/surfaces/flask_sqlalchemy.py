"""Flask-SQLAlchemy's configuration keys: SQLALCHEMY_DATABASE_URI, SQLALCHEMY_ENGINE_OPTIONS and SQLALCHEMY_BINDS.

In: a `CodeModule` that sets them (module constants, class fields, `app.config[…]`, `app.config.update(…)`). Out: a `ClientPool`
of library `sqlalchemy` for each engine, by the rules of Flask-SQLAlchemy 3 (the options hold for the default engine only).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import Arguments, conceal, from_items, is_none
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.config_key import ConfigKey
from poolaudit.facts.client_pool import ClientPool, Scope
from poolaudit.facts.expression import Items, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression

_URI = "SQLALCHEMY_DATABASE_URI"
_OPTIONS = "SQLALCHEMY_ENGINE_OPTIONS"
_BINDS = "SQLALCHEMY_BINDS"
_KEYS = frozenset({_URI, _OPTIONS, _BINDS})


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each engine that the module configures, in written order."""
    del source
    if not isinstance(document, CodeModule):
        return
    keys = sorted(_keys(document), key=lambda key: key.span.offset)
    options = [key for key in keys if key.name == _OPTIONS]
    for key in keys:
        if key.name == _URI and not is_none(key.value):
            own = [each for each in options if each.owner == key.owner] or (options if len(options) == 1 else [])
            yield _pool(_URI, key, key.value, own[-1].value if own else Items((), key.span), document.module)
        elif key.name == _BINDS and isinstance(key.value, Items):
            for name, value in key.value.items:
                yield _bind(name, value, key, document.module)


def _keys(module: CodeModule) -> Iterator[ConfigKey]:
    for assignment in module.assignments:
        owner, _, name = assignment.target.rpartition(".")
        if name in _KEYS:
            scope = assignment.scope
            yield ConfigKey(f"{scope.class_name}|{scope.function}|{owner}", name, assignment.value, assignment.span, scope)
    for field in module.fields:
        if field.name in _KEYS and field.value is not None:
            yield ConfigKey(f"{field.class_name}||", field.name, field.value, field.span, Scope(class_name=field.class_name))
    for call in module.calls:
        if call.callee.rpartition(".")[2] not in ("update", "from_mapping", "dict"):
            continue
        given = [(argument.name, argument.value, argument.span) for argument in call.arguments if argument.name]
        for argument in call.arguments:
            if not argument.name and isinstance(argument.value, Items):
                given += [(name, value, value.span) for name, value in argument.value.items]
        for name, value, span in given:
            if name in _KEYS:
                yield ConfigKey(f"{call.span.offset}", name, value, span, call.scope)


def _bind(name: str, value: Expression, key: ConfigKey, module: str) -> ClientPool:
    call = f"{_BINDS}[{name!r}]"
    if not isinstance(value, Items):
        return _pool(call, key, value, Items((), value.span), module)
    url = dict(value.items).get("url", Unresolved("the bind has no url", value.span))
    return _pool(
        call, key, url, Items(tuple(pair for pair in value.items if pair[0] != "url"), value.span, value.complete), module
    )


def _pool(call: str, key: ConfigKey, url: Expression, options: Expression, module: str) -> ClientPool:
    client = clients()["sqlalchemy"]
    constructor = client.constructors[0]
    arguments = from_items(options) if isinstance(options, Items) else Arguments({}, complete=False)
    settings, lookups = settings_of(arguments, constructor)
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=key.span,
            call=call,
            dsn=conceal(url),
            scope=key.scope,
            module=module,
            arguments=settings,
            complete=arguments.complete,
            lookups=lookups,
        )
    )


SURFACE = Surface(name="flask_sqlalchemy", formats=("python",), extract=extract, triggers=(_URI, _BINDS))
