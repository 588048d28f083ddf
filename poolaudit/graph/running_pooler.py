"""A pooler that runs, before a database is asked for: its software, version and global settings.

In: a deployment that runs a pooler, a configuration file that nothing mounts, or what the user declared. Out: a `Running`.
Precedence: a mounted file, then the environment that the image reads, then what the image writes.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit._records import dataclass
from poolaudit.catalog.versions import release
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.images import repository_of, tag_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.catalog.model import PoolerImage, PoolerSoftware
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.span import Span
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import Neighbourhood, World


@dataclass(frozen=True, slots=True)
class Running:
    """What a pooler reads when it starts."""

    software: PoolerSoftware
    span: Span
    """The service that runs it, else its file."""
    name: str
    """The service, else the path of its file."""
    title: str
    """What messages call it: `PgBouncer`."""
    version: Setting[str]
    settings: Mapping[str, Setting[str]]
    """Global settings in force by file, environment and image; defaults are not in it."""
    config: PoolerConfig | None = None
    deployment: Deployment | None = None
    image: PoolerImage | None = None
    world: World | None = None
    complete: bool = True
    """False when settings may exist that the tree does not show (a mounted file outside of it, a template)."""
    trail: tuple[Evidence, ...] = ()
    """How it is known that this pooler runs."""


def pooler_software(name: str) -> PoolerSoftware | None:
    """The catalog's entry of a pooler."""
    found: PoolerSoftware | None = next(
        (each for each in parts("poolaudit.catalog.poolers", "POOLER") if each.name == name), None
    )
    return found


def running_in(deployment: Deployment, hood: Neighbourhood, site: Site) -> Running | None:
    """The pooler that a deployment runs; None when its image is no pooler that we know."""
    known = site.images.pooler(deployment) if not deployment.initial else None
    if known is None:
        return None
    software, image = known
    world = site.worlds.of_deployment(hood, deployment)
    config = _config_of(deployment, image, site)
    written = {ran.span.path for ran in world.ran}
    if config is None or (config.path in written and config.variables):
        config = _written_by_scripts(config, written, world, site)
    hidden = config is None and (
        not image.repositories or any(image.config_path.startswith(mount.target.rstrip("/")) for mount in deployment.mounts)
    )
    settings: dict[str, Setting[str]] = {}
    if not (image.mounted_file_wins and (config is not None or hidden)):
        settings = _from_environment(image, world)
        for name, value in (*image.settings, ("listen_port", str(image.port))) if image.repositories else ():
            settings.setdefault(name, Setting.default(value, name, f"written by the image {image.repositories[0]}"))
    if config is not None:
        settings.update(config.settings)
    return Running(
        software=software,
        span=deployment.span,
        name=deployment.name,
        title=software.title,
        version=_version(deployment, software, image, site),
        settings=settings,
        config=config,
        deployment=deployment,
        image=image,
        world=world,
        complete=not hidden and not (config is not None and config.includes),
        trail=(Evidence(deployment.span, Origin.WRITTEN, f"service {deployment.name} runs {software.title}"),),
    )


def lone(config: PoolerConfig) -> Running:
    """The pooler that reads a file which no deployment of the tree mounts."""
    software = pooler_software(config.software)
    assert software is not None  # noqa: S101  # its reader exists, so the catalog has it
    why = f"nothing in the repository says which {software.title} reads {config.path}"
    own = config.resource
    called = own is not None and posixpath.dirname(config.path) != own.project
    return Running(
        software=software,
        span=config.span,
        name=f"{own.project}:{config.name}" if called and own is not None else config.name or config.path,
        title=software.title,
        version=Setting.unresolved(why, config.span, "version"),
        settings=dict(config.settings),
        config=config,
        complete=not config.includes and not config.partial,
    )


def _written_by_scripts(config: PoolerConfig | None, scripts: set[str], world: World, site: Site) -> PoolerConfig | None:
    """The file that a script of the deployment writes, with the variables that the deployment has."""
    from poolaudit.graph.written_pooler import with_variables  # noqa: PLC0415  # few poolers have scripts

    found = [config] if config is not None else [each for each in site.pooler_configs if each.path in scripts]
    return with_variables(found[0], world) if len(found) == 1 else None


def _config_of(deployment: Deployment, image: PoolerImage, site: Site) -> PoolerConfig | None:
    """The file of the tree that stands where the image looks for its configuration."""
    for config in site.pooler_configs:
        for mount in deployment.mounts:
            inside = posixpath.relpath(config.path, mount.source) if mount.source else ""
            if config.path == mount.source:
                target = mount.target
            elif mount.source and not inside.startswith(".."):
                target = posixpath.join(mount.target, inside)
            else:
                continue
            if target.rstrip("/") == image.config_path or posixpath.basename(target) == posixpath.basename(image.config_path):
                return config
    if deployment.build.is_known:
        context = deployment.build.value or ""
        within = [each for each in site.pooler_configs if context and each.path.startswith(f"{context}/")]
        return within[0] if len(within) == 1 else None
    return None


def _from_environment(image: PoolerImage, world: World) -> dict[str, Setting[str]]:
    listed = dict(image.environment)
    found: dict[str, Setting[str]] = {}
    for name, value in world.variables.items():
        setting = listed.get(name)
        if setting is None and image.any_setting and name.startswith(image.any_setting):
            setting = name[len(image.any_setting) :].lower()
        if setting is None or value.value is None:
            shown = None
        else:
            shown = value.value.masked if setting.startswith("@url") else value.value.reveal()
        if setting is not None:
            found["listen_port" if setting == "@listen_port" else setting] = value.read_as(shown, name)
    return found


def _version(deployment: Deployment, software: PoolerSoftware, known: PoolerImage, site: Site) -> Setting[str]:
    image = site.images.image(deployment)
    if not known.repositories:
        why = f"the image that the repository builds does not say which {software.title} it holds"
        return Setting.unresolved(why, image.span, "version")
    if repository_of(image) not in known.repositories and repository_of(deployment.image) in known.repositories:
        image = deployment.image
    tag = tag_of(image)
    number = release(tag) if tag else None
    if number is not None:
        return image.restated(number)
    if not image.is_known or "$" in (image.value or "") or "@" in (image.value or ""):
        why = f"the image {image.value or ''} does not say which {software.title} it holds".replace("  ", " ")
        return Setting.unresolved(why, image.span, "version")
    current = Setting.derived(software.current, "version", f"image {image.value} without a version: the current release", image)
    return replace(current, assumed=True)
