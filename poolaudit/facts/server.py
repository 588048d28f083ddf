"""What one database server configuration file says."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.resource import ResourceName
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """A server's own configuration file, or the settings given to it on a command line."""

    engine: str
    """`postgresql`, `mysql`, `redis`."""
    path: str
    span: Span
    settings: tuple[tuple[str, Setting[str]], ...]
    """Parameter names in lower case; values decoded, in the server's base unit where it has one; last one wins."""
    errors: tuple[Setting[str], ...] = ()
    """Lines that the server refuses, with the reason as value."""
    includes: tuple[Setting[str], ...] = ()
    managed: bool = False
    """True where a provider runs it, whose own defaults hold for what the file does not set."""
    identifier: Setting[str] = field(default_factory=Setting.absent)
    """What the host of a server that a provider runs begins with: `orders` of `orders.abc123.eu-west-1.rds.amazonaws.com`."""
    instance_class: Setting[str] = field(default_factory=Setting.absent)
    """Size of a server that a provider runs: `db.t4g.small`."""
    version: Setting[str] = field(default_factory=Setting.absent)
    """Its release, as far as the file fixes it: `16.6`, `17`."""
    copies: Setting[int] = field(default_factory=Setting.absent)
    """Instances of a cluster, with the one that takes writes; nodes of a cache."""
    parameter_group: Setting[str] = field(default_factory=Setting.absent)
    """The group of parameters that holds for it: known where its parameters are those of `settings`, or the provider's own."""
    resource: ResourceName | None = None
    """For one that a provider runs and a template makes: by what name the rest of the template reaches it."""
    name: str = ""
    """What the file calls it, where that is not the `address` of its resource."""
