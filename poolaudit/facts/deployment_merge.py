"""One workload described by two files. In: the base and what is laid over it. Out: the merged `Deployment`.

Rules: compose's (compose-spec, 13-merge.md, read 2026-11-20): mappings by key, sequences appended, ports unique,
volumes by target, command and entrypoint replaced, `!reset` and `!override` drop what the base says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from poolaudit.facts.deployment import Deployment

T = TypeVar("T")

_REPLACED = ("image", "build", "command", "entrypoint", "replicas", "memory", "cpus")


def merge_deployments(base: Deployment, override: Deployment) -> Deployment:
    """`override` laid over `base`: the name, place, project, environment and `extends` are those of `override`."""
    base = _without(base, override.reset)
    replaced = {name for name in _REPLACED if _says(override, name)}
    names = {entry.name for entry in override.env}
    inherited = (name for name in base.hostnames if name != base.name or base.name == override.name)
    return replace(
        override,
        hostnames=_unique((*override.hostnames, *inherited), str),
        image=override.image if "image" in replaced else base.image,
        build=override.build if "build" in replaced else base.build,
        dockerfile=override.dockerfile if "build" in replaced else base.dockerfile,
        target=override.target if "build" in replaced else base.target,
        command=override.command if "command" in replaced else base.command,
        entrypoint=override.entrypoint if "entrypoint" in replaced else base.entrypoint,
        replicas=override.replicas if "replicas" in replaced else base.replicas,
        memory=override.memory if "memory" in replaced else base.memory,
        cpus=override.cpus if "cpus" in replaced else base.cpus,
        env=(*(entry for entry in base.env if entry.name not in names), *override.env),
        env_files=_unique((*base.env_files, *override.env_files), lambda file: file.value or file.span),
        ports=_unique(
            (*base.ports, *override.ports), lambda port: (port.container, port.published, port.host_address, port.protocol)
        ),
        mounts=(
            *(mount for mount in base.mounts if mount.target not in {each.target for each in override.mounts}),
            *override.mounts,
        ),
        profiles=_unique((*base.profiles, *override.profiles), str),
        raw=(*((name, text) for name, text in base.raw if name.removesuffix("[]") not in replaced), *override.raw),
        network=override.network or base.network,
        extends=override.extends or base.extends,
        includes=_unique((*base.includes, *override.includes), str),
    )


def _says(deployment: Deployment, name: str) -> bool:
    """Whether the file writes the field; a default is not written."""
    setting: Setting[object] = getattr(deployment, name)
    return setting.origin not in (Origin.ABSENT, Origin.DEFAULT)


def _without(base: Deployment, fields: tuple[str, ...]) -> Deployment:
    changes: dict[str, object] = {}
    for name in fields:
        field, _, key = name.partition(".")
        if key:
            changes["env"] = tuple(entry for entry in base.env if entry.name != key)
        elif field == "replicas":
            changes[field] = Setting.default(1, "replicas", "compose")
        else:
            current = getattr(base, field)
            changes[field] = type(current)() if isinstance(current, (tuple, str)) else Setting.absent(field)
        base = replace(base, **changes, raw=tuple(each for each in base.raw if key or each[0].removesuffix("[]") != field))  # type: ignore[arg-type]
        changes.clear()
    return base


def _unique(values: tuple[T, ...], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """Values in order, the first of each key."""
    firsts = {key(value): value for value in reversed(values)}
    return tuple(firsts[each] for each in dict.fromkeys(map(key, values)))
