"""Calls that open connections: every constructor that the catalog knows, in any programming language.

In: a `CodeModule`. Out: a `ClientPool` for each call, with defaults filled in and passwords concealed. `client_libraries` says in
which files.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.languages import CALLING
from poolaudit.catalog.libraries import constructors
from poolaudit.catalog.url_objects import WITH_QUERY
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import arguments_of, conceal, connection_string, is_none, setting_of
from poolaudit.extract.surfaces.client_forms import Surroundings, gather, is_address
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, Items, Literal, Reference, Unresolved
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Client, Constructor
    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Call
    from poolaudit.extract.surfaces.client_arguments import Arguments
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.pool_function import PoolFunction


def extract(source: Source, document: Document) -> Iterator[ClientPool | PoolFunction]:
    """Each constructor call of the module, in written order; after it, the functions whose callers decide about it."""
    if not isinstance(document, CodeModule):
        return
    known = constructors(document.language)
    around: Surroundings | None = None
    for call in document.calls:
        entry = known.get(call.callee) or known.get(f"*.{call.callee.rpartition('.')[2]}")
        if entry is None:
            continue
        if document.language == "python":
            arguments = arguments_of(call, entry[1])
        else:
            around = around or Surroundings(source, document)
            arguments = gather(call, entry[1], around)
        pool = pool_of(call, *entry, arguments, module=document.module)
        if pool is None:
            continue
        yield pool
        if call.scope.function and document.language in CALLING and (call.outers or entry[1].setters):
            from poolaudit.extract.surfaces.pool_functions import functions  # noqa: PLC0415  # few modules have one

            yield from functions(call, *entry, around, module=document.module)


def pool_of(call: Call, client: Client, constructor: Constructor, arguments: Arguments, *, module: str) -> ClientPool | None:
    """The pool that a call opens; None when it is handed a ready one, or is none without what it lacks."""
    given = arguments.given
    if any(
        name in given and not is_none(given[name]) and _is_ready(given[name], name, constructor)
        for name in constructor.ready_pool
    ):
        return None
    if constructor.needs and not any(name in given and not isinstance(given[name], Items) for name in constructor.needs):
        return None
    settings, lookups = settings_of(arguments, constructor)
    dsn = connection_string(arguments, constructor, call.span)
    query = _query(arguments, constructor)
    settings += tuple((f"?{name}", setting_of(value, f"?{name}")) for name, value in query)
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=call.span,
            call=constructor.callees[0],
            dsn=dsn,
            scope=call.scope,
            module=module,
            driver=_driver(client, constructor, arguments),
            arguments=settings,
            complete=arguments.complete,
            when=conceal(call.when) if call.when is not None else None,
            lookups=(*lookups, *((f"?{name}", value) for name, value in query if not isinstance(value, (Literal, Unresolved)))),
        )
    )


def _query(arguments: Arguments, constructor: Constructor) -> tuple[tuple[str, Expression], ...]:
    """Parameters that code puts into the query of a connection string."""
    url = next((arguments.given[name] for name in constructor.dsn_keywords if name in arguments.given), None)
    return url.keywords if isinstance(url, CallResult) and url.callee == WITH_QUERY and url.positional else ()


def _is_ready(value: Expression, name: str, constructor: Constructor) -> bool:
    """Whether an argument is an open pool, where it may be a connection string as well."""
    if name not in constructor.dsn_keywords:
        return True
    return not is_address(value) or (isinstance(value, CallResult) and value.callee in constructors("python"))


def _driver(client: Client, constructor: Constructor, arguments: Arguments) -> str:
    """The driver that an argument names; empty when none does."""
    named = arguments.given.get(constructor.driver_argument) if constructor.driver_argument else None
    name = named.value if isinstance(named, Literal) else named.name if isinstance(named, Reference) else ""
    return dict(client.dialects).get(name, "") if isinstance(name, str) else ""


def settings_of(
    arguments: Arguments, constructor: Constructor
) -> tuple[tuple[tuple[str, Setting[object]], ...], tuple[tuple[str, Expression], ...]]:
    """The arguments as settings, and those that must be looked up elsewhere; the connection string is in neither as text."""
    given = arguments.given
    secret = (*constructor.dsn_keywords, *(name for name, meaning in constructor.parts if meaning == "password"))
    settings = dict(arguments.settings(secret))
    skipped = {*constructor.dsn_keywords, *(name for name, _ in constructor.parts)}
    chosen = given.get(constructor.pool_class) if constructor.pool_class else None
    if isinstance(chosen, Reference) and _is_pool_class(chosen.name, constructor):
        settings[constructor.pool_class] = Setting.written(chosen.name, chosen.span, constructor.pool_class)
        skipped.add(constructor.pool_class)
    for name in (constructor.driver_arguments, *constructor.startup_arguments):
        if name in settings and not settings[name].is_known:
            settings[f"{name}.*"] = settings.pop(name)
    lookups = ((name, value) for name, value in arguments.lookups() if name not in skipped)
    return tuple(settings.items()), tuple(
        (name, _with_class_names(value, constructor) if name == constructor.pool_class else value) for name, value in lookups
    )


def _with_class_names(value: Expression, constructor: Constructor) -> Expression:
    """A choice between classes of pools, by their names: no file of the repository defines them."""
    if isinstance(value, Reference) and _is_pool_class(value.name, constructor):
        return Literal(value.name, value.span)
    if isinstance(value, CallResult) and value.callee == "if":
        condition, *ways = value.positional
        return replace(value, positional=(condition, *(_with_class_names(each, constructor) for each in ways)))
    return value


def _is_pool_class(name: str, constructor: Constructor) -> bool:
    last = name.rpartition(".")[2]
    return last in {*constructor.pool_classes, *constructor.unpooled_classes, *constructor.single_classes}
