"""What files of settings give a program that chooses them by name, as if it were variables.

In: a world with its workload, the names of all files. Out: the world with the properties of the files that it chooses; a property
whose value is more than text is there, but not known.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.spring import FILES
from poolaudit.facts.expression import Literal
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.graph.held_pools import chooses

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.expression import Expression
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.world import World

_ENDING = ".properties"


def with_chosen_settings(world: World, deployment: Deployment, names: Names, images: Images) -> World:
    """The world's own variables beat them."""
    found: dict[str, Setting[Secret]] = {}
    for path in names.paths_ending(_ENDING):
        stem = posixpath.basename(path).removesuffix(_ENDING)
        if stem.partition("-")[0] in FILES or images.covers(deployment, path) is None or not chooses(world, path, images, names):
            continue
        for each in names.defined_in(path):
            found[each.name] = _setting(each.name, each.value)
    return replace(world, variables={**found, **world.variables}) if found else world


def _setting(name: str, value: Expression) -> Setting[Secret]:
    text = value.value if isinstance(value, Literal) else None
    if isinstance(text, (bool, int, float)):
        text = Secret(str(text).lower() if isinstance(text, bool) else str(text), str(text))
    if isinstance(text, str):
        text = Secret(text)
    if not isinstance(text, Secret):
        return Setting.unresolved("it is more than plain text", value.span, name)
    return Setting.written(text, value.span, name)
