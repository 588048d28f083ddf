"""Images that a program of Pulumi builds itself. In: `Draft`s. Out: their folders, and workloads that are built of them."""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.pulumi.made import IMAGE
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT, text
from poolaudit.facts.kubernetes import ImageBuild
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.extract.pulumi.draft import Draft
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import Deployment

_NAMES = ("imagename", "name")


@dataclass(frozen=True, slots=True)
class Built:
    """One image."""

    address: str
    """What values of the program hold for it: `image.api`."""
    image: str
    """Its name without registry and tag where they are not known; else the name of the resource."""
    folder: Setting[str]
    """Build context, relative to the scan root: Pulumi runs in the folder of the project."""
    dockerfile: str

    def fact(self) -> ImageBuild | None:
        """What builds the image, for manifests that name it."""
        place = self.folder.span
        return ImageBuild(self.image, self.folder.value or "", place, self.dockerfile) if place is not None else None


def built(folder: str, drafts: Iterable[Draft]) -> list[Built]:
    """The images of a project whose folders are known."""
    found: list[Built] = []
    for each in drafts:
        if each.kind != IMAGE:
            continue
        plain = {key.name.replace("_", "").lower(): node for key, node in each.body.items}
        inner = plain.get("build")
        below = {key.name.replace("_", "").lower(): node for key, node in inner.items} if isinstance(inner, MappingNode) else {}
        dockerfile = _path(folder, below.get("dockerfile") or plain.get("dockerfile"))
        context = below.get("context") or plain.get("context") or (inner if isinstance(inner, ScalarNode) else None)
        path = _path(folder, context)
        if context is None and dockerfile.value:
            path = dockerfile.read_as(dirname(dockerfile.value))
        if path.value is not None:
            name = next((text(plain[key], key).value for key in _NAMES if key in plain), None) or each.title.name
            before, slash, last = name.partition("@")[0].rpartition("/")
            found.append(Built(each.address, f"{before}{slash}{last.partition(':')[0]}", path, dockerfile.value or ""))
    return found


def _path(folder: str, node: Node | None) -> Setting[str]:
    """A path of the tree, written as text or as `{ location }`."""
    written = node.get("location") if isinstance(node, MappingNode) else node
    found = text(written, "context") if isinstance(written, ScalarNode) else Setting[str].absent("context")
    if found.value is None or not found.is_known:
        return Setting.absent("context")
    path = normpath(join(folder, found.value))
    return (
        Setting.absent("context")
        if path.startswith("..")
        else Setting("" if path == "." else path, Origin.DERIVED, found.span, "build", "Pulumi")
    )


def of_image(each: Deployment, builds: Iterable[Built]) -> Deployment:
    """A workload, built of the folder of its image."""
    for one in builds:
        if each.image.note.startswith(f"set from {one.address}."):
            return replace(each, image=Setting.absent("image"), build=one.folder, dockerfile=one.dockerfile)
    return each


def with_images(node: Node, builds: Iterable[Built]) -> Node:
    """A manifest with the names of images in place of what the program holds for them."""
    if isinstance(node, MappingNode):
        return replace(node, items=tuple((key, with_images(value, builds)) for key, value in node.items))
    if isinstance(node, SequenceNode):
        return replace(node, elements=tuple(with_images(each, builds) for each in node.elements))
    found = next((each for each in builds if node.template.startswith(f"{each.address}.")), None)
    return ScalarNode(found.image, node.span, found.image, WORKED_OUT) if found is not None else node
