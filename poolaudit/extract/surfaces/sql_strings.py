"""SQL in the strings of a program, and calls that act like it. In: a code module. Out: `SqlUse` facts with who runs them.

A string counts when it is an argument of a call that runs SQL, or a constant that such a call of the same file is given. What is
logged, printed, raised or documented is given to other calls and does not count.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.catalog.session_sql import EXECUTING, NOT_EXECUTING, SESSION_CALLS, SessionCall
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import UNKNOWN, CodeModule
from poolaudit.extract.sql import classify
from poolaudit.facts.expression import CallResult, Expression, Joined, Literal
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.sql_use import SqlUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Call, StringLiteral
    from poolaudit.facts.client_pool import Scope
    from poolaudit.facts.span import Span

_ENDS = frozenset({"commit", "rollback"})
_LONGEST = 200_000
"""Characters of one string that are looked at."""


def extract(source: Source, document: Document) -> Iterator[SqlUse]:
    """Statements in executed strings, in order of the strings, then calls that touch session state."""
    if not isinstance(document, CodeModule):
        return
    strings: dict[int, StringLiteral] = {}  # what stands around one is worked out for the few that matter
    loose: set[int] = set()
    for string in document.strings:
        strings[string.span.offset] = string
        if _executes(string.call):
            who = _Runner(string.call, string.receiver, string.scope, string.in_transaction)
            yield from _statements(source, document, string.value, string.span, who)
        elif not string.call:
            loose.add(string.span.offset)
    for call in document.calls:
        if _executes(call.callee):
            for argument in call.arguments:
                text = _inner(argument.value)
                if text is not None and text.span.offset in loose and not _inside(text.span, call.span):
                    yield from _statements(
                        source, document, text, text.span, _Runner(call.callee, call.receiver, call.scope, None)
                    )
        yield from _session_calls(document, call, strings)


class _Runner:
    """The call that runs a statement."""

    __slots__ = ("in_transaction", "method", "origin", "receiver", "scope")

    def __init__(self, callee: str, receiver: str, scope: Scope, in_transaction: bool | None) -> None:  # noqa: FBT001
        self.origin, _, self.method = callee.rpartition(".")
        self.origin = "" if self.origin == UNKNOWN else self.origin
        self.receiver = receiver
        self.scope = scope
        self.in_transaction = in_transaction


def _executes(callee: str) -> bool:
    return callee.rpartition(".")[2].lower().removesuffix("!") in EXECUTING and not callee.startswith(NOT_EXECUTING)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.offset <= inner.offset < outer.end


def _inner(value: Expression) -> Literal | Joined | None:
    """The text that a call is given, through wrappers like `text(…)`."""
    while isinstance(value, CallResult) and value.positional and _executes(value.callee):
        value = value.positional[0]
    return value if isinstance(value, (Literal, Joined)) else None


def _statements(source: Source, module: CodeModule, value: Expression, span: Span, who: _Runner) -> Iterator[SqlUse]:
    text, pieces = _text(source, value)
    opened = False
    found = classify(text) if len(text) <= _LONGEST else ()
    for number, (kind, subject, start, end) in enumerate(found, 1):
        place = _place(source, pieces, start, end) or span
        inside = _in_transaction(True if opened else who.in_transaction, place)
        opened = kind == "begin" or (opened and kind not in _ENDS)
        lasting = kind == "begin" and all(each.kind not in _ENDS for each in found[number:])
        runner = (who.scope, module.module, who.receiver, who.method, module.language, who.origin)
        yield SqlUse(kind, subject, place, inside, *runner, left_open=lasting, followed=bool(text[end:].strip("; \t\r\n")))


def _in_transaction(known: bool | None, span: Span) -> Setting[bool]:  # noqa: FBT001
    if known is None:
        return Setting.unresolved("the caller may have opened one", span, "transaction")
    return Setting.written(known, span, "transaction")


_Piece = tuple[int, int, int]
"""Start and end in the joined text, and the offset in the file of the first character."""


def _text(source: Source, value: Expression) -> tuple[str, list[_Piece]]:
    """The SQL text, `{}` for each part that only run time knows, and the pieces of it that stand in the file as they are."""
    written, pieces, length = [], [], 0
    for part in value.parts if isinstance(value, Joined) else (value,):
        text = part.value if isinstance(part, Literal) else None
        text = text.reveal() if isinstance(text, Secret) else text
        if not isinstance(text, str):
            text = "{}"
        elif source.at(part.span) == text:
            pieces.append((length, length + len(text), part.span.offset))
        written.append(text)
        length += len(text)
    return "".join(written), pieces


def _place(source: Source, pieces: list[_Piece], start: int, end: int) -> Span | None:
    """Where the characters from `start` to `end` stand; None when one of the two ends stands nowhere as it is."""
    first = next((at + start - low for low, high, at in pieces if low <= start < high), None)
    last = next((at + end - low for low, high, at in pieces if low < end <= high), None)
    return None if first is None or last is None else source.span(first, last)


def _session_calls(module: CodeModule, call: Call, strings: dict[int, StringLiteral]) -> Iterator[SqlUse]:
    method = call.callee.rpartition(".")[2]
    for entry in SESSION_CALLS:
        if entry.method != method or not _is_receiver(entry, call):
            continue
        given = call.keyword(entry.keyword) if entry.keyword else None
        given = given or call.positional(0)
        subject = entry.subject or _subject(entry, given.value if given else None, named=bool(given and given.name))
        if subject is None:
            continue
        hold = call.keyword(entry.hold) if entry.hold else None
        kind = "declare-hold" if hold and isinstance(hold.value, Literal) and hold.value.value is True else entry.kind
        text = strings.get(given.span.offset) if given is not None else None
        inside = _in_transaction(text.in_transaction if text is not None else None, call.span)
        yield SqlUse(kind, subject, call.span, inside, call.scope, module.module, call.receiver, method, module.language)


def _is_receiver(entry: SessionCall, call: Call) -> bool:
    if entry.origins and call.callee.startswith(entry.origins):
        return True
    *inner, last = call.receiver.split(".")
    return any(word in last.lower() for word in entry.receivers) or any(part in entry.receiver_parts for part in (*inner, last))


def _subject(entry: SessionCall, value: Expression | None, *, named: bool) -> str | None:
    """The name that the first argument gives; empty when only run time knows it, None when it is no such call."""
    if isinstance(value, Literal) and isinstance(value.value, str):
        text = value.value
        return text.lower() if not entry.identifier or text.isidentifier() else None
    if value is None or isinstance(value, Literal):
        return None
    return "" if named or not entry.identifier else None


_SET_TRIGGERS = ("'set ", '"set ', "`set ", "'reset ", '"reset ')
_TRIGGERS = (
    *_SET_TRIGGERS, "advisory_", "set_config", "pg_notify", "search_path", "statement_timeout", "lock_timeout",
    "idle_in_transaction_session_timeout", "row_security", "work_mem",
    "session_replication_role", "set local", "set session", "set role", "set time zone",
    "unlisten", "'listen ", '"listen ', "`listen ", "'notify ", '"notify ', "'prepare ", '"prepare ',
    "deallocate", "'discard ", '"discard ', "'load '", "\"load '", "temp table", "temporary table", "pg_temp", "with hold",
    "'begin", '"begin', "`begin", "start transaction",
    "withhold", "add_listener(", "remove_listener(", "listento(", ".iterator(", ".cursor(name", ".cursor('", '.cursor("',
)  # fmt: skip


def _concerns(source: Source) -> bool:
    """False where the only sign is a sentence that begins with "Set the …", which is most of what begins so."""
    lowered = source.text.lower()
    return any(each in lowered for each in _TRIGGERS[len(_SET_TRIGGERS) :]) or _set_statement().search(lowered) is not None


@cache
def _set_statement() -> re.Pattern[str]:
    """The beginning of a string, lower case: SET or RESET with a name and what follows it, or with what run time puts in."""
    name = r"[\w.@\"`$%#:?{}-]{1,80}"
    given = rf"(?:session |local |global )?\s{{0,9}}{name}\s{{0,9}}(?:=|:=|to\b)"
    return re.compile(
        rf"""["'`](?:set\s+(?:{given}|names\b|["'`{{%$#:?])|reset\s+(?:{name}\s{{0,9}};?["'`]|["'`{{%$#:?]))""", re.ASCII
    )


SURFACE = Surface(
    name="sql_strings",
    formats=tuple(each.name for each in parts("poolaudit.extract.code", "FORMAT")),
    extract=extract,
    triggers=_TRIGGERS,
    concerns=_concerns,
    self_contained=True,
)
