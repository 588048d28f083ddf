"""Frameworks of JavaScript that run the code of a program again when a file changes, in the same process.

In: nothing (literals). Out: frameworks by package. Nuxt is not among them: its server (Nitro) ends the worker thread of the old code
with all of its sockets (https://github.com/nitrojs/nitro, 2.12, `src/core/dev-server`).
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://www.prisma.io/docs/orm/more/help-and-troubleshooting/nextjs-help", "6", "2026-11-21"),
    Reference("https://v2.remix.run/docs/guides/manual-mode#keeping-in-memory-server-state-across-rebuilds", "2", "2026-11-21"),
    Reference("https://vite.dev/guide/ssr#setting-up-the-dev-server", "7", "2026-11-21"),
)


@dataclass(frozen=True, slots=True)
class Reloader:
    """One such framework."""

    title: str
    packages: tuple[str, ...]
    """As `Client.packages`."""


RELOADERS: tuple[Reloader, ...] = (
    Reloader("Next.js", ("npm:next",)),
    Reloader("Remix", ("npm:@remix-run/node", "npm:@remix-run/dev")),
    Reloader("React Router", ("npm:@react-router/dev",)),
    Reloader("SvelteKit", ("npm:@sveltejs/kit",)),
)
