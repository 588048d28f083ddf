"""Which modules of Python, JavaScript and TypeScript do the facts that are known so far name?

In: the paths of a repository, then facts, as they come to be known. Out: paths of modules whose names nobody has read yet: what
`settings.database_url` of one file stands for, another file says. Only such files are read for `on_demand` surfaces, so a scan
does not parse every module that might define something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.connection_checkout import ConnectionCheckout
from poolaudit.facts.expression import CallResult, Reference, inside
from poolaudit.facts.name import NamedValue
from poolaudit.facts.sql_use import SqlUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.expression import Expression
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.pool_function import PoolCall

ENDINGS = (".py", ".pyi", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
"""Files whose path is their module's name."""
DJANGO = "django.conf.settings."
"""Stands for whichever modules of settings a project has."""
LONGEST = 12
"""Parts of a name that count; a name of more parts is found by its last ones."""
MOST = 20_000
"""Names that are followed; generated code may name more."""


class Demand:
    """Finds modules by the names that facts use, and follows what those names stand for."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._modules: dict[str, list[str]] = {}
        self._settings: set[str] = set()
        self._given: set[str] = set()
        self._asked: dict[str, None] = {}
        self._values: dict[str, list[NamedValue]] = {}
        for path in paths:
            if path.endswith(ENDINGS):
                if path.endswith(".py") and "settings" in path.removesuffix(".py").split("/"):
                    self._settings.add(path)
                plain = path.rpartition(".")[0].removesuffix("/__init__").removesuffix("/index")
                for name in _tails(plain.replace("/", ".")):
                    self._modules.setdefault(name, []).append(path)

    def taken(self, path: str) -> None:
        """Note that the names of a file are known."""
        self._given.add(path)

    def knows(self, path: str) -> bool:
        """Whether the names of a file are known, or asked for."""
        return path in self._given

    def files(self, facts: Iterable[Fact]) -> list[str]:
        """Paths of modules that are asked for, now that `facts` are known too, and were never given before; sorted."""
        asked: list[str] = []
        for fact in facts:
            if not fact.span.path.endswith(ENDINGS):
                continue
            if isinstance(fact, NamedValue):
                for name in _tails(fact.name):
                    self._values.setdefault(name, []).append(fact)
            elif isinstance(fact, ClientPool):
                asked += _names(fact.dsn)
                asked += (name for _, value in fact.lookups for name in _names(value))
            elif isinstance(fact, ConnectionCheckout) or (isinstance(fact, SqlUse) and fact.left_open):
                asked.append(fact.origin)
            elif type(fact).__name__ == "PoolCall":
                asked += _of_call(fact)  # type: ignore[arg-type]  # told by name, so that the class is not loaded for nothing
        self._ask(asked)
        new = {path for name in self._asked for start in _heads(name) for path in self._modules.get(start, ())} - self._given
        if any(name.startswith(DJANGO) for name in self._asked):
            new |= self._settings - self._given
        self._given |= new
        return sorted(new)

    def _ask(self, names: list[str]) -> None:
        """Note names, and those that they stand for as far as it is known: `config.settings.url` is `config.Settings().url`."""
        queue = [*self._asked, *names]
        seen: set[str] = set()
        while queue and len(self._asked) < MOST:
            name = queue.pop()
            if name in seen or name.count(".") >= LONGEST:
                continue
            seen.add(name)
            self._asked[name] = None
            if name.startswith("src."):
                queue.append(name.removeprefix("src."))  # module names leave that folder out
            if name.startswith(DJANGO):
                queue += (each.name for each in self._values.get(name.removeprefix(DJANGO).partition(".")[0], ()))
            for start in _heads(name):
                rest = name[len(start) :]
                for each in (*self._values.get(start, ()), *self._values.get(f"{start}()", ())):
                    value = each.value
                    queue += _names(value)
                    if rest and isinstance(value, (CallResult, Reference)):
                        target = value.name if isinstance(value, Reference) else value.callee
                        queue.append(f"{target}{rest}")


def _of_call(call: PoolCall) -> Iterator[str]:
    yield call.callee
    defaults = (default for _, default in call.parameters if default is not None)
    for value in (*call.positional, *(value for _, value in call.keywords), *defaults):
        yield from _names(value)


def _tails(name: str) -> list[str]:
    parts = name.split(".")[-LONGEST:]
    return [".".join(parts[start:]) for start in range(len(parts))]


def _heads(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _names(expression: Expression) -> Iterator[str]:
    for each in inside(expression):
        if isinstance(each, Reference):
            yield each.name
        elif isinstance(each, CallResult):
            yield each.callee
