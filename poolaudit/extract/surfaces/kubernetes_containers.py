"""One container of a pod. In: its tree. Out: a `Container`, references to ConfigMaps and Secrets kept by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.compose_service import text_of
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.extract.surfaces.kubernetes_tree import elements, number, plain, under, worded, words
from poolaudit.extract.surfaces.platform_values import WORKED_OUT, references, value_of
from poolaudit.extract.surfaces.resource_limits import cpus, memory
from poolaudit.facts.deployment import EnvEntry, Port
from poolaudit.facts.kubernetes import Container, ContainerPort, EnvFrom, KeyReference, VolumeMount
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.span import Span

_KINDS = {"configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret", "configMapRef": "ConfigMap", "secretRef": "Secret"}
_OTHER = {"fieldRef": "the pod's own metadata", "resourceFieldRef": "the container's resources"}


def container(source: Source, node: MappingNode, *, hidden: str, initial: bool) -> Container:
    """The container; `hidden` says what may add variables that are not seen."""
    name = node.get("name")
    env = tuple(_env(source, node.get("env")))
    hidden = hidden or ("a template" if _is_rendered(node.get("env")) or _is_rendered(node.get("envFrom")) else "")
    return Container(
        name=plain(name),
        span=name.span if name is not None else node.span,
        initial=initial,
        image=worded(node.get("image"), "image"),
        command=words(node.get("command"), "command"),
        args=words(node.get("args"), "args"),
        env=tuple(entry for entry, _, _ in env if entry is not None),
        references=tuple(reference for _, reference, _ in env if reference is not None),
        env_from=tuple(_env_from(node.get("envFrom"))),
        ports=tuple(_ports(node.get("ports"))),
        mounts=tuple(_mounts(node.get("volumeMounts"))),
        incomplete=hidden,
        removed=tuple(name for _, _, name in env if name),
        deleted=plain(node.get("$patch")) == "delete",
        memory=memory(worded(node.get("resources", "limits", "memory"), "memory"), "kubernetes"),
        cpus=cpus(worded(node.get("resources", "limits", "cpu"), "cpu"), "kubernetes"),
    )


def _is_rendered(node: Node | None) -> bool:
    """Whether a template makes the list or one of its items."""
    if isinstance(node, ScalarNode):
        return bool(node.template)
    return isinstance(node, SequenceNode) and any(isinstance(each, ScalarNode) for each in node.elements)


_Variable = tuple["EnvEntry | None", "KeyReference | None", str]
"""An entry, the reference that it stands for, or the name of a variable that a patch deletes."""


def _env(source: Source, node: Node | None) -> Iterator[_Variable]:
    for each in elements(node):
        name = plain(each.get("name"))
        if not name:
            continue
        if plain(each.get("$patch")) == "delete":
            yield None, None, name
            continue
        origin = each.get("valueFrom")
        if isinstance(origin, MappingNode):
            yield _referred(name, origin, each.span)
            continue
        value = each.get("value")
        yield variable(source, name, value, each.span), None, ""


def variable(source: Source, name: str, value: Node | None, span: Span) -> EnvEntry:
    """A variable with the value that stands in the file; no value is an empty one."""
    if not isinstance(value, ScalarNode):
        end = source.span(span.end, span.end) if span.path == source.path else span
        return EnvEntry(name, Setting.written(env_secret(name, ""), end, name), span)
    if value.template.startswith(("{", "<")):
        return EnvEntry(name, Setting.unresolved("a template renders it", value.span, name), span)
    if value.template:
        return EnvEntry(name, value_of(name, value), span, references=references(value))
    text, origin = text_of(value), Origin.DERIVED if value.quote == WORKED_OUT else Origin.WRITTEN
    return EnvEntry(name, Setting(env_secret(name, text), origin, value.span, name), span, raw="$" in text)


def _referred(name: str, origin: MappingNode, span: Span) -> _Variable:
    for key, node in origin.items:
        if key.name in _KINDS:
            kind, named, inner = _KINDS[key.name], plain(under(node, "name")), plain(under(node, "key"))
            entry = EnvEntry(name, Setting.unresolved(f"it comes from {kind} {named or '?'}", span, name), span)
            if not named or not inner:
                return entry, None, ""
            return entry, KeyReference(name, kind, named, inner, span, plain(under(node, "optional")) == "true"), ""
    why = next((f"it comes from {text}" for key, text in _OTHER.items() if origin.get(key) is not None), "a template renders it")
    return EnvEntry(name, Setting.unresolved(why, span, name), span), None, ""


def _env_from(node: Node | None) -> Iterator[EnvFrom]:
    for each in elements(node):
        for key in ("configMapRef", "secretRef"):
            one = each.get(key)
            if one is not None:
                optional, name = plain(under(one, "optional")) == "true", under(one, "name")
                span = name.span if name is not None else each.span
                yield EnvFrom(_KINDS[key], plain(name), span, plain(each.get("prefix")), optional)


def _ports(node: Node | None) -> Iterator[ContainerPort]:
    for each in elements(node):
        inner = number(each.get("containerPort"))
        if inner:
            protocol = plain(each.get("protocol")).lower() or "tcp"
            node = each.get("containerPort")
            span = node.span if node is not None else each.span
            port = Port(inner, number(each.get("hostPort")), plain(each.get("hostIP")), span, protocol)
            yield ContainerPort(plain(each.get("name")), port)


def _mounts(node: Node | None) -> Iterator[VolumeMount]:
    for each in elements(node):
        target = plain(each.get("mountPath"))
        if target:
            yield VolumeMount(plain(each.get("name")), target, each.span, plain(each.get("subPath")))
