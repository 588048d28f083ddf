"""Settings that a program reads from a configuration file which is code.

In: names that the repository defines, the world in which the program runs. Out: values by file and name.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.bind import Binder

if TYPE_CHECKING:
    from poolaudit.catalog.model import Runtime
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.world import World

_MODULE = "python:"
"""Prefix with which gunicorn takes a module's name for a file."""


class ProgramFiles:
    """Finds the file that a program of a deployment reads, and a setting in it."""

    def __init__(self, deployment: Deployment, world: World, images: Images, names: Names) -> None:
        self._deployment = deployment
        self._world = world
        self._images = images
        self._names = names

    def setting(self, runtime: Runtime, named: str | None, name: str) -> Setting[object] | None:
        """The value of a setting; None when nothing sets it, unresolved when the file is not in the tree."""
        path = self._path(named or runtime.config_file)
        if path is None:
            why = f"{runtime.name} is configured by {named}, which is not in the repository"
            return Setting.unresolved(why, self._deployment.span, name) if named else None
        value = self._names.in_file(path, name)
        return Binder(self._world, self._names).bind(value).as_setting(name) if value is not None else None

    def _path(self, named: str) -> str | None:
        """The file of the deployment's own code that is meant: the only one of that name, or at the end of that path."""
        wanted = named.removeprefix("file:").lstrip("./")
        if named.startswith(_MODULE):
            wanted = named.removeprefix(_MODULE).replace(".", "/") + ".py"
        held = self._names.files_named(posixpath.basename(wanted))
        found = [each for each in held if self._images.covers(self._deployment, each) is not None]
        exact = [each for each in found if f"/{each}".endswith(f"/{wanted}")]
        best = exact or found
        return best[0] if len(best) == 1 else None
