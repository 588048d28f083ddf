"""Resources that code makes with Pulumi's packages. In: a `CodeModule`. Out: `Draft`s.

A resource is known by the place of the call that makes it, and by the one name of the file that holds it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog import pulumi_resources as known
from poolaudit.catalog.terraform_resources import ADDRESSES, WITH_PORTS
from poolaudit.extract.pulumi.draft import CONFIG, UNKNOWN, Draft, address, manifest, terraform
from poolaudit.extract.pulumi.grown import RESULT, Lists
from poolaudit.extract.pulumi.made import drafts_of, kind_of
from poolaudit.extract.pulumi.texts import Texts, unknown
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import WORKED_OUT
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import Call, CodeModule
    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_MOST = 20_000
"""Nodes of one file, so that values which are used often come to an end."""
_ADDRESS = {name: frozenset(each.replace("_", "") for each in every) for name, every in ADDRESSES.items()}
_SOCKET = {name: frozenset(each.replace("_", "") for each in every) for name, every in WITH_PORTS.items()}


def drafts(source: Source, module: CodeModule) -> Iterator[Draft]:
    """The resources of a file, in written order."""
    return _Program(source, module).drafts()


class _Program:
    """One file."""

    def __init__(self, source: Source, module: CodeModule) -> None:
        self._source = source
        self._left = _MOST
        self._around: Span | None = None
        """The call whose arguments are read."""
        self._made: dict[Span, tuple[str, Key, Call]] = {}
        for call in module.calls:
            kind = kind_of(call.callee)
            if kind:
                self._made[call.span] = (kind, _title(call), call)
        self._lists = Lists(source, module, self._node)
        self._texts = Texts(source, module, self._node, self._reference)
        self._held: dict[str, set[Span]] = {}
        for each in module.assignments:
            if isinstance(each.value, CallResult) and each.value.span in self._made:
                self._held.setdefault(each.target, set()).add(each.value.span)

    def drafts(self) -> Iterator[Draft]:
        """As `drafts`."""
        for kind, title, call in self._made.values():
            self._around = call.span
            body = self._body(call)
            if body is not None:
                yield from drafts_of(kind, title, body)
        self._around = None
        for name, elements in self._lists.results():
            found = manifest(elements)
            yield Draft(RESULT, Key(name, elements.span), MappingNode(((Key(name, elements.span), found),), elements.span), name)

    def _body(self, call: Call) -> MappingNode | None:
        """The arguments as a mapping: keywords, or the object that is handed over behind the name."""
        items = [(Key(each.name, each.span), self._node(each.value)) for each in call.arguments if each.name]
        for each in call.arguments:
            value = each.value if not each.name else None
            if isinstance(value, (Items, CallResult)) and not items:
                found = self._node(value)
                if isinstance(found, MappingNode):
                    return found
        return MappingNode(tuple(items), call.span)

    def _node(self, value: Expression) -> Node:
        self._left -= 1
        if self._left < 0:
            return unknown(value.span)
        if isinstance(value, Literal):
            text = value.value.reveal() if isinstance(value.value, Secret) else value.value
            return ScalarNode(text, value.span, self._source.at(value.span), '"' if isinstance(text, str) else "")
        if isinstance(value, Items):
            return MappingNode(tuple((Key(name, each.span), self._entry(name, each)) for name, each in value.items), value.span)
        if isinstance(value, Elements):
            return SequenceNode(tuple(self._node(each) for each in value.elements), value.span)
        if isinstance(value, Joined):
            return self._texts.joined(value.parts, value.span)
        if isinstance(value, EnvLookup):
            return ScalarNode(value.names[0], value.span, value.names[0], "", value.names[0])
        if isinstance(value, CallResult):
            return self._call(value)
        return self._lists.grown(value.span) or self._reference(value.span)

    def _entry(self, name: str, value: Expression) -> Node:
        """The value of a key, which may be a list that grows before it is used."""
        found = self._node(value)
        if self._around is None or not isinstance(found, ScalarNode) or found.template != UNKNOWN:
            return found
        return self._lists.written(name, self._around) or found

    def _call(self, value: CallResult) -> Node:
        name = _plain(value.callee)
        first = value.positional[0] if value.positional else None
        made = self._made.get(value.span)
        if made is not None:
            own = address(made[0], made[1].name)
            return ScalarNode(own, value.span, own, "", own)
        if _is_config(value.callee) and name in known.CONFIG_GETTERS:
            return self._configured(value)
        if name == "or" and isinstance(first, CallResult) and len(value.positional) > 1:
            found, usual = self._node(first), self._node(value.positional[1])
            if isinstance(found, ScalarNode) and found.template.startswith(CONFIG) and isinstance(usual, ScalarNode):
                return ScalarNode(usual.value, found.span, found.raw, found.quote, found.template)
            return unknown(value.span)
        if first is not None and (name in known.WRAPPERS or name == "interpolate"):
            return self._node(first)
        if name == "concat" and value.positional:
            return self._texts.joined(value.positional, value.span)
        if name == "sprintf" and isinstance(first, Literal):
            return self._texts.formatted(first, value)
        if name == "apply":
            return self._texts.applied(value)
        if name == "format" and isinstance(first, Literal) and "Output" in value.callee:
            return self._texts.filled(first, value)
        if name == "append" and value.positional:
            return self._appended(value)
        if name.endswith("args") and not value.positional:
            return MappingNode(tuple((Key(key, each.span), self._node(each)) for key, each in value.keywords), value.span)
        return self._object_name(value.span) or unknown(value.span)

    def _configured(self, value: CallResult) -> Node:
        """A key of the stack's configuration, with the default that the call itself gives."""
        texts = [each.value for each in value.positional if isinstance(each, Literal) and isinstance(each.value, str)]
        usual = next((each for name, each in value.keywords if name == "default"), None)
        if usual is None and len(value.positional) > 1:
            usual = value.positional[1]
        given = usual.value if isinstance(usual, Literal) and not isinstance(usual.value, Secret) else None
        if not texts:
            return unknown(value.span)
        return ScalarNode(given, value.span, texts[0], "", f"{CONFIG}{texts[0]}")

    def _appended(self, value: CallResult) -> Node:
        start = self._node(value.positional[0])
        before = start.elements if isinstance(start, SequenceNode) else ()
        return SequenceNode((*before, *(self._node(each) for each in value.positional[1:])), value.span)

    def _reference(self, span: Span) -> Node:
        """An attribute of a resource of the file: its address, the name of an object, or a name that stands for it."""
        named = self._object_name(span) or self._member(span)
        if named is not None:
            return named
        written = self._source.at(span).strip("${} ").replace("!", "").replace("?", "")
        owner, _, attribute = written.rpartition(".")
        spans = self._held.get(owner, set())
        if len(spans) != 1 or not attribute.isidentifier():
            return unknown(span)
        kind, title, call = self._made[next(iter(spans))]
        own, last = address(kind, title.name), attribute.replace("_", "").lower()
        if last in _ADDRESS.get(kind, ()):
            return ScalarNode(own, span, own, WORKED_OUT)
        if last in (*_SOCKET.get(kind, ()), "port"):
            body = self._body(call)
            port = _port(terraform(body)) if body is not None else ""
            words = port if last == "port" else f"{own}:{port}"
            return ScalarNode(words, span, words, WORKED_OUT) if port else unknown(span)
        return ScalarNode(f"{own}.{last}", span, f"{own}.{last}", "", f"{own}.{last}")

    def _member(self, span: Span) -> Node | None:
        """`aws.rds.InstanceType.T3_Micro`, in Go `rds.InstanceType_T3_Micro`."""
        found = _of_rds().search(self._source.at(span))
        if found is None:
            return None
        member = found["member"].lower()
        known_ = known.ENGINES.get(member.replace("_", "")) if found["kind"] == "Engine" else f"db.{member.replace('_', '.')}"
        return ScalarNode(known_, span, known_, WORKED_OUT) if known_ is not None else None

    def _object_name(self, span: Span) -> Node | None:
        """`secret.metadata.name`, `secret.Metadata.Name()`: what an object of Kubernetes is called."""
        found = _of_metadata().fullmatch(self._source.at(span).strip())
        spans = self._held.get(found["owner"], set()) if found is not None else set()
        kind, title, call = self._made[next(iter(spans))] if len(spans) == 1 else ("", None, None)
        body = self._body(call) if call is not None and kind.startswith("kubernetes:") else None
        if body is None or title is None:
            return None
        given = next((each for key, node in body.items if key.name.lower() == "metadata" for each in _names_in(node)), None)
        if given is not None and (given.template or not isinstance(given.value, str)):
            return None
        name = str(given.value) if given is not None else title.name
        return ScalarNode(name, span, name, WORKED_OUT)


@cache
def _of_rds() -> re.Pattern[str]:
    return re.compile(r"\brds\.(?P<kind>Instance|Engine)Type[._](?P<member>\w+)$")


@cache
def _of_metadata() -> re.Pattern[str]:
    return re.compile(r"""(?P<owner>[\w.]+?)\.[Mm]etadata(?:\.|\[["'])[Nn]ame(?:\(\)|["']\])?(?:\.Elem\(\))?""")


def _names_in(node: Node) -> Iterator[ScalarNode]:
    for key, value in node.items if isinstance(node, MappingNode) else ():
        if key.name.lower() == "name" and isinstance(value, ScalarNode):
            yield value


def _title(call: Call) -> Key:
    """The name that the program gives a resource: its first text."""
    for each in call.arguments:
        if not each.name and isinstance(each.value, Literal) and isinstance(each.value.value, str):
            return Key(each.value.value, each.value.span)
    return Key(f"line {call.span.line}", call.span)


def _port(body: Node) -> str:
    from poolaudit.extract.terraform.copies import port_of  # noqa: PLC0415

    return port_of(body.get("port"), body.get("engine")) if isinstance(body, MappingNode) else ""


def _plain(callee: str) -> str:
    return callee.rpartition(".")[2].replace("_", "").lower()


def _is_config(callee: str) -> bool:
    """Whether a method is one of `pulumi.Config()`, in Go of `config.New(ctx, "")`."""
    owner = callee.rpartition(".")[0]
    return "pulumi" in owner and owner.endswith(("Config()", "config.New()"))
