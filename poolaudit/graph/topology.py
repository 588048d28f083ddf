"""The whole picture that rules judge. In: nothing (the type only). Out: `Graph`, made by `build`."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.graph.alert import Alert
    from poolaudit.graph.checkout import Checkout
    from poolaudit.graph.client import Client
    from poolaudit.graph.connection_key import ConnectionKey
    from poolaudit.graph.fleet import Fleet
    from poolaudit.graph.holding import Holding
    from poolaudit.graph.migration import Migration
    from poolaudit.graph.pool_transaction import PoolTransaction
    from poolaudit.graph.pooler import Pooler, PoolerFault
    from poolaudit.graph.pooler_variables import PoolerVariable
    from poolaudit.graph.query_rules import QueryRule
    from poolaudit.graph.route import ConnectionString, Route, StartupParameter
    from poolaudit.graph.server import Server
    from poolaudit.graph.statement import Statement
    from poolaudit.graph.timing import Timing
    from poolaudit.graph.workload import Workload


@dataclass(frozen=True, slots=True)
class Graph:
    """Who connects to what. The metadata of a field is the word that a rule page writes in `on:`."""

    routes: tuple[Route, ...] = field(default=(), metadata={"on": "route"})
    clients: tuple[Client, ...] = field(default=(), metadata={"on": "client"})
    statements: tuple[Statement, ...] = field(default=(), metadata={"on": "statement"})
    startup_parameters: tuple[StartupParameter, ...] = field(default=(), metadata={"on": "startup_parameter"})
    connection_strings: tuple[ConnectionString, ...] = field(default=(), metadata={"on": "connection_string"})
    connection_keys: tuple[ConnectionKey, ...] = field(default=(), metadata={"on": "connection_key"})
    poolers: tuple[Pooler, ...] = field(default=(), metadata={"on": "pooler"})
    pooler_variables: tuple[PoolerVariable, ...] = field(default=(), metadata={"on": "pooler_variable"})
    query_rules: tuple[QueryRule, ...] = field(default=(), metadata={"on": "query_rule"})
    pooler_faults: tuple[PoolerFault, ...] = field(default=(), metadata={"on": "pooler_fault"})
    servers: tuple[Server, ...] = field(default=(), metadata={"on": "server"})
    migrations: tuple[Migration, ...] = field(default=(), metadata={"on": "migration"})
    pool_transactions: tuple[PoolTransaction, ...] = field(default=(), metadata={"on": "pool_transaction"})
    checkouts: tuple[Checkout, ...] = field(default=(), metadata={"on": "checkout"})
    holdings: tuple[Holding, ...] = field(default=(), metadata={"on": "holding"})
    alerts: tuple[Alert, ...] = field(default=(), metadata={"on": "alert"})
    timings: tuple[Timing, ...] = field(default=(), metadata={"on": "timing"})
    fleets: tuple[Fleet, ...] = field(default=(), metadata={"on": "fleet"})
    workloads: tuple[Workload, ...] = field(default=())
