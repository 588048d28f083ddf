"""Classifies SQL statements that touch session state. In: text. Out: kind, subject and place of each, in order.

SET, LISTEN, PREPARE and the like are decided by the lexer's tokens alone (`sql_statements`; sqlglot reads `LISTEN x` and
`DISCARD ALL` as column aliases). Calls of functions inside of queries are found in the tokens too, so strings, comments and
bodies of functions never count; only where tokens cannot tell a call from a name with a column list
(`WITH a AS (…), set_config(x, y) AS (…)`), sqlglot's tree decides, loaded then.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from poolaudit.catalog.session_sql import FUNCTIONS
from poolaudit.extract.sql_cursor import Cursor
from poolaudit.extract.sql_lexer import Token, statements, tokens
from poolaudit.extract.sql_statements import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT = 200_000
"""Characters of one statement that are looked at; longer ones are rows of data."""


_QUERIES = frozenset({"select", "with", "insert", "update", "delete", "merge", "values", "call", "do", "table"})
"""First words of statements that may call functions."""


class SqlStatement(NamedTuple):
    """One statement, or one call of a function inside of one, that touches session state."""

    kind: str
    """As `SqlUse.kind`."""
    subject: str
    """What it acts on, lower case unless quoted; parts that only run time knows are `{}`, empty when nothing else is known."""
    start: int
    end: int
    """Offset after the last character, `;` not included."""


def classify(text: str) -> tuple[SqlStatement, ...]:
    """Each statement of `text` that touches session state or begins or ends a transaction, in order."""
    found = tuple(statement for start, end in statements(text) for statement in _classify_one(text, start, end))
    lone = len(found) == 1 and text[found[0].start : found[0].end] in {"END", "ABORT"}
    return () if lone else found  # a lone END is a word of many languages


def _classify_one(text: str, start: int, end: int) -> Iterator[SqlStatement]:
    first = next(tokens(text, start, end), None)
    while first is not None and first.is_op("("):
        first = next(tokens(text, first.end, end), None)
    if first is None or first.kind != "word" or not (first.value.isupper() or first.value.islower()) or end - start > LIMIT:
        return  # "Set up the pool" is prose
    head = first.value.lower()
    if head in STATEMENTS:
        found = list(tokens(text, start, end))
        if found[-1].kind == "bad":
            return
        answer = STATEMENTS[head](Cursor(found))
        if answer is not None:
            kind, subject = answer
            yield SqlStatement(kind, "" if subject == "{}" else subject, found[0].start, found[-1].end)
            return
    if head in _QUERIES:
        yield from _in_query(text, start, end, head)


def _in_query(text: str, start: int, end: int, head: str) -> Iterator[SqlStatement]:
    lowered = text[start:end].lower()
    temporary = "into" in lowered and ("temp" in lowered)
    if not temporary and not any(name in lowered for name in ("advisory_", "set_config", "pg_notify")):
        return
    found = list(tokens(text, start, end))
    if found[-1].kind == "bad":
        return
    if head == "do":
        for token in found:
            if token.kind == "dollar":
                close = (token.end - token.start - len(token.value)) // 2
                yield from _calls(list(tokens(text, token.start + close, token.end - close)), "")
        return
    if temporary and head in {"select", "with"} and (name := _into_temporary(found)) is not None:
        yield SqlStatement("temp-table", "" if name == "{}" else name, found[0].start, found[-1].end)
    yield from _calls(found, text[found[0].start : found[-1].end])


def _into_temporary(found: Sequence[Token]) -> str | None:
    depth = 0
    for at, token in enumerate(found):
        depth += token.is_op("(") - token.is_op(")")
        if not depth and token.is_word("into"):
            cursor = Cursor(found[at + 1 :])
            if cursor.word("temp", "temporary"):
                cursor.word("table")
                return cursor.name()
    return None


_LONGEST_CALL = 200
"""Tokens of one call whose arguments are looked at."""


@cache
def _functions() -> dict[str, str]:
    return dict(FUNCTIONS)


_BEFORE_CALL = frozenset(
    """
    select perform call where and or not when then else case on having by returning from join lateral distinct all in is if
    while elsif return exists values
    """.split()
)


def _calls(found: Sequence[Token], query: str) -> Iterator[SqlStatement]:
    """Calls of session functions among the tokens of one query (or of a `DO` body, whose `query` is empty)."""
    closing: dict[int, int] | None = None
    for at, (token, following) in enumerate(pairwise(found)):
        name = token.value.lower()
        kind = _functions().get(name) if token.kind in {"word", "quoted"} and following.is_op("(") else None
        if kind is None:
            continue
        closing = _closing(found) if closing is None else closing
        close = closing.get(at + 1)
        if close is None:
            continue
        first = at - 2 if at > 1 and found[at - 1].is_op(".") and found[at - 2].is_word("pg_catalog") else at
        before = found[first - 1] if first else None
        if before is None or not (_precedes_call(before) or (before.is_op(",") and _is_call_in_tree(query, name))):
            continue
        inside = found[at + 2 : min(close, at + 2 + _LONGEST_CALL)]
        yield SqlStatement(*_call(name, kind, inside), found[first].start, found[close].end)


def _closing(found: Sequence[Token]) -> dict[int, int]:
    """Position of each opening parenthesis → position of the one that closes it."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.is_op("("):
            opened.append(at)
        elif token.is_op(")") and opened:
            pairs[opened.pop()] = at
    return pairs


def _precedes_call(token: Token) -> bool:
    return token.is_word(*_BEFORE_CALL) or (token.kind == "op" and token.value not in {",", ".", ")", "]", ";"})


def _is_call_in_tree(query: str, name: str) -> bool:
    from poolaudit.extract.sql_tree import called_functions  # noqa: PLC0415  # brings sqlglot

    return bool(query) and name in called_functions(query)


def _call(name: str, kind: str, inside: Sequence[Token]) -> tuple[str, str]:
    if kind not in {"set-config", "notify"}:
        return kind, name
    arguments: list[list[Token]] = [[]]
    depth = 0
    for token in inside:
        depth += token.is_op("(", "[") - token.is_op(")", "]")
        if not depth and token.is_op(","):
            arguments.append([])
        else:
            arguments[-1].append(token)
    arguments = [each[2:] if len(each) > 2 and each[1].is_op("=>") else each for each in arguments]  # noqa: PLR2004
    subject = arguments[0][-1].value.lower() if _is_literal(arguments[0], "string") else ""
    if kind == "notify":
        return kind, subject
    local = arguments[2] if len(arguments) == 3 else []  # noqa: PLR2004  # name, value, is_local
    word = local[0].value.lower() if local and (len(local) == 1 or local[1].is_op("::")) else ""
    if word in {"true", "t", "on", "yes", "1"}:
        return "set-config-local", subject
    return ("set-config" if word in {"false", "f", "off", "no", "0"} else "set-config-unknown"), subject


def _is_literal(argument: Sequence[Token], kind: str) -> bool:
    return (
        bool(argument)
        and argument[0].kind == kind
        and (len(argument) == 1 or argument[1].is_op("::"))
        and argument[-1].kind == kind
    )
