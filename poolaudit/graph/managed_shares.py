"""Who else uses the server behind a managed proxy. In: poolers with their files, deployments. Out: poolers that know each other.

Resources of one folder belong together, as Terraform's modules and CloudFormation's templates have it.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.catalog.aws_resources import ADDRESSES
from poolaudit.facts.setting import Evidence, Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.span import Span
    from poolaudit.graph.pooler import Pooler

_MOST_NAMED = 4


def with_neighbours(poolers: tuple[Pooler, ...], deployments: Iterable[Deployment]) -> tuple[Pooler, ...]:
    """The poolers; those that a provider runs in front of a server of the tree know who shares it."""
    managed = {number: server for number, each in enumerate(poolers) if (server := _server_of(each))}
    if not managed:
        return poolers
    near = tuple(deployments)
    return tuple(
        _informed(each, [poolers[other] for other, server in managed.items() if server == managed[number]], near)
        if number in managed
        else each
        for number, each in enumerate(poolers)
    )


def _server_of(pooler: Pooler) -> tuple[str, str, str] | None:
    """Configuration, environment and resource of the server behind a managed proxy."""
    config = pooler.config
    server = dict(config.settings).get("server") if config is not None and config.managed else None
    if config is None or server is None or not server.value:
        return None
    own = config.resource
    return (own.project, own.environment, server.value) if own is not None else (dirname(config.path), "", server.value)


def _informed(pooler: Pooler, same: list[Pooler], deployments: Iterable[Deployment]) -> Pooler:
    shares = [each.server_share for each in same]
    if len(shares) > 1:
        unknown = next((each for each in shares if not each.is_known), None)
        total = sum(each.value or 0 for each in shares)
        note = f"{' + '.join(str(each.value) for each in shares)} of {len(shares)} proxies"
        pooler = replace(
            pooler,
            server_share_of_all=unknown if unknown is not None else Setting.derived(total, "share of the server", note, *shares),
        )
    folder, environment, server = _server_of(pooler) or ("", "", "")
    near = [each for each in deployments if (each.project, each.environment) == (folder, environment)]
    direct = [each for each in near if _place(each, server) is not None]
    if direct:
        names = list(dict.fromkeys(each.name for each in direct))
        shown = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        steps = tuple(Evidence(_place(each, server), Origin.WRITTEN, f"{each.name} connects to {server}") for each in direct)
        found = Setting(shown, Origin.DERIVED, direct[0].span, "direct clients", "", steps[:_MOST_NAMED])
        pooler = replace(pooler, direct_clients=found)
    return pooler


def _place(deployment: Deployment, server: str) -> Span | None:
    """Where a variable of a workload takes the address of a server."""
    for entry in deployment.env:
        if entry.value.is_known and entry.value.value is not None and _holds(entry.value.value.reveal(), server):
            return entry.span
        for reference in entry.references:
            named, _, attribute = reference.rpartition(".")
            if (named == server or named.startswith(f"{server}.")) and attribute.lower() in ADDRESSES:
                return entry.span
    return None


def _holds(text: str, server: str) -> bool:
    """Whether the name of a server stands in a text as a whole: alone, or as the host of a connection string."""
    if server not in text:
        return False
    words = "".join(each if each.isalnum() or each in "._-" else " " for each in text).split()
    return server in words
