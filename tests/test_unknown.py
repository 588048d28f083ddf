"""Not knowing never makes a finding, and neither does the order of things."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import count, repeat
from typing import TYPE_CHECKING, Any

from poolaudit.config import Config
from poolaudit.discover.walk import list_files
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, Literal, Unresolved
from poolaudit.facts.pool_function import PoolCall
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span
from poolaudit.graph.build import build
from poolaudit.lint.judge import judge
from poolaudit.lint.rulebook import load_rules
from poolaudit.scan import scan, survey
from poolaudit.wiring import graph_readers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pytest

    from poolaudit.discover.walk import Listing
    from poolaudit.facts.fact import Fact
    from poolaudit.lint.rulebook import Rulebook

WHY = "the test hides it"
CONDITIONS = {ClientPool: "when", PoolCall: "when"}
"""Fields that hold conditions: one that is not understood is left out by who reads it, and what stands under it may run."""
SHARES = (0.05, 0.3, 0.7)
DRAWS = 6
"""Random choices for each share."""


def _hidden(value: Any, chosen: Iterator[bool]) -> Any:
    """The same thing with those of its known values unknown for which the next of `chosen` is true."""
    if isinstance(value, Setting):
        return Setting.unresolved(WHY, value.span, value.label) if value.is_known and next(chosen) else value
    if isinstance(value, Literal):
        return Unresolved(WHY, value.span) if next(chosen) else value
    if is_dataclass(value) and not isinstance(value, type):
        kept = CONDITIONS.get(type(value))
        return replace(
            value, **{each.name: _hidden(getattr(value, each.name), chosen) for each in fields(value) if each.name != kept}
        )
    if isinstance(value, tuple):
        return tuple(_hidden(each, chosen) for each in value)
    return value


def _known_values(value: Any) -> int:
    counter = count()
    _hidden(value, (False for _ in counter))
    return next(counter)


def _without(facts: tuple[Fact, ...], chosen: frozenset[int]) -> tuple[Fact, ...]:
    """The facts with the values of these numbers unknown, counted through all of them."""
    numbers = count()
    return tuple(_hidden(fact, (at in chosen for at in numbers)) for fact in facts)


@cache
def _rules() -> Rulebook:
    return load_rules()


def _found(facts: Iterable[Fact]) -> set[tuple[str, Span]]:
    """Rule and place of everything that is found in a repository of these facts, by all rules there are."""
    graph = build(facts, Config(), graph_readers(), lambda _path: True)
    return {(finding.rule, finding.span) for finding in judge(graph, _rules())[0]}


def test_values_less_never_make_a_finding(repository: Path) -> None:
    """Each known value of the facts is hidden alone, then shares of them at random: nothing new is found."""
    facts = survey(repository).facts
    before = _found(facts)
    created = []
    for chosen in _choices(_known_values(facts)):
        less = _without(facts, chosen)
        created += [([fact for fact in less if fact not in facts], new) for new in _found(less) - before]

    assert [] == created


def _choices(values: int) -> Iterable[frozenset[int]]:
    """Each of a number of values alone, then some of them together, each choice once."""
    dice = random.Random(values)  # noqa: S311  # repeatable
    alone = [frozenset({each}) for each in range(values)]
    drawn = [frozenset(each for each in range(values) if dice.random() < share) for share in SHARES for _ in range(DRAWS)]
    return dict.fromkeys((*alone, *filter(None, drawn)))


def test_hiding() -> None:
    """The tests above hide values: of settings, of literals inside of calls, and of nothing else."""
    place = Span("a.py", 0, 1, 1, 1, 1, 2)
    call = CallResult("f", (Literal(1, place),), (("x", Literal("y", place)),), place)
    things: tuple[Any, ...] = (
        call,
        Setting.written(5, place, "n"),
        Setting.absent("n"),
        Setting.unresolved("why"),
        place,
        "text",
    )
    hidden = Unresolved(WHY, place)

    assert (3, things) == (_known_values(things), _hidden(things, repeat(False)))
    assert (
        CallResult("f", (hidden,), (("x", hidden),), place),
        Setting.unresolved(WHY, place, "n"),
        *things[2:],
    ) == _hidden(things, repeat(True))
    assert CallResult("f", (Literal(1, place),), (("x", hidden),), place) == _hidden(call, iter([False, True]))


def test_order_of_files(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are listed in another order give the same result."""
    before = scan(repository, rules=_rules())

    def shuffled(*arguments: Any, **options: Any) -> Listing:
        listing = list_files(*arguments, **options)
        files = list(listing.files)
        random.Random(1).shuffle(files)  # noqa: S311  # repeatable
        return replace(listing, files=tuple(files))

    monkeypatch.setattr(sys.modules["poolaudit.scan"], "list_files", shuffled)

    assert replace(before, seconds=0) == replace(scan(repository, rules=_rules()), seconds=0)


def test_order_of_hashes(repositories: tuple[Path, ...]) -> None:
    """Two processes with other hash seeds print the same bytes about every repository, but for the seconds."""
    first, second = _printed(repositories, ("1", "2"))

    assert len(repositories) == len(re.findall('"seconds": 0$', first, re.MULTILINE))
    assert first == second


def _printed(repositories: Iterable[Path], seeds: Iterable[str]) -> Iterator[str]:
    """What a process of each hash seed prints; they run side by side."""
    code = (
        "import sys\nfrom poolaudit.lint.rulebook import load_rules\nfrom poolaudit.report.base import Context\n"
        "from poolaudit.report.json import render\nfrom poolaudit.scan import scan\nrules = load_rules()\n"
        "for each in sys.argv[1:]:\n    print(render(scan(each, rules=rules), Context()))\n"
    )
    command = [sys.executable, "-c", code, *map(str, repositories)]
    with ThreadPoolExecutor() as threads:
        for done in threads.map(lambda seed: _run(command, seed), seeds):
            yield re.sub(r'"seconds": [0-9.]+$', '"seconds": 0', done, flags=re.MULTILINE)


def _run(command: list[str], seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
