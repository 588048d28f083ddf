"""The grammar of statements that their leading words decide. In: a cursor at the first word. Out: kind and subject, or nothing.

After the synopses of PostgreSQL 18's SQL commands. A statement must be whole: `SET name = value` and no word more, so that prose
which begins like SQL gives nothing; forms of two plain words (`CLOSE x`) must also be written in capitals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.session_sql import MYSQL_SCOPES, PARAMETERS, TRANSACTION_PARAMETERS
from poolaudit.extract.sql_cursor import Cursor

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = tuple[str, str] | None


def _set(cursor: Cursor) -> Answer:
    cursor.word("set")
    if (variable := cursor.kind("variable")) is not None:
        return ("mysql-set", variable.value.lower()) if cursor.op("=", ":=") else None
    if cursor.word(*MYSQL_SCOPES):
        name = cursor.name()
        return ("mysql-set", name) if name and cursor.op("=", ":=") else None
    if cursor.word("names") or cursor.words("character", "set"):
        valid = cursor.value() and (cursor.at_end or (bool(cursor.word("collate")) and cursor.value() and cursor.at_end))
        return ("mysql-set", "names") if valid else None
    if cursor.words("session", "characteristics", "as", "transaction"):
        return _characteristics(cursor)
    if cursor.words("session", "authorization"):
        return _assigned(cursor, "set-role", "session_authorization", "default")
    scope = cursor.word("session", "local")
    kind = "set-local" if scope == "local" else "set"
    role = "set-local" if scope == "local" else "set-role"
    if cursor.words("session", "authorization"):
        return _assigned(cursor, role, "session_authorization", "default")
    if cursor.words("time", "zone"):
        cursor.word("interval")
        return _assigned(cursor, kind, "timezone", "default", "local")
    if cursor.words("role"):
        if cursor.op("=") or cursor.word("to"):
            return _assigned(cursor, kind, "role", "default", "none")
        return _assigned(cursor, role, "role", "none")
    if cursor.word("schema"):
        return (kind, "search_path") if cursor.kind("string", "placeholder") and cursor.at_end else None
    return _set_parameter(cursor, kind)


def _set_parameter(cursor: Cursor, kind: str) -> Answer:
    name = cursor.name()
    if name is None or not (name in PARAMETERS or "." in name or "{}" in name) or name in TRANSACTION_PARAMETERS:
        return None
    if not (cursor.op("=") or cursor.word("to")):
        return None
    return _assigned(cursor, kind, name, "default")


def _assigned(cursor: Cursor, kind: str, name: str, *usual: str) -> Answer:
    """`kind`, or `reset` where one of the words stands that bring the usual value back."""
    if cursor.word(*usual):
        return ("set-local" if kind == "set-local" else "reset", name) if cursor.at_end else None
    if not cursor.value():
        return None
    while cursor.op(","):
        if not cursor.value():
            return None
    return (kind, name) if cursor.at_end else None


def _characteristics(cursor: Cursor) -> Answer:
    if cursor.words("isolation", "level"):
        return "set", "default_transaction_isolation"
    if cursor.word("read"):
        return "set", "default_transaction_read_only"
    cursor.word("not")
    return ("set", "default_transaction_deferrable") if cursor.word("deferrable") else None


def _reset(cursor: Cursor) -> Answer:
    cursor.word("reset")
    if cursor.words("session", "authorization"):
        name = "session_authorization"
    elif cursor.words("time", "zone"):
        name = "timezone"
    elif cursor.word("all"):
        name = "all"
    elif (written := cursor.name()) is not None and (written in PARAMETERS or "." in written or "{}" in written):
        name = written
    else:
        return None
    return ("reset", name) if cursor.at_end else None


def _channel(cursor: Cursor) -> Answer:
    kind = cursor.word("listen", "unlisten", "notify")
    name = "*" if kind == "unlisten" and cursor.op("*") else cursor.name()
    if name is None or "." in name:
        return None
    if kind == "notify" and cursor.op(",") and not cursor.value():
        return None
    return (kind, name) if cursor.at_end else None


def _prepare(cursor: Cursor) -> Answer:
    cursor.word("prepare")
    name = cursor.name()
    if name is None or name == "transaction":
        return None
    cursor.parentheses()
    body = cursor.word("as") and (cursor.word("select", "insert", "update", "delete", "merge", "values", "with", "table"))
    return ("prepare", name) if body or (name and cursor.kind("placeholder")) else None


def _execute(cursor: Cursor) -> Answer:
    cursor.word("execute")
    name = cursor.name()
    if name is None or name.startswith(("sp_", "xp_")) or "." in name or name in {"procedure", "function", "immediate"}:
        return None
    given = cursor.parentheses()
    return ("execute", name) if cursor.at_end and (cursor.loud or given) else None


def _deallocate(cursor: Cursor) -> Answer:
    cursor.word("deallocate")
    cursor.word("prepare")
    name = cursor.word("all") or cursor.name()
    return ("deallocate", name) if name and cursor.at_end else None


def _declare(cursor: Cursor) -> Answer:
    cursor.word("declare")
    name = cursor.name()
    while cursor.word("binary", "asensitive", "insensitive", "scroll", "no"):
        pass
    if name is None or not cursor.word("cursor"):
        return None
    hold = cursor.words("with", "hold")
    if not hold:
        cursor.words("without", "hold")
    query = cursor.word("for") and (
        cursor.word("select", "with", "values", "table", "execute") or cursor.kind("placeholder") or cursor.op("(")
    )
    return ("declare-hold" if hold else "declare", name) if query else None


def _fetch(cursor: Cursor) -> Answer:
    cursor.word("fetch", "move")
    step = cursor.word("next", "prior", "first", "last", "absolute", "relative", "forward", "backward", "all")
    counted = step in {"absolute", "relative", "forward", "backward", ""}
    if counted and not (step in {"forward", "backward"} and cursor.word("all")):
        negative = cursor.op("-")
        if cursor.kind("number", "placeholder") is None and negative:
            return None
    linked = cursor.word("from", "in")
    name = cursor.name()
    return ("fetch", name) if name and cursor.at_end and cursor.loud and (linked or not step) else None


def _close(cursor: Cursor) -> Answer:
    cursor.word("close")
    name = cursor.word("all") or cursor.name()
    return ("close", name) if name and cursor.at_end and cursor.loud else None


def _create(cursor: Cursor) -> Answer:
    cursor.word("create")
    cursor.word("global", "local")
    temporary = bool(cursor.word("temp", "temporary"))
    cursor.word("unlogged")
    if not cursor.word("table"):
        return None
    cursor.words("if", "not", "exists")
    name = cursor.name()
    if name is None or not (temporary or name.startswith("pg_temp.")) or cursor.at_end:
        return None
    drop, depth, rest = False, 0, cursor.rest()
    for at, token in enumerate(rest):
        depth += token.is_op("(") - token.is_op(")")
        drop = drop or (not depth and Cursor(rest[at : at + 3]).words("on", "commit", "drop"))
    return ("temp-table-on-commit-drop" if drop else "temp-table"), name.removeprefix("pg_temp.")


def _load(cursor: Cursor) -> Answer:
    cursor.word("load")
    library = cursor.kind("string")
    return ("load", library.value.lower()) if library is not None and cursor.at_end else None


def _discard(cursor: Cursor) -> Answer:
    cursor.word("discard")
    what = cursor.word("all", "plans", "sequences", "temp", "temporary")
    return ("discard", what) if what and cursor.at_end else None


def _transaction(cursor: Cursor) -> Answer:
    head = cursor.word("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release")
    if head in {"end", "abort"} and not cursor.loud:
        return None
    if head in {"savepoint", "release"}:
        if head == "release":
            cursor.word("savepoint")
        name = cursor.name()
        return ("savepoint", name) if name and cursor.at_end else None
    if head == "start" and not cursor.word("transaction"):
        return None
    cursor.word("work", "transaction")
    if head in {"begin", "start"}:
        modes = (
            "isolation",
            "level",
            "serializable",
            "repeatable",
            "read",
            "committed",
            "uncommitted",
            "write",
            "only",
            "not",
            "deferrable",
        )
        while cursor.word(*modes) or cursor.op(","):
            pass
        return ("begin", "") if cursor.at_end else None
    if head == "rollback" and cursor.word("to"):
        cursor.word("savepoint")
        name = cursor.name()
        return ("savepoint", name) if name and cursor.at_end else None
    if cursor.word("and"):
        cursor.word("no")
        if not cursor.word("chain"):
            return None
    return ("commit" if head in {"commit", "end"} else "rollback", "") if cursor.at_end else None


def _alter(cursor: Cursor) -> Answer:
    """`ALTER ROLE app SET x = y`, for a role, a database, or both together, and `ALTER SYSTEM SET`: what sessions start with."""
    cursor.word("alter")
    if not cursor.word("system"):
        if not cursor.word("role", "user", "database") or not (cursor.word("all") or cursor.name()):
            return None
        if cursor.words("in", "database") and not cursor.name():
            return None
    answer = _set_parameter(cursor, "alter-set") if cursor.word("set") else None
    return answer if answer is not None and answer[0] == "alter-set" else None


STATEMENTS: dict[str, Callable[[Cursor], Answer]] = {
    "set": _set,
    "reset": _reset,
    "listen": _channel,
    "unlisten": _channel,
    "notify": _channel,
    "prepare": _prepare,
    "execute": _execute,
    "deallocate": _deallocate,
    "declare": _declare,
    "fetch": _fetch,
    "move": _fetch,
    "close": _close,
    "create": _create,
    "load": _load,
    "alter": _alter,
    "discard": _discard,
    **dict.fromkeys(("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"), _transaction),
}
"""First word of a statement → how it goes on."""
