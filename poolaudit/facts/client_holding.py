"""How a piece of code holds a client that it opens."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.client_pool import Scope

if TYPE_CHECKING:
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class ClientHolding:
    """One call that opens a client, the function around it, and what becomes of the client there."""

    library: str
    """Catalog name of the client library."""
    kind: str
    """`pool`, `engine` or `connection`."""
    call: str
    """What opens it, as its manual names it: `pg.Pool`."""
    span: Span
    """The call."""
    scope: Scope = field(default_factory=Scope)
    module: str = ""
    language: str = ""
    handler: str = ""
    """How the function around it comes to be called for each request: `@app.get`; empty when nothing says that it is."""
    held: str = ""
    """`closed` (however the function is left), `closed-sometimes` (unless something fails), `kept` (in a name that outlives the
    function, or given to the caller), `handed` (to a call that may keep or close it), `dropped` (none of these); empty where
    values are not followed."""
    private: bool = False
    """For a pool: whether nobody but the function around it uses it, so that threads never share it."""
    at_module: bool = False
    """Whether the module has it: opened when it is loaded, or put into a name of the module later."""
    loaded: bool = False
    """Whether it is opened whenever the module is loaded, in whichever branch."""
    conditional: bool = False
    """Whether it stands in a branch."""
    guarded: bool = False
    """Whether it is taken from, or put into, an object outside of the module: `globalThis.pool ??= …`."""
    shared: bool = False
    """Whether other files get it (exported, or inside of what a call made of it), or a framework loads this file by its name."""
    edge: str = ""
    """The value of the module's constant `runtime`, by which Next.js and SvelteKit choose where it runs: `edge`."""
    through: str = ""
    """What gives it its connections, where it opens none itself: `@prisma/adapter-pg.PrismaPg`, `?` for what is not followed."""
    connects: str = ""
    """The call that surely opens a connection while the module is loaded, and leaves it open: `psycopg2.connect`,
    `engine.connect`; empty when none surely does."""
    connects_at: Span | None = None
    """That call."""
    unasked: bool = False
    """Whether a plain function drops it: it is one for each request where a route asks for that function."""
    retried: str = ""
    """What surely opens it again for ever, at once when that fails: `while True`, `@retry`; empty when nothing surely does."""
