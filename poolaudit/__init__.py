"""poolaudit finds connection and pooling faults that only show when the files of a repository are read together.

`scan(folder)` gives a `Result` with its `Finding`s; `survey(folder)` gives the facts and the graph without judging them.
A rule of your own is a generator with `@rule("name", on=Route)`, handed to `scan(folder, rules=load_rules(extra=[it]))`.

Everything named in `__all__` is public and stays; every other name may change. Each is imported when it is first used.
"""

# ruff: noqa: TC004  # the names of __all__ are imported when they are asked for
from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poolaudit.config import Config, ConfigError
    from poolaudit.config import find as find_config
    from poolaudit.config import load as load_config
    from poolaudit.facts.dsn import Dsn, Host
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.setting import Evidence, Origin, Setting
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Bytes, Seconds
    from poolaudit.graph.client import Client
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.fleet import Fleet, Term
    from poolaudit.graph.migration import Migration
    from poolaudit.graph.pooler import Pooler, PoolerFault
    from poolaudit.graph.route import ConnectionString, Route, StartupParameter
    from poolaudit.graph.server import Server
    from poolaudit.graph.statement import Statement
    from poolaudit.graph.topology import Graph
    from poolaudit.graph.workload import Workload
    from poolaudit.lint.finding import Change, Confidence, Finding, Fix, Result, Severity, Undecided, Unread
    from poolaudit.lint.plugins import PluginError, installed_rules, plugin_rules
    from poolaudit.lint.rule import OptionError, Rule, RulePageError, Violation, rule
    from poolaudit.lint.rulebook import Rulebook, UnknownRuleError, load_rules
    from poolaudit.scan import Survey, scan, survey

__version__ = "0.1.0"

__all__ = [
    "Bytes",
    "Change",
    "Client",
    "Confidence",
    "Config",
    "ConfigError",
    "ConnectionString",
    "Dsn",
    "Endpoint",
    "Evidence",
    "Fact",
    "Finding",
    "Fix",
    "Fleet",
    "Graph",
    "Host",
    "Migration",
    "OptionError",
    "Origin",
    "PluginError",
    "Pooler",
    "PoolerFault",
    "Result",
    "Route",
    "Rule",
    "RulePageError",
    "Rulebook",
    "Seconds",
    "Secret",
    "Server",
    "Setting",
    "Severity",
    "Span",
    "StartupParameter",
    "Statement",
    "Survey",
    "Term",
    "Undecided",
    "UnknownRuleError",
    "Unread",
    "Violation",
    "Workload",
    "__version__",
    "find_config",
    "installed_rules",
    "load_config",
    "load_rules",
    "plugin_rules",
    "rule",
    "scan",
    "survey",
]

_HOMES = {
    "config": "Config ConfigError find_config:find load_config:load",
    "facts.fact": "Fact",
    "facts.dsn": "Dsn Host",
    "facts.secret": "Secret",
    "facts.setting": "Evidence Origin Setting",
    "facts.span": "Span",
    "facts.units": "Bytes Seconds",
    "graph.client": "Client",
    "graph.endpoint": "Endpoint",
    "graph.fleet": "Fleet Term",
    "graph.migration": "Migration",
    "graph.pooler": "Pooler PoolerFault",
    "graph.route": "ConnectionString Route StartupParameter",
    "graph.server": "Server",
    "graph.statement": "Statement",
    "graph.topology": "Graph",
    "graph.workload": "Workload",
    "lint.finding": "Change Confidence Finding Fix Result Severity Undecided Unread",
    "lint.plugins": "PluginError installed_rules plugin_rules",
    "lint.rule": "OptionError Rule RulePageError Violation rule",
    "lint.rulebook": "Rulebook UnknownRuleError load_rules",
    "scan": "Survey scan survey",
}
"""Module → its public names; `public:name` where they differ."""


class _Package(ModuleType):
    """This package. It is a class because `scan` is a function here and a module below, and the one must not hide the other."""

    def __getattr__(self, name: str) -> Any:
        if name in __all__:
            from importlib import import_module  # noqa: PLC0415

            for home, names in _HOMES.items():
                for each in names.split():
                    public, _, inner = each.partition(":")
                    if public == name:
                        found = getattr(import_module(f"{__name__}.{home}"), inner or name)
                        self.__dict__[name] = found
                        return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "scan" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
