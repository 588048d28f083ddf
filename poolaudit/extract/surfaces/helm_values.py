"""Values of Helm charts. In: the tree of `values*.yaml` or `Chart.yaml`. Out: a `PodWorkload` per component, or a `HelmChart`.

What a chart makes of its values is up to its templates. Read are the names that `helm create` (Helm 3.19, read 2026-11-20) gives
and that charts share: `image.repository` and `tag`, `replicaCount`, `autoscaling`, `env` and its variants, for the chart or for
one component below a key of its own. Values are marked as assumed. A server that somebody else runs stands below
`externalDatabase`, `externalRedis` and the like (https://github.com/bitnami/charts, read 2026-11-21): it is told as a `Dsn`, and
whether the chart uses it, its templates decide.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.parts import dsn_from_parts
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.compose_service import text_of
from poolaudit.extract.surfaces.kubernetes_containers import container, variable
from poolaudit.extract.surfaces.kubernetes_tree import counted, plain, under, words
from poolaudit.extract.surfaces.platform_values import text
from poolaudit.facts.kubernetes import Container, HelmChart, PodWorkload
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.deployment import EnvEntry
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.span import Span

_ENV = ("env", "envs", "extraEnv", "extraEnvs", "extraEnvVars", "envVars", "environment", "environmentVariables", "config")
"""Keys under which charts take variables; `config` counts only when all its names are written like variables."""
_MORE = "the templates of the chart"
_EXTERNAL = "external"
_ENGINES = {"redis": "redis", "mysql": "mysql", "mariadb": "mysql", "postgres": "postgresql", "database": "", "db": ""}
"""Word in the key of a server that is outside of the chart → its family, as far as that tells."""
_PARTS = {
    "engine": ("type",),
    "host": ("host", "hostname"),
    "port": ("port",),
    "user": ("user", "username"),
    "dbname": ("database", "databaseName", "db"),
}
"""Part of a connection string → keys under which charts take it."""


def extract(source: Source, document: Document) -> Iterator[PodWorkload | HelmChart | Dsn]:
    """The chart, or what its values say about each component."""
    folder, _, file = source.path.rpartition("/")
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        if file.lower() in ("chart.yaml", "chart.yml"):
            if plain(root.get("name")) and plain(root.get("apiVersion")) in ("v1", "v2"):
                yield HelmChart(folder, source.span(0, 0), plain(root.get("name")))
        else:
            yield from _components(source, root)
            yield from _external(source, root)


def environment_of(path: str) -> str:
    """The environment that the name of a values file gives: `prod` for `values-prod.yaml` and `prod-values.yaml`."""
    name = path.rpartition("/")[2].lower()
    for mark in ".-_":
        name = name.replace(mark, " ")
    found = [word for word in name.split() if word not in ("values", "yaml", "yml", "custom", "override", "overrides")]
    return found[-1] if found else ""


def _components(source: Source, root: MappingNode) -> Iterator[PodWorkload]:
    folder = dirname(source.path)
    named = folder.rpartition("/")[2] or "chart"
    if _counts(root) or root.get("image", "repository") is not None:
        first = root.items[0][0].span
        yield _component(source, root, named, first, folder)
    for key, node in root.items:
        if isinstance(node, MappingNode) and (node.get("image") is not None) and (_counts(node) or _image(node).is_known):
            yield _component(source, node, key.name, key.span, folder)


def _external(source: Source, root: MappingNode) -> Iterator[Dsn]:
    """Addresses of servers outside of the chart; passwords are left alone."""
    for key, node in root.items:
        engine = next((engine for word, engine in _ENGINES.items() if word in key.name.lower()), None)
        if not key.name.startswith(_EXTERNAL) or engine is None or not isinstance(node, MappingNode):
            continue
        found = {
            part: text(value, name) for part, names in _PARTS.items() for name in names if (value := node.get(name)) is not None
        }
        if found.get("host", Setting[str].absent()).value:
            written = tuple((name, value) for name, value in found.items() if value.value)
            yield dsn_from_parts(written, span=source.span(key.span.offset, node.span.end), engine=engine)


def _counts(node: MappingNode) -> bool:
    return any(node.get(*path) is not None for path in (("replicaCount",), ("replicas",), ("autoscaling", "maxReplicas")))


def _component(source: Source, node: MappingNode, name: str, span: Span, folder: str) -> PodWorkload:
    inner = container(source, MappingNode((), node.span), hidden=_MORE, initial=False)
    inner = replace(
        inner,
        name=name,
        span=span,
        image=_image(node),
        command=words(node.get("command"), "command"),
        args=words(node.get("args"), "args"),
    )
    for key in _ENV:
        inner = _with_variables(source, inner, key, node.get(key))
    return PodWorkload(
        "HelmRelease", name, "", span, (), _replicas(node), (inner,), chart=folder, environment=environment_of(source.path)
    )


def _image(node: MappingNode) -> Setting[str]:
    image = node.get("image")
    if isinstance(image, ScalarNode) and plain(image):
        return Setting.written(plain(image), image.span, "image")
    repository = under(image, "repository")
    if repository is None or not plain(repository):
        return Setting.absent("image")
    parts = (plain(under(image, "registry")), plain(repository))
    tag = plain(under(image, "tag"))
    whole = "/".join(part for part in parts if part)
    if not parts[0] and not tag:
        return Setting.written(whole, repository.span, "image")
    return Setting(f"{whole}:{tag}" if tag else whole, Origin.DERIVED, repository.span, "image", "from its parts")


def _replicas(node: MappingNode) -> Setting[int]:
    """The most that the autoscaler makes when it is switched on, else the fixed number."""
    fixed = counted(node.get("replicaCount") or node.get("replicas"), "replicas")
    fixed = replace(fixed, assumed=True) if fixed.is_known else fixed
    enabled = node.get("autoscaling", "enabled")
    if isinstance(enabled, ScalarNode) and enabled.value is True:
        most = counted(node.get("autoscaling", "maxReplicas"), "maxReplicas")
        if most.value is None:
            return Setting.unresolved("the autoscaler's limit is not given", enabled.span, "replicas")
        return replace(Setting.derived(most.value, "replicas", "the autoscaler's limit", most), assumed=True)
    off = isinstance(enabled, ScalarNode) and enabled.value is False
    return replace(fixed, note="the autoscaler is switched off") if off and fixed.is_known else fixed


def _with_variables(source: Source, inner: Container, key: str, node: Node | None) -> Container:
    if isinstance(node, SequenceNode):
        listed = container(source, MappingNode(((_key(node), node),), node.span), hidden=_MORE, initial=False)
        return replace(inner, env=(*inner.env, *map(_assumed, listed.env)), references=(*inner.references, *listed.references))
    if not isinstance(node, MappingNode) or (key == "config" and not all(_is_variable(name.name) for name, _ in node.items)):
        return inner
    found: list[EnvEntry] = []
    for name, value in node.items:
        written = value.get("value") if isinstance(value, MappingNode) else value
        if _is_variable(name.name) and isinstance(written, ScalarNode) and text_of(written):
            found.append(_assumed(variable(source, name.name, written, name.span)))
    return replace(inner, env=(*inner.env, *found))


def _key(node: SequenceNode) -> Key:

    return Key("env", node.span)


def _assumed(entry: EnvEntry) -> EnvEntry:
    return replace(entry, value=replace(entry.value, assumed=True)) if entry.value.is_known else entry


def _is_variable(name: str) -> bool:
    return name.isidentifier() and name.upper() == name


SURFACE = Surface(
    "helm_values",
    ("yaml",),
    extract,
    globs=("values*.yaml", "values*.yml", "*values.yaml", "*values.yml", "chart.yaml", "chart.yml"),
    triggers=("image:", "replica", "apiversion"),
)
