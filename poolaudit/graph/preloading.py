"""Servers that load an application first and fork afterwards, and what they load.

In: a started program with its options; how a module holds a client. Out: whether it preloads, which modules, how many processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.forking import ASKS
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.read_commands import flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.client_holding import ClientHolding
    from poolaudit.graph.count_processes import Options
    from poolaudit.graph.read_commands import Started
    from poolaudit.graph.site import Site
    from poolaudit.graph.workload import Workload

_LABEL = "loads the application before it forks"
_NO = ("False", "false", "0", "no")
_SOURCE = "src."
"""A folder that module names leave out."""


def preloads(options: Options) -> Setting[bool]:
    """Whether the program loads its application before it forks; absent for one that never forks afterwards."""
    runtime, span = options.started.runtime, options.command.span
    if runtime.preloads is None:
        return Setting.absent(_LABEL)
    chosen = options.find("worker_class")
    if chosen is not None and runtime.fork_classes:
        if not chosen.is_known:
            return Setting.unresolved(chosen.note, chosen.span, _LABEL)
        if chosen.value not in runtime.fork_classes:
            return Setting.derived(False, _LABEL, f"{runtime.name} {chosen.value}", chosen)
    lazy = flag(options.started, "lazy")
    if lazy is not None and lazy not in _NO:
        return Setting(False, options.command.origin, span, _LABEL, f"{runtime.name} --lazy-apps")
    if flag(options.started, "config_file") is not None and not runtime.file_settings:
        return Setting.unresolved(f"{runtime.name} is configured by a file", span, _LABEL)
    written = options.find("preload")
    if written is not None:
        return written.read_as(written.value not in _NO if written.is_known else None, _LABEL)
    always = bool(runtime.preloads.value)
    return Setting(always, Origin.DEFAULT, span, _LABEL, f"{runtime.name}'s default")


def modules(started: Started) -> tuple[str, ...]:
    """Dotted modules that the command names: `app.main` of `gunicorn app.main:app`, with the names that it may stand for."""
    given = flag(started, "module")
    file = flag(started, "module_file")
    if given is None and file is not None:
        given = file.removeprefix("./").removesuffix(".py").replace("/", ".")
    if given is None:
        given = next((word for word in started.arguments if _is_application(word)), None)
    if given is None or not _is_module(name := given.partition(":")[0]):
        return ()
    return tuple(pattern.format(name) for pattern in started.runtime.module_names)


def forked_after(fact: ClientHolding, site: Site) -> tuple[Setting[int], str]:
    """Processes that a server forks after it has loaded the module of a client, and the server."""
    none: Setting[int] = Setting.absent("processes")
    if not fact.connects or not fact.module:
        return none, ""
    for workload in _loading(fact, site):
        if not (workload.preloads.is_known and workload.preloads.value):
            continue
        processes = workload.processes
        if not processes.is_known or (processes.value or 0) < 2:  # noqa: PLR2004  # one process shares with nobody
            continue
        server = f"{workload.program.value} in {workload.name}"
        hook = next((each for each in site.fork_hooks if each.name != ASKS or each.span.path == fact.span.path), None)
        if hook is not None:
            return Setting.unresolved(f"{hook.span.path} takes care of forks ({hook.name})", hook.span, "processes"), server
        at = (Evidence(fact.connects_at, Origin.WRITTEN, f"{fact.connects} opens a connection when the module is loaded"),)
        return Setting.derived(processes.value or 0, "processes", server, workload.preloads, processes).because_of(*at), server
    return none, ""


def _loading(fact: ClientHolding, site: Site) -> Iterator[Workload]:
    """Workloads whose command names the module of a client, or a module of the package that it is."""
    package = fact.span.path.endswith("/__init__.py")
    for world in site.worlds.of_file(fact.span.path):
        for name in world.workload.modules if world.workload is not None else ():
            named = name.removeprefix(_SOURCE)
            if world.workload is not None and (_ends(fact.module, named) or (package and _is_above(fact.module, named))):
                yield world.workload
                break


def _ends(module: str, name: str) -> bool:
    return module == name or module.endswith(f".{name}")


def _is_above(package: str, name: str) -> bool:
    """Whether a package is one that the name begins with: `app` of `app.main`, wherever the application stands."""
    parts = name.split(".")[:-1]
    return any(_ends(package, ".".join(parts[:end])) for end in range(1, len(parts) + 1))


def _is_application(word: str) -> bool:
    """`app.main:app`, `app:create_app()`."""
    module, colon, name = word.partition(":")
    return bool(colon) and _is_module(module) and name.partition("(")[0].replace(".", "_").isidentifier()


def _is_module(name: str) -> bool:
    return bool(name) and all(part.isidentifier() for part in name.split("."))
