"""What a platform or an editor runs once when it builds, releases or sets up something: migrations are often part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class BuildCommand:
    """One such command as one file gives it."""

    name: str
    """As the file calls it: `buildCommand`, `preDeployCommand`, `postCreateCommand`."""
    span: Span
    """The command."""
    command: Setting[tuple[str, ...]]
    """Its words; shell form is split by shell rules."""
    folder: str
    """Where it runs, relative to the scan root, with `/`; empty is the root."""
    surface: str
    """Surface of the deployments whose variables it sees: `render`, `vercel`, `compose`."""
    project: str
    """As `Deployment.project` of those."""
    service: str = ""
    """The one deployment that it belongs to; empty for every one of the project."""
