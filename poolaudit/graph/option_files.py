"""What the option files of MySQL and MariaDB say, of which a server reads several. In: a deployment. Out: one option.

The images of Docker Hub read every `.cnf` file below `/etc/mysql`. In which order is not laid down everywhere, so two files that
contradict each other leave an option open; so does anything mounted there that the tree does not hold.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.read_values import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.catalog.model import Server as ServerSoftware
    from poolaudit.facts.deployment import Deployment, Mount
    from poolaudit.facts.server import ServerConfig
    from poolaudit.graph.site import Site

_HIDDEN = "the server reads a configuration file that the repository does not show"


def option_files(
    name: str, given: Mapping[str, str], deployment: Deployment, software: ServerSoftware, site: Site
) -> Setting[int] | None:
    """What the files that a server reads say about an option; None where they are silent. `given` is its command line."""
    if "no_defaults" in given:
        return None
    places = (given["defaults_file"],) if "defaults_file" in given else software.option_files
    places = (*places, given["defaults_extra_file"]) if "defaults_extra_file" in given else places
    named = any(place not in software.option_files for place in places)
    read: list[tuple[str, ServerConfig]] = []
    for mount in deployment.mounts:
        if not any(_below(mount.target, place) or _below(place, mount.target) for place in places):
            continue
        found = _configs(mount, site)
        if not found:
            return Setting.unresolved(_HIDDEN, mount.span, name)
        read += [(target, config) for target, config in found if any(_below(target, place) for place in places)]
    if deployment.build.is_known or (named and not read):
        return Setting.unresolved(_HIDDEN, deployment.span, name)
    for _, config in read:
        for include in config.includes:
            if not any(_below(include.value or "", place) for place in software.option_files):
                return Setting.unresolved("an included file may set it", include.span, name)
    written = [dict(config.settings)[name] for _, config in read if name in dict(config.settings)]
    if len({each.value for each in written}) > 1:
        return Setting.unresolved("two files set it", written[0].span, name)
    return number(written[0], name) if written else None


def _configs(mount: Mount, site: Site) -> list[tuple[str, ServerConfig]]:
    """The option files that a mount brings, with their paths inside."""
    found = []
    for config in site.server_configs:
        if not mount.source:
            break
        if config.path == mount.source:
            found.append((mount.target, config))
        elif _below(config.path, mount.source) and config.path.endswith(".cnf"):
            found.append((posixpath.join(mount.target, posixpath.relpath(config.path, mount.source)), config))
    return found


def _below(path: str, folder: str) -> bool:
    folder = folder.rstrip("/")
    return path.rstrip("/") == folder or path.startswith(f"{folder}/")
