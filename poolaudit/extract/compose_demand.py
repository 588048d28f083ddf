"""Which compose files do the facts that are known so far name, whose own names tell nobody that they are some?

In: the paths of a repository, then facts, as they come to be known. Out: paths of files that `extends` and `include` name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.discover.patterns import fits
from poolaudit.extract.surfaces.compose import SURFACE
from poolaudit.facts.deployment import Deployment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.fact import Fact

_ENDINGS = (".yml", ".yaml")


class ComposeDemand:
    """Finds files by the paths that services use."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = {path for path in paths if path.endswith(_ENDINGS)}

    def files(self, facts: Iterable[Fact]) -> list[str]:
        """Paths that the facts name and that were never given before; sorted."""
        named: set[str] = set()
        for each in facts:
            if isinstance(each, Deployment):
                named.update(each.includes, (each.extends[0],) if each.extends is not None else ())
        found = sorted(path for path in named & self._paths if not _is_read(path))
        self._paths.difference_update(found)
        return found


def _is_read(path: str) -> bool:
    """Whether its name alone tells that it is a compose file."""
    name = path.rpartition("/")[2].lower()
    return any(fits(name, pattern) for pattern in SURFACE.globs)
