"""Values of parameters as one library takes them. In: the parameters of a URL and its reader. Out: the parameters in force.

Raises `DsnError` for a value that the library refuses. A value that the file does not show is neither.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.dsn_values import FALLBACKS, KINDS, NEEDS, VERIFY_FLAGS, WORDS
from poolaudit.extract.dsn.text import DsnError
from poolaudit.facts.setting import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.setting import Setting

    Parameters = tuple[tuple[str, Setting[str]], ...]

_LONGEST = 40
"""Characters of a number."""


def in_force(parameters: Parameters, reader: str) -> Parameters:
    """The parameters as the reader takes them; of one that is given twice, each."""
    kinds, words, fallbacks = KINDS.get(reader, {}), WORDS.get(reader, {}), FALLBACKS.get(reader, {})
    for key, setting in parameters:
        value = setting.value if setting.is_known else None
        if value is None:
            continue
        refused = (key in kinds and not _CHECKS[kinds[key]](value)) or (key in words and value not in words[key])
        if refused:
            raise DsnError(f"the value of {key} is none that {reader} takes")
    if reader in NEEDS:
        _require(dict(parameters), *NEEDS[reader], reader)
    if not fallbacks:
        return parameters
    return tuple(
        (key, _fallen_back(setting, *fallbacks[key], reader) if key in fallbacks else setting) for key, setting in parameters
    )


def _require(given: dict[str, Setting[str]], values: tuple[tuple[str, str], ...], needed: str, reader: str) -> None:
    """Refuse values that need another parameter, when it is surely missing or empty."""
    if all(key in given and given[key].value == value for key, value in values):
        beside = given.get(needed)
        if beside is None or (beside.is_known and not beside.value):
            raise DsnError(f"{reader} wants {needed} beside {values[0][0]}")


def _fallen_back(setting: Setting[str], known: frozenset[str], other: str, reader: str) -> Setting[str]:
    if not setting.is_known or setting.value in known:
        return setting
    return replace(
        setting, value=other, origin=Origin.DERIVED, note=f"{reader} takes every value that it does not know for {other}"
    )


def _is_float(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return len(value) <= _LONGEST


def _is_int(value: str) -> bool:
    return _is_unsigned(value.strip().removeprefix("-"))


def _is_unsigned(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= _LONGEST


def _are_flags(value: str) -> bool:
    return all(each.strip() in VERIFY_FLAGS for each in value.strip().removeprefix("[").removesuffix("]").split(","))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "float": _is_float,
    "int": _is_int,
    "unsigned": _is_unsigned,
    "bool": lambda value: value in ("true", "false"),
    "flags": _are_flags,
}
