"""One environment in which code runs: its variables and whom it can reach by name.

In: deployments and env files. Out: `World`s, one for each deployment and environment, or, where nothing deploys the code, for
each env file.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.kubernetes_names import in_cluster

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.secret import Secret
    from poolaudit.graph.run_script import Ran
    from poolaudit.graph.workload import Workload


@dataclass(frozen=True, slots=True)
class World:
    """What a piece of code finds around it when it runs."""

    environment: str
    """Name of the environment; empty for the base one."""
    project: str | None
    """Group of deployments that reach each other by name; None outside of any."""
    surface: str
    """Surface of those deployments: `compose`; empty outside."""
    workload: Workload | None
    variables: Mapping[str, Setting[Secret]] = field(default_factory=dict)
    context: Setting[str] = field(default_factory=lambda: Setting.derived("code", "context", "a deployment"))
    """What the files that make up this world are for."""
    why_incomplete: str = ""
    """Why a variable that is not listed may still be set; empty when the list is the whole truth."""
    ran: tuple[Ran, ...] = ()
    """Commands of the scripts that the deployment starts; empty when it starts none of the tree."""

    def lookup(self, name: str, *, ignore_case: bool = False, optional: bool = False) -> Setting[Secret]:
        """The value of a variable; absent when it surely has none, unresolved when it may.

        One that is `optional`, because the code knows what to do without it, need not be set anywhere.
        """
        if name in self.variables:
            return self.variables[name]
        if ignore_case:
            found = next((value for key, value in self.variables.items() if key.lower() == name.lower()), None)
            if found is not None:
                return found
        if self.why_incomplete:
            perhaps = "perhaps " if optional and not self.why_incomplete.startswith("perhaps ") else ""
            return Setting.unresolved(f"{name} is {perhaps}{self.why_incomplete}", None, name)
        return Setting.absent(name)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of a Kubernetes namespace that stands for a host elsewhere."""

    name: str
    namespace: str
    host: Setting[str]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The deployments that see each other by name in one environment."""

    surface: str
    project: str
    environment: str
    deployments: tuple[Deployment, ...]
    aliases: tuple[Alias, ...] = ()

    def named(self, host: str, near: Deployment | None = None, port: int | None = None) -> Deployment | None:
        """The deployment that answers to a host name, seen from `near`: in a cluster, a short name is one of its namespace."""
        if self.surface == "kubernetes":
            return in_cluster(self.deployments, host, near, port)
        return next((each for each in self.deployments if host.lower() in map(str.lower, each.hostnames)), None)

    def publishing(self, port: int) -> tuple[Deployment, int] | None:
        """The deployment that publishes a port on the host, with the port inside; None when none or several do."""
        found = [(each, one.container) for each in self.deployments for one in each.ports if one.published == port]
        return found[0] if len(found) == 1 else None


def step(name: str, value: Setting[Secret]) -> Evidence:
    """The evidence that a variable has a value: `DATABASE_URL = postgresql://app:***@db/shop`."""
    shown = value.value.masked if value.value is not None else "not known"
    return Evidence(value.span, Origin.WRITTEN if value.span else value.origin, f"{name} = {shown}")
