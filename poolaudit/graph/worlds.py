"""In which environments does the code of a file run, and what are its variables there?

In: neighbourhoods, env files, Dockerfiles. Out: the worlds of a source file.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Union

from poolaudit.graph.context import context_in, context_of, file_environment
from poolaudit.graph.env_readings import COMPOSE, reader_of, variables_of
from poolaudit.graph.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolaudit.facts.deployment import Deployment, EnvFile
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.setting import Setting
    from poolaudit.graph.images import Images
    from poolaudit.graph.names import Names
    from poolaudit.graph.reach import Reach
    from poolaudit.graph.scripts import Scripts
    from poolaudit.graph.world import Neighbourhood

_BY_PLATFORM = "set by the platform, not in the repository"
"""Why variables of a deployment may be missing where a dashboard sets them."""

_WITH_SETTINGS = frozenset({"java", "dotnet"})
"""Programs whose command line may hold settings of the application."""
_TEST = "test"
"""Context, and environment, of what is there for tests."""

_Running = tuple[Union[int, None], "Neighbourhood", "Deployment"]
"""How deep in the tree the folder is that brings a file into a deployment, None for one that does not hold it; and who runs."""

_CODE_ELSEWHERE = frozenset({"cdk", "cloudformation", "copilot", "ecs", "gcloud", "pulumi", "terraform"})
"""Surfaces of manifests that name an archive or image, made by something else, and no folder."""


class Worlds:
    """Finds the worlds of source files and of deployments."""

    def __init__(
        self,
        neighbourhoods: Iterable[Neighbourhood],
        env_files: Iterable[EnvFile],
        images: Images,
        names: Names,
        scripts: Scripts | None = None,
        *,
        reach: Reach | None = None,
    ) -> None:
        self._scripts = scripts
        self._reach = reach
        self.neighbourhoods = tuple(neighbourhoods)
        self._env_files = {each.path: each for each in env_files}
        self._images = images
        self._names = names
        self._of_deployment: dict[tuple[str, str, str, str], World] = {}
        self._with_code: tuple[tuple[Neighbourhood, Deployment], ...] | None = None

    def of_file(self, path: str) -> tuple[World, ...]:
        """The worlds in which the code of a file runs.

        Deployments that build or mount the folder of the file, of each kind of manifest those with the closest folder; else each
        env file beside or above the file; else the only deployment there is, whose manifest does not say where its code stands;
        else one world without any variable. Tests run in deployments that are for tests. A deployment whose program does not take
        the file in is left out; what stands ready there to be started by hand has the variables, and nothing that runs it.
        """
        tests = context_of(path).value == _TEST
        running = [
            (self._images.covers(deployment, path), hood, deployment)
            for hood, deployment in self._running()
            if not tests or _TEST in (context_in(deployment).value, hood.environment)
        ]
        ready: list[tuple[Neighbourhood, Deployment]] = []
        if self._reach is not None:
            running, ready = self._reached(running, path)
        if ready and all(depth is None for depth, _, _ in running):
            worlds = self._by_hand(ready)
            return (*worlds, *_on_platforms(worlds, self._of_env_files(path)))
        deepest: dict[str, int] = {}
        for depth, hood, _ in running:
            if depth is not None:
                deepest[hood.surface] = max(depth, deepest.get(hood.surface, 0))
        if deepest:
            from poolaudit.graph.helm_releases import without_what_clusters_set  # noqa: PLC0415

            found = [(hood, each) for depth, hood, each in running if depth == deepest.get(hood.surface, -1)]
            there = {_place(hood) for hood, _ in found}
            worlds = (
                *(self.of_deployment(hood, each) for hood, each in found),
                *self._by_hand((hood, each) for hood, each in ready if _place(hood) not in there),
            )
            files = self._of_env_files(path)
            return (*worlds, *without_what_clusters_set(worlds, files), *_on_platforms(worlds, files))
        if not self._of_env_files(path) and len(running) == 1 and running[0][2].surface in _CODE_ELSEWHERE:
            return (self.of_deployment(running[0][1], running[0][2]),)
        return self.undeployed(path)

    def _reached(self, running: Iterable[_Running], path: str) -> tuple[list[_Running], list[tuple[Neighbourhood, Deployment]]]:
        """The deployments that hold a file without those that never run it, and those in which it is started by hand."""
        from poolaudit.graph.reach import BY_HAND, NEVER  # noqa: PLC0415  # loaded with what deployments need

        runs: list[_Running] = []
        ready: list[tuple[Neighbourhood, Deployment]] = []
        for depth, hood, deployment in running:
            does = ""
            if depth is not None and self._reach is not None:
                does = self._reach.of(deployment, self.of_deployment(hood, deployment), path)
            if does == BY_HAND:
                ready.append((hood, deployment))
            elif does != NEVER:
                runs.append((depth, hood, deployment))
        return runs, ready

    def _by_hand(self, ready: Iterable[tuple[Neighbourhood, Deployment]]) -> tuple[World, ...]:
        """What somebody finds who starts a program in a deployment that serves others; the same variables once."""
        found: dict[tuple[object, ...], World] = {}
        for hood, deployment in ready:
            world = self.of_deployment(hood, deployment)
            seen = tuple((name, value.span) for name, value in sorted(world.variables.items()))
            found.setdefault((*_place(hood), seen), replace(world, workload=None, ran=()))
        return tuple(found.values())

    def undeployed(self, path: str) -> tuple[World, ...]:
        """The worlds of a file that nothing deploys."""
        return self._of_env_files(path) or (World("", None, "", None, context=context_of(path)),)

    def _running(self) -> tuple[tuple[Neighbourhood, Deployment], ...]:
        """The deployments that run code of the repository."""
        if self._with_code is None:
            from poolaudit.graph.asset_builds import runs_code  # noqa: PLC0415  # see `of_deployment`

            self._with_code = tuple(
                (hood, each)
                for hood in self.neighbourhoods
                for each in hood.deployments
                if not self._images.is_backing_service(each) and runs_code(each, self._images, self._names)
            )
        return self._with_code

    def of_deployment(self, hood: Neighbourhood, deployment: Deployment) -> World:
        """The world inside a deployment."""
        from poolaudit.graph.describe_workload import describe  # noqa: PLC0415

        key = (hood.surface, hood.project, hood.environment, deployment.name)
        if key not in self._of_deployment:
            variables, why = self.variables(deployment)
            bare = World(hood.environment, hood.project, hood.surface, None, variables, context_in(deployment), why)
            if self._scripts is not None:
                from poolaudit.graph.script_world import with_scripts_run  # noqa: PLC0415

                bare = with_scripts_run(bare, deployment, self._scripts, self._images, self._names)
            workload = describe(deployment, bare, self._images, self._names)
            self._of_deployment[key] = self._with_settings(replace(bare, workload=workload), deployment)
        return self._of_deployment[key]

    def _with_settings(self, world: World, deployment: Deployment) -> World:
        if world.workload is not None and world.workload.program.value in _WITH_SETTINGS:
            from poolaudit.graph.command_settings import with_command_settings  # noqa: PLC0415
            from poolaudit.graph.describe_workload import command_of  # noqa: PLC0415

            ran = [word for each in world.ran for word in each.words]
            world = with_command_settings(world, [*(command_of(deployment, self._images).value or ()), *ran])
        if not self._names.paths_ending(".properties"):
            return world
        from poolaudit.graph.chosen_settings import with_chosen_settings  # noqa: PLC0415  # few trees have such files

        return with_chosen_settings(world, deployment, self._names, self._images)

    def variables(self, deployment: Deployment) -> tuple[Mapping[str, Setting[Secret]], str]:
        """Variables of a deployment (image, env files, its own entries: later ones win) and why they may not be all."""
        found: dict[str, Setting[Secret]] = {}
        why = _BY_PLATFORM if deployment.surface == "procfile" or deployment.platform else ""
        dockerfile = self._images.dockerfile(deployment)
        if dockerfile is not None:
            found.update({entry.name: entry.value for entry in dockerfile.env})
        for named in deployment.env_files:
            env_file = self._env_files.get(named.value or "")
            if env_file is None:
                found = {name: replace(value, assumed=True) for name, value in found.items()}
                why = (
                    f"perhaps set in {named.value}, which is not in the repository"
                    if named.value
                    else f"perhaps set in {named.note or 'an env file'}"
                )
                continue
            found.update(variables_of(env_file.entries, COMPOSE))
        for entry in deployment.env:
            found[entry.name] = entry.value
        return found, why

    def _of_env_files(self, path: str) -> tuple[World, ...]:
        folder = posixpath.dirname(path)
        while True:
            here = [each for each in self._env_files.values() if posixpath.dirname(each.path) == folder and each.entries]
            if here:
                return tuple(
                    World(
                        file_environment(posixpath.basename(each.path)),
                        None,
                        "",
                        None,
                        variables_of(each.entries, reader_of(path)),
                        context_of(each.path),
                    )
                    for each in sorted(here, key=lambda one: one.path)
                )
            if not folder:
                return ()
            folder = posixpath.dirname(folder)


def _place(hood: Neighbourhood) -> tuple[str, str, str]:
    return hood.surface, hood.project, hood.environment


def _on_platforms(worlds: tuple[World, ...], env_files: tuple[World, ...]) -> tuple[World, ...]:
    """What env files say about code for which only a dashboard has the variables.

    An example says what to enter there and a file of production goes along with the code; any other is for a machine where
    it is developed.
    """
    if not worlds or any(world.why_incomplete != _BY_PLATFORM for world in worlds):
        return ()
    told = [file for file in env_files if file.environment == "production" or file.context.value == "example"]
    return (
        *(
            replace(world, environment=file.environment, variables={**file.variables, **world.variables}, context=file.context)
            for file in told
            for world in worlds
        ),
        *(file for file in env_files if file not in told),
    )
