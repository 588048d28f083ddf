"""What a command line that is written out in a manifest starts, as far as every part of it is a well-known tool or Python.

In: the words of a command. Out: the words of each command of Python among them; None where anything else may run. A text for a
shell is taken apart by the shell's own rules: quotes, comments, substitutions, loops and functions
(https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.plain_tools import TOOLS
from poolaudit.graph.read_commands import SEPARATORS, SHELLS, SILENT, launched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONGEST = 40_000
"""Characters of one text."""
_DEEPEST = 8
"""Substitutions within each other."""
_RESERVED = frozenset("if then elif else do while until ! { } done fi time".split())
_OPENING = frozenset({"for", "select"})
_ENDLESS = (("sleep",), ("true",), (":",))
"""Conditions of loops that keep a container alive, in which somebody starts things by hand."""
_ENDS = "\n;&|()"


class _UnknownError(Exception):
    """The text has something that is not followed."""


def python_commands(words: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    """The commands of Python, in order; () where only tools run, None where a program may run that is not known."""
    called = launched(words)
    if not called:
        return None
    try:
        text = _text(called)
        return tuple(plain(_of_text(text) if text is not None else _parts(called)))
    except _UnknownError:
        return None


def plain(commands: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Those of Python, without what launches them; anything but a tool beside them is an error."""
    for each in commands:
        words = launched(each)
        while words and "=" in words[0] and words[0].partition("=")[0].isidentifier():
            words = launched(words[1:])
        name = words[0].rpartition("/")[2] if words else ""
        if name.startswith("python"):
            yield tuple(words)
        elif name and not is_tool(words):
            raise _UnknownError


def is_tool(words: Sequence[str]) -> bool:
    """Whether a command runs nothing of a repository: `curl`, `psql`; what only keeps a container alive is none."""
    name = words[0].rpartition("/")[2]
    if name == "sleep":
        return words[-1][:1].isdigit() or words[-1].startswith("$")
    return name in TOOLS or name in SILENT


def _text(words: Sequence[str]) -> str | None:
    """What a shell is given to run: `sh -ec TEXT`; None where the command is no shell."""
    if words[0].rpartition("/")[2] not in SHELLS:
        return None
    for at, word in enumerate(words[1:-1], start=1):
        if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
            return words[at + 1]
        if not word.startswith("-"):
            break
    raise _UnknownError


def _parts(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    for word in (*words, ";"):
        if word not in SEPARATORS:
            part.append(word)
        elif part:
            yield tuple(part)
            part = []


def _of_text(text: str) -> Iterator[tuple[str, ...]]:
    """The simple commands of a text, with those of its substitutions."""
    if len(text) > _LONGEST:
        raise _UnknownError
    reader = _Reader()
    reader.read(text, 0)
    for words in reader.commands:
        rest = list(words)
        if words[0] == "while" and words[1:2] in _ENDLESS:
            raise _UnknownError
        while rest and rest[0] in _RESERVED:
            rest = rest[1:]
        if rest and rest[0] in ("case", "function", "eval"):
            raise _UnknownError
        if rest and rest[0] not in _OPENING and rest[0] not in reader.functions:
            yield tuple(rest)


class _Reader:
    def __init__(self) -> None:
        self.commands: list[tuple[str, ...]] = []
        self.functions: set[str] = set()

    def read(self, text: str, depth: int) -> None:
        """Add the commands of a text."""
        if depth > _DEEPEST:
            raise _UnknownError
        words: list[str] = []
        at, skips = 0, False
        while at < len(text):
            char = text[at]
            if char in " \t\r" or text.startswith("\\\n", at):
                at += 1 if char != "\\" else 2
            elif char == "#":
                at = _found(text, "\n", at)
            elif char in "<>" or (char == "&" and text[at + 1 : at + 2] == ">"):
                if text.startswith("<<", at) or text[at + 1 : at + 2] == "(":
                    raise _UnknownError
                at += 1
                while text[at : at + 1] in (">", "&", "|"):
                    at += 1
                skips = True
            elif char in _ENDS:
                if char == "(" and len(words) == 1 and text[at + 1 :].lstrip()[:1] == ")":
                    self.functions.add(words.pop())
                self._end(words)
                at += 1
            else:
                word, at = self._word(text, at, depth)
                if skips or (word.isdigit() and text[at : at + 1] in ("<", ">")):
                    skips = False
                else:
                    words.append(word)
        self._end(words)

    def _end(self, words: list[str]) -> None:
        if words:
            self.commands.append(tuple(words))
            words.clear()

    def _word(self, text: str, at: int, depth: int) -> tuple[str, int]:
        """One word without its quotes, and where it ends."""
        found = ""
        while at < len(text) and text[at] not in " \t\r<>" and text[at] not in _ENDS:
            char = text[at]
            if char == "'":
                end = _found(text, "'", at + 1)
                found, at = found + text[at + 1 : end], end + 1
            elif char == '"':
                part, at = self._quoted(text, at + 1, depth)
                found += part
            elif char == "\\":
                found, at = found + ("" if text.startswith("\\\n", at) else text[at + 1 : at + 2]), at + 2
            elif char in "$`":
                part, at = self._substituted(text, at, depth)
                found += part
            else:
                found, at = found + char, at + 1
        return found, at

    def _quoted(self, text: str, at: int, depth: int) -> tuple[str, int]:
        found = ""
        while at < len(text) and text[at] != '"':
            if text[at] == "\\":
                escapes = text[at + 1 : at + 2] in ('"', "\\", "$", "`", "\n")
                found, at = found + (text[at + 1 : at + 2] if escapes else text[at : at + 2]), at + 2
            elif text[at] in "$`":
                part, at = self._substituted(text, at, depth)
                found += part
            else:
                found, at = found + text[at], at + 1
        if at >= len(text):
            raise _UnknownError
        return found, at + 1

    def _substituted(self, text: str, at: int, depth: int) -> tuple[str, int]:
        """What a `$` or a backtick stands for, as written; commands within are read, too."""
        if text.startswith("$((", at):
            end = _found(text, "))", at) + 2
        elif text.startswith("$(", at):
            end = _closing(text, at + 2)
            self.read(text[at + 2 : end - 1], depth + 1)
        elif text[at] == "`":
            end = _found(text, "`", at + 1) + 1
            self.read(text[at + 1 : end - 1], depth + 1)
        elif text.startswith("${", at):
            end = _found(text, "}", at) + 1
            if "$(" in text[at:end] or "`" in text[at:end]:
                raise _UnknownError
        else:
            end = at + 1
        return text[at:end], end


def _found(text: str, what: str, at: int) -> int:
    end = text.find(what, at)
    if end < 0:
        if what == "\n":
            return len(text)
        raise _UnknownError
    return end


def _closing(text: str, at: int) -> int:
    """Behind the parenthesis that closes what is open at `at`."""
    level, quote = 1, ""
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "()":
            level += 1 if char == "(" else -1
            if not level:
                return at + 1
        at += 1
    raise _UnknownError
