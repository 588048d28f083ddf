"""Scripts that make Azure's PostgreSQL servers. In: text. Out: a `PoolerConfig` where `az` sets parameters of their PgBouncer.

A server is known by the text of its name, so that `$SERVER` in two commands is one server.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog import azure_postgresql as azure
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.words import SEPARATORS, Word, WordsError, split
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_LONGEST = 4000
"""Characters of one command."""


@dataclass(frozen=True, slots=True)
class _Command:
    """One `az postgres flexible-server …`."""

    words: tuple[str, ...]
    """Words behind `flexible-server`, up to the first option: `parameter`, `set`."""
    options: dict[str, Setting[str]]
    start: int


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:  # noqa: ARG001  # the text is all there is
    """Each server whose parameters a command of the file sets."""
    commands = tuple(_commands(source))
    tiers: dict[str | None, Setting[str]] = {}
    settings: dict[str | None, dict[str, Setting[str]]] = {}
    starts: dict[str | None, int] = {}
    for each in commands:
        if each.words in (("create",), ("update",)):
            server = each.options.get("--name") or each.options.get("-n")
            size = each.options.get("--tier") or each.options.get("--sku-name")
            if size is not None:
                tiers[server.value if server is not None else None] = size
        elif each.words == ("parameter", "set"):
            server = each.options.get("--server-name") or each.options.get("-s")
            name, value = (
                each.options.get("--name") or each.options.get("-n"),
                each.options.get("--value") or each.options.get("-v"),
            )
            if name is not None and value is not None and (name.value or "").startswith(azure.POOLER):
                key = server.value if server is not None else None
                settings.setdefault(key, {})[(name.value or "").removeprefix(azure.POOLER)] = value
                starts.setdefault(key, each.start)
    for key, found in settings.items():
        enabled = found.get("enabled")
        if enabled is None or (enabled.value or "").lower() in azure.ON:
            for label, usual in azure.DEFAULTS:
                found.setdefault(label, Setting.default(usual, label, "Azure's PgBouncer"))
            if key in tiers:
                found["tier"] = tiers[key]
            place = source.span(starts[key], starts[key] + len(_HEAD))
            yield PoolerConfig(
                "pgbouncer", source.path, place, tuple(found.items()), (), (), managed=True, name=(key or "").strip('$"{}')
            )


SURFACE = Surface("az_commands", ("shell_script", "yaml"), extract, triggers=("az postgres flexible-server parameter",))
_HEAD = "az postgres flexible-server"


def _commands(source: Source) -> Iterator[_Command]:
    text = source.text
    for found in _head().finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        end = _end(text, found.end())
        try:
            words = split(text[found.end() : end])
        except WordsError:
            continue
        if not line.lstrip().startswith("#"):
            yield _command(source, found, list(words))


def _command(source: Source, found: re.Match[str], words: list[Word]) -> _Command:
    stop = next((at for at, word in enumerate(words) if word.text in SEPARATORS and not word.quote), len(words))
    head = next((at for at, word in enumerate(words[:stop]) if word.text.startswith("-")), stop)
    options: dict[str, Setting[str]] = {}
    for at in range(head, stop):
        name, equals, rest = words[at].text.partition("=")
        if not name.startswith("-"):
            continue
        if equals:
            options[name] = _written(source, found.end(), words[at], rest)
        elif at + 1 < stop:
            options[name] = _written(source, found.end(), words[at + 1], words[at + 1].text)
    return _Command(tuple(word.text for word in words[:head]), options, found.start())


def _written(source: Source, offset: int, word: Word, text: str) -> Setting[str]:
    inner = word.raw.find(text) if text else -1
    start = offset + word.start + max(inner, 0)
    span = source.span(start, start + len(text) if inner >= 0 else offset + word.end)
    return Setting.written(text, span)


def _end(text: str, at: int) -> int:
    """The end of a command: the line, and those that a backslash adds."""
    limit = min(len(text), at + _LONGEST)
    while at < limit:
        end = text.find("\n", at, limit)
        if end < 0:
            return limit
        if not text[:end].rstrip("\r").endswith("\\"):
            return end
        at = end + 1
    return limit


@cache
def _head() -> re.Pattern[str]:
    return re.compile(r"\baz[ \t]{1,9}postgres[ \t]{1,9}flexible-server\b")
