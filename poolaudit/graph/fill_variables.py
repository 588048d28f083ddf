"""Fills the variables of compose files from the `.env` beside them.

In: deployments and env files. Out: the deployments without open variables. A value that is one variable and nothing else
keeps the place where the variable is set, so that evidence and fixes point there.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Evidence, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.deployment import Deployment, EnvEntry, EnvFile
    from poolaudit.graph.readers import Readers


def filled(deployments: Iterable[Deployment], env_files: Iterable[EnvFile], readers: Readers) -> Iterator[Deployment]:
    """Every deployment, those of compose files with their variables filled in."""
    by_path = {each.path: each for each in env_files}
    for deployment in deployments:
        if deployment.surface != "compose":
            yield deployment
            continue
        beside = by_path.get(posixpath.join(deployment.project, ".env"))
        known = {entry.name: entry for entry in beside.entries} if beside is not None else {}
        yield _fill(deployment, known, readers)


def _fill(deployment: Deployment, known: dict[str, EnvEntry], readers: Readers) -> Deployment:
    used: list[EnvEntry] = []

    def lookup(name: str) -> str | None:
        entry = known.get(name)
        if entry is None or entry.value.value is None:
            return None
        used.append(entry)
        return entry.value.value.reveal()

    whole = readers.fill(deployment, lookup)
    env: list[EnvEntry] = []
    for before, after in zip(deployment.env, whole.env, strict=True):
        if not before.raw:
            env.append(after)
            continue
        used.clear()
        readers.fill(replace(deployment, env=(before,), raw=()), lookup)
        env.append(_with_place(after, used))
    return replace(whole, env=tuple(env))


def _with_place(entry: EnvEntry, used: list[EnvEntry]) -> EnvEntry:
    """The entry with the place of the only variable that makes it up, else with a step for each variable used."""
    steps = tuple(
        Evidence(each.value.span, Origin.WRITTEN, f"{each.name} = {each.value.value.masked}") for each in used if each.value.value
    )
    if len(used) == 1 and used[0].value.value == entry.value.value:
        here = Evidence(entry.value.span, Origin.WRITTEN, f"{entry.name} = ${{{used[0].name}}}")
        return replace(entry, value=replace(used[0].value, because=(*used[0].value.because, here)))
    return replace(entry, value=replace(entry.value, because=(*steps, *entry.value.because)))
