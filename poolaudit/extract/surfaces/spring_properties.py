"""Property files of the JVM's frameworks as flat lists: nested YAML and dotted properties alike, profile by profile.

In: a settings document. Out: `Profile`s, each with the properties in force there; a profile of the file is laid over what
holds in every profile. Names are compared as Spring's relaxed binding does.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.spring import FILES, PROFILE_KEYS
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node

_SEPARATORS = ("#---", "!---")
"""Comment lines that part the documents of a properties file."""


@dataclass(frozen=True, slots=True)
class Property:
    """One value with its dotted name."""

    name: str
    """As written, nested keys joined by dots."""
    keys: tuple[Key, ...]
    """Keys on the way, outermost first; one where the file is flat."""
    node: ScalarNode

    @property
    def canonical(self) -> str:
        """The name as relaxed binding compares it."""
        return canonical(self.name)


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds under one profile, or in all of them."""

    name: str
    """Profile expression as written; empty for what holds without one."""
    properties: tuple[Property, ...]
    """Later ones win; those of the profile itself stand last."""
    own: tuple[Property, ...]
    """Those that the profile itself says."""
    values: dict[str, Property] = field(repr=False)
    """The winner of each name, by canonical name."""


def canonical(name: str) -> str:
    """A name without case, dashes and underscores: `app.max-pool_Size` → `app.maxpoolsize`."""
    return name.lower().replace("-", "").replace("_", "")


def variable_names(name: str) -> tuple[str, ...]:
    """Environment variables that set a property: dots become underscores, dashes go (or, as older releases had it, too)."""
    plain = name.upper().replace(".", "_")
    return tuple(dict.fromkeys((plain.replace("-", ""), plain.replace("-", "_"))))


def profiles(source: Source, document: Document) -> list[Profile]:
    """What holds without a profile first, then each profile that the file names."""
    named: dict[str, list[Property]] = {"": []}
    for name, properties in _documents(source, document):
        for each in properties:
            prefix, _, rest = each.name.partition(".")
            if prefix.startswith("%") and rest:
                own = Property(rest, each.keys, each.node)
                for word in prefix[1:].split(","):
                    named.setdefault(word, []).append(own)
            else:
                named.setdefault(name, []).append(each)
    base = named[""]
    found = []
    for name, listed in named.items():
        holding = (*base, *listed) if name else tuple(listed)
        found.append(Profile(name, holding, tuple(listed), {each.canonical: each for each in holding}))
    return found


def _documents(source: Source, document: Document) -> Iterator[tuple[str, list[Property]]]:
    of_file = _file_profile(source.path)
    for root in getattr(document, "roots", ()):
        flat = list(_flat(root, "", ()))
        for part in _parts(source, flat) if getattr(document, "format", "") == "properties" else [flat]:
            yield _profile(part) or of_file, part


def _flat(node: Node, prefix: str, keys: tuple[Key, ...]) -> Iterator[Property]:
    if isinstance(node, ScalarNode):
        yield Property(prefix, keys, node)
    elif isinstance(node, MappingNode):
        for key, value in node.items:
            yield from _flat(value, f"{prefix}.{key.name}" if prefix else key.name, (*keys, key))
    elif isinstance(node, SequenceNode):
        for index, element in enumerate(node.elements):
            yield from _flat(element, f"{prefix}[{index}]", keys)


def _parts(source: Source, flat: list[Property]) -> list[list[Property]]:
    """Properties between `#---` lines."""
    starts = source.line_starts()
    breaks = [
        start
        for start, after in zip(starts, (*starts[1:], len(source.text)), strict=True)
        if source.text[start : start + len(_SEPARATORS[0])] in _SEPARATORS and source.text[start:after].rstrip() in _SEPARATORS
    ]
    parts: list[list[Property]] = [[] for _ in range(len(breaks) + 1)]
    for each in flat:
        parts[bisect_right(breaks, each.keys[0].span.offset)].append(each)
    return parts


def _profile(properties: list[Property]) -> str:
    """The profile expression that a document is restricted to; several of a list are joined by commas."""
    wanted = {canonical(key) for key in PROFILE_KEYS}
    words = [str(each.node.value) for each in properties if canonical(each.name.partition("[")[0]) in wanted and each.node.value]
    return ",".join(words)


def _file_profile(path: str) -> str:
    """The profile after the name of the file, which may have dashes of its own where it is the application's choice."""
    stem = path.rpartition("/")[2].partition(".")[0]
    head, _, profile = stem.partition("-")
    if head.lower() in FILES:
        return profile
    return stem.rpartition("-")[2] if profile else ""
