"""A pooler's file that a script writes, with a deployment's variables. In: the file as the script tells it, a world. Out: it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.world import step

if TYPE_CHECKING:
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.graph.world import World


def with_variables(config: PoolerConfig, world: World) -> PoolerConfig:
    """The file as the script writes it in a world."""
    names = dict(config.variables)
    return replace(
        config,
        settings=tuple((key, _in(world, value, names.get(key))) for key, value in config.settings),
        entries=tuple(
            replace(
                each,
                values=tuple(
                    (key, _in(world, value, names.get(f"{each.section}/{each.name}/{key}"))) for key, value in each.values
                ),
            )
            for each in config.entries
        ),
    )


def _in(world: World, value: Setting[str], name: str | None) -> Setting[str]:
    """One value: what the variable holds there, else the script's default, which is sure where nothing else can set it."""
    if name is None:
        return value
    given = world.lookup(name)
    if given.is_known and given.value is not None and given.value.reveal():
        found: Setting[str] = Setting(given.value.reveal(), Origin.DERIVED, given.span or value.span, value.label, f"from {name}")
        return replace(found, because=(*given.because, step(name, given)), assumed=given.assumed)
    if given.origin is Origin.UNRESOLVED and given.span is not None:
        return Setting.unresolved(given.note, given.span, value.label)
    certain = given.origin is not Origin.UNRESOLVED
    return replace(value, assumed=False, note=f"{name} is not set") if certain and value.is_known else value
