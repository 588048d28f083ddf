"""Migration tools that deployments start, with the connection string that each of them uses.

In: an indexed `Site`. Out: `Migration`s whose connection string is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.expression import EnvLookup
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.bind import Binder
from poolaudit.graph.context import context_of
from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.follow import follow
from poolaudit.graph.images import repository_of
from poolaudit.graph.migration import Migration
from poolaudit.graph.package_scripts import with_scripts
from poolaudit.graph.read_commands import image_program, programs_started
from poolaudit.graph.text import Piece, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression
    from poolaudit.graph.read_commands import Started
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World


def find_migrations(site: Site) -> tuple[Migration, ...]:
    """Every migration tool of every deployment."""
    found = (
        each
        for hood in site.worlds.neighbourhoods
        for one in hood.deployments
        for each in _of(one, site.worlds.of_deployment(hood, one), site)
    )
    return tuple(sorted(found, key=lambda each: (each.span, each.tool)))


def _of(deployment: Deployment, world: World, site: Site) -> Iterator[Migration]:
    command = with_scripts(command_of(deployment, site.images), deployment, site.images, site.names)
    words = command.value or ()
    by_image = image_program(repository_of(site.images.image(deployment)), words)
    for started in (by_image,) if by_image is not None else programs_started(words):
        runtime = started.runtime
        if runtime.role != "migration" or runtime.session_locks is None:
            continue
        found = _dsn(started, command, deployment, world, site)
        if found is None:
            continue
        dsn, steps = found
        way = follow(dsn, world, site)
        span = command.span or deployment.span
        opening = Evidence(span, Origin.WRITTEN, f"{deployment.name} runs {runtime.name}")
        yield Migration(
            span=span,
            symbol=f"migration {deployment.name} {runtime.name}",
            context=context_of(span.path),
            trail=(opening, *steps, *(way.pooler.trail if way.pooler is not None else ())),
            tool=runtime.name,
            session_locks=Setting(runtime.session_locks, Origin.DERIVED, span, "session locks", runtime.name),
            dsn=dsn,
            endpoint=way.endpoint,
            pooler=way.pooler,
        )


def _dsn(
    started: Started, command: Setting[tuple[str, ...]], deployment: Deployment, world: World, site: Site
) -> tuple[Dsn, tuple[Evidence, ...]] | None:
    """From an option of the command line, else from the tool's own files, else from the variables that it reads."""
    runtime = started.runtime
    for index, word in enumerate(started.arguments):
        name, equals, rest = word.partition("=")
        if name in runtime.dsn_flags and command.span is not None:
            following = started.arguments[index + 1] if index + 1 < len(started.arguments) else ""
            whole = Text((Piece(rest if equals else following, command.span),))
            dsn = site.readers.parse_dsn(whole.value, whole.place, "libpq")
            return (dsn, ()) if dsn is not None else None
    binder = Binder(world, site.names)
    named = _in_files(started, deployment, site)
    if named is not None:
        bound = binder.bind(named)
        dsn = site.readers.parse_dsn(bound.text.value, bound.text.place, "") if bound.text is not None else None
        return (dsn, bound.steps) if dsn is not None else None
    span = command.span
    for variable in (*runtime.direct_environment, *runtime.dsn_environment):
        if span is None or world.lookup(variable).origin is Origin.ABSENT:
            continue
        bound = binder.bind(EnvLookup((variable,), span))
        dsn = site.readers.parse_dsn(bound.text.value, bound.text.place, "") if bound.text is not None else None
        return (dsn, bound.steps) if dsn is not None else None
    return None


def _in_files(started: Started, deployment: Deployment, site: Site) -> Expression | None:
    """What the tool's own files make of its connection string: those of the deployment, else the only ones of the tree."""
    for file, name in started.runtime.dsn_files:
        held = site.names.files_named(file)
        own = [each for each in held if site.images.covers(deployment, each) is not None]
        paths = own or held
        found = site.names.in_file(paths[0], name) if len(paths) == 1 else None
        if found is not None:
            return found
    return None
