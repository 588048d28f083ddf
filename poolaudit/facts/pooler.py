"""What one pooler configuration file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.resource import ResourceName
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


SWITCH = "enabled"
"""Setting of a pooler that is described where it may be switched off."""


@dataclass(frozen=True, slots=True)
class PoolerProblem:
    """Something in the file that the pooler itself refuses or reads otherwise than it looks."""

    kind: str
    """`unknown-parameter`, `bad-value`, `misread-value`, `syntax`, `bad-section`, `missing-section`, `repeated-section`."""
    span: Span
    """The key for an unknown parameter, the value for a misread one."""
    key: str
    text: str
    """What the pooler does with it, in the words of a reader: `refuses to start: unknown parameter: pgbouncer/pool_mod`."""
    fatal: bool
    """True when the pooler does not start."""
    since: str = ""
    """For a key that exists only from this release on: that release; the problem holds for older poolers only."""
    suggestion: str = ""
    """The key or value that was probably meant; empty when there is no clear one."""


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """One database, user or peer line of a pooler's file, or one of its rules."""

    section: str
    """`databases`, `users` or `peers`; ProxySQL's query rules are `rules`, its pairs of hostgroups `replication`, and the servers
    of PgCat's shards, of which a line of `databases` has the first, are `servers`."""
    name: str
    """Name as written, `*` is the fallback; the number of a rule, empty where it has none."""
    span: Span
    """The name; the pattern of a rule."""
    values: tuple[tuple[str, Setting[str]], ...]
    """Connection-string pairs in written order, later ones win; passwords are left out."""
    password_span: Span | None = None


@dataclass(frozen=True, slots=True)
class PoolerConfig:
    """A pooler's own configuration file, read by that pooler's grammar."""

    software: str
    """Catalog name: `pgbouncer`."""
    path: str
    span: Span
    """Start of the file."""
    settings: tuple[tuple[str, Setting[str]], ...]
    """Global settings by name; the value that the pooler would use (last one wins)."""
    entries: tuple[PoolEntry, ...]
    problems: tuple[PoolerProblem, ...]
    includes: tuple[Setting[str], ...] = ()
    """Files named by `%include`; what they hold is not part of this fact."""
    managed: bool = False
    """True where a provider runs it, so that nothing of the repository listens for it."""
    name: str = ""
    """What the file calls it, where it may describe several: a resource's name."""
    partial: bool = False
    """True for changes to a pooler that runs already (ProxySQL's admin commands), which are not its whole configuration."""
    variables: tuple[tuple[str, str], ...] = ()
    """What a script fills in from one variable each: (`pool_mode`, `POOL_MODE`), (`databases/*/host`, `DB_HOST`); a value that is
    known is then the script's default."""
    resource: ResourceName | None = None
    """For one that a provider runs and a template makes: by what name the rest of the template reaches it."""

    @property
    def runs(self) -> bool:
        """False where the file switches it off, so that its other settings wait for another day."""
        switch = dict(self.settings).get(SWITCH)
        return switch is None or switch.value != "false"
