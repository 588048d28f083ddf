"""JSON patches of kustomizations. In: an object and one operation. Out: the changed object.

RFC 6902 pointers into the fields that matter here: replicas, images, values of variables, keys of ConfigMaps, limits of
autoscalers. An operation that changes a container in another way makes what is known of its variables incomplete.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.kubernetes import Autoscaler, ConfigData, PodWorkload
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.deployment import EnvEntry
    from poolaudit.facts.kubernetes import Container, JsonPatch, ServiceName

_CONTAINERS = "/spec/template/spec/containers/"
_WHY = "a JSON patch"


def operate(
    each: PodWorkload | ServiceName | ConfigData | Autoscaler, operation: JsonPatch
) -> PodWorkload | ServiceName | ConfigData | Autoscaler:
    """The object after one operation."""
    path = operation.path
    if isinstance(each, PodWorkload):
        if path == "/spec/replicas":
            return replace(each, replicas=_number(operation, "replicas"))
        if path.startswith(_CONTAINERS):
            return _in_container(each, path.removeprefix(_CONTAINERS).split("/"), operation)
        if path.startswith("/spec/template/spec"):
            return replace(each, containers=tuple(replace(one, incomplete=one.incomplete or _WHY) for one in each.containers))
        return each
    if isinstance(each, Autoscaler) and path in ("/spec/maxReplicas", "/spec/maxReplicaCount"):
        return replace(each, maximum=_number(operation, path.rpartition("/")[2]))
    if isinstance(each, ConfigData) and path.startswith("/data/"):
        name = path.removeprefix("/data/").replace("~1", "/").replace("~0", "~")
        kept = tuple(entry for entry in each.entries if entry.name != name)
        old = next((entry for entry in each.entries if entry.name == name), None)
        if old is None or operation.operation == "remove":
            return replace(each, entries=kept)
        files = tuple(file for file in each.files if file[0] != name)
        return replace(each, entries=(*kept, _valued(old, operation)), files=files)
    return each


def _in_container(workload: PodWorkload, keys: list[str], operation: JsonPatch) -> PodWorkload:
    """An operation below one container, which it names by its position among those that are not initial."""
    lasting = [number for number, one in enumerate(workload.containers) if not one.initial]
    if not keys[0].isdecimal() or int(keys[0]) >= len(lasting):
        return replace(workload, containers=tuple(replace(one, incomplete=one.incomplete or _WHY) for one in workload.containers))
    at = lasting[int(keys[0])]
    changed = _container(workload.containers[at], keys[1:], operation)
    return replace(workload, containers=(*workload.containers[:at], changed, *workload.containers[at + 1 :]))


def _container(one: Container, keys: list[str], operation: JsonPatch) -> Container:
    if keys == ["image"]:
        return replace(one, image=replace(operation.value, label="image"))
    if len(keys) == 3 and keys[0] == "env" and keys[2] == "value" and keys[1].isdecimal() and int(keys[1]) < len(one.env):  # noqa: PLR2004
        at = int(keys[1])
        return replace(one, env=(*one.env[:at], _valued(one.env[at], operation), *one.env[at + 1 :]))
    return one if keys[:1] == ["resources"] else replace(one, incomplete=one.incomplete or _WHY)


def _valued(entry: EnvEntry, operation: JsonPatch) -> EnvEntry:
    given = operation.value
    if given.value is None:
        return replace(entry, value=Setting.unresolved(given.note or _WHY, operation.span, entry.name))
    return replace(entry, value=Setting(Secret(given.value), given.origin, given.span, entry.name), raw="$" in given.value)


def _number(operation: JsonPatch, label: str) -> Setting[int]:
    text = operation.value.value or ""
    if operation.operation == "remove" or not (text.isascii() and text.isdecimal() and len(text) <= 9):  # noqa: PLR2004
        return Setting.unresolved("a JSON patch changes it", operation.span, label)
    return Setting(int(text), operation.value.origin, operation.value.span, label)
