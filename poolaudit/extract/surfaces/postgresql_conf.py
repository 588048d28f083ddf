"""PostgreSQL's own file: what it sets, in base units, and the lines that the server refuses.

In: a file with PostgreSQL's grammar, or a template of one. Out: one `ServerConfig`. A name that the catalog does not list is kept
as text and never an error: another release or an extension may know it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.postgresql_conf import Assignment, Malformed, PostgresqlDocument, read
from poolaudit.extract.settings.postgresql_judge import INCLUDES
from poolaudit.extract.settings.postgresql_values import RefusedError, parameters, value_of
from poolaudit.extract.settings.template_marks import Conditions, expression
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.postgresql_conf import Statement

_DIRECTIVES = ("{{", "{%", "<%")
_SECRETS = ("primary_conninfo", "ssl_passphrase_command")
_KNOWN_SHARE = 0.7
"""Least share of names that the catalog must know, for a file whose own name does not say PostgreSQL."""


def extract(source: Source, document: Document) -> Iterable[ServerConfig]:
    """The fact of one file; nothing for a file of another program."""
    found = document if isinstance(document, PostgresqlDocument) else read(source)
    if _is_postgresqls(source, found.statements):
        yield _config(source, found.statements)


def _is_postgresqls(source: Source, statements: tuple[Statement, ...]) -> bool:
    if source.path.rpartition("/")[2].lower().startswith("postgres"):
        return True
    if any(isinstance(each, Malformed) and each.token == "[" for each in statements):
        return False
    names = [each.name.lower() for each in statements if isinstance(each, Assignment)]
    known = sum(name in parameters() or name in INCLUDES for name in names)
    return "max_connections" in names and known >= _KNOWN_SHARE * len(names)


def _config(source: Source, statements: tuple[Statement, ...]) -> ServerConfig:
    conditional = _Conditional(source)
    settings: dict[str, Setting[str]] = {}
    errors: list[Setting[str]] = []
    includes: list[Setting[str]] = []
    for each in statements:
        if isinstance(each, Malformed):
            name = _templated_name(source, each)
            if name:
                span = source.span(each.start + len(name), each.end)
                why = f"template {expression(source.text[each.start : each.end])}"
                settings.pop(name.lower(), None)
                settings[name.lower()] = Setting.unresolved(why, span, name.lower())
            elif not conditional.templated and not expression(source.text[each.start : each.end]):
                where = f'near "{each.token}"' if each.token else "at the end of the line"
                errors.append(Setting.written(f"syntax error {where}", source.span(each.start, each.end)))
            continue
        name, span = each.name.lower(), source.span(each.start, each.end)
        if name in INCLUDES:
            why = expression(each.value)
            includes.append(Setting.unresolved(f"template {why}", span, name) if why else Setting.written(each.value, span, name))
            continue
        setting, error = _setting(each, Setting.written(each.value, span, name), conditional=conditional.at(each.name_start))
        settings.pop(name, None)
        settings[name] = setting
        if error:
            errors.append(Setting.written(error, span, name))
    return ServerConfig("postgresql", source.path, source.span(0, 0), tuple(settings.items()), tuple(errors), tuple(includes))


def _setting(each: Assignment, written: Setting[str], *, conditional: bool) -> tuple[Setting[str], str]:
    name = each.name.lower()
    parameter = parameters().get(name)
    why = expression(each.value)
    if (
        why
        and each.quoted
        and (parameter is None or parameter.type == "string")
        and why.startswith("$")
        and not why.startswith("${")
    ):
        why = ""  # `"$user"`, `$libdir`, a variable of a shell command: the server's own, not a template's
    if why or conditional:
        reason = f"template {why}" if why else "it depends on a condition of the template"
        return Setting.unresolved(reason, written.span, name), ""
    if name in _SECRETS or "password=" in each.value.replace(" ", "").lower() or ("." in name and "password" in name):
        return Setting.unresolved("not read, because it may hold a password", written.span, name), ""
    if parameter is None:
        return written, ""
    try:
        value = value_of(parameter, each.value)
    except RefusedError as refusal:
        return Setting.unresolved("PostgreSQL refuses this value", written.span, name), str(refusal)
    if value == each.value or written.span is None:
        return written, ""
    return Setting.written(
        value,
        written.span,
        name,
        f"{each.value} in {parameter.unit}" if parameter.unit else f'as PostgreSQL reads "{each.value}"',
    ), ""


def _templated_name(source: Source, each: Malformed) -> str:
    """The parameter that a line sets which a template has yet to complete: `work_mem = {{ mem }}`."""
    text = source.text[each.start : each.end]
    size = 0
    while size < len(text) and (text[size].isalnum() or text[size] in "_."):
        size += 1
    rest = text[size:].lstrip(" \t").removeprefix("=")
    return text[:size] if size and expression(rest) else ""


class _Conditional:
    """Which lines a template may leave out."""

    def __init__(self, source: Source) -> None:
        self.templated = any(mark in source.text for mark in _DIRECTIVES)
        self._starts: list[int] = [0]
        self._inside: list[bool] = [False]
        if self.templated:
            conditions, at = Conditions(), 0
            self._starts, self._inside = [], []
            for line in source.text.split("\n"):
                self._starts.append(at)
                self._inside.append(conditions.inside)
                conditions.feed(line)
                at += len(line) + 1

    def at(self, offset: int) -> bool:
        return self._inside[bisect_right(self._starts, offset) - 1]


SURFACE = Surface(
    "postgresql_conf",
    ("postgresql_conf",),
    extract,
    (
        *("postgres*.conf", "postgres*.conf.*", "postgresql.*.conf"),
        *("*.conf", "*.conf.sample", "*.conf.tmpl", "*.conf.tpl", "*.conf.j2", "*.conf.erb"),
    ),
    (
        *("max_connections", "superuser_reserved_connections", "listen_addresses", "shared_buffers"),
        *("statement_timeout", "idle_in_transaction"),
    ),
)
