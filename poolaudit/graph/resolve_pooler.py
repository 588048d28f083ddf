"""What a pooler does for one database: file, environment, image and version put together.

In: a deployment that runs a pooler (or a managed endpoint, or a lone configuration file) and a database name. Out: a `Pooler`.
Precedence: a mounted file, then the environment that the image reads, then what the image writes, then the default of the release.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from poolaudit._parts import parts
from poolaudit.catalog.versions import compare, release
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.facts.units import Seconds
from poolaudit.graph.context import context_of
from poolaudit.graph.images import tag_of
from poolaudit.graph.pooler import Pooler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.catalog.model import PoolerImage, PoolerParameter, PoolerSoftware, ProviderEndpoint
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.pooler import PoolEntry, PoolerConfig
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import Neighbourhood, World

T = TypeVar("T")
_LOOPBACK = ("127.", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Running:
    """A pooler of the tree: what it reads, before a database is asked for."""

    software: PoolerSoftware
    version: Setting[str]
    settings: Mapping[str, Setting[str]]
    """Global settings in force by file, environment and image; defaults are not in it."""
    config: PoolerConfig | None
    deployment: Deployment | None
    image: PoolerImage | None
    world: World | None
    complete: bool
    """False when settings may exist that the tree does not show (a mounted file outside of it, a template)."""


def running_in(deployment: Deployment, hood: Neighbourhood, site: Site) -> Running | None:
    """The pooler that a deployment runs; None when its image is no pooler that we know."""
    known = site.images.pooler(deployment)
    if known is None:
        return None
    software, image = known
    world = site.worlds.of_deployment(hood, deployment)
    config = _config_of(deployment, image, site)
    hidden = config is None and any(image.config_path.startswith(mount.target.rstrip("/")) for mount in deployment.mounts)
    settings: dict[str, Setting[str]] = {}
    if not (image.mounted_file_wins and (config is not None or hidden)):
        settings = _from_environment(image, world)
        for name, value in image.settings:
            settings.setdefault(name, Setting.default(value, name, f"written by the image {image.repositories[0]}"))
    if config is not None:
        settings.update(config.settings)
    complete = not hidden and not (config is not None and config.includes)
    return Running(software, _version(deployment, software, site), settings, config, deployment, image, world, complete)


def lone(config: PoolerConfig) -> Running:
    """The pooler that reads a file which no deployment of the tree mounts."""
    software: PoolerSoftware = next(each for each in parts("poolaudit.catalog.poolers", "POOLER") if each.name == config.software)
    unknown: Setting[str] = Setting.unresolved(
        f"nothing in the repository says which {software.title} reads {config.path}", config.span, "version"
    )
    return Running(software, unknown, dict(config.settings), config, None, None, None, complete=not config.includes)


def pooler_for(running: Running, database: Setting[str], user: Setting[str]) -> Pooler:
    """The pooler as one database and user of it see it."""
    software, version = running.software, running.version
    entry = _entry(running.config, database)
    login = _user_entry(running.config, user)

    def text(name: str) -> Setting[str]:
        return _setting(name, running, entry, login)

    mode = _lower(text("pool_mode"))
    shares = _about(mode, "shares connections", lambda value: value in software.sharing_modes)
    prepared = _number(text("max_prepared_statements"), "max_prepared_statements")
    if prepared.origin is Origin.ABSENT and version.is_known:
        prepared = Setting.derived(0, "max_prepared_statements", f"{software.title} {version.value} has no such setting", version)
    address = text("listen_addr")
    span = running.config.span if running.config is not None else running.deployment.span if running.deployment else None
    assert span is not None  # noqa: S101  # a running pooler rests on a file or a deployment
    place = running.deployment.span if running.deployment is not None else span
    return Pooler(
        place,
        f"pooler {running.deployment.name if running.deployment else running.config.path if running.config else ''}",
        context_of(span.path) if running.deployment is None else _context(running.deployment, span.path),
        _trail(running, entry),
        software.title,
        software.name,
        version,
        mode,
        shares,
        prepared,
        _about(prepared, "follows named statements", lambda value: value > 0),
        _names(text("ignore_startup_parameters"), "ignore_startup_parameters"),
        _tracked(software, version, text("track_extra_parameters")),
        Setting.derived(True, "refuses unknown startup parameters", software.title, mode)
        if mode.is_known
        else Setting.unresolved(mode.note),
        address,
        _number(text("listen_port"), "listen_port"),
        _published(running.deployment),
        _about(address, "listens beyond loopback", _beyond_loopback),
        _lower(text("auth_type")),
        _number(_first(_own(entry, "pool_size"), text("default_pool_size")), "pool size"),
        _number(
            _first(_own(entry, "reserve_pool_size"), _own(entry, "reserve_pool"), text("reserve_pool_size")), "reserve_pool_size"
        ),
        _number(text("max_client_conn"), "max_client_conn"),
        _number(text("max_db_connections"), "max_db_connections"),
        _seconds(text("query_wait_timeout")),
        text("server_reset_query"),
        running.deployment.replicas if running.deployment is not None else Setting.default(1, "replicas", "one process"),
        running.config,
    )


def managed(endpoint: Endpoint, provider: ProviderEndpoint) -> Pooler:
    """The pooler behind a provider's pooled endpoint."""
    host = endpoint.host
    name = f"{provider.provider.capitalize()}'s pooler"
    span = host.span
    assert span is not None  # noqa: S101  # a managed endpoint was recognised by a written host
    doubt = any(source.verified == "memory" for source in provider.sources)
    known = endpoint.provider

    def fact(value: object, label: str) -> Setting[object]:
        if value is None or value == "":
            return Setting.unresolved(f"{label} of {provider.name} is not known", host.span, label)
        return replace(Setting.derived(value, label, provider.name, known), assumed=doubt)

    mode: Setting[str] = fact(provider.mode, "pool mode")  # type: ignore[assignment]
    tracks: Setting[bool] = fact(provider.tracks_statements, "follows named statements")  # type: ignore[assignment]
    refuses: Setting[bool] = fact(provider.refuses_startup_parameters, "refuses unknown startup parameters")  # type: ignore[assignment]
    nothing: Setting[int] = Setting.unresolved(f"{provider.provider} does not show it in the repository", host.span)
    words: Setting[str] = Setting.unresolved(f"{provider.provider} does not show it in the repository", host.span)
    wait: Setting[Seconds] = Setting.unresolved(f"{provider.provider} does not show it in the repository", host.span)
    unlisted: Setting[tuple[str, ...]] = Setting.unresolved(f"{provider.provider} does not list them", host.span)
    nothing_ignored: tuple[str, ...] = ()
    software = next((each for each in parts("poolaudit.catalog.poolers", "POOLER") if each.name == provider.pooler), None)
    restored = tuple(name.lower() for name, _ in software.tracked_parameters) if software is not None else None
    tracked = known.restated(restored) if restored is not None else unlisted
    return Pooler(
        span,
        f"provider {provider.name}",
        context_of(span.path),
        (),
        name,
        provider.pooler or provider.provider,
        Setting.absent("version"),
        mode,
        _about(mode, "shares connections", lambda value: value in ("transaction", "statement")),
        nothing,
        tracks,
        refuses.restated(nothing_ignored) if refuses.value else unlisted,
        tracked,
        refuses,
        words,
        endpoint.port,
        Setting.absent("published"),
        Setting.absent("listens beyond loopback"),
        words,
        nothing,
        nothing,
        nothing,
        nothing,
        wait,
        words,
        nothing,
        None,
    )


def entry_target(running: Running, database: Setting[str]) -> PoolEntry | None:
    """The `[databases]` line that serves a database name."""
    return _entry(running.config, database)


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
        if setting is None:
            continue
        shown = (
            value.value.reveal()
            if value.value is not None and not setting.startswith("@url")
            else value.value.masked
            if value.value
            else None
        )
        key = "listen_port" if setting == "@listen_port" else setting
        found[key] = Setting(shown, value.origin, value.span, name, value.note, value.because, value.assumed)
    return found


def _version(deployment: Deployment, software: PoolerSoftware, site: Site) -> Setting[str]:
    image = site.images.image(deployment)
    tag = tag_of(image)
    number = release(tag) if tag else None
    if number is not None:
        return Setting.derived(number, "version", f"image tag {tag}", image)
    if "$" in (image.value or "") or "@" in (image.value or ""):
        return Setting.unresolved(f"the image {image.value} does not say which {software.title} it holds", image.span, "version")
    current = Setting.derived(software.current, "version", f"image {image.value} without a version: the current release", image)
    return replace(current, assumed=True)


def _setting(name: str, running: Running, entry: PoolEntry | None, login: PoolEntry | None) -> Setting[str]:
    for each in (login, entry):
        own = _own(each, name)
        if own.origin is not Origin.ABSENT:
            return own
    if name in running.settings:
        return running.settings[name]
    if not running.complete:
        span = running.deployment.span if running.deployment is not None else None
        return Setting.unresolved("the pooler reads settings that the repository does not show", span, name)
    parameter = next((each for each in running.software.parameters if each.name == name and "global" in each.scopes), None)
    return _default(parameter, running) if parameter is not None else Setting.absent(name)


def _default(parameter: PoolerParameter, running: Running) -> Setting[str]:
    version = running.version
    if not version.is_known or version.value is None:
        if len(parameter.defaults) == 1 and not _new(parameter):
            return _as_default(parameter.defaults[0].value, parameter.name, running.software.title)
        return Setting.unresolved(version.note or "the version is not known", version.span, parameter.name)
    if parameter.since and compare(version.value, parameter.since) < 0:
        return Setting.absent(parameter.name)
    value = next(
        (each.value for each in reversed(parameter.defaults) if not each.since or compare(version.value, each.since) >= 0), None
    )
    found = _as_default(value, parameter.name, f"{running.software.title} {version.value}")
    return (
        replace(found, because=version.evidence(), assumed=version.assumed)
        if len(parameter.defaults) > 1 or _new(parameter)
        else found
    )


def _new(parameter: PoolerParameter) -> bool:
    """Whether releases that still run lack the parameter."""
    return bool(parameter.since) and compare(parameter.since, "1.18") > 0


def _as_default(value: object, name: str, of: str) -> Setting[str]:
    if value is None:
        return Setting.absent(name)
    return Setting.default(str(value), name, f"default of {of}")


def _entry(config: PoolerConfig | None, database: Setting[str]) -> PoolEntry | None:
    entries = [each for each in config.entries if each.section == "databases"] if config is not None else []
    if database.is_known:
        exact = [each for each in entries if each.name == database.value]
        matching = exact or [each for each in entries if each.name == "*"]
        return matching[-1] if matching else None
    return entries[0] if len(entries) == 1 else None


def _user_entry(config: PoolerConfig | None, user: Setting[str]) -> PoolEntry | None:
    entries = (
        [each for each in config.entries if each.section == "users" and each.name == user.value] if config is not None else []
    )
    return entries[-1] if entries else None


def _own(entry: PoolEntry | None, name: str) -> Setting[str]:
    found = [value for key, value in entry.values if key == name] if entry is not None else []
    return found[-1] if found else Setting.absent(name)


def _first(*settings: Setting[str]) -> Setting[str]:
    return next((each for each in settings if each.origin is not Origin.ABSENT), settings[-1])


def _lower(setting: Setting[str]) -> Setting[str]:
    return replace(setting, value=setting.value.lower()) if setting.is_known and setting.value else setting


def _number(setting: Setting[str], label: str) -> Setting[int]:
    try:
        value = int(setting.value, 0) if setting.is_known and setting.value is not None else None
    except ValueError:
        return Setting.unresolved(f"{setting.label} = {setting.value} is no number", setting.span, label)
    return Setting(value, setting.origin, setting.span, setting.label or label, setting.note, setting.because, setting.assumed)


def _seconds(setting: Setting[str]) -> Setting[Seconds]:
    try:
        value = Seconds(setting.value) if setting.is_known and setting.value is not None else None
    except ValueError:
        return Setting.unresolved(f"{setting.label} = {setting.value} is no number", setting.span, setting.label)
    return Setting(value, setting.origin, setting.span, setting.label, setting.note, setting.because, setting.assumed)


def _names(setting: Setting[str], label: str) -> Setting[tuple[str, ...]]:
    words = tuple(word.strip().lower() for word in (setting.value or "").replace(";", ",").split(",") if word.strip())
    if setting.origin is Origin.ABSENT:
        return Setting.default((), label, "nothing is ignored")
    return Setting(
        words if setting.is_known else None, setting.origin, setting.span, label, setting.note, setting.because, setting.assumed
    )


def _tracked(software: PoolerSoftware, version: Setting[str], extra: Setting[str]) -> Setting[tuple[str, ...]]:
    if extra.origin is Origin.UNRESOLVED:
        return Setting.unresolved(extra.note, extra.span, "tracked parameters")
    always = tuple(
        name.lower()
        for name, since in software.tracked_parameters
        if not since or not version.is_known or compare(version.value or "", since) >= 0
    )
    return Setting.derived((*always, *(_names(extra, "").value or ())), "tracked parameters", software.title, extra)


def _about(setting: Setting[T], label: str, test: Callable[[T], bool]) -> Setting[bool]:
    """What a setting means, as a truth value with the setting's own evidence."""
    if not setting.is_known or setting.value is None:
        return Setting.unresolved(setting.note or f"{setting.label} is not set", setting.span, label)
    return setting.restated(test(setting.value))


def _beyond_loopback(address: str) -> bool:
    return any(part.strip() and not part.strip().startswith(_LOOPBACK) for part in address.split(","))


def _published(deployment: Deployment | None) -> Setting[bool]:
    if deployment is None:
        return Setting.unresolved("no deployment of this pooler is in the repository", None, "published")
    port = next(
        (each for each in deployment.ports if each.published is not None and not each.host_address.startswith(_LOOPBACK)), None
    )
    if port is None:
        return Setting(False, Origin.DERIVED, deployment.span, "published", "no port is published")
    return Setting(True, Origin.WRITTEN, port.span, "published", f"port {port.published} on every address")


def _context(deployment: Deployment, path: str) -> Setting[str]:
    own = context_of(deployment.span.path)
    return own if own.value != "code" else context_of(path)


def _trail(running: Running, entry: PoolEntry | None) -> tuple[Evidence, ...]:
    steps: list[Evidence] = []
    if running.deployment is not None:
        steps.append(
            Evidence(running.deployment.span, Origin.WRITTEN, f"service {running.deployment.name} runs {running.software.title}")
        )
    if running.config is not None and entry is not None:
        steps.append(Evidence(entry.span, Origin.WRITTEN, f"[{entry.section}] {entry.name}"))
    return tuple(steps)
