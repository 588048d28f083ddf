"""What platform manifests have in common. In: settings nodes. Out: command lines, environment entries, counts.

Templates, references to other resources and variables of a shell stay unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode, placed
from poolaudit.extract.settings.words import WordsError, split
from poolaudit.extract.surfaces.compose_service import text_of
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.deployment import EnvEntry
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import Key, Node
    from poolaudit.facts.secret import Secret

WORKED_OUT = "worked out"
"""`quote` of a scalar that an expression comes to, so that its place is that of the expression."""
_HOW = "what the expression comes to"
_LONGEST_NUMBER = 9
_LONGEST_REFERENCE = 2000
"""Characters of a value that are searched for references."""


def command(node: Node | None, label: str = "command") -> Setting[tuple[str, ...]]:
    """The words of a command line, written as text or as a list."""
    if isinstance(node, SequenceNode) and node.elements:
        if any(not isinstance(each, ScalarNode) or unknown(each) for each in node.elements):
            return Setting.unresolved("a part of it is not known", node.span, label)
        words: tuple[str, ...] = tuple(placed(each, text_of(each)) for each in node.elements if isinstance(each, ScalarNode))
        inside = all(isinstance(each, ScalarNode) and _stands_in(each, node) for each in node.elements)
        return Setting(words, Origin.WRITTEN if inside else Origin.DERIVED, node.span, label, "" if inside else _HOW)
    if not isinstance(node, ScalarNode) or node.value in (None, ""):
        return Setting.absent(label)
    why = unknown(node)
    if why:
        return Setting.unresolved(why, node.span, label)
    try:
        words = placed(node, "").within(word.text for word in split(text_of(node).replace("\\\n", " ")))
    except WordsError as error:
        return Setting.unresolved(str(error), node.span, label)
    return Setting.written(words, node.span, label)


def text(node: Node | None, label: str) -> Setting[str]:
    """A text as a setting."""
    if isinstance(node, ScalarNode) and node.value is not None:
        why = unknown(node)
        if node.quote == WORKED_OUT and not why:
            return Setting(text_of(node), Origin.DERIVED, node.span, label, _HOW)
        return Setting.unresolved(why, node.span, label) if why else Setting.written(text_of(node), node.span, label)
    if node is None or isinstance(node, ScalarNode):
        return Setting.absent(label)
    return Setting.unresolved("it is put together", node.span, label)


def _stands_in(each: ScalarNode, whole: SequenceNode) -> bool:
    """Whether a word of a list stands there as it is."""
    inside = each.span.path == whole.span.path and whole.span.offset <= each.span.offset <= each.span.end <= whole.span.end
    return inside and each.quote != WORKED_OUT


def listed(node: Node | None, label: str) -> Setting[str]:
    """A text, or a list of texts with commas between them; unresolved where one of them is not known."""
    if not isinstance(node, SequenceNode):
        return text(node, label)
    found = [text(each, label) for each in node.elements]
    unsure = next((each for each in found if not each.is_known), None)
    if any(each.note == _HOW for each in found):
        return Setting(", ".join(each.value or "" for each in found), Origin.DERIVED, node.span, label, _HOW)
    return unsure if unsure is not None else Setting.written(", ".join(each.value or "" for each in found), node.span, label)


def count(node: Node | None, label: str) -> Setting[int]:
    """A whole number as a setting, also where it is written as text."""
    written = text(node, label)
    if not written.is_known or written.value is None or written.span is None:
        return Setting(None, written.origin, written.span, label, written.note)
    digits = written.value.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER):
        return Setting.unresolved("not a number", written.span, label)
    return written.read_as(int(written.value))


def unknown(node: ScalarNode) -> str:
    """Why a scalar is not known before something else fills it in; empty for plain text."""
    if node.tag:
        name = text_of(node)
        return f"{node.tag} {name}" if _is_name(name) else f"{node.tag} puts it together"
    if node.template.startswith(("{", "<")):
        return "a template renders it"
    return f"set from {node.template}" if node.template else ""


def _is_name(value: str) -> bool:
    """Whether a text is a mere reference; any other may hold a password and is not repeated."""
    return value.replace(".", "").replace("::", "").replace("_", "").replace("-", "").isalnum()


def environment(source: Source, node: Node | None) -> tuple[EnvEntry, ...]:
    """A mapping of variables."""
    found: list[EnvEntry] = []
    for key, value in node.items if isinstance(node, MappingNode) else ():
        found.append(entry(source, key, value))
    return tuple(found)


def entry(source: Source, key: Key, node: Node, why: str = "") -> EnvEntry:
    """One variable; `why` says why its value is not in the file."""
    near = key.span.path == node.span.path == source.path
    span = source.span(key.span.offset, max(key.span.end, node.span.end)) if near else key.span
    return EnvEntry(key.name, value_of(key.name, node, why), span, references=references(node))


def references(node: Node) -> tuple[str, ...]:
    """Dotted names in a value that something else fills in: of Terraform's expressions and of CloudFormation's functions."""
    if isinstance(node, ScalarNode):
        if not (node.template or node.tag or "${" in str(node.value)):
            return ()
        text = "".join(each if each.isalnum() or each in "._-" else " " for each in node.raw[:_LONGEST_REFERENCE])
        return tuple(dict.fromkeys(word for word in text.split() if "." in word.strip(".")))
    if isinstance(node, MappingNode):
        parts = [each for key, value in node.items if key.name == "Fn::GetAtt" for each in _texts(value)]
        return (".".join(parts),) if parts else tuple(found for _, value in node.items for found in references(value))
    if node.tag == "!GetAtt":
        return (".".join(_texts(node)),)
    return tuple(found for each in node.elements for found in references(each))


def _texts(node: Node) -> list[str]:
    elements = node.elements if isinstance(node, SequenceNode) else (node,)
    return [str(each.value) for each in elements if isinstance(each, ScalarNode)]


def value_of(name: str, node: Node | None, why: str = "") -> Setting[Secret]:
    """The value of a variable as a secret."""
    written = text(node, name)
    if node is not None and (why or not isinstance(node, ScalarNode)):
        return Setting.unresolved(why or "another resource gives it", node.span, name)
    if not written.is_known and isinstance(node, ScalarNode) and _is_partly_known(node):
        return Setting(env_secret(name, node.raw), Origin.UNRESOLVED, written.span, name, written.note)
    if not written.is_known or written.value is None:
        return Setting(None, written.origin, written.span, name, written.note)
    # variables inside of it are for the platform to fill
    hidden = env_secret(name, written.value)
    if "${" in written.value:
        return Setting(hidden, Origin.UNRESOLVED, written.span, name, "it holds a variable of the platform")
    return Setting(hidden, written.origin, written.span, name)


def _is_partly_known(node: ScalarNode) -> bool:
    """Whether it is text around names whose values are not known, and not one such name alone."""
    around = node.raw.partition("${")
    alone = not around[0] and node.raw.endswith("}") and node.raw.count("${") == 1
    return bool(node.quote) and not node.tag and bool(around[1]) and not around[2].startswith("{") and not alone


def mappings(node: Node | None) -> Iterator[MappingNode]:
    """The mappings of a list, or the one mapping."""
    if isinstance(node, MappingNode):
        yield node
    for each in node.elements if isinstance(node, SequenceNode) else ():
        if isinstance(each, MappingNode):
            yield each
