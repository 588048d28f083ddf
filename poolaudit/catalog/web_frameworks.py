"""Frameworks of JavaScript: those that run a program's code again in the same process when a file changes, and their runtimes.

In: nothing (literals). Out: frameworks by package, runtimes by name. Nuxt is not among them: its server (Nitro) ends the worker thread of the old code
with all of its sockets (https://github.com/nitrojs/nitro, 2.12, `src/core/dev-server`).
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://www.prisma.io/docs/orm/more/help-and-troubleshooting/nextjs-help", "6", "2026-11-21"),
    Reference("https://v2.remix.run/docs/guides/manual-mode#keeping-in-memory-server-state-across-rebuilds", "2", "2026-11-21"),
    Reference("https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config#runtime", "15", "2026-11-21"),
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

EDGE_RUNTIMES: dict[str, str] = {"edge": "the Edge runtime", "experimental-edge": "the Edge runtime"}
"""Values of the constant `runtime` of a Next.js route → the platform that then runs it, as a sentence names it."""
