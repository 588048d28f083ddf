"""Conditions of scripts: `[ -z "$DATABASE_URL" ]`. In: the words of a test. Out: whether it holds, and whether that is assumed.

Meaning: `test` of POSIX.1-2017 and bash's `[[ … ]]` (5.3). What files exist where a script runs is not known.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin
from poolaudit.facts.shell import Parameter

if TYPE_CHECKING:
    from poolaudit.facts.shell import ShellWord
    from poolaudit.graph.shell_text import Expanded, Shell

BEGINNINGS = {"[": "]", "[[": "]]", "test": ""}
"""Commands that test something, with the word that ends them."""
_COMPARED = {
    "-eq": lambda one, other: one == other,
    "-ne": lambda one, other: one != other,
    "-gt": lambda one, other: one > other,
    "-ge": lambda one, other: one >= other,
    "-lt": lambda one, other: one < other,
    "-le": lambda one, other: one <= other,
}
_DEEPEST = 30
_LONGEST_NUMBER = 15

Answer = tuple["bool | None", bool]


def holds(words: tuple[ShellWord, ...], shell: Shell) -> Answer:
    """Whether a test holds, None when it cannot be known, and whether that is assumed."""
    return _Test(words, shell).answer()


class _Test:
    def __init__(self, words: tuple[ShellWord, ...], shell: Shell) -> None:
        self._shell = shell
        self._glob = shell.expand(words[0]).text == "[["
        end = BEGINNINGS[shell.expand(words[0]).text]
        self._words = words[1:-1] if end and len(words) > 1 and shell.expand(words[-1]).text == end else words[1:]
        self._texts = [
            None if any(isinstance(part, Parameter) for part in each.parts) else shell.expand(each).text for each in self._words
        ]
        self._at = 0
        self._depth = 0

    def answer(self) -> Answer:
        if not self._words:
            return False, False
        found = self._either()
        return found if self._at >= len(self._words) else (None, False)

    def _sign(self) -> str | None:
        return self._texts[self._at] if self._at < len(self._texts) else None

    def _either(self) -> Answer:
        found = self._both()
        while self._sign() in ("||", "-o"):
            self._at += 1
            found = _or(found, self._both())
        return found

    def _both(self) -> Answer:
        found = self._one()
        while self._sign() in ("&&", "-a"):
            self._at += 1
            other = self._one()
            found = _not(_or(_not(found), _not(other)))
        return found

    def _one(self) -> Answer:
        self._depth += 1
        sign = self._sign()
        if self._depth > _DEEPEST or self._at >= len(self._words):
            return None, False
        following = self._texts[self._at + 1] if self._at + 1 < len(self._words) else None
        left = len(self._words) - self._at
        if sign == "!" and left > 1:
            self._at += 1
            return _not(self._one())
        if sign == "(" and self._glob:
            self._at += 1
            found = self._either()
            self._at += 1
            return found
        if sign is not None and len(sign) == 2 and sign[0] == "-" and left > 1 and not self._is_comparison(self._at + 1):  # noqa: PLR2004
            self._at += 2
            return self._about(sign, self._words[self._at - 1])
        if left > 2 and self._is_comparison(self._at + 1):  # noqa: PLR2004  # one, sign, other
            self._at += 3
            return self._compare(self._words[self._at - 3], following or "", self._words[self._at - 1])
        self._at += 1
        return self._about("-n", self._words[self._at - 1])

    def _is_comparison(self, at: int) -> bool:
        return at < len(self._texts) and (self._texts[at] or "") in ("=", "==", "!=", "=~", "<", ">", *_COMPARED)

    def _about(self, sign: str, word: ShellWord) -> Answer:
        if sign not in ("-z", "-n", "-v"):
            return None, False
        if sign == "-v":
            name = self._shell.expand(word)
            return self._shell.is_filled(name.text) if name.known else (None, False)
        filled = self._filled(word)
        return _not(filled) if sign == "-z" else filled

    def _filled(self, word: ShellWord) -> Answer:
        """Whether a word comes to any text."""
        if len(word.parts) == 1 and isinstance(word.parts[0], Parameter) and not word.parts[0].operator:
            name = word.parts[0].name
            if name.isidentifier() or name.isdigit():
                return self._shell.is_filled(name)
        found = self._shell.expand(word)
        if any(not isinstance(part, Parameter) and part.reveal() for part in word.parts):
            return True, found.assumed
        return (bool(found.text), found.assumed) if found.known else (None, False)

    def _compare(self, one: ShellWord, sign: str, other: ShellWord) -> Answer:
        left, right = self._side(one), self._side(other)
        assumed = left.assumed or right.assumed
        if not (left.known and right.known) or sign in ("=~", "<", ">"):
            return None, False
        if sign in _COMPARED:
            numbers = [each.text.strip().lstrip("-") for each in (left, right)]
            if not all(each.isdecimal() and each.isascii() and len(each) <= _LONGEST_NUMBER for each in numbers):
                return None, False
            return _COMPARED[sign](int(left.text), int(right.text)), assumed
        same = fnmatchcase(left.text, right.text) if self._glob else left.text == right.text
        return (same if sign in ("=", "==") else not same), assumed

    def _side(self, word: ShellWord) -> Expanded:
        """One side of a comparison; a variable that only a platform could set counts as empty."""
        from poolaudit.graph.shell_text import Expanded  # noqa: PLC0415  # the type of what it returns

        found = self._shell.expand(word)
        parts = word.parts
        if not found.known and len(parts) == 1 and isinstance(parts[0], Parameter) and parts[0].name.isidentifier():
            value = self._shell.lookup(parts[0].name)
            if value.origin is Origin.UNRESOLVED and value.span is None and value.value is None and not parts[0].operator:
                return Expanded("", "", assumed=True)
        return found


def _not(answer: Answer) -> Answer:
    value, assumed = answer
    return (None if value is None else not value), assumed


def _or(one: Answer, other: Answer) -> Answer:
    for value, assumed in (one, other):
        if value and not assumed:
            return True, False
    if one[0] or other[0]:
        return True, True
    if one[0] is None or other[0] is None:
        return None, False
    return False, one[1] or other[1]
