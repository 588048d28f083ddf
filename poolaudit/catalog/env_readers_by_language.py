"""How programs in languages other than Python read environment variables, and configuration that the platform fills from them.

In: nothing (literals). Out: `MAPPINGS` (objects whose attributes or elements are variables) and `READERS` (functions), by language and
by resolved dotted name as `extract.code.shape.Call.callee` has it.
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://nodejs.org/docs/latest-v22.x/api/process.html#processenv", "22", "2026-11-21"),
    Reference("https://vite.dev/guide/env-and-mode", "7", "2026-11-21"),
    Reference("https://docs.deno.com/api/deno/~/Deno.Env", "2", "2026-11-21"),
    Reference("https://bun.sh/docs/runtime/env", "1.2", "2026-11-21"),
    Reference("https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/System.html", "21", "2026-11-21"),
    Reference("https://docs.spring.io/spring-boot/reference/features/external-config.html", "3.4", "2026-11-21"),
    Reference("https://learn.microsoft.com/aspnet/core/fundamentals/configuration/", "9.0", "2026-11-21"),
    Reference("https://pkg.go.dev/os#Getenv", "1.23", "2026-11-21"),
    Reference("https://pkg.go.dev/github.com/spf13/viper", "1.19", "2026-11-21"),
    Reference("https://docs.ruby-lang.org/en/3.4/ENV.html", "3.4", "2026-11-21"),
    Reference("https://www.php.net/manual/en/function.getenv.php", "8.4", "2026-11-21"),
    Reference("https://laravel.com/docs/11.x/configuration#retrieving-environment-configuration", "11", "2026-11-21"),
    Reference("https://doc.rust-lang.org/std/env/fn.var.html", "1.85", "2026-11-21"),
    Reference("https://hexdocs.pm/elixir/1.18/System.html#get_env/2", "1.18", "2026-11-21"),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """One function that returns the value of the variable that its first argument names."""

    callees: tuple[str, ...]
    """Dotted names; one that begins with a dot is a method of any object."""
    default_position: int | None = None
    style: str = ""
    """How the argument names the variable: empty (as it is), `dotnet` (`A:B` is `A__B`, whatever the case), `spring` (`a.b` is
    `A_B`), `upper` (only where it is written like a variable)."""
    prefix: str = ""
    """What goes before the argument."""
    missing_is_none: bool = True
    """False where a missing variable is an error."""


MAPPINGS: dict[str, tuple[str, ...]] = {
    "javascript": (
        "process.env", "node:process.env", "globalThis.process.env", "import.meta.env", "Bun.env",
        "$env/dynamic/private.env", "Deno.env.toObject()",
        "cloudflare:workers.env",
    ),
    "java": ("System.getenv()",),
    "go": (),
    "csharp": (),
    "ruby": ("ENV",),
    "php": ("$_ENV", "$_SERVER"),
    "rust": (),
    "elixir": ("System.get_env()",),
}  # fmt: skip

MODULES: dict[str, tuple[str, ...]] = {"javascript": ("$env/static/private", "$env/static/public")}
"""Modules whose exports are variables (SvelteKit, https://svelte.dev/docs/kit/$env-static-private)."""

HANDED: dict[str, tuple[str, ...]] = {"javascript": ("env",)}
"""Parameters, or attributes of them, that hand a function its variables (`env.X`, `c.env.X`, `this.env.X` in a Worker,
https://developers.cloudflare.com/workers/runtime-apis/bindings/); only names in capitals count."""

CONFIGURATION: dict[str, tuple[str, ...]] = {"csharp": ("configuration", "config", "_configuration", "_config")}
"""Last part, in lower case, of the name of an object whose elements are configuration keys."""

READERS: dict[str, tuple[Reader, ...]] = {
    "javascript": (Reader(("Deno.env.get",)),),
    "java": (
        Reader(("System.getenv",)),
        Reader(("System.getenv().get",)),
        Reader(("System.getenv().getOrDefault",), 1),
        Reader(("System.getProperty",), 1, "spring"),
        Reader(("org.springframework.core.env.Environment().getProperty",), 1, "spring"),
        Reader(("org.springframework.core.env.Environment().getRequiredProperty",), None, "spring", missing_is_none=False),
    ),
    "csharp": (
        Reader(("Environment.GetEnvironmentVariable", "System.Environment.GetEnvironmentVariable")),
        Reader((".GetConnectionString",), None, "dotnet", "ConnectionStrings:"),
        Reader((".Configuration.GetValue", "IConfiguration().GetValue", "IConfiguration().GetOrDefault"), 1, "dotnet"),
    ),
    "go": (
        Reader(("os.Getenv", "os.LookupEnv", "syscall.Getenv")),
        Reader(
            tuple(
                f"github.com/spf13/viper.{of}{method}"
                for of in ("", "Viper().", "New().", "GetViper().")
                for method in ("Get", "GetString", "GetInt", "GetInt32", "GetInt64", "GetUint", "GetDuration")
            ),
            None,
            "upper",
        ),
    ),
    "ruby": (Reader(("ENV.fetch",), 1, missing_is_none=False), Reader(("ENV.[]",))),
    "php": (
        Reader(("getenv",)),
        Reader(("env", "Illuminate.Support.env", "Illuminate.Support.Env.get"), 1),
    ),
    "rust": (
        Reader(("std.env.var", "std.env.var_os", "env.var", "dotenvy.var", "dotenv.var", "env!"), None, missing_is_none=False),
        Reader(("option_env!",)),
    ),
    "elixir": (
        Reader(("System.get_env",), 1),
        Reader(("System.fetch_env!", "System.fetch_env"), None, missing_is_none=False),
    ),
}
