"""What supervisord starts in a container. In: its deployment, the configuration files of the tree. Out: why a count is not known.

The programs are deployments of their own; the container that starts supervisord runs all of them.
"""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images

SUPERVISOR = "supervisord"
_FILE = "supervisord.conf"
_SHOWN = 6
"""Programs that are named."""


def supervised(deployment: Deployment, images: Images, file: str | None) -> Setting[int] | None:
    """The programs of the only file of that name which the container holds; None where that cannot be told."""
    wanted = basename(file or _FILE)
    held = [
        each
        for each in images.supervised
        if basename(each.span.path) == wanted and images.covers(deployment, each.span.path) is not None
    ]
    if len({each.span.path for each in held}) != 1:
        return None
    names = sorted(each.name for each in held)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    first = min(held, key=lambda each: each.span)
    why = f"supervisord starts the programs of {first.span.path}: {', '.join(names[:_SHOWN])}{more}"
    return Setting.unresolved(why, first.span, "processes")
