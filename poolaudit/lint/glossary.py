"""The words of the built-in pages, kept from run to run: a condition is compiled without loading the classes it is about.

In: an `on:` word and a dotted path. Out: the same `Word` that `lint.words` makes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from poolaudit._kept import kept
from poolaudit._parts import folder
from poolaudit._records import dataclass
from poolaudit.lint.words import Type, Word, WordError, kinds, reader, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    Plain = tuple[tuple[str, str, bool], bool, tuple[str, ...], list[bool]]
    """The type (its name, its elements', whether it is a thing), whether it is a setting, attributes, which may be missing."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The names that a check on one kind of subject may use."""

    on: str
    checked: bool = False
    """True for conditions that have been checked: their parts are compiled when they are first asked."""

    def word(self, path: tuple[str, ...]) -> Word:
        """The word for a dotted path; raise `WordError` when there is none."""
        text = ".".join(path)
        plain = _kept().get(self.on, {}).get(text)
        return vocabulary(self.on).word(path) if plain is None else _word(text, *plain)


def glossary(on: str, *, checked: bool = False) -> Glossary:
    """The names for `on: <word>`; raise `WordError` when there is no such kind of subject."""
    if on not in _kept():
        vocabulary(on)
    return Glossary(on, checked)


@cache
def _kept() -> Mapping[str, Mapping[str, Any]]:
    from poolaudit.lint.builtin import builtin_folder  # noqa: PLC0415  # it imports what imports this

    modules = [folder(f"poolaudit.{name}") for name in ("facts", "graph", "lint")]
    return kept("words", [*modules, str(builtin_folder())], _all)


def _all() -> dict[str, dict[str, Any]]:
    """The words that the built-in pages use, by kind of subject."""
    from poolaudit.lint.builtin import builtin_rules  # noqa: PLC0415
    from poolaudit.lint.page import PageCheck  # noqa: PLC0415

    found: dict[str, dict[str, Any]] = {on: {} for on in kinds()}
    checks = [check for rule in builtin_rules() for check in rule.checks if isinstance(check, PageCheck)]
    for check in checks:
        for text in re.findall(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*", str(check.keys.data)):
            if text not in found[check.on] and _exists(check.on, text):
                found[check.on][text] = _plain(check.on, text)
    return found


def _exists(on: str, text: str) -> bool:
    try:
        vocabulary(on).word(tuple(text.split(".")))
    except WordError:
        return False
    return True


def _plain(on: str, text: str) -> Any:
    names = vocabulary(on)
    word = names.word(tuple(text.split(".")))
    kind = word.type.name, word.type.element.name if word.type.element is not None else "", word.type.cls is not None
    return kind, word.is_setting, *names.steps(tuple(text.split(".")))


def _word(text: str, kind: tuple[str, str, bool], is_setting: bool, names: tuple[str, ...], optional_after: list[bool]) -> Word:  # noqa: FBT001  # as kept
    name, element, is_thing = kind
    made = Type(name, Type(element) if element else None, object if is_thing else None)
    return Word(text, made, is_setting, any(optional_after), reader(names, optional_after, is_setting=is_setting))
