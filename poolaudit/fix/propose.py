"""What would mend a finding. In: the `fix:` lines of a rule, checked, and the thing that the rule judged. Out: exact changes.

A line names a word of the graph and its new value. Which edit that is depends on the word: what switches statement names off or
liveness checks on is told by the catalog and becomes arguments of the client's call; a pooler's word becomes a line of its own
file; any other word is replaced where it is written. A word whose place is not known has no fix.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from poolaudit._parts import parts
from poolaudit.facts.setting import Origin, Setting
from poolaudit.fix.ini_edit import ini_change
from poolaudit.lint.finding import Change, Fix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.catalog.model import Client as Library
    from poolaudit.catalog.model import Edit
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.span import Span
    from poolaudit.graph.client import Client
    from poolaudit.graph.pooler import Pooler
    from poolaudit.lint.assignment import Assignment


def propose(assignments: Iterable[Assignment], subject: Any) -> Fix | None:
    """The changes that all of `assignments` together ask for on `subject`; None when one of them has no known place."""
    changes: list[Change] = []
    titles: list[str] = []
    for assignment in assignments:
        found = _changes(assignment, subject)
        if not found:
            return None
        changes += found
        titles += [_title(change) for change in found]
    return Fix(", ".join(dict.fromkeys(titles)), tuple(dict.fromkeys(changes))) if changes else None


def _title(change: Change) -> str:
    if change.kind == "argument":
        return f"set {change.argument}={change.text}"
    return f"set {change.label}" if change.label else f"write {change.text.strip()}"


def _changes(assignment: Assignment, subject: Any) -> list[Change]:
    owner, _, word = assignment.target.text.rpartition(".")
    new = assignment.literal if assignment.source is None else _value_of(assignment.source.read(subject))
    if owner.rpartition(".")[2] == "client" or (owner == "" and hasattr(subject, "names_statements")):
        client = getattr(subject, "client", subject)
        if word == "names_statements" and new is False:
            return _arguments(client.pool, statement_edits(client))
        if word == "checks_liveness" and new is True:
            return _arguments(client.pool, liveness_edits(client))
        return []
    if owner.rpartition(".")[2] == "pooler":
        return _pooler_change(assignment, subject, word, new)
    setting = assignment.target.read(subject)
    if not isinstance(setting, Setting) or new is None or assignment.operator != "=":
        return []
    return _in_place(setting, str(new), subject)


def _pooler_change(assignment: Assignment, subject: Any, word: str, new: object) -> list[Change]:
    """Its own file's global setting; but what an entry of the file or the image's environment sets is replaced there."""
    pooler: Pooler | None = getattr(subject, "pooler", subject if hasattr(subject, "config") else None)
    config = pooler.config if pooler is not None else None
    setting = assignment.target.read(subject)
    at = _written_at(setting) if isinstance(setting, Setting) else None
    if at is not None and (config is None or all(each.span != at for _, each in config.settings)):
        return _in_place(setting, str(new), subject) if assignment.operator == "=" and isinstance(new, (str, int)) else []
    change = ini_change(config, word, new, append=assignment.operator == "+=") if config is not None else None
    return [change] if change else []


def _value_of(read: object) -> object:
    if isinstance(read, Setting):
        return read.value if read.is_known else None
    return read


def statement_edits(client: Client) -> tuple[Edit, ...]:
    """How this client stops naming statements: the driver's way below this library, else the library's own."""
    driver, library = _library(client.driver), _library(client.pool.library)
    ways = dict(driver.prepares_off) if driver else {}
    caller = "" if client.pool.library == client.driver else client.pool.library
    if caller in ways:
        return ways[caller]
    return dict(library.prepares_off).get("", ()) if library else ()


def liveness_edits(client: Client) -> tuple[Edit, ...]:
    """How this client tests connections before use: its constructor's way, else the library's."""
    library = _library(client.pool.library)
    if library is None:
        return ()
    own = next((each for each in library.constructors if client.pool.call in each.callees and each.liveness_on), None)
    return own.liveness_on if own else library.liveness_on


def _library(name: str) -> Library | None:
    libraries: tuple[Library, ...] = parts("poolaudit.catalog.clients", "CLIENT")
    return next((each for each in libraries if each.name == name), None)


def _arguments(pool: ClientPool, edits: Iterable[Edit]) -> list[Change]:
    at = pool.through[-1] if pool.through else pool.span
    if not at.path.endswith(".py"):
        return []
    return [Change("argument", at, edit.value, edit.argument) for edit in edits]


def _in_place(setting: Setting[Any], new: str, subject: Any) -> list[Change]:
    """Replace a value where it is written; a `host:port` for a host changes the port too."""
    span = _written_at(setting)
    if span is None or any(character in new for character in " \t\r\n'\"@/?#&;%\\"):
        return []  # a text that some grammar would have to quote
    host, colon, port = new.partition(":")
    changes = [Change("value", span, host, label=f"{setting.label or 'value'} = {host}", expected=str(setting.value))]
    if colon:
        written = _port(subject)
        at = _written_at(written) if written is not None else None
        if at is not None and written is not None:
            changes.append(Change("value", at, port, label=f"port = {port}", expected=str(written.value)))
        elif written is not None and written.origin is Origin.ABSENT and _is_url(subject):
            changes[0] = replace(changes[0], text=new, label=f"host = {new}")
        else:
            return []
    return changes


def _written_at(setting: Setting[Any]) -> Span | None:
    """Where the value itself stands: only a written value has exactly one such place."""
    return setting.span if setting.origin is Origin.WRITTEN and setting.is_known else None


def _dsn(subject: Any) -> Any:
    return getattr(subject, "dsn", None) or getattr(getattr(subject, "route", None), "dsn", None)


def _port(subject: Any) -> Setting[Any] | None:
    dsn = _dsn(subject)
    return dsn.port if dsn is not None else None


def _is_url(subject: Any) -> bool:
    dsn = _dsn(subject)
    return dsn is not None and dsn.grammar in {"url", "jdbc"}
