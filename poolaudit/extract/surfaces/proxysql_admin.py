"""ProxySQL's admin commands, in `.sql` files and in scripts that send them: `INSERT INTO mysql_query_rules …`, `SET mysql-…`.

In: text. Out: a `PoolerConfig` with the rules, users and hostgroups that it makes. What stands in a variable of the shell, rows
without names of columns and lines of comment are not read.
Meaning: https://proxysql.com/documentation/main-runtime/ (2.7, read 2026-11-21); the SQL is SQLite's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.poolers.proxysql import MILLIS, REPLICATION, REPLICATION_TABLES, RULE, USER, VARIABLES
from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces.pooler_values import in_seconds
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_TABLES = ("mysql_query_rules", "mysql_users", *REPLICATION_TABLES)
_MOST = 2000
"""Rows of one file."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: column → value."""

    table: str
    start: int
    values: dict[str, Setting[str]]
    all_rows: bool = False
    """For an UPDATE without WHERE."""


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:  # noqa: ARG001  # the text is all there is
    """One fact for all commands of the file; nothing for a file without any."""
    rows = [row for _, row in zip(range(_MOST), _rows(source), strict=False)]
    settings = dict(_variables(source))
    entries = [*_rules(source, rows), *_users(source, rows), *_replication(source, rows)]
    if entries or settings:
        start = source.span(0, 0)
        yield PoolerConfig("proxysql", source.path, start, tuple(settings.items()), tuple(entries), (), partial=True)


SURFACE = Surface(
    "proxysql_admin",
    ("sql_file", "shell_script"),
    extract,
    triggers=("mysql_query_rules", "mysql_users", "set mysql-", *REPLICATION_TABLES),
)


def _rules(source: Source, rows: list[_Row]) -> Iterator[PoolEntry]:
    for row in rows:
        if row.table == "mysql_query_rules":
            values = {name: row.values[name.lower()] for name in RULE if name.lower() in row.values}
            pattern = values.get("match_digest") or values.get("match_pattern")
            span = pattern.span if pattern is not None and pattern.span is not None else source.span(row.start, row.start)
            number = values.get("rule_id")
            yield PoolEntry("rules", str(number.value or "") if number is not None else "", span, tuple(values.items()))


def _users(source: Source, rows: list[_Row]) -> Iterator[PoolEntry]:
    users = {
        login.value: row
        for row in rows
        if row.table == "mysql_users" and not row.all_rows and (login := row.values.get("username")) is not None and login.value
    }
    for row in rows:
        if row.table == "mysql_users" and row.all_rows:
            users = {name: _Row(each.table, each.start, {**each.values, **row.values}) for name, each in users.items()}
    for name, row in users.items():
        values = tuple((field, row.values[written]) for written, field in USER if written in row.values)
        place = row.values["username"].span or source.span(row.start, row.start)
        yield PoolEntry("users", str(name), place, values)


def _replication(source: Source, rows: list[_Row]) -> Iterator[PoolEntry]:
    for row in rows:
        if row.table in REPLICATION_TABLES:
            values = tuple((name, row.values[name]) for name in REPLICATION if name in row.values)
            yield PoolEntry("replication", "", source.span(row.start, row.start), values)


def _variables(source: Source) -> Iterator[tuple[str, Setting[str]]]:
    names = dict(VARIABLES)
    for found in _set_variable().finditer(source.text):
        name = found[1].lower()
        if name in names and not _commented(source.text, found.start()):
            value = Setting.written(found["value"], source.span(found.start("value"), found.end("value")), f"mysql-{name}")
            yield names[name], in_seconds(value) if name in MILLIS else value


def _rows(source: Source) -> Iterator[_Row]:
    text = source.text
    for found in _insert().finditer(text):
        if not _commented(text, found.start()):
            columns = [part.strip().strip('`"\\').lower() for part in found["columns"].split(",")]
            at = found.end()
            while (row := _values(source, at)) is not None:
                values, at = row
                pairs = {name: value for name, value in zip(columns, values, strict=False) if name != "password"}
                yield _Row(found["table"].lower(), found.start(), pairs)
                following = _comma().match(text, at)
                if following is None:
                    break
                at = following.end()
    for found in _update().finditer(text):
        if not _commented(text, found.start()):
            column = found["column"].lower()
            changed = {column: Setting.written(found["value"], source.span(*found.span("value")), column)}
            if found["user"] is not None:
                name = Setting.written(found["user"], source.span(*found.span("user")), "username")
                yield _Row("mysql_users", found.start(), {"username": name, **changed})
            elif not found["where"]:
                yield _Row("mysql_users", found.start(), changed, all_rows=True)


def _values(source: Source, at: int) -> tuple[list[Setting[str]], int] | None:
    """The row in parentheses that begins at an offset, and where it ends."""
    text = source.text
    opened = _opening().match(text, at)
    if opened is None:
        return None
    at = opened.end()
    values: list[Setting[str]] = []
    while len(values) < 100:  # noqa: PLR2004  # no table is that wide
        found = _value().match(text, at)
        if found is None:
            return None
        name = "quoted" if found["quoted"] is not None else "double" if found["double"] is not None else "bare"
        span, written = source.span(found.start(name), found.end(name)), found[name].replace("''", "'")
        plain = name != "bare" or written.lstrip("-").isdecimal()
        if written.upper() == "NULL" and name == "bare":
            values.append(Setting.absent("NULL"))
        elif not plain or "$" in written.rstrip("$"):
            values.append(Setting.unresolved("it is put together", span))
        else:
            values.append(Setting.written(written, span))
        at = found.end()
        if found["end"] == ")":
            return values, at
    return None


def _commented(text: str, at: int) -> bool:
    """Whether the line before an offset begins as a comment of SQL or of the shell."""
    return text[text.rfind("\n", 0, at) + 1 : at].lstrip().startswith(("--", "#"))


@cache
def _insert() -> re.Pattern[str]:
    tables = "|".join(_TABLES)
    head = r"\b(?:insert(?:\s{1,9}or\s{1,9}(?:replace|ignore))?|replace)\s{1,9}into\s{1,9}(?:main\.)?[`\"\\]{0,2}"
    return re.compile(
        rf"{head}(?P<table>{tables})\b[`\"\\]{{0,2}}\s{{0,9}}\((?P<columns>[^()]{{1,999}})\)\s{{0,99}}values", re.IGNORECASE
    )


@cache
def _update() -> re.Pattern[str]:
    where = r"(?P<where>\s{1,99}where\s{1,9}(?:username\s{0,9}=\s{0,9}\\?['\"](?P<user>[\w@.-]{1,99})\\?['\"])?)?"
    return re.compile(
        rf"\bupdate\s{{1,9}}mysql_users\s{{1,9}}set\s{{1,9}}(?P<column>transaction_persistent)\s{{0,9}}=\s{{0,9}}(?P<value>[01])\b{where}",
        re.IGNORECASE,
    )


@cache
def _set_variable() -> re.Pattern[str]:
    return re.compile(r"\bset\s{1,9}mysql-(\w{1,60})\s{0,9}=\s{0,9}\\?['\"]?(?P<value>\w{1,60})", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"(?:\s|--[^\n]{0,200}\n){0,200}\(")


@cache
def _comma() -> re.Pattern[str]:
    return re.compile(r"(?:\s|--[^\n]{0,200}\n){0,200},")


@cache
def _value() -> re.Pattern[str]:
    return re.compile(
        r"\s{0,99}(?:\\?'(?P<quoted>(?:[^'\\\n]|''|\\(?!')[^\n]){0,500})\\?'"
        r"|\\?\"(?P<double>[^\"\\\n]{0,500})\\?\""
        r"|(?P<bare>[^,()'\"\n]{1,99}))\s{0,99}(?P<end>[,)])"
    )
