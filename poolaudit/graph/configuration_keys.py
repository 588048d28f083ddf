"""Keys of configuration that a framework looks up in variables first and then in files.

In: an `EnvLookup`. Out: the variables that may hold it, what files of settings hold for it, and why nothing does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import VARIABLES_PREFIX
from poolaudit.facts.expression import Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.expression import EnvLookup, Expression
    from poolaudit.graph.names import Names

_LEVEL = "__"
"""What stands between the sections of a key in a variable of .NET."""


def variables(lookup: EnvLookup, names: Names) -> tuple[str, ...]:
    """The variables that a look-up asks for; those of .NET may have a prefix that the program chose."""
    found = names.find(VARIABLES_PREFIX, lookup.span.path) if _is_dotnet(lookup) else None
    prefix = found.value if isinstance(found, Literal) else None
    prefix = prefix.reveal() if isinstance(prefix, Secret) else prefix
    if not isinstance(prefix, str) or not prefix:
        return lookup.names
    own = (name.upper() if prefix.isupper() else name for name in lookup.names if ":" not in name)
    return (*lookup.names, *(f"{prefix}{name}" for name in own))


def entry(lookup: EnvLookup, names: Names) -> tuple[Expression | None, str]:
    """What an entry of appsettings.json (.NET) or application.properties (Spring) gives, and its name there."""
    mark = _LEVEL if lookup.ignore_case else "."
    for name in () if lookup.overrides else lookup.names:
        if mark in name:
            found = names.find(name.replace(_LEVEL, "."), lookup.span.path)
            if found is not None and found is not lookup:
                return found, name.replace(_LEVEL, ":")
    return None, ""


def unset(lookup: EnvLookup, shown: str, names: Names) -> str:
    """Why nothing fills a variable: what sets it elsewhere, and the other sources of .NET, hold for some programs alone."""
    elsewhere = _is_dotnet(lookup) or any(each in names.variables for each in lookup.names)
    return f"nothing that is known to hold here sets {shown}" if elsewhere else f"nothing in the repository sets {shown}"


def _is_dotnet(lookup: EnvLookup) -> bool:
    """Whether .NET reads it; pydantic ignores the case of variables as well."""
    return lookup.ignore_case and not lookup.span.path.endswith(".py")
