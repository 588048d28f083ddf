"""Puts the picture together, with no more of the program than the facts need. In: the facts of all files. Out: the `Graph`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.graph.connection_strings import connection_strings
from poolaudit.graph.images import Images
from poolaudit.graph.names import Names
from poolaudit.graph.site import Site
from poolaudit.graph.topology import Graph
from poolaudit.graph.worlds import Worlds
from poolaudit.graph.written_strings import written_strings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from poolaudit.config import Config
    from poolaudit.facts.fact import Fact
    from poolaudit.graph.readers import Readers

_UNCONNECTED = frozenset({"Dependency", "Dsn", "EnvFile", "NamedValue"})
"""Names of facts that alone connect nobody to anything; their classes are not loaded to ask."""


def picture(facts: Collection[Fact], config: Config, readers: Readers, tracked: Callable[[str], bool]) -> Graph:
    """Index the facts, follow every client, add everything up.

    Env files without anything that uses them are what a hook is handed most often; for those `build` is not even loaded.
    """
    if {type(each).__name__ for each in facts} <= _UNCONNECTED:
        env_files = [each for each in facts if type(each).__name__ == "EnvFile"]
        names, images = Names(()), Images(())
        worlds = Worlds((), env_files, images, names)  # type: ignore[arg-type]  # what their class is called
        site = Site(readers, config, names, images, worlds, (), (), (), (), {})
        return Graph(connection_strings=connection_strings(written_strings(facts, (), site), site, tracked))
    from poolaudit.graph.build import build  # noqa: PLC0415

    return build(facts, config, readers, tracked)
