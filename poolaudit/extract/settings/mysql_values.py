"""How MySQL and MariaDB read an option. In: a name and a text, from a file or a command line. Out: a parameter, a value.

Source: https://dev.mysql.com/doc/refman/8.4/en/command-line-options.html and `option-modifiers.html`, read 2026-11-21; observed
on MariaDB 10.11.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.servers.mysql_parameters import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.catalog.model import ServerParameter

_LOOSE = "loose_"
_SUFFIXES = "KMGTPE"
_LONGEST = 20


@cache
def parameters() -> Mapping[str, ServerParameter]:
    """Parameters of the catalog by name."""
    return {each.name: each for each in PARAMETERS}


def name_of(written: str) -> str:
    """The name with `_`: `-` is the same, and the prefix `loose` only turns an error into a warning."""
    return written.replace("-", "_").removeprefix(_LOOSE)


def abbreviated(name: str) -> str:
    """The parameter that a name begins: MariaDB takes it for the whole, MySQL has refused it since 5.7. Else empty."""
    if name in parameters():
        return ""
    return next((each for each in parameters() if len(name) > len("max_connect") and each.startswith(name)), "")


def value_of(parameter: ServerParameter, text: str) -> str | None:
    """A whole number in the base unit, moved into the range; None where the server refuses it. `K`, `M` … are powers of 1024."""
    digits = text.strip().rstrip(_SUFFIXES + _SUFFIXES.lower())
    suffix = text.strip()[len(digits) :].upper()
    if len(suffix) > 1 or not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST):
        return None
    number = int(digits) * 1024 ** (_SUFFIXES.index(suffix) + 1 if suffix else 0)
    return str(min(max(number, int(parameter.minimum)), int(parameter.maximum)))
