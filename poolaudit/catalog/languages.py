"""Programming languages that use the libraries of another one.

In: nothing (literals). Out: `family`, under which the catalog lists clients and readers of variables.
"""

from __future__ import annotations

FAMILIES: dict[str, str] = {"typescript": "javascript", "kotlin": "java"}
"""TypeScript compiles to JavaScript (https://www.typescriptlang.org/docs/handbook/), Kotlin calls Java's classes by their own names
(https://kotlinlang.org/docs/java-interop.html); read 2026-11-21."""

ENV_FILE_READERS: dict[str, str] = {
    **dict.fromkeys(("py", "ipynb"), "python-dotenv"),
    **dict.fromkeys(("js", "cjs", "mjs", "jsx", "ts", "cts", "mts", "tsx", "prisma"), "node"),
}
"""Ending of a source file → the reader of env files that its language usually has: python-dotenv
(https://pypi.org/project/python-dotenv/1.2.0/), and dotenv for JavaScript; Prisma reads `.env` itself to release 6 and is told to
import dotenv from 7 on (https://www.prisma.io/docs/orm/more/development-environment/environment-variables); read 2026-11-21."""


def family(language: str) -> str:
    """The language whose libraries a language uses: its own, or another one's."""
    return FAMILIES.get(language, language)
