"""Keys of configuration that a framework looks up in variables first and then in files.

In: an `EnvLookup`. Out: the variables that may hold it, what files of settings hold for it, and why nothing does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import VARIABLES_PREFIX
from poolaudit.facts.expression import Items, Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.expression import EnvLookup, Expression
    from poolaudit.facts.setting import Setting
    from poolaudit.graph.names import Names
    from poolaudit.graph.world import World

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


def gives(world: World, value: Setting[Secret]) -> bool:
    """Whether a deployment surely sets a variable whose value is not known: from a secret."""
    return any(each is value for each in world.variables.values())


def lacks_a_host(lookup: EnvLookup, world: World, names: Names) -> bool:
    """Whether a file that nothing deploys leaves the host to the variable which beats it, and which somebody sets."""
    if not lookup.overrides or not isinstance(lookup.default, Items) or "host" in dict(lookup.default.items):
        return False
    nowhere = world.workload is None and not any(name in world.variables for name in lookup.names)
    return nowhere and any(name in names.variables for name in lookup.names)


def _is_dotnet(lookup: EnvLookup) -> bool:
    """Whether .NET reads it; pydantic ignores the case of variables as well."""
    return lookup.ignore_case and not lookup.span.path.endswith(".py")
