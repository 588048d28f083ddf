"""How often a deployment runs and as what.

In: a deployment, its variables, the catalog's runtimes. Out: a `Workload`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.images import repository_of
from poolaudit.graph.read_commands import image_program, main_program, processes, threads
from poolaudit.graph.workload import Workload

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.secret import Secret
    from poolaudit.graph.images import Images

_ROLES = {"server": "serving"}


def describe(
    deployment: Deployment,
    environment: str,
    lookup: Callable[[str], Setting[Secret]],
    images: Images,
) -> Workload:
    """Read the command line (the manifest's, else the Dockerfile's) with the deployment's variables."""
    command = command_of(deployment, images)
    words = tuple(command.value or ())
    started = main_program(words) or image_program(repository_of(images.image(deployment)), words)
    replicas = deployment.replicas
    if started is None:
        nothing: Setting[str] = Setting.unresolved(
            "its command starts no program that we know", command.span or deployment.span, "role"
        )
        unknown: Setting[int] = Setting.unresolved(
            "its command starts no program that we know", command.span or deployment.span, "processes"
        )
        absent: Setting[str] = Setting.absent("program")
        return Workload(
            deployment,
            deployment.span,
            deployment.name,
            environment,
            absent,
            nothing,
            unknown,
            unknown,
            replicas,
            Setting.absent(),
        )

    def text(name: str) -> Setting[str]:
        value = lookup(name)
        shown = value.value.reveal() if value.value is not None else None
        return Setting(shown, value.origin, value.span, name, value.note, value.because, value.assumed)

    runtime = started.runtime
    role = _ROLES.get(runtime.role, runtime.role)
    named = Setting(runtime.name, command.origin, command.span, "program", "", command.because)
    locks: Setting[bool] = Setting.unresolved(
        f"whether {runtime.name} takes session locks depends on its version", command.span, "session locks"
    )
    if runtime.session_locks is not None:
        locks = Setting.derived(runtime.session_locks, "session locks", runtime.name, named)
    return Workload(
        deployment,
        deployment.span,
        deployment.name,
        environment,
        named,
        replace(named, value=role, label="role", note=runtime.name),
        processes(started, command, text),
        threads(started, command),
        replicas,
        locks if runtime.role == "migration" else Setting.absent("session locks"),
    )


def command_of(deployment: Deployment, images: Images) -> Setting[tuple[str, ...]]:
    """The words that run: entry point and command of the manifest, each replaced from the Dockerfile where the manifest is silent."""
    dockerfile = images.dockerfile(deployment)
    entrypoint, command = deployment.entrypoint, deployment.command
    if dockerfile is not None:
        if not entrypoint.is_known:
            entrypoint = dockerfile.entrypoint
            if not command.is_known:
                command = dockerfile.command
    words = (*(entrypoint.value or ()), *(command.value or ()))
    primary = command if command.is_known else entrypoint
    return replace(primary, value=words) if words else Setting.absent("command")
