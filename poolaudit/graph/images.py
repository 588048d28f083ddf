"""What a deployment is: its image, what the image is known for, and which code it holds.

In: deployments and the catalog's images. Out: answers about one deployment.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.catalog.path_roles import ARCHIVES, ARTIFACT_FOLDERS, DOCKER_FOLDERS, INTERPRETED, PLAIN_FILES
from poolaudit.catalog.public_images import SYSTEMS
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.read_commands import last_of_shell, launched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.catalog.model import PoolerImage, PoolerSoftware, Server
    from poolaudit.facts.deployment import Deployment

_ROOT = ("", ".")
_IN_NO_IMAGE = frozenset({"dockerfile", "netlify", "procfile", "vercel", "wrangler"})
"""Surfaces that build no image: what a Procfile names runs on the machine, or on what a buildpack makes; platforms of functions
take code."""
_USUAL = "Dockerfile"
"""The file that Docker builds where the manifest names none: https://docs.docker.com/reference/compose-file/build/#dockerfile."""


class Images:
    """Knows Dockerfiles of the tree and images of the catalog."""

    def __init__(self, deployments: Iterable[Deployment]) -> None:
        self._dockerfiles: dict[str, list[Deployment]] = {}
        self._programs: frozenset[str] = frozenset()
        """Folders with a Dockerfile of their own below the root: the programs of a repository that holds several."""
        deployments = tuple(deployments)
        self.placeless = tuple(each for each in deployments if each.build.origin is Origin.UNRESOLVED)
        """Deployments whose folder is written and not known: each may hold any file."""
        self.supervised = tuple(each for each in deployments if each.surface == "supervisord")
        """Programs of Supervisor, which some container starts."""
        for each in deployments:
            if each.surface == "dockerfile" and each.build.is_known:
                self._dockerfiles.setdefault(each.build.value or "", []).append(each)
        self._programs = frozenset(each for each in self._dockerfiles if _is_program(each))
        self._programs_of: Callable[[Deployment], Iterable[str]] = lambda _: ()

    def dockerfile(self, deployment: Deployment) -> Deployment | None:
        """The Dockerfile that the deployment builds: the one that it names, else the only one of its context, or `Dockerfile`.

        Of one with several stages, what the stage runs that the deployment names.
        """
        if deployment.surface in _IN_NO_IMAGE or not deployment.build.is_known:
            return None
        named = deployment.dockerfile
        found = self._dockerfiles.get(posixpath.dirname(named) if named else deployment.build.value or "", [])
        if named:
            return _stage(next((each for each in found if each.span.path == named), None), deployment.target)
        usual = [each for each in found if posixpath.basename(each.span.path) == _USUAL]
        return _stage(found[0] if len(found) == 1 else usual[0] if usual else None, deployment.target)

    def dockerfiles_over(self, path: str) -> tuple[Deployment, ...]:
        """The Dockerfiles whose context holds a file."""
        return tuple(each for folder, found in self._dockerfiles.items() if inside(path, folder) for each in found)

    def image(self, deployment: Deployment) -> Setting[str]:
        """The image that runs: of the manifest, else the base image of its Dockerfile."""
        if deployment.build.is_known:
            dockerfile = self.dockerfile(deployment)
            return dockerfile.image if dockerfile is not None else Setting.unresolved("it is built elsewhere", deployment.span)
        return deployment.image

    def learn(self, programs: Callable[[Deployment], Iterable[str]]) -> None:
        """Take note of what tells the names of the programs that scripts of a deployment start."""
        self._programs_of = programs

    def script_programs(self, deployment: Deployment) -> frozenset[str]:
        """Names of the programs in the script that a deployment starts; none where it is not in the tree."""
        return frozenset(self._programs_of(deployment))

    def pooler(self, deployment: Deployment) -> tuple[PoolerSoftware, PoolerImage] | None:
        """The pooler that the image is, by its repository, or by the program that it starts where the tree builds it."""
        for repository in dict.fromkeys((repository_of(self.image(deployment)), repository_of(deployment.image))):
            for software in parts("poolaudit.catalog.poolers", "POOLER"):
                for image in software.images:
                    if any(_same_repository(repository, name) for name in image.repositories):
                        return software, image
        return self._built_pooler(deployment)

    def _built_pooler(self, deployment: Deployment) -> tuple[PoolerSoftware, PoolerImage] | None:
        dockerfile = self.dockerfile(deployment)
        if dockerfile is None:
            return None
        manifest = deployment if deployment.entrypoint.is_known or deployment.command.is_known else dockerfile
        lines = (manifest.entrypoint.value or (), manifest.command.value or ())
        names = {posixpath.basename(word) for line in lines for part in (launched, last_of_shell) for word in part(line)[:1]}
        names.update(self._programs_of(deployment))
        for software in parts("poolaudit.catalog.poolers", "POOLER"):
            if software.name in names and software.images:
                plain = replace(software.images[0], repositories=(), environment=(), settings=(), any_setting="")
                return software, replace(plain, port=software.port)
        return None

    def server(self, deployment: Deployment) -> Server | None:
        """The database server that the image is, by its repository."""
        repository = repository_of(self.image(deployment))
        for server in parts("poolaudit.catalog.servers", "SERVER"):
            if any(_same_repository(repository, name) for name in server.images):
                found: Server = server
                return found
        return None

    def port(self, deployment: Deployment) -> int | None:
        """The port that the image is known to listen on; None for application code."""
        pooler, server = self.pooler(deployment), self.server(deployment)
        return pooler[1].port if pooler is not None else server.port if server is not None else None

    def is_backing_service(self, deployment: Deployment) -> bool:
        """Whether it is a pooler or a server rather than application code."""
        return self.pooler(deployment) is not None or self.server(deployment) is not None

    def covers(self, deployment: Deployment, path: str) -> int | None:
        """How deep in the tree the folder is that brings a file into the deployment; None when it does not hold the file."""
        folders = [mount.source for mount in deployment.mounts if mount.source or mount.target]
        named = [folder for folder in folders if folder]
        builds = deployment.build.is_known and "$" not in (deployment.build.value or "")
        if builds and not self._of_another_program(deployment, path) and not self._left_out(deployment, path):
            named.append(deployment.build.value or "")
        if deployment.surface == "procfile":
            named.append(deployment.project)
        depths = [folder.count("/") + 1 if folder not in _ROOT else 0 for folder in named if inside(path, folder)]
        return max(depths, default=None)

    def _left_out(self, deployment: Deployment, path: str) -> bool:
        """Whether the Dockerfile surely does not take in the file, nor something that is made of it."""
        dockerfile = self.dockerfile(deployment)
        if dockerfile is None or dockerfile.brings is None or not _starts_empty(dockerfile.image):
            return False
        if not dockerfile.brings:
            return repository_of(dockerfile.image) in SYSTEMS
        context = deployment.build.value or ""
        sources = [posixpath.join(context, each) if context not in _ROOT else each for each in dockerfile.brings]
        if any(inside(path, each) for each in sources):
            return False
        if path.rpartition(".")[2] in INTERPRETED:
            return not any(ARTIFACT_FOLDERS & {*each.split("/")} or each.endswith(ARCHIVES) for each in sources)
        return all(each.endswith(PLAIN_FILES) for each in sources)

    def _of_another_program(self, deployment: Deployment, path: str) -> bool:
        """Whether the image is that of one folder and the file lies in another one that has a Dockerfile of its own.

        Both are built with the whole repository as context, so the context does not tell whose file it is.
        """
        own = posixpath.dirname(deployment.dockerfile)
        if not _is_program(own) or inside(path, own):
            return False
        return any(inside(path, each) and not inside(own, each) for each in self._programs)


def repository_of(image: Setting[str]) -> str:
    """Image name without registry, tag and digest: `docker.io/edoburu/pgbouncer:1.18` → `edoburu/pgbouncer`."""
    name = (image.value or "").split("@", 1)[0]
    head, _, tail = name.rpartition("/")
    tail = tail.split(":", 1)[0]
    folders = [part for part in head.split("/") if part]
    if folders and ("." in folders[0] or ":" in folders[0] or folders[0] == "localhost"):
        folders = folders[1:]
    return "/".join([*folders, tail])


def tag_of(image: Setting[str]) -> str:
    """The tag of an image; empty when it has none, or is given by digest or a variable."""
    name = (image.value or "").split("@", 1)[0]
    tail = name.rpartition("/")[2]
    return tail.partition(":")[2] if "$" not in name else ""


def _stage(dockerfile: Deployment | None, target: str) -> Deployment | None:
    """What a stage of a Dockerfile runs, the last one where none is named or none has the name."""
    if dockerfile is None or not target:
        return dockerfile
    return next((each for name, each in dockerfile.stages if name == target), dockerfile)


def _starts_empty(image: Setting[str]) -> bool:
    """Whether the base image is one of the public ones, which hold nothing of the repository."""
    from poolaudit.graph.built_images import is_public  # noqa: PLC0415  # it asks this module for names

    return image.is_known and (image.value == "scratch" or is_public(image.value or ""))


def _is_program(folder: str) -> bool:
    return bool(folder) and posixpath.basename(folder) not in DOCKER_FOLDERS


def _same_repository(repository: str, known: str) -> bool:
    if "/" not in known:
        return repository in (known, f"library/{known}")
    return repository == known


def inside(path: str, folder: str) -> bool:
    """Whether a path is a folder or stands in it."""
    folder = posixpath.normpath(folder) if folder else ""
    return folder in _ROOT or path == folder or path.startswith(f"{folder}/")
