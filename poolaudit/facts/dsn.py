"""A connection string taken apart: where it leads, as whom, and with which parameters."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Host:
    """One host of a connection string; multi-host strings have several."""

    name: Setting[str]
    """Host name, address or socket folder, decoded; absent when the driver's default applies."""
    port: Setting[int]
    """Port; absent when the driver's default applies."""


@dataclass(frozen=True, slots=True)
class Dsn:
    """A connection string as its own grammar reads it. Defaults of drivers are not filled in here."""

    span: Span
    """The whole string, without quotes."""
    grammar: str
    """Which grammar read it: `url`, `keyword`, `ado`, `jdbc`, `go_mysql`, `parts` (separate settings, no string)."""
    engine: str
    """Server family: `postgresql`, `mysql`, `redis`, `sqlite`, …; empty when the string does not say."""
    driver: str
    """Driver named in the scheme: `asyncpg` of `postgresql+asyncpg://`; empty when none."""
    scheme: Setting[str]
    """The scheme as written, without `://`: `postgres`, `postgresql+asyncpg`, `jdbc:postgresql`; absent in keyword form."""
    hosts: tuple[Host, ...]
    """At least one; a single host with absent name when the string names none."""
    user: Setting[str]
    password: Secret | None
    """The password, decoded; None when there is none."""
    password_span: Span | None
    """Where the password stands as written; never edited, never printed."""
    database: Setting[str]
    parameters: tuple[tuple[str, Setting[str]], ...]
    """Query parameters or extra keywords in written order; keys as written, values decoded with the span of each value."""
    masked: str
    """The string as reports may print it, with the password replaced."""
    unencoded: Setting[str] = field(default_factory=Setting.absent)
    """For a URL: which kind of character stands unencoded in user name or password so that its reader takes it apart at a wrong
    place: `/ ? #`, `@` or `%`; absent when there is none. It stands for the whole string and tells nothing of the password."""

    @property
    def host(self) -> Setting[str]:
        """Name of the first host."""
        return self.hosts[0].name

    @property
    def port(self) -> Setting[int]:
        """Port of the first host."""
        return self.hosts[0].port

    def parameter(self, key: str) -> Setting[str]:
        """The last value of parameter `key` (exact spelling), or an absent setting."""
        found: Setting[str] = Setting.absent(key)
        for name, value in self.parameters:
            if name == key:
                found = value
        return found
