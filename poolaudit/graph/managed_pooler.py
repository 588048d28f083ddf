"""The pooler behind a provider's pooled endpoint. In: an endpoint and what the catalog knows of it. Out: a `Pooler`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn, TypeVar

from poolaudit.facts.setting import Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.pooler import Pooler
from poolaudit.graph.read_values import about
from poolaudit.graph.running_pooler import pooler_software

if TYPE_CHECKING:
    from poolaudit.catalog.model import ProviderEndpoint
    from poolaudit.graph.endpoint import Endpoint

T = TypeVar("T")
_SHARING_MODES = frozenset({"transaction", "statement"})


def managed(endpoint: Endpoint, provider: ProviderEndpoint) -> Pooler:
    """What the provider is known to do; everything that only its console shows is unresolved."""
    host, known = endpoint.host, endpoint.provider
    assert host.span is not None  # noqa: S101  # it was recognised by a written host
    words = provider.name.replace("-", " ")
    doubt = any(source.verified == "memory" for source in provider.sources)

    def fact(value: T | None, label: str) -> Setting[T]:
        if value is None or value == "":
            return Setting.unresolved(f"{label} of {words} is not known", host.span, label)
        return replace(Setting.derived(value, label, words, known), assumed=doubt)

    def hidden(label: str) -> Setting[NoReturn]:
        return Setting.unresolved(f"{provider.provider} does not show it in the repository", host.span, label)

    mode = fact(provider.mode, "pool mode")
    refuses = fact(provider.refuses_startup_parameters, "refuses unknown startup parameters")
    software = pooler_software(provider.pooler)
    pins = software is not None and software.pins_sessions
    restored = tuple(name.lower() for name, _ in software.tracked_parameters) if software is not None else ()
    nothing: tuple[str, ...] = ()
    return Pooler(
        span=host.span,
        symbol=f"provider {provider.name}",
        context=context_of(host.span.path),
        trail=(),
        name=f"{provider.provider.capitalize()}'s pooler",
        software=provider.pooler or provider.provider,
        version=Setting.absent("version"),
        mode=mode,
        shares_connections=about(mode, "shares connections", lambda value: value in _SHARING_MODES and not pins),
        max_prepared=hidden("max_prepared_statements"),
        tracks_statements=fact(provider.tracks_statements, "follows named statements"),
        ignored_parameters=refuses.restated(nothing) if refuses.value else hidden("ignored startup parameters"),
        tracked_parameters=known.restated(restored) if software is not None else hidden("tracked parameters"),
        refuses_unknown_parameters=refuses,
        listen_address=hidden("listen address"),
        listen_port=endpoint.port,
        published=Setting.absent("published"),
        listens_beyond_loopback=Setting.absent("listens beyond loopback"),
        auth_type=hidden("auth_type"),
        pool_size=hidden("pool size"),
        reserve_pool_size=hidden("reserve pool size"),
        max_client_connections=hidden("client limit"),
        max_db_connections=hidden("limit per database"),
        query_wait_timeout=hidden("query_wait_timeout"),
        server_reset_query=hidden("server_reset_query"),
        replicas=hidden("copies"),
        config=None,
        max_user_connections=hidden("limit per user"),
        pins_sessions=about(mode, "pins sessions", lambda value: value in _SHARING_MODES and pins),
        resets_settings=known.restated(software is not None and software.resets_settings),
    )
