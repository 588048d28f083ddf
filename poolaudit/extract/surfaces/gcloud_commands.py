"""`gcloud run deploy` and `gcloud functions deploy` in workflows, scripts and Cloud Build files. Out: a `Deployment` for each.

In: text. Paths are those of the root, where workflows and builds start.
"""

from __future__ import annotations

import re
from functools import cache
from posixpath import dirname, normpath
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog import gcloud as known
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.settings.words import SEPARATORS, WordsError, split
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.extract.surfaces.platform_values import mappings
from poolaudit.facts.deployment import Deployment, EnvEntry
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.span import Span

_LONGEST = 6000
"""Characters of one command."""
_UNBOUNDED = "the command sets no --max-instances"
_VARIABLE = "a variable of the script gives it"
_TOOL = "cloud-sdk"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: Span


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each command of the file."""
    for found in _head().finditer(source.text):
        line = source.text[source.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not line.lstrip().startswith("#"):
            yield from _deployed(source, found[1], list(_words(source, found.end())))
    for root in getattr(document, "roots", ()):
        for step in mappings(root.get("steps")) if isinstance(root, MappingNode) else ():
            yield from _step(source, step)


SURFACE = Surface("gcloud_commands", ("yaml", "shell_script"), extract, triggers=("gcloud",))


def _step(source: Source, step: MappingNode) -> Iterator[Deployment]:
    """A step of Cloud Build, whose words are a list."""
    args, image, entry = step.get("args"), step.get("name"), step.get("entrypoint")
    named = str(image.value) if isinstance(image, ScalarNode) else ""
    by_name = isinstance(entry, ScalarNode) and entry.value == "gcloud"
    if not isinstance(args, SequenceNode) or not (by_name or named.endswith((f"/{_TOOL}", "/gcloud"))):
        return
    words = [_Word(str(each.value), each.span) for each in args.elements if isinstance(each, ScalarNode)]
    words = words[1:] if words and words[0].text in ("gcloud", "beta", "alpha") else words
    if len(words) > 2 and words[0].text in known.PLATFORMS and words[1].text == "deploy":  # noqa: PLR2004 - group, verb, name
        yield from _deployed(source, words[0].text, words[2:])


def _words(source: Source, at: int) -> Iterator[_Word]:
    """The words behind a command, up to the end of its line and those that a backslash adds."""
    end = at
    while end < min(len(source.text), at + _LONGEST):
        stop = source.text.find("\n", end)
        stop = len(source.text) if stop < 0 else stop
        if not source.text[at:stop].rstrip("\r").endswith("\\"):
            end = stop
            break
        end = stop + 1
    text = "".join(
        " " * len(each) if each.startswith("${{") else each
        for each in re.split(r"(\$\{\{[^}\n]{0,200}\}\})", source.text[at:end])
    )
    try:
        found = split(text)
    except WordsError:
        return
    for word in found:
        if word.text in SEPARATORS and not word.quote:
            return
        yield _Word(word.text, source.span(at + word.start, at + word.end))


def _deployed(source: Source, group: str, words: list[_Word]) -> Iterator[Deployment]:
    options: dict[str, _Word] = {}
    places: list[_Word] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.text.partition("=")
        if not name.startswith("-"):
            places.append(word)
        elif equals:
            options[name] = _Word(value, word.span)
        elif name not in known.SWITCHES:
            following = next(rest, None)
            if following is not None:
                options[name] = following
    if not places:
        return
    most = _count(options.get("--max-instances"), "--max-instances")
    copies = most if most.origin is not Origin.ABSENT else Setting.unresolved(_UNBOUNDED, places[0].span, "--max-instances")
    yield Deployment(
        name=places[0].text.strip("'\"${}"),
        surface="gcloud",
        span=places[0].span,
        project=dirname(source.path),
        environment="",
        image=_text(options.get("--image"), "--image"),
        build=_folder(group, options.get("--source"), places[0]),
        replicas=copies,
        env=tuple(_variables(options)),
        platform=known.PLATFORMS[group],
        concurrency=_count(options.get("--concurrency"), "--concurrency"),
    )


def _text(word: _Word | None, label: str) -> Setting[str]:
    if word is None or not word.text:
        return Setting.absent(label)
    if "$" in word.text:
        return Setting(word.text, Origin.UNRESOLVED, word.span, label, _VARIABLE)
    return Setting(word.text, Origin.DERIVED, word.span, label)


def _count(word: _Word | None, label: str) -> Setting[int]:
    found = _text(word, label)
    if not found.is_known or not (found.value or "").isdecimal():
        why = found.note or "not a number"
        return Setting.absent(label) if found.origin is Origin.ABSENT else Setting.unresolved(why, found.span, label)
    return found.read_as(int(found.value or ""))


def _folder(group: str, word: _Word | None, place: _Word) -> Setting[str]:
    """The folder that is uploaded: of a function that of the command unless it is written."""
    if word is None and group == "functions":
        return Setting("", Origin.DERIVED, place.span, "--source", "the folder of the command")
    found = _text(word, "--source")
    path = normpath(found.value) if found.is_known and found.value else ""
    if not path or path.startswith(("..", "/")) or "://" in (found.value or ""):
        return Setting.absent("--source")
    return found.read_as("" if path == "." else path)


def _variables(options: dict[str, _Word]) -> Iterator[EnvEntry]:
    for name in (*known.VARIABLES, *known.SECRETS):
        word = options.get(name)
        for pair in _pairs(word.text) if word is not None else ():
            key, equals, value = pair.partition("=")
            if not equals or word is None:
                continue
            hidden = name in known.SECRETS
            why = "it is a secret of the platform" if hidden else _VARIABLE if "$" in value else ""
            found = (
                Setting(None, Origin.UNRESOLVED, word.span, key, why)
                if why
                else Setting(env_secret(key, value), Origin.DERIVED, word.span, key)
            )
            yield EnvEntry(key, found, word.span)


def _pairs(text: str) -> list[str]:
    """`A=b,C=d`, or with a delimiter of its own: `^@^A=b@C=d`."""
    delimiter = ","
    if text.startswith("^") and text.count("^") > 1:
        delimiter, _, text = text[1:].partition("^")
    return [each.strip() for each in text.split(delimiter or ",")]


@cache
def _head() -> re.Pattern[str]:
    return re.compile(r"\bgcloud[ \t]{1,9}(?:(?:alpha|beta)[ \t]{1,9})?(run|functions)[ \t]{1,9}deploy\b")
