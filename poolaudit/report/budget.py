"""Who may open how many connections at each limit, as a table. In: a `Graph`. Out: text, or JSON for programs.

A number that nobody wrote is marked: `*` for a default of a library or program, `?` for what the repository does not show. Below
each line stands where its numbers are written; below the table whose default a marked number is, or why it is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.facts.setting import Origin
from poolaudit.report.plain import as_json, place
from poolaudit.report.terminal import cells, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.setting import Setting
    from poolaudit.graph.fleet import Fleet, Term
    from poolaudit.graph.topology import Graph
    from poolaudit.report.base import Context
    from poolaudit.report.terminal import Terminal

_HEAD = ("who", "pool", "at a time", "processes", "copies", "connections", "of limit", "where")
_LEFT = ("who", "where")
"""Columns that are not numbers."""


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a table."""

    term: Term
    connections: int | None
    """What it may open at a time, with threads as a bound; None when a factor is not known."""

    @property
    def factors(self) -> tuple[tuple[str, Setting[int]], ...]:
        """Name and value of each factor, the one that threads bound in the place of the pool's size where it is smaller."""
        term = self.term
        used = () if term.reachable is term.per_process else (("at a time", term.reachable),)
        return (("pool", term.per_process), *used, ("processes", term.processes), ("copies", term.replicas))


def render(graph: Graph, context: Context) -> str:
    """A table for each server and pooler whose clients were found, environment by environment."""
    screen = context.terminal
    lines: list[str] = []
    for fleet in sorted(graph.fleets, key=lambda each: (each.environment, each.at == "pooler", each.name)):
        lines += [""] if lines else []
        lines += _table(fleet, screen)
    if not lines:
        lines.append("no server or pooler of which clients and limit could be compared")
    return "".join(f"{screen.spell(line)}\n" for line in lines)


def render_json(graph: Graph) -> str:
    """One JSON document, version 1, ASCII only: every number with its origin and place."""
    from json import dumps  # noqa: PLC0415

    return dumps({"version": 1, "budgets": [_document(each) for each in graph.fleets]}, indent=2) + "\n"


def shares(fleet: Fleet) -> list[Share]:
    """The terms, the largest first, those of unknown size last."""
    found = [Share(term, _product(term.reachable, term.processes, term.replicas)) for term in fleet.terms]
    return sorted(found, key=lambda each: (each.connections is None, -(each.connections or 0), each.term.who, each.term.span))


def _table(fleet: Fleet, screen: Terminal) -> Iterator[str]:
    where = f" in {printable(fleet.environment)}" if fleet.environment else ""
    kind = "clients of the pooler" if fleet.at == "pooler" else "connections to the server"
    meeting = fleet.server or fleet.pooler
    at = f"  {screen.paint(place(meeting.span), 'dim')}" if meeting is not None else ""
    yield f"{screen.paint(f'{printable(fleet.name)}{where}: {kind}', 'bold')}{at}"
    rows = [_row(each, fleet.limit) for each in shares(fleet)]
    widths = [max(cells(row[column]) for row in (_HEAD, *rows)) for column in range(len(_HEAD))]
    yield screen.paint(_line(_HEAD, widths), "dim")
    for row, share in zip(rows, shares(fleet), strict=True):
        yield _line(row, widths)
        if written := _written(share):
            yield from (screen.paint(line, "dim") for line in screen.wrap(written, "    ", "      "))
    yield from _sums(fleet, screen)
    for text in _notes(fleet):
        yield from screen.wrap(text, "  ", "    ")


def _row(share: Share, limit: Setting[int]) -> tuple[str, ...]:
    term = share.term
    reaches = "" if term.reachable.value == term.per_process.value else _marked(term.reachable)
    percent = f"{100 * share.connections / limit.value:.0f} %" if share.connections is not None and limit.value else ""
    return (
        printable(term.who),
        _marked(term.per_process),
        reaches,
        f"× {_marked(term.processes)}",
        f"× {_marked(term.replicas)}",
        f"= {'?' if share.connections is None else share.connections}",
        percent,
        place(term.span),
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    parts = []
    for name, text, width in zip(_HEAD, row, widths, strict=True):
        gap = " " * (width - cells(text))
        parts.append(text + gap if name in _LEFT else gap + text)
    return f"  {'  '.join(parts)}".rstrip()


def _sums(fleet: Fleet, screen: Terminal) -> Iterator[str]:
    """The sum, the limit and what is left; with an unknown term the sum is a lower bound."""
    numbers = [each.connections for each in shares(fleet)]
    known, whole = sum(each or 0 for each in numbers), None not in numbers
    yield f"  sum {'?' if not known and not whole else known if whole else f'at least {known}'}{_besides(fleet)}"
    if fleet.limit.value is None:
        yield screen.paint(f"  limit ? {printable(fleet.limit.note)}".rstrip(), "yellow")
        return
    left = fleet.limit.value - known
    yield f"  limit {_marked(fleet.limit)}{_told(fleet.limit)}"
    words = f"headroom {'' if whole else 'at most '}{left}" if left >= 0 else f"{-left} more than the limit"
    yield screen.paint(f"  {words}", "green" if left >= 0 and whole else "yellow" if left >= 0 else "red")


def _besides(fleet: Fleet) -> str:
    """Other readings of the sum, where they differ."""
    readings = (
        ("without traffic {}", fleet.floor, None),
        ("every pool full {}", fleet.demand, fleet.reachable),
        ("while a release rolls out {}", fleet.rollout, fleet.reachable),
    )
    said = [
        words.format(value.value)
        for words, value, other in readings
        if value.is_known and value.value and (other is None or value.value != other.value)
    ]
    return f" ({', '.join(said)})" if said else ""


def _told(setting: Setting[int]) -> str:
    note = printable(setting.note)
    at = place(setting.span)
    return "".join(f"  {each}" for each in (f"({note})" if note else "", at) if each)


def _written(share: Share) -> str:
    """Where the numbers of a line stand that somebody wrote: `processes docker-compose.yml:4`."""
    found = ((name, place(setting.span)) for name, setting in share.factors if setting.is_known and not is_default(setting))
    return ", ".join(f"{name} {at}" for name, at in found if at)


def _notes(fleet: Fleet) -> Iterator[str]:
    """Why each marked number is what it is; one note for all lines of which it holds."""
    said: dict[tuple[str, str], dict[str, None]] = {}
    for share in shares(fleet):
        for name, setting in share.factors:
            if is_default(setting) or not setting.is_known:
                said.setdefault(_note(name, setting), {})[printable(share.term.who)] = None
    if is_default(fleet.limit):
        said[_note("limit", fleet.limit)] = {printable(fleet.name): None}
    yield from (f"{what}: {why} – {'; '.join(whose)}" for (what, why), whose in said.items())


def _note(name: str, setting: Setting[int]) -> tuple[str, str]:
    """What is marked, and why."""
    if not setting.is_known:
        at = place(setting.span)
        return f"? {name}", f"{printable(setting.note or 'not known')}{f' ({at})' if at else ''}"
    steps = [step.text for step in setting.evidence() if step.origin is Origin.DEFAULT] or [setting.text]
    return f"* {name}", printable(", ".join(dict.fromkeys(steps)))


def is_default(setting: Setting[int]) -> bool:
    """Whether a number is, or rests on, a default that nobody wrote."""
    return setting.origin is Origin.DEFAULT or (
        setting.origin is Origin.DERIVED and any(step.origin is Origin.DEFAULT for step in setting.evidence())
    )


def _marked(setting: Setting[int]) -> str:
    if not setting.is_known or setting.value is None:
        return "?"
    return f"{setting.value}*" if is_default(setting) else str(setting.value)


def _product(*factors: Setting[int]) -> int | None:
    result = 1
    for each in factors:
        if not each.is_known or each.value is None:
            return None
        result *= each.value
    return result


def _document(fleet: Fleet) -> dict[str, Any]:
    return {
        "environment": fleet.environment,
        "at": fleet.at,
        "name": fleet.name,
        "limit": as_json(fleet.limit),
        "sum": as_json(fleet.reachable),
        "every_pool_full": as_json(fleet.demand),
        "without_traffic": as_json(fleet.floor),
        "rollout": as_json(fleet.rollout),
        "shares": [_share(each) for each in shares(fleet)],
        "defaults": [text for text in _notes(fleet) if text.startswith("*")],
        "unknown": [text for text in _notes(fleet) if text.startswith("?")],
    }


def _share(share: Share) -> dict[str, Any]:
    term = share.term
    names: Iterable[tuple[str, Setting[int]]] = (
        ("pool", term.per_process),
        ("at_a_time", term.reachable),
        ("processes", term.processes),
        ("copies", term.replicas),
        ("copies_in_a_rollout", term.rollout),
    )
    numbers = {name: {**(as_json(value) or {}), "default": is_default(value)} for name, value in names}
    return {"who": term.who, "at": as_json(term.span), **numbers, "connections": share.connections}
