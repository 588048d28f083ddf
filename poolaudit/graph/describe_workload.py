"""How often a deployment runs and as what.

In: a deployment, its variables, the catalog's runtimes. Out: a `Workload`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.asset_builders import WAITING
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.count_processes import Options, processes, threads
from poolaudit.graph.functions import on_platform
from poolaudit.graph.images import repository_of
from poolaudit.graph.package_scripts import with_scripts
from poolaudit.graph.preloading import modules, preloads
from poolaudit.graph.program_files import ProgramFiles
from poolaudit.graph.read_commands import flag, image_program, launched, main_program, unwrapped
from poolaudit.graph.rollout import rollout
from poolaudit.graph.supervised import SUPERVISOR, supervised
from poolaudit.graph.worker_timeout import worker_timeout
from poolaudit.graph.workload import Workload

if TYPE_CHECKING:
    from poolaudit.catalog.model import Runtime
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.read_commands import Started
    from poolaudit.graph.world import World

_ROLES = {"server": "serving"}
_OPEN = "program"
_ASGI = "asgi"


def describe(
    deployment: Deployment,
    world: World,
    images: Images,
    names: Names,
) -> Workload:
    """Read the command line (the manifest's, else the Dockerfile's) with the deployment's variables and files."""
    command = with_scripts(command_of(deployment, images), deployment, images, names)
    started = None
    if world.ran:
        from poolaudit.graph.script_world import main_of  # noqa: PLC0415

        started, command = main_of(world.ran, command, deployment, images, names)
    words = tuple(command.value or ())
    started = started or main_program(words) or image_program(repository_of(images.image(deployment)), words)
    program: Setting[str] = Setting.absent("program")
    why = "its command starts no program that we know"
    if command.origin is Origin.UNRESOLVED:
        why = f"its command is not known: {command.note}"
    elif launched(unwrapped(words))[:1] in WAITING:
        why = f"its command only waits ({' '.join(words)}), and what runs there is started by hand"
    span = command.span or deployment.span
    workload = Workload(
        deployment=deployment,
        span=deployment.span,
        name=deployment.name,
        environment=world.environment,
        program=program,
        role=Setting.unresolved(why, span, "role"),
        processes=Setting.unresolved(why, span, "processes"),
        threads=Setting.unresolved(why, span, "threads"),
        replicas=deployment.replicas,
        session_locks=Setting.absent("session locks"),
        rollout=rollout(deployment),
        **on_platform(deployment),
    )
    if started is None:
        return workload

    def text(name: str) -> Setting[str]:
        value = world.lookup(name)
        return value.read_as(value.value.reveal() if value.value is not None else None, name)

    runtime = started.runtime
    files = ProgramFiles(deployment, world, images, names)
    options = Options(started, command, text, lambda named, name: files.setting(runtime, named, name))
    told: Setting[object] = images.image(deployment) if command.origin is Origin.ABSENT else command
    return replace(
        workload,
        program=told.read_as(runtime.name, "program"),
        role=Setting.unresolved(f"what {runtime.name} runs decides it", span, "role")
        if runtime.role == _OPEN
        else replace(told.read_as(_ROLES.get(runtime.role, runtime.role), "role"), note=runtime.name),
        processes=_processes(options, deployment, images),
        threads=threads(options),
        preloads=preloads(options),
        modules=modules(started),
        request_timeout=workload.request_timeout if workload.platform else worker_timeout(options),
        asgi=_asgi(started, told),
        session_locks=_session_locks(runtime, command) if runtime.role == "migration" else workload.session_locks,
    )


def _processes(options: Options, deployment: Deployment, images: Images) -> Setting[int]:
    if options.started.runtime.name == SUPERVISOR:
        found = supervised(deployment, images, flag(options.started, "config_file"))
        return found or Setting.unresolved("supervisord starts the programs of its file", options.command.span, "processes")
    return processes(options)


def _asgi(started: Started, told: Setting[object]) -> Setting[bool]:
    """Whether the server is given an application of a module called `asgi`: one for WSGI alone cannot run it.

    Django's startproject gives the module that name: https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/.
    """
    named = next((word for word in started.arguments if word.partition(":")[0].rpartition(".")[2] == _ASGI), None)
    if named is None:
        return Setting.unresolved(f"{started.runtime.name} names no module {_ASGI}", told.span, "serves ASGI")
    return replace(told.read_as(True, "serves ASGI"), note=f"{started.runtime.name} {named}")


def _session_locks(runtime: Runtime, command: Setting[tuple[str, ...]]) -> Setting[bool]:
    if runtime.session_locks is None:
        why = f"whether {runtime.name} takes session locks depends on its version"
        return Setting.unresolved(why, command.span, "session locks")
    return Setting.derived(runtime.session_locks, "session locks", runtime.name, command.read_as(runtime.name, "program"))


def command_of(deployment: Deployment, images: Images) -> Setting[tuple[str, ...]]:
    """The words that run: entry point and command of the manifest, and of the Dockerfile where the manifest is silent."""
    entrypoint, command = command_line(deployment, images)
    unknown = next((each for each in (entrypoint, command) if each.origin is Origin.UNRESOLVED), None)
    if unknown is not None:
        return unknown
    words = (*(entrypoint.value or ()), *(command.value or ()))
    primary = command if command.is_known else entrypoint
    return replace(primary, value=words) if words else Setting.absent("command")


def command_line(deployment: Deployment, images: Images) -> tuple[Setting[tuple[str, ...]], Setting[tuple[str, ...]]]:
    """Entry point and command in force."""
    dockerfile = images.dockerfile(deployment)
    entrypoint, command = deployment.entrypoint, deployment.command
    if dockerfile is not None and entrypoint.origin is Origin.ABSENT:
        entrypoint = dockerfile.entrypoint
        command = dockerfile.command if command.origin is Origin.ABSENT else command
    return entrypoint, command
