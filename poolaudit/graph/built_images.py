"""Which folder of the tree an image is built from. In: images of manifests, compose files, Dockerfiles, workflows. Out: a folder.

A link is made when a compose service, a workflow or skaffold builds an image of that name; when the last part of the name is the
folder of a Dockerfile; when a workflow pushes an image called like the repository, and the tree has one that can be it; when the
label of a Dockerfile says that it is made from the repository which the image is called like; or when the tree has exactly one
Dockerfile and exactly one image that is not a public one. Two candidates make none.
"""

from __future__ import annotations

from functools import cache
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.catalog.path_roles import DOCKER_FOLDERS
from poolaudit.catalog.public_images import OFFICIAL, PUBLISHERS, REGISTRIES
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.kubernetes import OWN, ChartRelease, ImageBuild, Kustomization, PodWorkload
from poolaudit.facts.setting import Setting
from poolaudit.graph.context import context_of
from poolaudit.graph.images import repository_of
from poolaudit.graph.kubernetes_patches import image_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span


_USUAL = "Dockerfile"


class BuiltImages:
    """Finds build contexts of images."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._named: dict[str, dict[tuple[str, str], Span]] = {}
        self._unnamed: dict[str, dict[tuple[str, str], Span]] = {}
        self._patterns: dict[tuple[str, str, str], Span] = {}
        self._sources: dict[str, list[Span]] = {}
        """Dockerfiles by the repository that their labels name."""
        self._dockerfiles: set[str] = set()
        used: set[str] = set()
        folders: dict[str, Span] = {}
        own: set[str] = set()
        certain = True
        renamed: dict[str, str] = {}
        for each in facts:
            if isinstance(each, ImageBuild):
                if each.image.endswith(f"/{OWN}"):
                    places = self._unnamed.setdefault(each.image.removesuffix(OWN), {})
                    places.setdefault((each.context, each.dockerfile), each.span)
                elif "*" in each.image:
                    self._patterns.setdefault((each.image, each.context, each.dockerfile), each.span)
                else:
                    self._add(each.image, (each.context, each.dockerfile), each.span)
            elif isinstance(each, Deployment) and each.surface != "dockerfile":
                used.add(image_name(each.image.value or ""))
                if (
                    each.surface == "compose"
                    and each.image.is_known
                    and each.build.is_known
                    and each.image.value
                    and "$" not in (each.build.value or "")
                ):
                    self._add(image_name(each.image.value), (each.build.value or "", each.dockerfile), each.span)
            elif isinstance(each, Deployment):
                self._dockerfiles.add(each.span.path)
                if context_of(each.span.path).value != "code":
                    continue
                folders.setdefault(each.build.value or "", each.span)
                if each.source:
                    self._sources.setdefault(each.source, []).append(each.span)
            elif isinstance(each, PodWorkload):
                if context_of(each.span.path).value == "code":
                    certain = certain and all(one.image.is_known or one.image.span is None for one in each.containers)
                    used |= {image_name(one.image.value) for one in each.containers if one.image.value}
                    own |= {
                        _name(one.image.value) for one in each.containers if one.image.value and not is_public(one.image.value)
                    }
            elif isinstance(each, ChartRelease):
                workloads = (one for one in each.objects if isinstance(one, PodWorkload))
                images = {one.image.value for workload in workloads for one in workload.containers if one.image.value}
                used |= {image_name(image) for image in images}
                own |= {_name(image) for image in images if not is_public(image)}
            elif isinstance(each, Kustomization):
                renamed.update({one.name: one.new_name for one in each.images if one.new_name})
        own = {_name(renamed.get(name, name)) for name in own}
        self._used = used
        self._folders = folders
        self._only = next(iter(own)) if certain and len(own) == 1 and len(folders) == 1 else None

    def context_of(self, image: Setting[str]) -> Setting[str]:
        """The folder that an image is built from; absent when nothing says so, or two things do."""
        return self.built(image)[0]

    def built(self, image: Setting[str]) -> tuple[Setting[str], str]:
        """The folder, and the Dockerfile where what builds the image names one."""
        text = image.value or ""
        nothing: Setting[str] = Setting.absent("build")
        if not text or "{{" in text:
            return nothing, ""
        if "$" in image_name(text):
            return self._by_last_part(text, image)
        for name in dict.fromkeys((image_name(text), _name(text))):
            if name in self._named:
                return self._agreed(self._named[name], image)
        own = self._labelled(_name(text)) if not is_public(text) else None
        if own is not None:
            folder = dirname(own.path)
            return _link(dirname(folder) if basename(folder) in DOCKER_FOLDERS else folder, own, image), own.path
        if basename(_name(text)) in self._named and not text.startswith(REGISTRIES):
            return self._agreed(self._named[basename(_name(text))], image)
        matched = {} if is_public(text) else self._matched(text)
        if matched:
            return self._agreed(matched, image)
        pushed = self._repository(image_name(text))
        if pushed is not None:
            return self._agreed(pushed, image)
        last = basename(_name(text))
        same = [folder for folder in self._folders if basename(folder) == last]
        if not is_public(text) and len(same) == 1:
            return _link(same[0], self._folders[same[0]], image), ""
        if not same and self._only == _name(text):
            folder, span = next(iter(self._folders.items()))
            return _link(dirname(folder) if basename(folder) in DOCKER_FOLDERS else folder, span, image), ""
        return nothing, ""

    def _by_last_part(self, text: str, image: Setting[str]) -> tuple[Setting[str], str]:
        """What builds an image whose registry is a variable: all that is built under the last part of its name."""
        last = image_name(text).rpartition("/")[2]
        same = {place: span for name, places in self._named.items() if basename(name) == last for place, span in places.items()}
        return self._agreed(same, image) if same and "$" not in last else (Setting.absent("build"), "")

    def _matched(self, image: str) -> dict[tuple[str, str], Span]:
        """What is built under a pattern that the name of an image fits: of those only what the tree has a Dockerfile for."""
        found: dict[tuple[str, str], Span] = {}
        for (pattern, context, dockerfile), span in self._patterns.items():
            start, _, end = basename(pattern).partition("*")
            last = basename(_name(image))
            if len(last) > len(start) + len(end) and last.startswith(start) and last.endswith(end):
                middle = last[len(start) : len(last) - len(end)]
                place = (context.replace("*", middle), dockerfile.replace("*", middle))
                if (dirname(place[1]) if place[1] else place[0]) in self._folders:
                    found.setdefault(place, span)
        return found

    def _labelled(self, name: str) -> Span | None:
        """The Dockerfile that says it is made from a repository of that name: the only one, or that of the root."""
        found = self._sources.get(name, [])
        root = [each for each in found if each.path == _USUAL]
        return root[0] if root else found[0] if len(found) == 1 else None

    def _repository(self, image: str) -> dict[tuple[str, str], Span] | None:
        """What builds an image that has the name of the repository: the only `REGISTRY/OWNER/NAME` of the tree can be that."""
        for registry, places in self._unnamed.items():
            same = {each for each in self._used if each.startswith(registry) and each.removeprefix(registry).count("/") == 1}
            if same == {image} and len({context for context, _ in places}) == 1:
                return places
        return None

    def _agreed(self, found: dict[tuple[str, str], Span], image: Setting[str]) -> tuple[Setting[str], str]:
        """The folder on which all builds of an image agree, and the Dockerfile likewise.

        A matrix names files that its exclusions never build: of several, those that the tree has count.
        """
        if len({context for context, _ in found}) != 1:
            return Setting.absent("build"), ""
        there = {place: span for place, span in found.items() if not place[1] or place[1] in self._dockerfiles} or found
        (context, file), span = next(iter(there.items()))
        return _link(context, span, image), file if len(there) == 1 else ""

    def _add(self, image: str, place: tuple[str, str], span: Span) -> None:
        """Under the whole name and the name without registry; a name without owner also stands for any owner's."""
        for name in {image, _name(image)}:
            self._named.setdefault(name, {}).setdefault(place, span)


def is_public(image: str) -> bool:
    """Whether an image is ready-made software that other people publish."""
    return image.startswith(REGISTRIES) or is_ready_made(image)


def is_ready_made(image: str) -> bool:
    """Whether an image is public by its name alone; in a registry of other people's software there may also be one's own."""
    repository = _name(image)
    owner, _, name = repository.rpartition("/")
    if not owner:
        return name in OFFICIAL
    if owner.partition("/")[0] in PUBLISHERS or image.partition("/")[0] in PUBLISHERS:
        return True
    return repository in _catalogued()


@cache
def _catalogued() -> frozenset[str]:
    """Repositories of every pooler and server that the catalog has."""
    known = {
        one for software in parts("poolaudit.catalog.poolers", "POOLER") for each in software.images for one in each.repositories
    } | {one for server in parts("poolaudit.catalog.servers", "SERVER") for one in server.images}
    return frozenset(known)


def _name(image: str) -> str:
    return repository_of(Setting(image, Setting.default(image).origin))


def _link(context: str, span: Span, image: Setting[str]) -> Setting[str]:
    built = Setting.written(context or ".", span, "build context")
    found: Setting[str] = Setting.derived(
        context, "build", f"the image {image.value} is built from {context or 'the root'}", built, image
    )
    return found
