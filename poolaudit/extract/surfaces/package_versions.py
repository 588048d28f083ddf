"""Which release a version specifier pins, and which packages matter.

In: a package name and a specifier of PEP 440, Poetry or Pipenv, or of another ecosystem (npm, Composer, Cargo, Hex, NuGet, Maven,
Go, RubyGems). Out: a `Dependency` for packages of catalog clients.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog import versions
from poolaudit.catalog.libraries import clients
from poolaudit.catalog.web_frameworks import RELOADERS
from poolaudit.facts.name import Dependency
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.span import Span

EXACT = "exact version"
LOWEST = "lowest version that the constraint allows"
_LONGEST = 200
"""Characters of a specifier; a longer one is not written by people."""


_ANY_CASE = frozenset({"nuget", "composer"})
"""Ecosystems that compare names without regard to case."""


@cache
def packages(ecosystem: str) -> frozenset[str]:
    """Normalised names of the packages of every client library, and of frameworks that matter to how clients are held."""
    of_clients = (each for client in clients().values() for each in client.packages)
    of_frameworks = (each for framework in RELOADERS for each in framework.packages)
    listed = (each.partition(":") for each in (*of_clients, *of_frameworks))
    return frozenset(name for kind, _, name in listed if kind == ecosystem)


def normalised(name: str) -> str:
    """The name as PyPI compares it (PEP 503): lower case, runs of `-`, `_` and `.` as one `-`."""
    return "-".join(part for part in name.strip().lower().replace("_", "-").replace(".", "-").split("-") if part)


def dependency(name: str, specifier: str, span: Span, name_span: Span, *, bare_is_exact: bool = True) -> Dependency | None:
    """The fact of one Python requirement; None for a package that no client library has.

    Args:
        name: Name as written.
        specifier: `==1.2`, `>=2,<3`, `~=1.4`, `^2.0` (Poetry), `*` or a bare number.
        span: Place of the specifier.
        name_span: Place of the entry.
        bare_is_exact: Whether a bare number is that very release (a lock file), not the lowest one.
    """
    package = normalised(name)
    if package not in packages("pypi"):
        return None
    return Dependency("pypi", package, _version(specifier, span, bare_is_exact=bare_is_exact), name_span)


def pinned(
    ecosystem: str, name: str, specifier: str, span: Span, name_span: Span, *, bare_is_exact: bool = True
) -> Dependency | None:
    """The fact of one requirement of an ecosystem other than Python's; None for a package that no client library has.

    Args:
        ecosystem: `npm`, `maven`, `nuget`, `go`, `gem`, `hex`, `crates`, `composer`.
        name: Name as written.
        specifier: `8.11.0`, `v5.5.5`, `^8.11`, `~> 1.4`, `>=7 <9`, `^7 || ^8`, `[1.0,2.0)`.
        span: Place of the specifier.
        name_span: Place of the entry.
        bare_is_exact: Whether a bare number is that very release, not the lowest one.
    """
    package = name.lower() if ecosystem in _ANY_CASE else name
    if package not in packages(ecosystem):
        return None
    return Dependency(ecosystem, package, _ranges(specifier.strip(), span, bare_is_exact=bare_is_exact), name_span)


def _ranges(specifier: str, span: Span, *, bare_is_exact: bool) -> Setting[str]:
    """The lowest release that one of the alternatives allows, each of them bounded by its highest lower bound."""
    if len(specifier) > _LONGEST:
        return Setting.unresolved("the constraint is too long", span, "version")
    exact = versions.release(specifier.removeprefix("==").removeprefix("=").strip())
    if exact is not None and (bare_is_exact or specifier.startswith("=")):
        return Setting.written(exact, span, "version", EXACT)
    lowest: str | None = None
    for alternative in specifier.split("||"):
        bound = _lower_bound(alternative)
        if bound is None:
            lowest = None
            break
        lowest = bound if lowest is None or versions.compare(bound, lowest) < 0 else lowest
    if lowest is None:
        return Setting.unresolved("the constraint has no lower bound", span, "version")
    return replace(Setting.written(lowest, span, "version", LOWEST), assumed=True)


def _lower_bound(alternative: str) -> str | None:
    bound: str | None = None
    text = "".join(" " if character in "[](),;" else character for character in alternative)
    words = text.replace("> ", ">").replace("= ", "=").replace("< ", "<").replace("~ ", "~").replace("^ ", "^").split()
    for index, word in enumerate(words):
        number = word.lstrip("=<>~!^v")
        operator = word[: len(word) - len(number)]
        release = versions.release(number.removesuffix("+").removesuffix(".").removesuffix(".*").removesuffix(".x"))
        is_upper = index > 0 and (words[index - 1] == "-" or "[" in alternative or "(" in alternative)
        if release is None or is_upper or operator.startswith(("<", "!")):
            continue
        bound = release if bound is None or versions.compare(release, bound) > 0 else bound
    return bound


def _version(specifier: str, span: Span, *, bare_is_exact: bool) -> Setting[str]:
    label = "version"
    if len(specifier) > _LONGEST:
        return Setting.unresolved("the constraint is too long", span, label)
    lowest: str | None = None
    for clause in specifier.replace("||", ",").split(","):
        text = clause.strip()
        number = text.lstrip("=<>~!^ ")
        operator = text[: len(text) - len(number)].strip()
        release = versions.release(number.removesuffix(".*"))
        if release is None:
            continue
        wildcard = number.endswith(".*")
        if (operator in ("==", "===", "=") or (not operator and bare_is_exact)) and not wildcard:
            return Setting.written(release, span, label, EXACT)
        if operator in (">=", ">", "~=", "~", "^", "==", "") and (lowest is None or versions.compare(release, lowest) > 0):
            lowest = release
    if lowest is None:
        return Setting.unresolved("the constraint has no lower bound", span, label)
    return replace(Setting.written(lowest, span, label, LOWEST), assumed=True)
