"""The few reading functions that the graph needs, given to it from outside so that it imports no parser.

In: callables of `extract`. Out: `Readers`, put together once by `scan`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Readers:
    """What the graph asks of the reading side."""

    looks_like_dsn: Callable[[str], bool]
    parse_dsn: Callable[[str, Callable[[int, int], Span], str], Dsn | None]
    """Text, place of a range, name of the reader whose rules apply; None when it is no connection string."""
    dsn_from_parts: Callable[[Mapping[str, Setting[str]], Secret | None, Span], Dsn]
    """Parts under libpq's names (and `engine`), password, place."""
    option_parameters: Callable[[Setting[str]], tuple[tuple[str, Setting[str]], ...]]
    """libpq `options` text → run-time parameters."""
    fill: Callable[[Deployment, Callable[[str], str | None]], Deployment]
    """A compose service with its variables filled in from a lookup."""
    fill_field: Callable[[ClientPool, str, Setting[object]], ClientPool]
    """A client with one field set from a value found elsewhere, by the catalog's rules for that parameter."""
    with_url_parameters: Callable[[ClientPool, Dsn, str], ClientPool]
    """A client with what its connection string's parameters say to this library and driver."""
    with_version: Callable[[ClientPool, Setting[str]], ClientPool]
    """A client with the defaults of the release that the repository pins."""
    driver_of: Callable[[ClientPool, str], str]
    """Client and scheme → catalog name of the driver, empty when unknown."""
    server_settings: Callable[[str, tuple[str, ...]], tuple[tuple[str, str], ...]]
    """Engine, words of its server's command line → parameters by lower-case name."""
