"""Redis in Rails' files: `config.cache_store` and Sidekiq's `config.redis` in Ruby, and Action Cable's config/cable.yml.

In: a `CodeModule`, or a YAML tree whose values may be ERB. Out: a `ClientPool` of library `redis_rb` for each.
"""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import connection_string, from_items
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.erb import expression_of
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, Elements, Items, Literal, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

CABLE, CACHE, SIDEKIQ = "cable.yml", "config.cache_store", "Sidekiq: config.redis"
_STORE = "redis_cache_store"
_ENVIRONMENTS = frozenset({"development", "production", "staging", "test"})


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each cache, each of Sidekiq's settings, each environment of Action Cable that has an address."""
    if isinstance(document, CodeModule):
        yield from _of_ruby(source, document)
        return
    for root in getattr(document, "roots", ()):
        for environment, block in root.items if isinstance(root, MappingNode) else ():
            if isinstance(block, MappingNode) and isinstance(block.get("url") or block.get("host"), ScalarNode):
                pairs = tuple(
                    (key.name, expression_of(source, value)) for key, value in block.items if isinstance(value, ScalarNode)
                )
                yield _pool(
                    CABLE, f"{CABLE}[{environment.name!r}]", Items(pairs, block.span), "", environment.span, environment.name
                )


SURFACE = Surface(
    "rails_redis",
    ("ruby", "yaml"),
    extract,
    globs=("config/*.rb", "config/environments/*.rb", "config/initializers/*.rb", "cable.yml"),
    triggers=(_STORE, "sidekiq", "redis"),
)


def _of_ruby(source: Source, module: CodeModule) -> Iterator[ClientPool]:
    folder, _, name = source.path.rpartition("/")
    environment = name.removesuffix(".rb") if basename(folder) == "environments" else ""
    environment = environment if environment in _ENVIRONMENTS else ""
    sidekiq = any(each.callee.startswith(("Sidekiq.configure_server", "Sidekiq.configure_client")) for each in module.calls)
    for each in module.assignments:
        if each.target == CACHE:
            options = _cache(each.value)
            if options is not None:
                yield _pool(CACHE, CACHE, *_given(options, module), each.span, environment)
        elif sidekiq and each.target == "config.redis":
            yield _pool(SIDEKIQ, SIDEKIQ, *_given(each.value, module), each.span, environment)


def _cache(value: Expression) -> Expression | None:
    """The options of a cache in Redis; none where it is another, or code that is not followed."""
    if not isinstance(value, Elements) or not value.elements:
        return None
    kind, *options = value.elements
    if not (isinstance(kind, Literal) and kind.value == _STORE):
        return None
    return options[-1] if options else Items((), value.span)


def _given(options: Expression, module: CodeModule) -> tuple[Items, str]:
    """Options as far as they are written here, and the name under which another file gives them.

    What the steps of `Builder.new.with(pool_timeout: 5).options` are given counts as written: it has the names of options.
    """
    if isinstance(options, Items):
        return options, ""
    written: dict[str, Expression] = {}
    base = options.name if isinstance(options, Reference) else ""
    if isinstance(options, CallResult):
        head, new, steps = options.callee.partition(".new()")
        base = f"{head}.{steps.rpartition('.')[2]}()" if new and steps else f"{options.callee}()"
        for call in module.calls:
            if call.span.offset == options.span.offset and call.span.end <= options.span.end:
                for argument in call.arguments:
                    inner = argument.value.items if isinstance(argument.value, Items) and not argument.name else ()
                    written.update(inner or ([(argument.name, argument.value)] if argument.name else []))
    return Items(tuple(written.items()), options.span, complete=False), base


def _pool(constructor_name: str, call: str, given: Items, base: str, span: Span, environment: str) -> ClientPool:  # noqa: PLR0917  # what each place says
    client = clients()["redis_rb"]
    constructor = next(each for each in client.constructors if constructor_name in each.callees)
    arguments = from_items(given)
    settings, lookups = settings_of(arguments, constructor)
    dsn = connection_string(arguments, constructor, span)
    if base:
        known = dict(given.items)
        wanted = [each.name for each in constructor.parameters if each.field and each.name.partition(".")[0] not in known]
        lookups = (*lookups, *((name, Reference(f"{base}.{name}", given.span)) for name in wanted))
        dsn = dsn if "url" in known or "host" in known else Reference(f"{base}.url", given.span)
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=span,
            call=call,
            dsn=dsn,
            arguments=tuple((label, value) for label, value in settings if label != "password"),
            complete=arguments.complete,
            lookups=lookups,
            environment=environment,
        )
    )
