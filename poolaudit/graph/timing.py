"""A duration without a unit, as somebody wrote it. In: clients, poolers and servers. Out: `Timing`s.

Durations that carry their unit (`30s`, `PT30M`, `5 * time.Minute`) say what is meant and are none; special values (0, -1) are
none either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.usual_durations import POOLER_LONGEST, SERVER_SHORTEST, USUAL
from poolaudit.facts.setting import Origin
from poolaudit.facts.units import Seconds
from poolaudit.graph.read_values import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.setting import Evidence, Setting
    from poolaudit.facts.span import Span
    from poolaudit.graph.client import Client
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.server import Server
    from poolaudit.graph.topology import Graph

_FOR_EVER = Seconds(10**12)
_SERVER_TIMEOUTS = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_timeout",
    "idle_session_timeout",
    "transaction_timeout",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """One written duration, and between which bounds durations of its kind usually lie."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    name: str
    """As written: `connectionTimeoutMillis`."""
    written: str
    """The number that stands there."""
    of: str
    """What it belongs to: `pg.Pool`, `PgBouncer`, a server's name."""
    value: Setting[Seconds]
    unit: str
    """In which the number is read: `s`, `ms`, `ns`."""
    shortest: Seconds
    longest: Seconds


def timings(graph: Graph) -> tuple[Timing, ...]:
    """Every written duration without a unit, sorted by place."""
    found = [each for client in graph.clients for each in _of_client(client)]
    found += [each for pooler in graph.poolers for each in _of_pooler(pooler)]
    found += [each for server in graph.servers for each in _of_server(server)]
    return tuple(sorted({each.span: each for each in found}.values(), key=lambda each: each.span))


def _of_client(client: Client) -> Iterator[Timing]:
    given = dict(client.pool.arguments)
    for field, (shortest, longest) in USUAL.items():
        value: Setting[Seconds] = getattr(client.pool, field)
        raw = given.get(value.label)
        number = _plain(raw.value) if raw is not None and raw.is_written else None
        if value.span is None or not value.is_written or not value.value or value.value <= 0 or not number:
            continue
        unit = {1: "s", 1000: "ms", 10**9: "ns"}.get(round(number / value.value), "")
        if unit:
            low, high = (Seconds(0), Seconds(longest)) if unit == "s" else (Seconds(shortest), _FOR_EVER)
            yield Timing(
                value.span, f"{client.symbol}:{value.label}", client.context, client.trail, value.label.lstrip("?"),
                f"{number:.15g}", client.call, value, unit, low, high,
            )  # fmt: skip


def _of_pooler(pooler: Pooler) -> Iterator[Timing]:
    settings = dict(pooler.config.settings) if pooler.config is not None and pooler.software == "pgbouncer" else {}
    for name, longest in POOLER_LONGEST:
        value = seconds(settings[name]) if name in settings else None
        if value is not None and value.span is not None and value.is_written and value.value:
            yield Timing(
                value.span, f"{pooler.symbol}:{name}", pooler.context, pooler.trail, name,
                f"{value.value:.15g}", pooler.name, value, "s", Seconds(0), Seconds(longest),
            )  # fmt: skip


def _of_server(server: Server) -> Iterator[Timing]:
    for field in _SERVER_TIMEOUTS if server.engine == "postgresql" else ():  # MySQL's wait_timeout counts seconds
        value: Setting[Seconds] = getattr(server, field)
        if value.span is not None and value.origin is Origin.WRITTEN and value.value and value.value > 0 and not value.note:
            yield Timing(
                value.span, f"{server.symbol}:{field}", server.context, server.trail, value.label,
                f"{value.value * 1000:.15g}", server.name, value, "ms", Seconds(SERVER_SHORTEST), _FOR_EVER,
            )  # fmt: skip


def _plain(value: object) -> float | None:
    """The number of a value without a unit."""
    if isinstance(value, (bool, Seconds)):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    text = value if isinstance(value, str) else ""
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None  # noqa: PLR2004  # a float holds it
