"""Env files as a POSIX shell reads them when a script sources them. In: text and a lookup. Out: entries, or `EnvTextError`.

Grammar: simple commands of the Shell Command Language (POSIX.1-2017, 2.9.1): assignments hold when no command follows
them; `export` and `readonly` take assignments as words. Substitutions by commands cannot be known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.dotenv_entry import EnvLine, EnvTextError
from poolaudit.extract.settings.interpolate import InterpolationError, bounded, interpolate
from poolaudit.extract.settings.words import SEPARATORS, Word, WordsError, split

if TYPE_CHECKING:
    from poolaudit.extract.settings.interpolate import Lookup


def read(text: str, lookup: Lookup) -> tuple[EnvLine, ...]:
    """Read the assignments that stay in the shell; a variable of the file beats the environment."""
    try:
        words = split(text)
    except WordsError as error:
        raise EnvTextError(str(error)) from None
    known: dict[str, str] = {}

    def find(name: str) -> str | None:
        return known[name] if name in known else lookup(name)

    entries: list[EnvLine] = []
    for command in _commands(words):
        assigning = [word for word in command if word.text not in ("export", "readonly", "local")]
        prefixed = len(assigning) != len(command)
        if not prefixed and any(_name_end(word) < 0 for word in command):
            continue
        for word in assigning:
            end = _name_end(word)
            if end >= 0:
                entry = _entry(text, word, end, find)
                known[entry.name] = entry.value or ""
                entries.append(entry)
    return tuple(entries)


def _commands(words: tuple[Word, ...]) -> list[list[Word]]:
    commands: list[list[Word]] = [[]]
    for word in words:
        if word.text in SEPARATORS and not word.quote:
            commands.append([])
        else:
            commands[-1].append(word)
    return [command for command in commands if command]


def _name_end(word: Word) -> int:
    """Length of the name of an assignment, -1 for another word."""
    name, equals, _ = word.raw.partition("=")
    good = bool(equals) and name.isascii() and name.replace("_", "a").isalnum() and not name[0].isdigit()
    return len(name) if good else -1


def _entry(text: str, word: Word, end: int, find: Lookup) -> EnvLine:
    start = word.start + end + 1
    raw = text[start : word.end]
    quote = raw[0] if raw[:1] in ("'", '"') and raw[-1:] == raw[0] and len(raw) > 1 and raw[0] not in raw[1:-1] else ""
    at = (start + 1, word.end - 1) if quote else (start, word.end)
    key = (word.start, word.start + end)
    name = word.raw[:end]
    if word.runs_command:
        return EnvLine(name, None, key, at, quote, why="runs a command")
    find = bounded(find)
    out: list[str] = []
    missing: dict[str, None] = {}
    defaulted = True
    for piece in word.value_pieces(end + 1):
        if not piece.expands:
            out.append(piece.text)
            continue
        try:
            result = interpolate(piece.text, find)
            out.append(result.when_unset())
        except InterpolationError:
            raise EnvTextError("a required variable is missing, or an expansion is none that every shell has") from None
        missing.update(dict.fromkeys(result.missing))
        defaulted = defaulted and (not result.missing or result.defaulted is not None)
    value = "".join(out)
    return EnvLine(name, value, key, at, quote, tuple(missing), assumed=value if missing and defaulted else None)
