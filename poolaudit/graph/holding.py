"""A client as the code around it holds it: opened where, kept, handed on or lost."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.graph.client import Client


@dataclass(frozen=True, slots=True)
class Holding:
    """One call that opens a client."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    library: str
    """Title of the client library: `node-postgres`."""
    kind: str
    """`pool`, `engine` or `connection`."""
    call: str
    """What opens it: `pg.Pool`."""
    client: Client | None
    """The client with its settings; None where the code does not say how it connects (`new PrismaClient()`)."""
    per_request: Setting[bool]
    """Whether the function around it surely is called for each request."""
    held: str
    """`closed` (however the function is left), `closed-sometimes` (unless something fails), `kept` (in a name that outlives the
    function, or given to the caller), `handed` (to a call that may keep or close it), `dropped` (none of these); empty where
    values are not followed."""
    pooling: Setting[bool]
    """Whether it keeps connections for later use."""
    at_module: bool
    """Whether the module has it: opened when it is loaded, or put into a name of the module later."""
    lasting: bool
    """Whether the module opens it, whenever it is loaded and in no branch, gives it to others, and never closes it."""
    guarded: bool
    """Whether it is taken from, or put into, an object outside of the module: `globalThis.pool ??= …`."""
    one_shot: bool
    """Whether its file surely is a migration, a script or a configuration file of a tool."""
    reloader: Setting[str]
    """Framework of its package that runs the module again when a file changes: `Next.js`; absent when there is none."""
    platform: Setting[str]
    """Function platform that surely runs it, and nothing else does: `Cloudflare Workers`; absent when there is none."""
    ties_sockets: Setting[bool]
    """Whether that platform lets only the request use a socket that opened it."""
    connects: str = ""
    """The call that surely opens a connection while the module is loaded and leaves it open; empty when none surely does."""
    forked: Setting[int] = field(default_factory=Setting.absent)
    """Processes that a server surely forks after it has loaded the module; unresolved where code takes care of forks; absent
    where no server is known to."""
    forked_by: str = ""
    """That server and what it runs as: `gunicorn in web`."""
    retried: str = ""
    """What surely opens it again for ever, at once when that fails: `while True`, `@retry`; empty when nothing surely does."""
