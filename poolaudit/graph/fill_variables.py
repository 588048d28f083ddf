"""Fills the variables of compose files from the `.env` beside them.

In: deployments and env files. Out: the deployments without open variables. A value that is one variable and nothing else
keeps the place where the variable is set, so that evidence and fixes point there.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Evidence, Origin
from poolaudit.graph.env_readings import COMPOSE, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.deployment import Deployment, EnvEntry, EnvFile
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.setting import Setting
    from poolaudit.graph.readers import Readers


def filled(deployments: Iterable[Deployment], env_files: Iterable[EnvFile], readers: Readers) -> Iterator[Deployment]:
    """Every deployment, those of compose files with their variables filled in."""
    by_path = {each.path: each for each in env_files}
    for deployment in deployments:
        if deployment.surface != "compose":
            yield deployment
            continue
        beside = by_path.get(posixpath.join(deployment.project, ".env"))
        yield _fill(deployment, variables_of(beside.entries, COMPOSE) if beside is not None else {}, readers)


def _fill(deployment: Deployment, known: dict[str, Setting[Secret]], readers: Readers) -> Deployment:
    used: list[tuple[str, Setting[Secret]]] = []

    def lookup(name: str) -> str | None:
        found = known.get(name)
        if found is None or found.value is None:
            return None
        used.append((name, found))
        return found.value.reveal()

    whole = readers.fill(deployment, lookup)
    env: list[EnvEntry] = []
    for before, after in zip(deployment.env, whole.env, strict=True):
        if not before.raw:
            env.append(after)
            continue
        used.clear()
        readers.fill(replace(deployment, env=(before,), raw=()), lookup)
        env.append(_with_place(after, used))
    image = whole.image
    if image.value is None and deployment.image.value is not None:
        image = replace(image, value=deployment.image.value)  # the repository may be written, although the tag is not known
    return replace(whole, env=tuple(env), image=image)


def _with_place(entry: EnvEntry, used: list[tuple[str, Setting[Secret]]]) -> EnvEntry:
    """The entry with the place of the only variable that makes it up, else with a step for each variable used."""
    whole = entry.value.value
    steps = tuple(
        Evidence(value.span, Origin.WRITTEN, f"{name} = {value.value.shown_in(whole)}")
        for name, value in used
        if value.value is not None
    )
    if len(used) == 1 and used[0][1].value == entry.value.value:
        name, value = used[0]
        here = Evidence(entry.value.span, Origin.WRITTEN, f"{entry.name} = ${{{name}}}")
        return replace(entry, value=replace(value, because=(*value.because, here)))
    return replace(entry, value=replace(entry.value, because=(*steps, *entry.value.because)))
