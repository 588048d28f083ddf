"""Kustomizations. In: a YAML tree. Out: one `Kustomization`.

Fields: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ (kustomize 5.7, read 2026-11-20), with the older
`bases`, `patchesStrategicMerge` and `patchesJson6902`.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.compose_text import path_from
from poolaudit.extract.surfaces.embedded import embedded
from poolaudit.extract.surfaces.kubernetes import objects
from poolaudit.extract.surfaces.kubernetes_objects import entry
from poolaudit.extract.surfaces.kubernetes_tree import counted, elements, plain, under, worded
from poolaudit.facts.kubernetes import (
    Autoscaler,
    ConfigData,
    ImageChange,
    JsonPatch,
    Kustomization,
    PodWorkload,
    ServiceName,
)
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry

_API = "kustomize.config.k8s.io/"
_Inline = (PodWorkload, ConfigData, ServiceName, Autoscaler)
_REMOTE = ("://", "?ref=", "git@", "github.com/")


def extract(source: Source, document: Document) -> Iterator[Kustomization]:
    """The kustomization of the file; nothing for another program's object of the same file name (Flux has one)."""
    for root in getattr(document, "roots", ()):
        api = plain(under(root, "apiVersion"))
        if isinstance(root, MappingNode) and (not api or api.startswith(_API)):
            yield _kustomization(source, root)


def _kustomization(source: Source, root: MappingNode) -> Kustomization:
    folder = dirname(source.path)
    written = [text for key in ("resources", "bases", "components") for text in _texts(root.get(key))]
    remote = any(mark in text for text in written for mark in _REMOTE)
    more = "a remote resource" if remote else "a Helm chart" if root.get("helmCharts") is not None else ""
    patches, inline, operations = _patches(source, root, folder)
    return Kustomization(
        folder=folder,
        span=source.span(0, 0),
        resources=tuple(path_from(folder, text) for text in written if not any(mark in text for mark in _REMOTE)),
        incomplete=more,
        patches=tuple(patches),
        inline=tuple(inline),
        operations=tuple(operations),
        namespace=plain(root.get("namespace")),
        prefix=plain(root.get("namePrefix")),
        suffix=plain(root.get("nameSuffix")),
        replicas=tuple(
            (plain(each.get("name")), counted(each.get("count"), "replicas")) for each in elements(root.get("replicas"))
        ),
        images=tuple(
            ImageChange(
                plain(each.get("name")),
                each.span,
                plain(each.get("newName")),
                plain(each.get("newTag")),
                plain(each.get("digest")),
            )
            for each in elements(root.get("images"))
        ),
        generated=tuple(_generated(source, root, folder)),
    )


def _texts(node: Node | None) -> Iterator[str]:
    for each in node.elements if isinstance(node, SequenceNode) else ():
        if plain(each):
            yield plain(each)


_Patches = tuple["list[tuple[str, str, str]]", "list[PodWorkload | ConfigData | ServiceName | Autoscaler]", "list[JsonPatch]"]


def _patches(source: Source, root: MappingNode, folder: str) -> _Patches:
    found: _Patches = ([], [], [])
    older = root.get("patchesStrategicMerge")
    for each in older.elements if isinstance(older, SequenceNode) else ():
        if isinstance(each, ScalarNode) and "\n" in str(each.value):
            _inline(source, each, ("", ""), found)
        elif plain(each):
            found[0].append((path_from(folder, plain(each)), "", ""))
    for key in ("patches", "patchesJson6902"):
        for one in elements(root.get(key)):
            kind, name = plain(one.get("target", "kind")), plain(one.get("target", "name"))
            text, path = one.get("patch"), plain(one.get("path"))
            if isinstance(text, ScalarNode):
                _inline(source, text, (kind, name), found)
            elif path:
                found[0].append((path_from(folder, path), kind, name))
    return found


def _inline(source: Source, node: ScalarNode, target: tuple[str, str], found: _Patches) -> None:
    """A patch written as text: a JSON patch is a list, a strategic merge patch an object. `target`: kind and name."""
    _, inline, operations = found
    from poolaudit.extract.settings.yaml import read  # noqa: PLC0415

    try:
        document = read(embedded(source, node, source.path))
    except UnreadError:
        return
    for root in document.roots:
        if isinstance(root, SequenceNode):
            operations += _operations(root, *target)
        else:
            inline += [_aimed(fact, *target) for fact in objects(source, root) if isinstance(fact, _Inline)]


def _aimed(
    fact: PodWorkload | ConfigData | ServiceName | Autoscaler, kind: str, name: str
) -> PodWorkload | ConfigData | ServiceName | Autoscaler:
    """A target beats the name in the patch itself."""
    return replace(fact, name=name) if name and kind in ("", getattr(fact, "kind", kind)) else fact


def _operations(root: SequenceNode, kind: str, name: str) -> Iterator[JsonPatch]:
    for each in elements(root):
        value = each.get("value")
        path = each.get("path")
        if path is not None:
            setting: Setting[str] = worded(value, "value") if isinstance(value, ScalarNode) else Setting.absent("value")
            if value is not None and not isinstance(value, ScalarNode):
                setting = Setting.unresolved("it is no single value", value.span, "value")
            yield JsonPatch(plain(each.get("op")), plain(path), each.span, kind, name, setting)


def _generated(source: Source, root: MappingNode, folder: str) -> Iterator[ConfigData]:
    for key, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
        for each in elements(root.get(key)):
            name = each.get("name")
            if name is None or not plain(name):
                continue
            files = [text.partition("=") for text in _texts(each.get("files"))]
            env_files = [*_texts(each.get("envs")), *filter(None, (plain(each.get("env")),))]
            yield ConfigData(
                kind,
                plain(name),
                plain(each.get("namespace")),
                name.span,
                tuple(_literals(source, kind, each.get("literals"))),
                tuple(
                    (one if equals else basename(one), path_from(folder, path if equals else one)) for one, equals, path in files
                ),
                tuple(path_from(folder, text) for text in env_files),
                merges=plain(each.get("behavior")) == "merge",
            )


def _literals(source: Source, kind: str, node: Node | None) -> Iterator[EnvEntry]:
    for each in node.elements if isinstance(node, SequenceNode) else ():
        name, equals, text = plain(each).partition("=")
        if not equals or not isinstance(each, ScalarNode):
            continue
        start = each.span.offset + each.raw.find("=") + 1
        quotes = 1 if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else 0
        span = source.span(start + quotes, each.span.end - quotes)
        text = text[quotes : len(text) - quotes]
        inner = ScalarNode(text, span, source.at(span))
        yield entry(kind, Key(name, source.span(each.span.offset, start - 1)), inner, text)


SURFACE = Surface(
    "kustomize",
    ("yaml",),
    extract,
    globs=("kustomization.yaml", "kustomization.yml", "kustomization"),
)
