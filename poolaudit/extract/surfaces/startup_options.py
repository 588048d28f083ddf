"""Run-time parameters as clients send them when they connect: libpq's `options` text and PostgreSQL's time units.

In: text such as `-c statement_timeout=5s --search_path=app`. Out: names with values; durations in seconds.
The grammar is that of the server's command line (postgres/src/backend/utils/init/postinit.c, pg_split_opts) and guc.c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
"""Source: https://www.postgresql.org/docs/17/config-setting.html, read 2026-11-20."""

_LARGEST = 2**31
"""Amounts are 32-bit integers in the server; NaN compares false and is refused as well."""


def parameters(options: str) -> tuple[tuple[str, str], ...]:
    """The parameters that `options` sets, in order; a name's `-` becomes `_`, as the server reads it."""
    found: list[tuple[str, str]] = []
    words = iter(_words(options))
    for word in words:
        if word == "-c":
            setting = next(words, "")
        elif word.startswith(("-c", "--")):
            setting = word[2:]
        else:
            continue
        name, equals, value = setting.partition("=")
        if equals and name:
            found.append((name.replace("-", "_").lower(), value))
    return tuple(found)


def milliseconds(value: str) -> Seconds | None:
    """A duration of a parameter whose base unit is the millisecond, in seconds; None when the server would refuse it."""
    text = value.strip()
    digits = len(text)
    while digits and text[digits - 1].isalpha():
        digits -= 1
    number, unit = text[:digits].strip(), text[digits:]
    try:
        amount = float(number)
    except ValueError:
        return None
    scale = _UNITS.get(unit, 1e-3 if not unit else None)
    return Seconds(round(amount * scale, 6)) if scale is not None and abs(amount) <= _LARGEST else None


def _words(text: str) -> Iterator[str]:
    """Split at white space; a backslash takes the next character as it is."""
    word: list[str] = []
    started = False
    characters = iter(text)
    for character in characters:
        if character == "\\":
            word.append(next(characters, ""))
            started = True
        elif character.isspace():
            if started:
                yield "".join(word)
            word, started = [], False
        else:
            word.append(character)
            started = True
    if started:
        yield "".join(word)
