"""Statements in the words of SQL. In: a `SqlUse`. Out: a phrase for evidence: `SET app.tenant`, `LISTEN jobs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolaudit.facts.sql_use import SqlUse

_WORDS = {
    "set": "SET {}",
    "set-local": "SET LOCAL {}",
    "set-role": "SET ROLE",
    "set-config": "set_config({}, …, false)",
    "set-config-local": "set_config({}, …, true)",
    "set-config-unknown": "set_config({}, …)",
    "reset": "RESET {}",
    "listen": "LISTEN {}",
    "unlisten": "UNLISTEN {}",
    "notify": "NOTIFY {}",
    "prepare": "PREPARE {}",
    "execute": "EXECUTE {}",
    "deallocate": "DEALLOCATE {}",
    "protocol-prepare": "a statement that the driver prepares",
    "declare-hold": "DECLARE {} CURSOR WITH HOLD",
    "declare": "DECLARE {} CURSOR",
    "server-cursor": "a server-side cursor of the client",
    "fetch": "FETCH {}",
    "close": "CLOSE {}",
    "advisory-lock": "{}(…)",
    "advisory-unlock": "{}(…)",
    "advisory-xact-lock": "{}(…)",
    "temp-table": "CREATE TEMPORARY TABLE {}",
    "temp-table-on-commit-drop": "CREATE TEMPORARY TABLE {} ON COMMIT DROP",
    "load": "LOAD {}",
    "discard": "DISCARD {}",
    "alter-set": "ALTER … SET {}",
    "begin": "BEGIN",
    "commit": "COMMIT",
    "rollback": "ROLLBACK",
    "savepoint": "SAVEPOINT {}",
}


def in_words(use: SqlUse) -> str:
    """The statement as SQL names it; its kind where there is no name for it."""
    return " ".join(_WORDS.get(use.kind, use.kind).format(use.subject).split())
