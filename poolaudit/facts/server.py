"""What one database server configuration file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Setting
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
