"""The types that hold a configuration. In: nothing. Out: `Config`, its declared facts, and `ConfigError`."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poolaudit.facts.span import Span

SEVERITIES = ("error", "warning", "info")
"""Severities from bad to mild, as `min_severity` and `severity` spell them."""
FAIL_ON = (*SEVERITIES, "never")
"""Lowest severity that makes the scan fail; `never` always exits with 0."""
MODES = ("session", "transaction", "statement")
"""Pool modes that can be declared for a pooler."""


class ConfigError(Exception):
    """A configuration that cannot be used; `str()` is one line with the file, the key and, where there is one, a suggestion."""


@dataclass(frozen=True, slots=True)
class DeclaredServer:
    """A database server that the repository does not describe: `[servers.<name>]`."""

    name: str
    span: Span
    """The key that names it."""
    host: Setting[str] = field(default_factory=Setting.absent)
    """Host as connection strings name it."""
    max_connections: Setting[int] = field(default_factory=Setting.absent)
    reserved: Setting[int] = field(default_factory=Setting.absent)
    """Slots of `max_connections` that applications cannot have."""
    cores: Setting[int] = field(default_factory=Setting.absent)
    """CPUs of its machine."""
    version: Setting[str] = field(default_factory=Setting.absent)


@dataclass(frozen=True, slots=True)
class DeclaredPooler:
    """A pooler that the repository does not describe: `[poolers.<name>]`."""

    name: str
    span: Span
    """The key that names it."""
    host: Setting[str] = field(default_factory=Setting.absent)
    """Host as connection strings name it."""
    port: Setting[int] = field(default_factory=Setting.absent)
    """Port on which it serves clients; absent means every port of the host."""
    mode: Setting[str] = field(default_factory=Setting.absent)
    """One of `MODES`."""
    version: Setting[str] = field(default_factory=Setting.absent)
    max_prepared_statements: Setting[int] = field(default_factory=Setting.absent)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be configured. `Config()` is what applies without a file.

    Declared values are settings of origin *declared* whose span is their key (for an element of a list, the element).
    """

    path: str = ""
    """The file it was read from, relative to the scan root with `/`; empty without one."""
    select: tuple[str, ...] = ()
    """Rules to run, by name, code, code prefix or family; empty is the default set."""
    ignore: tuple[str, ...] = ()
    """Rules not to run, spelled like `select`."""
    min_severity: str = "info"
    """Findings below it are not reported."""
    fail_on: str = "warning"
    """Lowest severity that makes the scan fail, or `never`."""
    exclude: tuple[str, ...] = ()
    """Patterns of files that are not read, in the syntax of .gitignore, relative to the scan root."""
    rules: tuple[Path, ...] = ()
    """Folders of further rule pages; absolute, written relative to the configuration file."""
    baseline: Path | None = None
    """File of accepted findings; absolute, written relative to the configuration file."""
    severity: Mapping[str, str] = field(default_factory=dict)
    """Severity by rule name or code, instead of what the rule's page says."""
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Options by rule name; the rule checks them."""
    servers: tuple[DeclaredServer, ...] = ()
    poolers: tuple[DeclaredPooler, ...] = ()
    replicas: Mapping[str, Setting[int]] = field(default_factory=dict)
    """Copies that run of a workload, by its name."""
    internal_hosts: tuple[Setting[str], ...] = ()
    """Patterns (`*` and `?`) of hosts that are reached over a private network."""
