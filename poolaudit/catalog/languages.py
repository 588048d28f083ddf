"""Programming languages that use the libraries of another one.

In: nothing (literals). Out: `family`, under which the catalog lists clients and readers of variables.
"""

from __future__ import annotations

FAMILIES: dict[str, str] = {"typescript": "javascript", "kotlin": "java", "chart_file": "yaml"}
"""TypeScript compiles to JavaScript (https://www.typescriptlang.org/docs/handbook/), Kotlin calls Java's classes by their own names
(https://kotlinlang.org/docs/java-interop.html), files of a Helm chart make YAML (https://helm.sh/docs/chart_template_guide/);
read 2026-11-21."""

ENV_FILE_READERS: dict[str, str] = {
    **dict.fromkeys(("py", "ipynb"), "python-dotenv"),
    **dict.fromkeys(("js", "cjs", "mjs", "jsx", "ts", "cts", "mts", "tsx", "prisma"), "node"),
}
"""Ending of a source file → the reader of env files that its language usually has: python-dotenv
(https://pypi.org/project/python-dotenv/1.2.0/), and dotenv for JavaScript; Prisma reads `.env` itself to release 6 and is told to
import dotenv from 7 on (https://www.prisma.io/docs/orm/more/development-environment/environment-variables); read 2026-11-21."""

SINGLE_PROCESS: dict[str, str] = {
    "cs": "C#", "ex": "Elixir", "exs": "Elixir", "fs": "F#", "go": "Go", "java": "Java", "kt": "Kotlin", "rs": "Rust", "scala": "Scala",
}  # fmt: skip
"""Ending of a source file → a language whose programs serve from one process with threads or tasks of its own, as nothing forks them:
https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel, https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html,
https://go.dev/doc/effective_go#goroutines, https://docs.rs/tokio/1/tokio/runtime/, https://www.erlang.org/doc/system/system_principles;
read 2026-11-21."""


CALLING = ("python", "javascript", "typescript", "go", "ruby", "csharp", "java")
"""Languages whose functions that open pools are followed to their callers in other files."""
EXTENDING = ("csharp",)
"""Those whose functions may be called as methods of objects of any type
(https://learn.microsoft.com/dotnet/csharp/programming-guide/classes-and-structs/extension-methods, C# 13)."""


def family(language: str) -> str:
    """The language whose libraries a language uses: its own, or another one's."""
    return FAMILIES.get(language, language)
