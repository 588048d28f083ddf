"""Migration tools that deployments and builds start, with the connection string that each of them uses.

In: an indexed `Site`. Out: `Migration`s whose connection string is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.function_platforms import BUILD_SCRIPTS
from poolaudit.facts.expression import EnvLookup
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.bind import Binder
from poolaudit.graph.context import context_of
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.follow import follow
from poolaudit.graph.functions import platform_of
from poolaudit.graph.images import repository_of
from poolaudit.graph.migration import Migration
from poolaudit.graph.own_migrations import own_migrations
from poolaudit.graph.package_scripts import script_words, with_scripts, with_tasks
from poolaudit.graph.read_commands import image_program, programs_started, unwrapped
from poolaudit.graph.text import Piece, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from poolaudit.facts.build_command import BuildCommand
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span
    from poolaudit.graph.read_commands import Started
    from poolaudit.graph.route import Route
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World


def find_migrations(site: Site, routes: Iterable[Route] = ()) -> tuple[Migration, ...]:
    """Every migration tool of every deployment, and of every build that has the variables of what it builds."""
    found = [
        each
        for hood in site.worlds.neighbourhoods
        for one in hood.deployments
        for each in _of(one, site.worlds.of_deployment(hood, one), site, routes)
    ]
    found += (each for path in site.names.files_named("package.json") for each in _of_build(path, site))
    found += (each for one in site.build_commands for each in _of_command(one, site, routes))
    if site.migration_calls:
        from poolaudit.graph.code_migrations import code_migrations  # noqa: PLC0415  # few trees have any

        found += code_migrations(site, routes)
    once = {(each.span, each.tool, each.dsn.span): each for each in found}
    return tuple(sorted(once.values(), key=lambda each: (each.span, each.tool, each.dsn.span)))


def _of(deployment: Deployment, world: World, site: Site, routes: Iterable[Route]) -> Iterator[Migration]:
    if world.ran:
        yield from _of_scripts(deployment, world, site, routes)
        return
    command = with_scripts(command_of(deployment, site.images), deployment, site.images, site.names)
    words = command.value or ()
    by_image = image_program(repository_of(site.images.image(deployment)), words)
    found = (by_image,) if by_image is not None else programs_started(words)
    place = _Place(
        deployment.name, command.span or deployment.span, lambda path: site.images.covers(deployment, path) is not None, routes
    )
    for started in found:
        yield from _migrations(started, command, place, world, site)


def _of_scripts(deployment: Deployment, world: World, site: Site, routes: Iterable[Route]) -> Iterator[Migration]:
    """What the scripts of a deployment surely start, each with the variables that it sees."""
    from poolaudit.graph.script_world import programs, surely  # noqa: PLC0415  # only deployments with scripts need it

    command = command_of(deployment, site.images)
    for started, line, ran in surely(programs(world.ran, command, deployment, site.images, site.names)):
        place = _Place(deployment.name, ran.span, lambda path: site.images.covers(deployment, path) is not None, routes)
        seen = replace(world, variables={**world.variables, **ran.variables})
        for found in _migrations(started, line, place, seen, site):
            yield replace(found, trail=(*line.because, *found.trail))


def _of_build(path: str, site: Site) -> Iterator[Migration]:
    """What the build scripts of a package.json start: on a function platform, or beside the env files of the folder.

    Images are built without the variables of what runs, so worlds of containers do not count.
    """
    folder = path.rpartition("/")[0]
    for name in BUILD_SCRIPTS:
        command = script_words(name, path, site.names)
        tools = [each for each in programs_started(command.value or ()) if each.runtime.role == "migration"]
        if not tools or command.span is None:
            continue
        place = _Place(f"script {name}", command.span, lambda other: other.startswith(f"{folder}/") or not folder)
        for world in site.worlds.of_file(path):
            if world.workload is None or platform_of(world.workload.deployment.platform) is not None:
                yield from (each for one in tools if (each := _migration(one, command, place, world, site)) is not None)


def _of_command(command: BuildCommand, site: Site, routes: Iterable[Route]) -> Iterator[Migration]:
    """What a platform or an editor runs once, with the variables of what it belongs to."""

    def owns(path: str) -> bool:
        return not command.folder or path.startswith(f"{command.folder}/")

    line = with_tasks(command.command, owns, site.names)
    tools = [each for each in programs_started(line.value or ()) if each.runtime.role == "migration"]
    place = _Place(command.name, command.span, owns, routes)
    for world in _worlds_of(command, site) if tools else ():
        for one in tools:
            for found in _migrations(one, line, place, world, site):
                yield replace(found, trail=(*line.because, *found.trail))


def _worlds_of(command: BuildCommand, site: Site) -> Iterator[World]:
    """The worlds of the deployments that a command belongs to, and of env files beside the code that say what to set there."""

    def belongs(deployment: Deployment) -> bool:
        return command.service in ("", deployment.name)

    own = [
        site.worlds.of_deployment(hood, each)
        for hood in site.worlds.neighbourhoods
        if (hood.surface, hood.project) == (command.surface, command.project)
        for each in hood.deployments
        if belongs(each)
    ]
    seen = {id(world) for world in own}
    yield from own
    for world in site.worlds.of_file(f"{command.folder}/build".lstrip("/")):
        told = world.workload is None or (world.surface, world.project) == (command.surface, command.project)
        if told and id(world) not in seen and (world.workload is None or belongs(world.workload.deployment)):
            yield world


class _Place:
    """Who starts a tool, where that is written, which files are its own, and how clients connect."""

    __slots__ = ("name", "owns", "routes", "span")

    def __init__(self, name: str, span: Span, owns: Callable[[str], bool], routes: Iterable[Route] = ()) -> None:
        self.name = name
        self.span = span
        self.owns = owns
        self.routes = routes


def _migrations(
    started: Started, command: Setting[tuple[str, ...]], place: _Place, world: World, site: Site
) -> Iterator[Migration]:
    """What a tool does: over the application's own connections where it uses those, else over what it is told."""
    own = own_migrations(
        started, Evidence(place.span, Origin.WRITTEN, f"{place.name} runs {started.runtime.name}"), world, place.routes
    )
    if own:
        yield from own
        return
    found = _migration(started, command, place, world, site)
    if found is not None:
        yield found


def _migration(started: Started, command: Setting[tuple[str, ...]], place: _Place, world: World, site: Site) -> Migration | None:
    runtime, span = started.runtime, place.span
    if runtime.role != "migration" or runtime.session_locks is None:
        return None
    found = _dsn(started, command, place, world, site)
    if found is None:
        return None
    dsn, steps = found
    way = follow(dsn, world, site)
    opening = Evidence(span, Origin.WRITTEN, f"{place.name} runs {runtime.name}")
    context = context_of(span.path)
    return Migration(
        span=span,
        symbol=f"migration {place.name} {runtime.name}",
        context=context if context.value != "code" else world.context,
        trail=(opening, *steps, *(way.pooler.trail if way.pooler is not None else ())),
        tool=runtime.name,
        session_locks=_locks(started, command, place, world),
        dsn=dsn,
        endpoint=way.endpoint,
        pooler=way.pooler,
    )


def _locks(started: Started, command: Setting[tuple[str, ...]], place: _Place, world: World) -> Setting[bool]:
    """Whether the tool takes its lock: neither an option nor a variable, of the world or before the command, forbids it."""
    runtime, label = started.runtime, "session locks"
    free = bool({*runtime.lock_free_flags} & {*started.arguments})
    for name in runtime.lock_free_environment:
        before = (word.partition("=") for word in unwrapped(command.value or ()))
        given = [value for variable, equals, value in before if equals and variable == name]
        held = world.lookup(name)
        if not given and held.span is not None and not held.is_known:
            return Setting.unresolved(held.note, held.span, label)
        value = given[-1] if given else held.value.reveal() if held.value is not None else ""
        free = free or value not in ("", "0")
    return Setting(bool(runtime.session_locks) and not free, Origin.DERIVED, place.span, label, runtime.name)


def _dsn(
    started: Started, command: Setting[tuple[str, ...]], place: _Place, world: World, site: Site
) -> tuple[Dsn, tuple[Evidence, ...]] | None:
    """From an option of the command line, else from the tool's own files, else from the variables that it reads."""
    runtime = started.runtime
    given = _option(started, runtime.dsn_flags)
    if given is not None and command.span is not None:
        whole = Text((Piece(given, command.span),))
        dsn = site.readers.parse_dsn(whole.value, whole.place, "libpq")
        return (dsn, ()) if dsn is not None else None
    binder = Binder(world, site.names)
    named = _in_files(started, place, site)
    if named is not None:
        bound = binder.bind(named)
        dsn = site.readers.parse_dsn(bound.text.value, bound.text.place, "") if bound.text is not None else None
        return (dsn, bound.steps) if dsn is not None else None
    span = command.span
    told = _option(started, runtime.dsn_variable_flags)
    for variable in (*runtime.direct_environment, *runtime.dsn_environment) if told is None else (told,):
        if span is None or world.lookup(variable).origin is Origin.ABSENT:
            continue
        bound = binder.bind(EnvLookup((variable,), span))
        dsn = site.readers.parse_dsn(bound.text.value, bound.text.place, "") if bound.text is not None else None
        return (dsn, bound.steps) if dsn is not None else None
    return None


def _option(started: Started, names: tuple[str, ...]) -> str | None:
    """What the command line gives one of these options; None without any."""
    for index, word in enumerate(started.arguments):
        name, equals, rest = word.partition("=")
        if name in names:
            return rest if equals else "".join(started.arguments[index + 1 : index + 2])
    return None


def _in_files(started: Started, place: _Place, site: Site) -> Expression | None:
    """What the tool's own files make of its connection string: its own, else the only ones of the tree."""
    for file, name in started.runtime.dsn_files:
        held = site.names.files_named(file)
        own = [each for each in held if place.owns(each)]
        paths = own or held
        found = site.names.in_file(paths[0], name) if len(paths) == 1 else None
        if found is not None:
            return found
    return None
