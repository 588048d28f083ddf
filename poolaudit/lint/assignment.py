"""What a rule page proposes to change: `set client.pool.statement_cache = 0`.

In: a line of `fix:` and the vocabulary of its subject. Out: an `Assignment` that `fix.propose` turns into edits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.lint.glossary import glossary
from poolaudit.lint.values import PredicateError, Value, parse, path_of, value
from poolaudit.lint.words import DURATION, NOTHING, NUMBER, OPAQUE, SECRET, Type, Word, WordError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Assignment:
    """One setting and what it should become."""

    text: str
    """The line as the page writes it."""
    target: Word
    """What to change: a word that is a setting, so it has a place or a name to write under."""
    operator: str
    """`=` replaces the value, `+=` adds to a list."""
    literal: object = None
    """The new value, in the unit of the target (seconds), when `source` is None."""
    source: Word | None = None
    """The word whose value it becomes."""


def compile_assignment(text: str, on: str, options: Mapping[str, object] | None = None) -> Assignment:
    """Check a line `set <word> = <literal or word>` (or `+=`); raise `PredicateError`."""
    verb, _, rest = text.strip().partition(" ")
    left, equals, right = rest.partition("=")
    if verb != "set" or not equals:
        raise PredicateError(f"`{text}` is not of the form `set <word> = <value>`")
    operator = "+=" if left.endswith("+") else "="
    names = glossary(on)
    try:
        target = names.word(path_of(parse(left.rstrip("+").strip())))
    except WordError as error:
        raise PredicateError(str(error)) from None
    if not target.is_setting:
        raise PredicateError(f"`{target.text}` is not a setting, so there is no place to write it to")
    new = value(parse(right.strip()), names, options or {})
    if not new.is_constant and new.word is None:
        raise PredicateError(f"`{right.strip()}` is neither a literal nor a word")
    _check(text, operator, target.type, new)
    return Assignment(text, target, operator, new.constant, None if new.is_constant else new.word)


def _check(text: str, operator: str, target: Type, new: Value) -> None:
    if target in (OPAQUE, SECRET):
        raise PredicateError(f"`{text}`: a {target} cannot be set")
    if operator == "+=":
        if target.element is None:
            raise PredicateError(f"`{text}` adds to a {target}; `+=` is for lists")
        fits = new.type in (target, target.element)
    else:
        fits = new.type in (target, NOTHING)
    if not fits:
        hint = "; write the unit, as in `10 * seconds`" if (target, new.type) == (DURATION, NUMBER) else ""
        raise PredicateError(f"`{text}` gives a {target} a {new.type}{hint}")
