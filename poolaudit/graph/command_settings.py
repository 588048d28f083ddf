"""Settings that a command line gives a program of Spring or .NET, as if they were variables.

In: a world with its workload, the words that run. Out: the world with what `--spring.datasource.url=…`, `-Dspring.datasource.url`
(on the command line or in the variables that the Java virtual machine reads options from) and `--ConnectionStrings:Shop=…` set.
Both frameworks let the command line beat the environment: https://docs.spring.io/spring-boot/reference/features/external-config.html
(3.5), https://learn.microsoft.com/aspnet/core/fundamentals/configuration/#command-line (9.0), read 2026-11-21.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.spring import OPTION_VARIABLES
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.word import PlacedWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.graph.world import World


def with_command_settings(world: World, words: Iterable[str]) -> World:
    """The world itself where the command line sets nothing."""
    if world.workload is None:
        return world
    span = world.workload.deployment.span
    found: dict[str, Setting[Secret]] = {}
    for word in (*_options(world), *words):
        match = _setting().match(word)
        if match is None:
            continue
        name = match[1] or match[2]
        text = word.tail(match.end()) if isinstance(word, PlacedWord) else word[match.end() :]
        place = text.span if isinstance(text, PlacedWord) else span
        value = Setting.written(Secret(str(text)), place, name)
        if "$" in text:
            value = Setting.unresolved("a variable of its command decides it", place, name)
        found.update(dict.fromkeys(_names(name), value))
    return replace(world, variables={**world.variables, **found}) if found else world


def _options(world: World) -> Iterator[str]:
    for variable in OPTION_VARIABLES:
        value = world.lookup(variable)
        text = value.value.reveal() if value.is_known and value.value is not None else ""
        words = text.split()
        yield from words if value.span is None else PlacedWord(text, value.span, text).within(words)


def _names(name: str) -> tuple[str, ...]:
    """The key, and the variables that both frameworks take for it."""
    return (name, name.replace(":", "__"), name.replace(".", "_").replace("-", "").upper())


@cache
def _setting() -> re.Pattern[str]:
    """A key of several parts before its value."""
    return re.compile(r"--([A-Za-z][\w-]{0,60}(?:[.:][\w-]{1,60}){1,8})=|-D([A-Za-z][\w-]{0,60}(?:\.[\w-]{1,60}){1,8})=")
