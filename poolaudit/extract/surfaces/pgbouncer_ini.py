"""PgBouncer's own file: what it sets, whom it serves, and what PgBouncer makes of each line.

In: a file with PgBouncer's grammar, or a template of one. Out: one `PoolerConfig`. Of passwords only the place is told.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from poolaudit.catalog.versions import compare, in_force
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.pgbouncer_ini import Assignment, Include, Malformed, PgbouncerDocument, Section, pairs, read
from poolaudit.extract.settings.pgbouncer_judge import (
    QUOTED_KEYS_SINCE,
    RESERVED_SINCE,
    SECTIONS,
    parameters,
    refused_protocols,
    tls_refusal,
    value_of,
    word_of,
)
from poolaudit.extract.settings.pgbouncer_values import atoi
from poolaudit.extract.settings.spelling import nearest
from poolaudit.extract.settings.template_marks import MASKED, Conditions, expression, mask
from poolaudit.extract.surfaces.pgbouncer_entry_problems import in_entry
from poolaudit.extract.surfaces.pgbouncer_problems import OLDEST, Trouble, in_key, in_value
from poolaudit.facts.pooler import PoolEntry, PoolerConfig, PoolerProblem
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.pgbouncer_ini import Statement

_COMMON = frozenset(("user", "verbose", "logfile", "pidfile", "syslog", "syslog_ident", "job_name", "stats_users", "conffile"))
"""Names that files of other programs also use; they do not show that a `[pgbouncer]` section is PgBouncer's."""
_DIRECTIVES = ("{{", "{%", "<%")


def extract(source: Source, document: Document) -> Iterable[PoolerConfig]:
    """The fact of one file; nothing for a file that belongs to another program (an inventory, a service file)."""
    found = document if isinstance(document, PgbouncerDocument) else read(source)
    if _is_pgbouncers(source.path, found.statements):
        reader = _Reader(source)
        reader.take(found.statements)
        yield reader.config()


def _is_pgbouncers(path: str, statements: Iterable[Statement]) -> bool:
    sections, keys = set(), set()
    for each in statements:
        if isinstance(each, Section):
            sections.add(each.name)
        elif isinstance(each, Assignment) and each.section == "pgbouncer":
            keys.add(each.key)
    parts = path.lower().split("/")
    named = "pgbouncer" in parts[-1] or (len(parts) > 1 and "pgbouncer" in parts[-2])
    if named and parts[-1].partition(".ini")[1] and any(name.strip().lower() in SECTIONS for name in sections):
        return True
    return any(key in parameters("global") and key not in _COMMON for key in keys)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.templated = any(mark in source.text for mark in _DIRECTIVES)
        self.starts, self.lines = _template_lines(source) if self.templated else ([0], [(False, 0)])
        self.settings: dict[str, Setting[str]] = {}
        self.entries: dict[tuple[str, str], PoolEntry] = {}
        self.problems: list[PoolerProblem] = []
        self.includes: list[Setting[str]] = []
        self.sections: list[str] = []

    def take(self, statements: Iterable[Statement]) -> None:
        """Go through the file in order."""
        section: str | None = None
        block = 0
        for each in statements:
            here = self.line(each.key_start if isinstance(each, Assignment) else each.start)[1]
            if isinstance(each, Section):
                section, block = each.name, here
                self.enter(each)
            elif here != block:
                continue
            elif isinstance(each, Include):
                span = self.source.span(each.start, each.end)
                why = expression(each.path)
                self.includes.append(
                    Setting.unresolved(f"template {why}", span, "%include")
                    if why
                    else Setting.written(each.path, span, "%include")
                )
            elif isinstance(each, Malformed):
                self.malformed(each, section)
            elif section in SECTIONS:
                self.quoted_key(each)
                if section == "pgbouncer":
                    self.set(each)
                else:
                    self.add_entry(section, each.key, each.key_start, each.value, each.start)
            elif section is None and self.is_main_file():
                text = f"value without section: {each.key}"
                self.report(Trouble("missing-section", each.key, 0, len(each.key), text, True), each.key_start)

    def config(self) -> PoolerConfig:
        """The fact, once every statement is taken."""
        if "pgbouncer" not in self.sections and self.is_main_file():
            self.report(Trouble("missing-section", "pgbouncer", 0, 0, "main section missing from config file", True), 0)
        if not self.includes and all(value.is_known for value in self.settings.values()):
            texts = {name: value.value or "" for name, value in self.settings.items()}
            refusal = tls_refusal(texts)
            name = "client_tls_sslmode" if "client_tls_sslmode" in self.settings else "auth_type"
            name = refused_protocols(texts) if refusal.startswith("invalid ") else name
            written = self.settings.get(name)
            if refusal and written is not None and written.span is not None:
                length = written.span.length
                self.report(Trouble("bad-value", name, 0, length, refusal.rstrip("."), True), written.span.offset)
        return PoolerConfig(
            "pgbouncer",
            self.source.path,
            self.source.span(0, 0),
            tuple(self.settings.items()),
            tuple(self.entries.values()),
            tuple(sorted(self.problems, key=lambda problem: problem.span.offset)),
            tuple(self.includes),
        )

    def is_main_file(self) -> bool:
        """Whether this is surely the file that PgBouncer is started with, not a part or a template of one."""
        return self.source.path.rpartition("/")[2] == "pgbouncer.ini" and not self.templated and not self.includes

    def enter(self, each: Section) -> None:
        """A section header."""
        name, size = each.name, len(each.name)
        if expression(name):
            return
        if name not in SECTIONS:
            meant = nearest(name.strip(), SECTIONS)
            self.report(Trouble("bad-section", name, 0, size, f'invalid section "{name}"', True, "", meant), each.start)
        elif compare(SECTIONS[name][1], OLDEST) > 0:
            self.report(Trouble("bad-section", name, 0, size, f'invalid section "{name}"', True, SECTIONS[name][1]), each.start)
        if name == "pgbouncer" and "pgbouncer" in self.sections and not self.templated:
            self.start_again(each)
        self.sections.append(name)

    def start_again(self, each: Section) -> None:
        """A second main section: every setting that has a default goes back to it."""
        defaults = {name: in_force(parameters("global")[name].defaults, None) for name in self.settings}
        lost = [name for name, default in defaults.items() if default is not None and default.value is not None]
        for name in lost:
            del self.settings[name]
        if lost:
            text = f"a second [pgbouncer] section restores the defaults: {', '.join(lost[:5])}{' …' if len(lost) > 5 else ''}"  # noqa: PLR2004
            self.report(Trouble("repeated-section", "pgbouncer", 0, len(each.name), text, False), each.start)

    def set(self, each: Assignment) -> None:
        """A line of the main section."""
        trouble = in_key(each.key)
        if trouble is not None:
            self.report(trouble, each.key_start)
        parameter = parameters("global").get(each.key)
        if parameter is None:
            return
        span = self.source.span(each.start, each.end)
        why = expression(each.value)
        if why or self.is_conditional(each.key_start):
            reason = f"template {why}" if why else "it depends on a condition of the template"
            self.settings[each.key] = Setting.unresolved(reason, span, each.key)
            return
        if each.key == "auth_ldap_options":
            self.settings[each.key] = Setting.unresolved("not read, because it may hold a password", span, each.key)
            return
        trouble = in_value(each.key, each.value)
        if trouble is not None:
            self.report(trouble, each.start)
        try:
            value = value_of(parameter, each.value)
        except ValueError:
            self.settings[each.key] = Setting.unresolved("PgBouncer refuses this value", span, each.key)
            return
        if parameter.type in ("int", "bool", "uint", "enum") and str(value) != each.value:
            self.settings[each.key] = Setting.written(str(value), span, each.key, f'as PgBouncer reads "{each.value}"')
        else:
            self.settings[each.key] = Setting.written(each.value, span, each.key)

    def add_entry(self, section: str, name: str, name_at: int, text: str, at: int) -> None:
        """A line of `[databases]`, `[users]` or `[peers]`."""
        scope = SECTIONS[section][0]
        masked = mask(text)
        if section == "databases" and name == "pgbouncer":
            text_of = f'database name "pgbouncer" is reserved (from {RESERVED_SINCE} on)'
            self.report(Trouble("bad-value", name, 0, len(name), text_of, True), name_at)
        if section == "peers":
            self.check_peer(name, name_at, masked)
        for trouble in in_entry(section, scope, name, masked):
            self.report(trouble, at, fallback=section == "databases" and name == "*")
        values: list[tuple[str, Setting[str]]] = []
        password = None
        for pair in pairs(masked)[0]:
            span = self.source.span(at + pair.start, at + pair.end)
            parameter = parameters(scope).get(pair.key)
            if pair.key == "password":
                password = span
            elif parameter is None:
                continue
            elif MASKED in pair.value or self.is_conditional(name_at):
                why = expression(text[pair.start : pair.end])
                reason = f"template {why}" if why else "it depends on a condition of the template"
                values.append((pair.key, Setting.unresolved(reason, span, pair.key)))
            elif parameter.type == "enum":
                word = word_of(parameter, pair.value)
                refused: Setting[str] = Setting.unresolved("PgBouncer refuses this value", span, pair.key)
                values.append((pair.key, refused if word is None else Setting.written(word, span, pair.key)))
            elif parameter.type in ("int", "seconds"):
                number = str(atoi(pair.value))
                note = "" if number == pair.value else f'as PgBouncer reads "{pair.value}"'
                values.append((pair.key, Setting.written(number, span, pair.key, note)))
            else:
                values.append((pair.key, Setting.written(pair.value, span, pair.key)))
        self.entries.pop((section, name), None)
        name_span = self.source.span(name_at, name_at + len(name))
        self.entries[section, name] = PoolEntry(section, name, name_span, tuple(values), password)

    def check_peer(self, name: str, at: int, text: str) -> None:
        """A peer is named by its number and needs a host."""
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 6 else 0  # noqa: PLR2004 - 65535 has five digits
        if not 0 < number <= 0xFFFF:  # noqa: PLR2004
            self.report(Trouble("bad-value", name, 0, len(name), "ids of peers must be a number from 1 to 65535", True), at)
        found, stopped = pairs(text)
        if stopped is None and MASKED not in text and not any(pair.key == "host" for pair in found):
            self.report(Trouble("bad-value", name, 0, len(name), f"host was not provided for peer {name}", True), at)

    def malformed(self, each: Malformed, section: str | None) -> None:
        """A line without `key =`; in a template it may be directives, or an entry whose name is filled in."""
        masked = mask(each.text)
        name, equals, value = masked.partition("=")
        if MASKED in masked:
            if equals and MASKED in name and section in ("databases", "users", "peers"):
                written = each.text[: len(name.rstrip())]
                value_at = len(masked) - len(value.lstrip())
                self.add_entry(section, written, each.start, each.text[value_at:], each.start + value_at)
            return
        if self.templated or (section is not None and section not in SECTIONS):
            return
        first = each.text.split()[0] if each.text.split() else each.text
        text = "syntax error in configuration"
        if each.text.startswith("\ufeff"):
            text, first = "syntax error in configuration: the file begins with a byte order mark", "\ufeff"
        elif each.text.startswith(("--", "//")):
            text += ": a comment begins with ; or #"
        key = first.rstrip(":")
        self.report(Trouble("syntax", key if key in parameters("global") else "", 0, len(first), text, True), each.start)

    def quoted_key(self, each: Assignment) -> None:
        """A key in single quotes, which only newer releases read."""
        if each.quoted:
            text = "syntax error in configuration"
            self.report(Trouble("syntax", each.key, 0, len(each.key), text, True, QUOTED_KEYS_SINCE), each.key_start)

    def is_conditional(self, offset: int) -> bool:
        """Whether a template decides if the line at `offset` is there."""
        return self.line(offset)[0]

    def line(self, offset: int) -> tuple[bool, int]:
        """Whether a template decides if the line is there, and the number of the template's block that it stands in."""
        return self.lines[bisect_right(self.starts, offset) - 1]

    def report(self, trouble: Trouble, at: int, *, fallback: bool = False) -> None:
        """Note a problem whose offsets count from `at`. `fallback`: the entry `*`, which is only read when a client needs it."""
        text, fatal = trouble.text, trouble.fatal
        if fatal and fallback:
            text, fatal = f"turns away every client of a database that is not listed: {text}", False
        elif fatal:
            who = f"releases before {trouble.since} refuse" if trouble.since else "refuses"
            text = f"{who} to start: {text}"
        span = self.source.span(at + trouble.start, at + trouble.end)
        self.problems.append(PoolerProblem(trouble.kind, span, trouble.key, text, fatal, trouble.since, trouble.suggestion))


def _template_lines(source: Source) -> tuple[list[int], list[tuple[bool, int]]]:
    """For each line its first offset, whether a condition or loop of the template surrounds it, and its block."""
    conditions, starts, lines, at = Conditions(), [], [], 0
    for line in source.text.split("\n"):
        starts.append(at)
        lines.append((conditions.inside, conditions.block))
        conditions.feed(line)
        at += len(line) + 1
    return starts, lines


SURFACE = Surface(
    "pgbouncer_ini",
    ("pgbouncer_ini",),
    extract,
    ("*.ini", "*.ini.*", "*.cfg", "*.conf", "*.conf.*", "*.cnf", "*.tmpl", "*.tpl", "*.template", "*.j2", "*.erb"),
    ("[pgbouncer", "pgbouncer ]", "[databases]", "pool_mode"),
)
