"""A SQL statement on the route that it travels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span
    from poolaudit.graph.client import Client
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.route import Route


@dataclass(frozen=True, slots=True)
class Statement:
    """One classified statement of application code, on each route that it surely takes."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    kind: str
    """As `SqlUse.kind`: `set`, `set-local`, `set-role`, `set-config`, `listen`, `prepare`, `declare-hold`,
    `advisory-lock`, `temp-table` …"""
    subject: str
    """Parameter, channel, table, statement or function name, lower case."""
    in_transaction: Setting[bool]
    route: Route
    client: Client
    pooler: Pooler | None
    tracked_by_pooler: Setting[bool]
    """For a SET: whether the pooler restores the parameter for each client."""
    tenant_key: bool
    """For a SET: whether the parameter decides whose data is seen (`role`, `search_path`, a custom `app.tenant`)."""
    on_migration: Setting[bool]
    """Whether it stands in a migration."""
    followed: bool = False
    """Whether more stands behind it in the same text: one query, which a pooler does not take apart."""
