"""What a reader may yield. In: nothing (the type only). Out: `Fact`."""

from __future__ import annotations

from typing import Union

from poolaudit.facts.alert_rule import AlertRule
from poolaudit.facts.build_command import BuildCommand
from poolaudit.facts.client_holding import ClientHolding
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.connection_checkout import ConnectionCheckout
from poolaudit.facts.deployment import Deployment, EnvFile
from poolaudit.facts.dsn import Dsn
from poolaudit.facts.fork_hook import ForkHook
from poolaudit.facts.kubernetes import (
    Autoscaler,
    ChartRelease,
    ConfigData,
    HelmChart,
    ImageBuild,
    Kustomization,
    PodWorkload,
    ServiceName,
)
from poolaudit.facts.migration_call import MigrationCall
from poolaudit.facts.name import Dependency, NamedValue
from poolaudit.facts.part import Part
from poolaudit.facts.pool_function import PoolCall, PoolFunction
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.program import LoneScript, Program
from poolaudit.facts.request_function import RequestFunction
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.shell import ShellScript
from poolaudit.facts.sql_use import SqlUse

Fact = Union[
    AlertRule, Autoscaler, BuildCommand, ChartRelease, ClientHolding, ClientPool, ConfigData, ConnectionCheckout, Dependency,
    Deployment, Dsn, EnvFile, ForkHook, HelmChart, ImageBuild, Kustomization,
    LoneScript, MigrationCall, NamedValue, Part, PodWorkload, PoolCall, PoolFunction, PoolerConfig, Program, RequestFunction,
    ServerConfig, ServiceName, ShellScript, SqlUse,
]  # fmt: skip
"""What one file says and nothing more."""
