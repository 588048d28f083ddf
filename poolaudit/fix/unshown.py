"""Lines of a diff made fit to print. In: lines and the path of their file. Out: the same without what may be a password.

A password may be joined from pieces or stand under any name, so a text is shown only where it surely is none.
"""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from poolaudit.extract.dsn.harmless import is_harmless
from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# fmt: off
_CODE = frozenset((
    ".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".go", ".java", ".kt", ".rb", ".php",
    ".cs", ".rs", ".ex", ".exs", ".scala", ".prisma",
))
# fmt: on


def may_hold_password(line: str, path: str) -> bool:
    """Whether a line that a change leaves alone may hold one: any text that is not surely harmless."""
    if mask(line) != line or hidden([line], path, ()) != [line]:
        return True
    return not _is_code(path) and _value_is_hidden(line)


def hidden(lines: Sequence[str], path: str, edited: Collection[str]) -> list[str]:
    """The lines with passwords hidden, and every quoted text that is neither harmless nor among `edited`."""
    whole = [mask(line) for line in lines]
    if not _is_code(path):
        return whole
    return [_literals().sub(partial(_shown, edited=edited), line) for line in whole]


def literals(lines: Sequence[str]) -> set[str]:
    """The quoted texts of the lines, without their quotes."""
    return {_inner(found) for line in lines for found in _literals().finditer(mask(line))}


def _is_code(path: str) -> bool:
    return PurePosixPath(path).suffix in _CODE


def _inner(found: re.Match[str]) -> str:
    text = found.group()
    return text[1:-1] if len(text) > 1 and text[-1] == text[0] else text[1:]


def _shown(found: re.Match[str], edited: Collection[str]) -> str:
    inner = _inner(found)
    before, after = found.string[: found.start()], found.string[found.end() :].lstrip()
    if is_harmless(inner) or _is_name(before, after) or _scheme().match(inner):
        return found.group()
    closing = found.group()[-1] if found.group() != found.group()[0] + inner else ""
    if inner in edited:
        start, at, rest = inner.rpartition("@")
        kept = inner if not at or "://" in start or not start else f"{MASK}@{rest}"
    else:
        kept = MASK
    return f"{found.group()[0]}{kept}{closing}"


def _is_name(before: str, after: str) -> bool:
    """Whether the text names something: a key of a mapping, or the variable that a call looks up."""
    if before.endswith("[") and after.startswith("]"):
        return before[-2:-1].isalnum() or before.endswith(("_[", ")["))
    return (after.startswith(":") and before.rstrip().endswith(("{", ","))) or _look_up().search(before) is not None


def _value_is_hidden(line: str) -> bool:
    """Whether a `name = value` or `name: value` line, or an item of a list, has a value that a report would hide."""
    text = line.strip().removeprefix("- ").removeprefix("export ").strip().strip("\"'")
    if not text or text.startswith(("#", ";", "[", "//")):
        return bool(text) and ("=" in text or ":" in text)
    found = _pair().match(text)
    if found is None:
        return not _plain_word().fullmatch(text)
    name, value = found.group(1), found.group(2).strip().strip("\"',")
    return value not in ("", "{", "[", "|", ">") and env_secret(name, value).masked != value


@cache
def _literals() -> re.Pattern[str]:
    return re.compile(r"\"(?:\\.|[^\"\\\n])*(?:\"|$)|'(?:\\.|[^'\\\n])*(?:'|$)|`[^`\n]*(?:`|$)", re.MULTILINE)


@cache
def _scheme() -> re.Pattern[str]:
    """An address whose passwords are hidden, or the start of one: nothing follows the `@` but a host."""
    return re.compile(
        r"[a-z][a-z0-9+:]{1,30}://(?:[\w.-]{0,64}(?::(?:\*\*\*)?)?@)?[\w.{}\[\]$-]{0,253}(?::[0-9]{0,5})?(?:/[\w-]{0,63})?$"
    )


@cache
def _look_up() -> re.Pattern[str]:
    return re.compile(r"(?:getenv|environ\.get|\benv|\bconfig|Getenv|LookupEnv)\($")


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(r"\"?([\w.${}-]{1,120})\"?\s{0,20}[=:](?!//)(.*)")


@cache
def _plain_word() -> re.Pattern[str]:
    return re.compile(r"(?:[^\W\dA-Z]|[.-]){1,40}|[0-9:./]{1,40}|[\]}),;]+")
