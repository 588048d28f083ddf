"""Which shell scripts do the facts that are known so far start?

In: the paths of a repository, then facts, as they come to be known. Out: paths of scripts that nobody has read yet: those that
the command of a deployment, or a script that was read, names. Whether a path is the one that is meant, the graph finds out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.shell_commands import ENDINGS
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.kubernetes import PodWorkload
from poolaudit.facts.secret import Secret
from poolaudit.facts.shell import ShellScript, commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolaudit.facts.deployment import Mount
    from poolaudit.facts.fact import Fact

_WORDS = 12
"""Words of a command that are looked at."""
_SAME = 40
"""Files of one name that are read; a repository of services may call each of its scripts `entrypoint.sh`."""
_MOST = 400
"""Scripts that are read for one repository."""


class ScriptDemand:
    """Finds scripts by the names that commands use."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        self._by_name: dict[str, list[str]] | None = None
        self._given: set[str] = set()

    def files(self, facts: Iterable[Fact]) -> list[str]:
        """Paths of scripts that the facts start and that were never given before; sorted."""
        names: dict[str, None] = {}
        for fact in facts:
            if isinstance(fact, ShellScript):
                self._given.add(fact.path)
            names.update(dict.fromkeys(_named(fact)))
        found = sorted({path for name in names for path in self._called(name)[:_SAME]} - self._given)
        found = found[: max(0, _MOST - len(self._given))]
        self._given.update(found)
        return found

    def _called(self, name: str) -> list[str]:
        if self._by_name is None:
            self._by_name = {}
            for path in self._paths:
                last = path.rpartition("/")[2]
                if "." not in last or last.endswith(ENDINGS):
                    self._by_name.setdefault(last, []).append(path)
        return self._by_name.get(name, [])


def _named(fact: Fact) -> Iterator[str]:
    """Names of files, without their folders, that a fact may start."""
    if isinstance(fact, Deployment):
        for words in (fact.entrypoint.value, fact.command.value):
            yield from _in_words(words or (), fact.copies)
    elif isinstance(fact, PodWorkload):
        for each in fact.containers:
            yield from _in_words((*(each.command.value or ()), *(each.args.value or ())), ())
    elif isinstance(fact, ShellScript):
        for command in commands(fact.steps):
            last = [word.parts[-1] for word in command.words[:3] if word.parts]
            yield from _in_words([part.reveal() for part in last if isinstance(part, Secret)], ())


def _in_words(words: Sequence[str], copies: Sequence[Mount]) -> Iterator[str]:
    for each in words[:_WORDS]:
        for word in each.split()[:_WORDS]:
            name = word.rpartition("/")[2]
            if not name or word.startswith("-"):
                continue
            if "/" in word or name.endswith(ENDINGS):
                yield name
            for copy in copies:
                if copy.target.rstrip("/").rpartition("/")[2] == name:
                    yield copy.source.rpartition("/")[2]
