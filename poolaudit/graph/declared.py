"""What the user's configuration says about things that the repository does not show.

In: a `Config`. Out: poolers, copies and private hosts, as settings of origin *declared*.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Evidence, Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolaudit.config import Config
    from poolaudit.graph.running_pooler import Running
    from poolaudit.graph.world import Neighbourhood

_SOFTWARE = "pgbouncer"
"""What a declared pooler is taken for: its keys (`mode`, `max_prepared_statements`) are PgBouncer's."""


def declared_pooler(host: Setting[str], port: Setting[int], config: Config) -> Running | None:
    """The declared pooler that serves clients at a host and port; one without a port serves every port of its host."""
    if not host.is_known:
        return None
    for each in config.poolers:
        from poolaudit.graph.running_pooler import Running, pooler_software  # noqa: PLC0415  # nobody declared any, as a rule

        if each.host.value != host.value or (each.port.is_known and each.port.value != port.value):
            continue
        software = pooler_software(_SOFTWARE)
        assert software is not None  # noqa: S101  # the catalog has it
        limit = each.max_prepared_statements
        given = {"pool_mode": each.mode, "max_prepared_statements": limit.read_as(str(limit.value))}
        unknown: Setting[str] = Setting.unresolved(f"the configuration gives no version of {each.name}", each.span, "version")
        return Running(
            software=software,
            span=each.span,
            name=each.name,
            title=each.name,
            version=each.version if each.version.is_known else unknown,
            settings={name: value for name, value in given.items() if value.is_known},
            trail=(Evidence(each.span, Origin.DECLARED, f"{each.name} is declared as a pooler at {host.value}"),),
            complete=False,
        )
    return None


def declared_internal(host: Setting[str], config: Config) -> Setting[str] | None:
    """That a host is reached over a private network, where a declared pattern says so."""
    from fnmatch import fnmatchcase  # noqa: PLC0415

    name = (host.value or "").lower()
    found = next((each for each in config.internal_hosts if name and fnmatchcase(name, (each.value or "").lower())), None)
    return Setting.derived("internal", "network", f"{name} is declared as internal", found) if found is not None else None


def with_declared_copies(hoods: Iterable[Neighbourhood], copies: Mapping[str, Setting[int]]) -> tuple[Neighbourhood, ...]:
    """The same deployments, with the declared number of copies where there is one."""
    if not copies:
        return tuple(hoods)
    return tuple(
        replace(
            hood,
            deployments=tuple(
                replace(each, replicas=copies[each.name]) if each.name in copies else each for each in hood.deployments
            ),
        )
        for hood in hoods
    )
