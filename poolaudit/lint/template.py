"""Sentences of rule pages with words of the subject in them: `{client.library} prepares named statements`.

In: text of a page and the vocabulary of its subject. Out: a `Template` that renders it for a subject. A value that is not known
is shown as `?`; text of a scanned repository is cut and stripped of control characters, so it cannot forge lines of a report.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting
from poolaudit.facts.units import Seconds
from poolaudit.lint.glossary import glossary
from poolaudit.lint.values import NAMED, PredicateError, option, parse, path_of
from poolaudit.lint.words import OPAQUE, SECRET, Word, WordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_LENGTH = 500
"""Characters of one template."""
MAX_SHOWN = 160
"""Characters of one value."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence that has been checked."""

    text: str
    _parts: tuple[str | Word, ...] = field(repr=False, compare=False)

    def render(self, subject: object) -> str:
        """The sentence for this subject."""
        return "".join(part if isinstance(part, str) else shown(part.read(subject)) for part in self._parts)


def compile_template(text: str, on: str, options: Mapping[str, object] | None = None) -> Template:
    """Check and compile; raise `PredicateError` for a placeholder that is no word with a value that can be shown."""
    if len(text) > MAX_LENGTH:
        raise PredicateError(f"longer than {MAX_LENGTH} characters")
    return Template(text, tuple(_placeholder(part, on, options or {}) if is_word else part for is_word, part in _split(text)))


def shown(value: Any) -> str:
    """A value as a message prints it; never raises, never shows a secret."""
    if isinstance(value, Setting):
        return shown(value.value) if value.is_known else "?"
    if isinstance(value, (tuple, frozenset)):
        return clean(", ".join(map(shown, sorted(value) if isinstance(value, frozenset) else value)))
    if value is None:
        return "?"
    if isinstance(value, float) and not isinstance(value, Seconds):
        return f"{value:.15g}"
    if isinstance(value, int) and abs(value) > 10**18:
        return "a very large number"
    return clean(str(getattr(value, "masked", value)))


def clean(text: str) -> str:
    """Text of a scanned repository as one short printable line."""
    if not text.isprintable():
        text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def _split(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of the text: (False, literal) and (True, path); `{{` and `}}` stand for braces."""
    at, literal = 0, ""
    while at < len(text):
        character = text[at]
        if text[at : at + 2] in ("{{", "}}"):
            literal, at = literal + character, at + 2
        elif character == "{":
            end = text.find("}", at)
            if end < 0:
                raise PredicateError("a `{` without its `}`; write `{{` for a brace")
            yield False, literal
            yield True, text[at + 1 : end]
            literal, at = "", end + 1
        elif character == "}":
            raise PredicateError("a `}` without its `{`; write `}}` for a brace")
        else:
            literal, at = literal + character, at + 1
    yield False, literal


def _placeholder(text: str, on: str, options: Mapping[str, object]) -> str | Word:
    path = path_of(parse(text.strip()))
    if path[0] == "options":
        return shown(option(path, options))
    if path[0] in NAMED:
        raise PredicateError(f"`{{{text}}}` is no word; write it as text")
    try:
        word = glossary(on).word(path)
    except WordError as error:
        raise PredicateError(str(error)) from None
    if word.type in (OPAQUE, SECRET) or word.type.cls is not None:
        raise PredicateError(f"`{{{text}}}` is a {word.type} and cannot be shown; name one of its words")
    return word
