"""Everything that one scan found, indexed for the questions that the graph asks. In: facts. Out: `Site`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.config import Config
    from poolaudit.facts.alert_rule import AlertRule
    from poolaudit.facts.build_command import BuildCommand
    from poolaudit.facts.client_holding import ClientHolding
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.connection_checkout import ConnectionCheckout
    from poolaudit.facts.fork_hook import ForkHook
    from poolaudit.facts.migration_call import MigrationCall
    from poolaudit.facts.name import Dependency
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.request_function import RequestFunction
    from poolaudit.facts.server import ServerConfig
    from poolaudit.facts.span import Span
    from poolaudit.facts.sql_use import SqlUse
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.readers import Readers
    from poolaudit.graph.worlds import Worlds


@dataclass(frozen=True, slots=True)
class Site:
    """The indexed facts of one repository."""

    readers: Readers
    config: Config
    names: Names
    images: Images
    worlds: Worlds
    pools: tuple[ClientPool, ...]
    sql: tuple[SqlUse, ...]
    pooler_configs: tuple[PoolerConfig, ...]
    server_configs: tuple[ServerConfig, ...]
    dependencies: Mapping[str, tuple[Dependency, ...]]
    """By `ecosystem:package`."""
    holdings: tuple[ClientHolding, ...] = ()
    checkouts: tuple[ConnectionCheckout, ...] = ()
    alert_rules: tuple[AlertRule, ...] = ()
    fork_hooks: tuple[ForkHook, ...] = ()
    build_commands: tuple[BuildCommand, ...] = ()
    migration_calls: tuple[MigrationCall, ...] = ()
    request_functions: tuple[RequestFunction, ...] = ()
    private_pools: frozenset[Span] = frozenset()
    """Places of pools that nobody but the function around them uses."""
