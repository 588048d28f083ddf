"""One service of a compose file. In: its YAML node. Out: a `Deployment`, texts with variables kept in `raw`."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode, placed
from poolaudit.extract.settings.words import WordsError, split
from poolaudit.extract.surfaces.compose_text import mount_from, mount_source, path_from, ports_from
from poolaudit.extract.surfaces.env_secret import env_secret, text_secret
from poolaudit.extract.surfaces.resource_limits import cpus, memory
from poolaudit.facts.deployment import Deployment, EnvEntry, Mount, Port
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.span import Span

_FIELDS = {
    "environment": "env", "env_file": "env_files", "volumes": "mounts", "ports": "ports", "expose": "ports", "image": "image",
    "build": "build", "command": "command", "entrypoint": "entrypoint", "profiles": "profiles", "scale": "replicas",
    "deploy": "replicas", "container_name": "hostnames", "hostname": "hostnames", "networks": "hostnames",
    "network_mode": "network",
}  # fmt: skip
"""Keys of a service and the fields of `Deployment` that they fill."""
_BIGGEST_INTEGRAL = 1e21
"""From here on Go prints floats with an exponent."""


def text_of(node: Node | None) -> str:
    """The text that compose makes of a scalar (Go's `%v` for numbers and booleans); empty for anything else and for null."""
    value = node.value if isinstance(node, ScalarNode) else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _BIGGEST_INTEGRAL:
        return str(int(value))
    return "" if value is None else str(value)


def line_words(text: str) -> Iterator[str]:
    """The words of a command that is written as text: compose runs no shell, so that the end of a line divides like a blank.

    Source: `go-shellwords` 1.0.12 (`isSpace`), which https://github.com/compose-spec/compose-go 2.4 splits with.
    Raises `WordsError`.
    """
    return (word.text for word in split(text) if word.raw != "\n")


@dataclass(slots=True)
class Service:
    """Reads one service."""

    source: Source
    folder: str
    """Folder of the compose file: the project, and what its paths are relative to."""
    root: MappingNode
    node: MappingNode
    _raw: list[tuple[str, Setting[Secret]]] = field(default_factory=list)

    def deployment(self, key: Key, environment: str) -> Deployment:
        """The service called `key`; a YAML `!reset` or `!override` on one of its keys ends in `reset`."""
        return Deployment(
            name=key.name,
            surface="compose",
            span=key.span,
            project=self.folder,
            environment=environment,
            hostnames=tuple(dict.fromkeys((key.name, *self._hostnames()))),
            image=self._text("image", "image"),
            build=self._build(),
            dockerfile=self._dockerfile(),
            target=self._target(),
            command=self._command("command"),
            entrypoint=self._command("entrypoint"),
            replicas=self._replicas(),
            memory=memory(self._limit("memory", "mem_limit"), "compose"),
            cpus=cpus(self._limit("cpus", "cpus"), "compose"),
            env=tuple(self._env(self._value("environment"))),
            env_files=tuple(self._env_files(self._value("env_file"))),
            ports=tuple(self._ports()),
            mounts=tuple(self._mounts()),
            profiles=tuple(text_of(node) for node in _elements(self._value("profiles")) if text_of(node)),
            raw=tuple(self._raw),
            network=text_of(self._value("network_mode")),
            reset=tuple(self._reset()),
        )

    def _value(self, name: str) -> Node | None:
        """The node under `name`; None when a `!reset` takes it away."""
        node = self.node.get(name)
        return None if node is not None and node.tag == "!reset" else node

    def _reset(self) -> Iterator[str]:
        for key, node in self.node.items:
            if node.tag in ("!reset", "!override") and key.name in _FIELDS:
                yield _FIELDS[key.name]
            elif key.name == "environment" and isinstance(node, MappingNode):
                yield from (f"env.{name.name}" for name, value in node.items if value.tag == "!reset")
            elif key.name == "deploy" and isinstance(node, MappingNode) and _tag(node.get("replicas")) == "!reset":
                yield "replicas"

    def _held(self, name: str, text: str, span: Span) -> bool:
        """Whether the text has variables, and so is kept in `raw`."""
        if "$" not in text:
            return False
        self._raw.append((name, Setting.written(text_secret(text), span, name)))
        return True

    def _text(self, key: str, label: str) -> Setting[str]:
        node = self._value(key)
        if not isinstance(node, ScalarNode) or node.value is None:
            return Setting.absent(label)
        if node.template:
            return Setting.unresolved("a template renders it", node.span, label)
        self._held(label, text_of(node), node.span)
        return Setting.written(text_of(node), node.span, label)

    def _build(self) -> Setting[str]:
        node = self._value("build")
        context = node.get("context") if isinstance(node, MappingNode) else node
        if isinstance(node, MappingNode) and context is None:
            return Setting.written(self.folder, node.span, "build")
        if not isinstance(context, ScalarNode) or context.value is None:
            return Setting.absent("build")
        text = text_of(context)
        held = self._held("build", text, context.span)
        return Setting.written(text if held else path_from(self.folder, text), context.span, "build")

    def _target(self) -> str:
        """The stage of the Dockerfile; a name with variables is not known and names none."""
        node = self._value("build")
        named = text_of(node.get("target")) if isinstance(node, MappingNode) else ""
        return "" if "$" in named else named.lower()

    def _dockerfile(self) -> str:
        """Path of the Dockerfile, which is relative to the context; a text with variables stays as it is, and names no file."""
        node = self._value("build")
        named = text_of(node.get("dockerfile")) if isinstance(node, MappingNode) else ""
        context = self._build().value
        if not named or context is None or "$" in named + context:
            return named
        return path_from(context, named)

    def _command(self, label: str) -> Setting[tuple[str, ...]]:
        node = self._value(label)
        if isinstance(node, SequenceNode):
            words = [element for element in node.elements if isinstance(element, ScalarNode)]
            if any("$" in text_of(word) for word in words):
                for word in words:
                    self._raw.append((label + "[]", Setting.written(text_secret(text_of(word)), word.span, label)))
            return Setting.written(tuple(placed(word, text_of(word)) for word in words), node.span, label)
        if not isinstance(node, ScalarNode) or node.value is None:
            return Setting.absent(label)
        if node.template:
            return Setting.unresolved("a template renders it", node.span, label)
        self._held(label, text_of(node), node.span)
        try:
            return Setting.written(placed(node, "").within(line_words(text_of(node))), node.span, label)
        except WordsError as error:
            return Setting.unresolved(str(error), node.span, label)

    def _limit(self, label: str, short: str) -> Setting[str]:
        """A limit of the service itself, else below `deploy.resources.limits`; compose refuses two that differ."""
        node = self._value(short)
        deploy = self._value("deploy")
        nested = deploy.get("resources", "limits", label) if isinstance(deploy, MappingNode) else None
        node = nested if node is None else node
        if not isinstance(node, ScalarNode) or node.value is None:
            return Setting.absent(label)
        if self._held(label, text_of(node), node.span):
            return Setting.unresolved("holds a variable", node.span, label)
        if node.template:
            return Setting.unresolved("a template renders it", node.span, label)
        return Setting.written(text_of(node), node.span, label)

    def _replicas(self) -> Setting[int]:
        deploy = self._value("deploy")
        node = deploy.get("replicas") if isinstance(deploy, MappingNode) else None
        scale = self._value("scale")
        if isinstance(node, ScalarNode) and isinstance(scale, ScalarNode) and text_of(node) != text_of(scale):
            return Setting.unresolved("scale and deploy.replicas differ, which compose refuses", node.span, "replicas")
        node = scale if node is None or node.tag == "!reset" else node
        if isinstance(deploy, MappingNode) and text_of(deploy.get("mode")) == "global" and deploy.get("mode") is not None:
            return Setting.unresolved("one on each node (mode: global)", deploy.span, "replicas")
        if not isinstance(node, ScalarNode) or node.value is None:
            return Setting.default(1, "replicas", "compose")
        text = text_of(node)
        if self._held("replicas", text, node.span):
            return Setting.unresolved("holds a variable", node.span, "replicas")
        if text.isascii() and text.isdecimal() and len(text) <= 9:  # noqa: PLR2004 - bounds the conversion
            return Setting.written(int(text), node.span, "replicas")
        return Setting.unresolved("a template renders it" if node.template else "not a number", node.span, "replicas")

    def _hostnames(self) -> Iterator[str]:
        nodes = [self._value("container_name"), self._value("hostname")]
        networks = self._value("networks")
        for _, network in networks.items if isinstance(networks, MappingNode) else ():
            nodes += _elements(network.get("aliases")) if isinstance(network, MappingNode) else ()
        for node in nodes:
            if isinstance(node, ScalarNode) and text_of(node) and not self._held("hostnames", text_of(node), node.span):
                yield text_of(node)

    def _env(self, node: Node | None) -> Iterator[EnvEntry]:
        if isinstance(node, MappingNode):
            for key, value in node.items:
                if isinstance(value, ScalarNode) and value.tag != "!reset":
                    whole = self.source.span(min(key.span.offset, value.span.offset), max(key.span.end, value.span.end))
                    span = whole if value.span.offset >= key.span.end else key.span
                    yield self._entry(key.name, None if value.value is None else text_of(value), value, value.span, span)
        for element in _elements(node):
            if isinstance(element, ScalarNode):
                name, equals, text = text_of(element).partition("=")
                start = element.span.offset + element.raw.find("=") + 1 if equals else element.span.end
                value_span = self.source.span(start, element.span.end)
                yield self._entry(name.strip(), text if equals else None, element, value_span, element.span)

    def _entry(self, name: str, text: str | None, node: ScalarNode, value_span: Span, span: Span) -> EnvEntry:
        if text is None:
            return EnvEntry(name, Setting.unresolved("taken from the shell that runs compose", value_span, name), span)
        if node.template:
            return EnvEntry(name, Setting.unresolved("a template renders it", value_span, name), span)
        return EnvEntry(name, Setting.written(env_secret(name, text), value_span, name), span, raw="$" in text)

    def _env_files(self, node: Node | None) -> Iterator[Setting[str]]:
        for element in _elements(node) or ([node] if node is not None else []):
            path = element.get("path") if isinstance(element, MappingNode) else element
            if not isinstance(path, ScalarNode) or not text_of(path):
                continue
            optional = isinstance(element, MappingNode) and _is_false(element.get("required"))
            if not self._held("env_files", text_of(path), path.span):
                note = "not required" if optional else ""
                yield Setting.written(path_from(self.folder, text_of(path)), path.span, "env_file", note)

    def _ports(self) -> Iterator[Port]:
        for element in _elements(self._value("ports")):
            if isinstance(element, MappingNode):
                parts = {name: text_of(element.get(name)) for name in ("host_ip", "published", "target", "protocol")}
                text = f"{parts['host_ip']}:{parts['published']}:{parts['target']}/{parts['protocol'] or 'tcp'}"
            else:
                text = text_of(element)
            if not self._held("ports", text, element.span):
                yield from ports_from(text, element.span)
        for element in _elements(self._value("expose")):
            inner = ports_from(text_of(element), element.span)
            yield from (Port(port.container, None, "", port.span, port.protocol) for port in inner)

    def _mounts(self) -> Iterator[Mount]:
        for element in _elements(self._value("volumes")):
            if isinstance(element, MappingNode):
                source, target = text_of(element.get("source")), text_of(element.get("target"))
                if self._held("mounts", f"{source}:{target}", element.span) or not target:
                    continue
                yield Mount(mount_source(source, self.folder), target, element.span)
            elif not self._held("mounts", text_of(element), element.span):
                mount = mount_from(text_of(element), self.folder, element.span)
                yield from (mount,) if mount else ()
        for kind, default in (("configs", "/"), ("secrets", "/run/secrets/")):
            for element in _elements(self._value(kind)):
                yield from self._defined(kind, default, element)

    def _defined(self, kind: str, default: str, element: Node) -> Iterator[Mount]:
        """The file behind an entry of `configs` or `secrets`, which the top level of the file defines."""
        long = element if isinstance(element, MappingNode) else None
        name = text_of(long.get("source") if long else element)
        file = text_of(self.root.get(kind, name, "file"))
        target = text_of(long.get("target")) if long else ""
        target = target if target.startswith("/") else default + (target or name)
        if file and not self._held("mounts", f"{file}:{target}", element.span):
            yield Mount(mount_source(file if file.startswith((".", "/")) else f"./{file}", self.folder), target, element.span)


def _elements(node: Node | None) -> tuple[Node, ...]:
    return node.elements if isinstance(node, SequenceNode) else ()


def _tag(node: Node | None) -> str:
    return node.tag if node is not None else ""


def _is_false(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.value is False
