"""Services, ConfigMaps, Secrets and autoscalers. In: the tree of one object. Out: its fact, and configuration files inside of it.

Fields: the Kubernetes API reference 1.34 (core/v1, autoscaling/v1, v2) and KEDA 2.19 (ScaledObject), read 2026-11-20.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.compose_service import text_of
from poolaudit.extract.surfaces.embedded import decoded, embedded
from poolaudit.extract.surfaces.env_secret import env_secret, secret_of_key
from poolaudit.extract.surfaces.kubernetes_tree import (
    counted,
    elements,
    entries,
    metadata,
    number,
    plain,
    under,
    why_unknown,
    worded,
)
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.facts.deployment import EnvEntry
from poolaudit.facts.kubernetes import Autoscaler, ConfigData, ServiceName, ServicePort
from poolaudit.facts.secret import Secret
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.span import Span

LONGEST = 4096
"""Characters of a value that may be a variable; longer ones are files."""
_LONGEST_FILE = 1_000_000
"""Kubernetes refuses objects above 1 MiB."""
_KEDA_MAXIMUM = 100
_INI = ("[pgbouncer]", "[databases]")
_OPTIONS = ("[mysqld", "[mariadb")


def service(root: MappingNode) -> ServiceName | None:
    """A Service; None when a template renders its name."""
    named = metadata(root)
    if named is None:
        return None
    spec = root.get("spec")
    kind = plain(under(spec, "type")) or "ClusterIP"
    inside = any("internal" in f"{key}{value}".lower() for key, value in entries(root.get("metadata", "annotations")))
    outside = "" if inside else kind
    return ServiceName(
        *_placed(named),
        selector=entries(under(spec, "selector")),
        ports=tuple(_service_ports(under(spec, "ports"), outside)),
        headless=plain(under(spec, "clusterIP")) == "None",
        external=worded(under(spec, "externalName"), "externalName")
        if kind == "ExternalName"
        else Setting.absent("externalName"),
    )


def autoscaler(root: MappingNode, kind: str) -> Autoscaler | None:
    """A HorizontalPodAutoscaler or a KEDA ScaledObject; None when a template renders its name or its target.

    A patch of one names no target.
    """
    named = metadata(root)
    target = plain(root.get("spec", "scaleTargetRef", "name"))
    if named is None or (not target and root.get("spec", "scaleTargetRef") is not None):
        return None
    keda = kind == "ScaledObject"
    most, least = ("maxReplicaCount", "minReplicaCount") if keda else ("maxReplicas", "minReplicas")
    maximum = counted(root.get("spec", most), most)
    if keda and target and not maximum.is_known and maximum.span is None:
        maximum = Setting.default(_KEDA_MAXIMUM, most, "KEDA")
    target_kind = plain(root.get("spec", "scaleTargetRef", "kind")) or "Deployment"
    return Autoscaler(kind, *_placed(named), target_kind, target, maximum, counted(root.get("spec", least), least))


def config_data(source: Source, root: MappingNode, kind: str) -> Iterator[ConfigData | PoolerConfig | ServerConfig]:
    """A ConfigMap or Secret, and a fact for each value of it that is a configuration file of a pooler or a server."""
    named = metadata(root)
    if named is None:
        return
    written: dict[str, EnvEntry] = {}
    files: dict[str, str] = {}
    for section in ("data", "stringData") if kind == "Secret" else ("data",):
        node = root.get(section)
        for key, value in node.items if isinstance(node, MappingNode) else ():
            if not isinstance(value, ScalarNode):
                continue
            text = _text(value, coded=section == "data" and kind == "Secret")
            written[key.name] = entry(kind, key, value, text)
            if text is not None and "\n" in text:
                inner = f"{source.path}#{named[0]}:{key.name}"
                for fact in _file(source, value, text, key.name):
                    files[key.name] = inner
                    yield replace(fact if text == value.value else _decoded(fact), path=inner)
    yield ConfigData(kind, *_placed(named), tuple(written.values()), tuple(files.items()))


def entry(kind: str, key: Key, value: ScalarNode, text: str | None) -> EnvEntry:
    """One key as a variable; a text of several lines, or one of a Secret that is no address, is never shown."""
    span = key.span
    if text is None or value.template:
        why = why_unknown(value) if value.template else "not base64"
        return EnvEntry(key.name, Setting.unresolved(why, value.span, key.name), span)
    if len(text) > LONGEST:
        return EnvEntry(key.name, Setting.unresolved("too long for a variable", value.span, key.name), span)
    secret = Secret(text) if "\n" in text.strip() else secret_of_key(key.name, text)
    if "\n" not in text.strip() and kind == "ConfigMap":
        secret = env_secret(key.name, text)
    elif "\n" not in text.strip() and "://" in text:
        secret = Secret(text, mask(text))
    same = text == text_of(value)
    origin = Origin.WRITTEN if same and value.quote != WORKED_OUT else Origin.DERIVED
    return EnvEntry(key.name, Setting(secret, origin, value.span, key.name, "" if same else "decoded"), span)


def _text(value: ScalarNode, *, coded: bool) -> str | None:
    """The text of a key, None when it is not known."""
    if value.template and value.quote != "|":
        return None
    text = text_of(value)
    if not coded:
        return text if len(text) <= _LONGEST_FILE else None
    from base64 import b64decode  # noqa: PLC0415 - only Secrets need it

    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8") if len(text) <= 2 * _LONGEST_FILE else None
    except ValueError:
        return None


def _file(source: Source, value: ScalarNode, text: str, name: str) -> Iterator[PoolerConfig | ServerConfig]:
    """The configuration file that a key holds."""
    return file_of(embedded(source, value, name) if text == value.value else decoded(source, value, text, name), name)


def file_of(inner: Source, name: str) -> Iterator[PoolerConfig | ServerConfig]:
    """What a configuration file says, known by its name or its content."""
    lower, text = name.lower(), inner.text
    if "pgbouncer" in lower or any(mark in text for mark in _INI):
        from poolaudit.extract.settings.pgbouncer_ini import read as read_ini  # noqa: PLC0415
        from poolaudit.extract.surfaces.pgbouncer_ini import extract as poolers  # noqa: PLC0415

        if any(mark in text for mark in _INI):
            yield from poolers(inner, read_ini(inner))
    elif any(mark in text for mark in _OPTIONS):
        from poolaudit.extract.surfaces.mysql_cnf import options_of  # noqa: PLC0415

        yield from options_of(inner)
    elif lower.endswith(".conf") or lower.startswith("postgres"):
        from poolaudit.extract.settings.postgresql_conf import read as read_conf  # noqa: PLC0415
        from poolaudit.extract.surfaces.postgresql_conf import extract as servers  # noqa: PLC0415

        if lower.endswith(".conf") and "hba" not in lower and "ident" not in lower:
            yield from servers(inner, read_conf(inner))


def _decoded(fact: PoolerConfig | ServerConfig) -> PoolerConfig | ServerConfig:
    """The fact of a file that stands in base64: no value of it is written as it is, so none can be replaced in place."""

    def derived(values: tuple[tuple[str, Setting[str]], ...]) -> tuple[tuple[str, Setting[str]], ...]:
        return tuple((name, replace(value, origin=Origin.DERIVED) if value.is_written else value) for name, value in values)

    if isinstance(fact, ServerConfig):
        return replace(fact, settings=derived(fact.settings))
    return replace(
        fact,
        settings=derived(fact.settings),
        entries=tuple(replace(each, values=derived(each.values)) for each in fact.entries),
    )


def _placed(named: tuple[str, Span, str]) -> tuple[str, str, Span]:
    name, span, namespace = named
    return name, namespace, span


def _service_ports(node: Node | None, kind: str) -> Iterator[ServicePort]:
    for each in elements(node):
        node = each.get("port")
        port = number(node)
        if not port or node is None:
            continue
        written = each.get("targetPort")
        target: int | str = number(written) or plain(written) or port
        if isinstance(written, ScalarNode) and written.template:
            target = ""
        published = {"NodePort": number(each.get("nodePort")) or 0, "LoadBalancer": port}.get(kind)
        yield ServicePort(plain(each.get("name")), port, target, published, node.span)
