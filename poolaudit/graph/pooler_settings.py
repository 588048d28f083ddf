"""One setting of a pooler as a database and a user of it meet it.

In: a running pooler, the database and user that a client asks for. Out: settings of text, each with its origin.
Precedence: the `[users]` line, the `[databases]` line, the global setting, the default of the release. Where the database or the
user is not known, a setting is known only if every line that may serve the client gives the same value.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.versions import compare, in_force
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.hostgroups import servers_of

if TYPE_CHECKING:
    from poolaudit.catalog.model import PoolerParameter, PoolerSoftware
    from poolaudit.facts.pooler import PoolEntry
    from poolaudit.graph.running_pooler import Running

_ANY = "*"
_CONSOLE = "pgbouncer"


@dataclass(frozen=True, slots=True)
class PoolerSettings:
    """The settings of one pooler for one (database, user) pair."""

    running: Running
    databases: tuple[PoolEntry | None, ...]
    """Lines of `[databases]` that may serve the client; None stands for no line at all."""
    users: tuple[PoolEntry | None, ...]
    """Lines of `[users]` that may hold for the client; None stands for a user without a line."""
    asked: Setting[str]
    """Name of the database that the client asks for."""
    login: Setting[str]
    """User of the server connections."""

    @property
    def database(self) -> PoolEntry | None:
        """The line that surely serves the client."""
        return self.databases[0] if len(self.databases) == 1 else None

    @property
    def unserved(self) -> Setting[str]:
        """The database that PgBouncer surely has no line for, so that it refuses the client; absent where there may be one.

        See https://www.pgbouncer.org/config.html#section-databases; `pgbouncer` is its own console.
        """
        running, config = self.running, self.running.config
        lines = [each.name for each in config.entries if each.section == "databases"] if config is not None else []
        if running.software.name != "pgbouncer" or not running.complete or not lines or self.databases != (None,):
            return Setting.absent("database")
        if self.asked.value == _CONSOLE or any(mark in each for each in lines for mark in "${}"):
            return Setting.absent("database")
        return self.asked

    def text(self, name: str, own: tuple[str, ...] = ()) -> Setting[str]:
        """The setting as text; `own` names it in `[databases]` and `[users]` lines where that differs from `name`."""
        found = [self._text(name, own or (name,), user, database) for user in self.users for database in self.databases]
        values = {(each.origin in (Origin.UNRESOLVED, Origin.ABSENT), each.value) for each in found}
        if len(values) == 1:
            return found[0]
        what = "database" if len(self.databases) > 1 else "user"
        return Setting.unresolved(f"it depends on the {what}, which is not known", None, name)

    def of_line(self, name: str, own: tuple[str, ...], line: PoolEntry) -> Setting[str]:
        """The setting as text for one line of `[databases]`, whoever asks for it."""
        return self._text(name, own, None, line)

    def _text(self, name: str, own: tuple[str, ...], user: PoolEntry | None, database: PoolEntry | None) -> Setting[str]:
        for line in (user, database):
            for key in own:
                written = line_value(line, key)
                if written.origin is not Origin.ABSENT:
                    return written
        return self._global(name)

    def _global(self, name: str) -> Setting[str]:
        if name in self.running.settings:
            return self.running.settings[name]
        parameter = next(
            (each for each in self.running.software.parameters if each.name == name and "global" in each.scopes), None
        )
        if parameter is None:
            return Setting.absent(name)
        version = self.running.version
        if parameter.since and version.is_known and compare(version.value or "", parameter.since) < 0:
            return Setting.absent(name)
        if not self.running.complete:
            span = self.running.deployment.span if self.running.deployment is not None else None
            return Setting.unresolved(f"{self.running.name} reads settings that the repository does not show", span, name)
        return _default(parameter, version, self.running.software)


def settings_for(running: Running, database: Setting[str], user: Setting[str]) -> PoolerSettings:
    """Choose the lines that may serve a client; a connection string without a database asks for the one named like its user."""
    asked = user if database.origin is Origin.ABSENT else database
    databases = (servers_of(running, user) or (None,)) if running.software.routes_by_user else _databases(running, asked)
    forced: Setting[str] = line_value(databases[0], "user") if len(databases) == 1 else Setting.absent("user")
    login = user if forced.origin is Origin.ABSENT else forced
    return PoolerSettings(running, databases, _users(running, login), asked, login)


def line_value(line: PoolEntry | None, key: str) -> Setting[str]:
    """A value of one line, the last one written; absent when it has none."""
    found = [value for name, value in line.values if name == key] if line is not None else []
    return found[-1] if found else Setting.absent(key)


def _databases(running: Running, name: Setting[str]) -> tuple[PoolEntry | None, ...]:
    lines = {each.name: each for each in running.config.entries if each.section == "databases"} if running.config else {}
    if name.is_known:
        return (lines.get(name.value or "", lines.get(_ANY)),)
    return tuple(lines.values()) or (None,)


def _users(running: Running, name: Setting[str]) -> tuple[PoolEntry | None, ...]:
    lines = {each.name: each for each in running.config.entries if each.section == "users"} if running.config else {}
    if name.is_known:
        return (lines.get(name.value or ""),)
    return (None, *lines.values())


def _default(parameter: PoolerParameter, version: Setting[str], software: PoolerSoftware) -> Setting[str]:
    is_new = bool(parameter.since) and compare(parameter.since, software.oldest) > 0
    varies = is_new or len(parameter.defaults) != 1
    if not version.is_known or version.value is None:
        if varies:
            return Setting.unresolved(version.note or "the version is not known", version.span, parameter.name)
        return _as_default(parameter.defaults[0].value, parameter.name, software.title)
    default = in_force(parameter.defaults, version.value)
    found = _as_default(default.value if default is not None else None, parameter.name, f"{software.title} {version.value}")
    return replace(found, because=version.evidence(), assumed=version.assumed) if varies else found


def _as_default(value: object, name: str, of: str) -> Setting[str]:
    return Setting.absent(name) if value is None else Setting.default(str(value), name, f"default of {of}")
