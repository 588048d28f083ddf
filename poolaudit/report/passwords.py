"""What surely is a password in a repository, whatever its name says, so that a list of facts does not show it.

In: facts, and the graph that was made of them. Out: texts, to be hidden wherever they stand alone or inside of a longer text.
`DB_NAME` is a harmless name until some code passes it as `password=`: only those who know how it is used can tell.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.deployment import EnvEntry
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal, Reference
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import MASK, Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.fact import Fact
    from poolaudit.graph.topology import Graph

_SHORTEST = 6
"""Characters of a password that is looked for inside of other text; a shorter one, or a word, is hidden where it stands alone."""
_DEEPEST = 12
"""Names followed from one use."""


def passwords(facts: Iterable[Fact], graph: Graph) -> frozenset[str]:
    """Every text that a client passes as its password, and that of every variable or name that stands there."""
    facts = tuple(facts)
    pools = [each for each in facts if isinstance(each, ClientPool)] + [route.client.pool for route in graph.routes]
    dsns = [route.dsn for route in graph.routes if route.dsn is not None] + [each.dsn for each in graph.connection_strings]
    found = {dsn.password.reveal() for dsn in dsns if dsn.password is not None}
    finding = _Finding(facts)
    for text in found:
        finding.variables_in(text)
    for pool in pools:
        for expression in _uses(pool):
            finding.follow(expression)
    return frozenset(each for each in (*found, *finding.texts) if each) - _shown_anyway(facts, dsns)


def hidden(value: Any, known: frozenset[str]) -> Any:
    """Plain values of JSON with every one of `known` replaced; names of keys stay."""
    if isinstance(value, str):
        if value in known:
            return MASK
        for each in sorted(known, key=len, reverse=True):
            if len(each) >= _SHORTEST and not each.isalpha() and each in value:
                value = _alone(each).sub(MASK, value) if _named(each) else value.replace(each, MASK)
        return value
    if isinstance(value, list):
        return [hidden(each, known) for each in value]
    if isinstance(value, dict):
        return {key: each if key in _PLACES else hidden(each, known) for key, each in value.items()}
    return MASK if isinstance(value, int) and not isinstance(value, bool) and str(value) in known else value


def _named(text: str) -> bool:
    """Whether a password is made of words, as names of services, hosts and images are: `data_store`."""
    return text.replace("_", "").replace("-", "").replace(".", "").isalpha()


@cache
def _alone(name: str) -> re.Pattern[str]:
    """Where a password that reads like a name is a word of its own or an argument, and no part of a name or an address."""
    return re.compile(rf"(?<![^\s'\"`=:,;(\[{{]){re.escape(name)}(?![^\s'\"`@,;&|)\]}}])")


def _shown_anyway(facts: Iterable[Fact], dsns: Iterable[Dsn]) -> set[str]:
    """Names that connection strings and manifests show: who is called like the password hides nothing by it."""
    named = {each.value for dsn in dsns for each in (dsn.user, dsn.database, dsn.host) if each.is_known and each.value}
    for each in facts:
        if type(each).__name__ in _RUNNING:
            named |= {getattr(each, "name", ""), *getattr(each, "hostnames", ())}
            named |= {one.name for one in getattr(each, "containers", ())}
    return {*named, "password"}  # as a word, it stands for the argument


_RUNNING = frozenset({"Deployment", "PodWorkload", "ServiceName"})
"""Names of facts whose name others reach them by; the classes are not loaded to ask."""


_PLACES = frozenset({"fact", "span", "at", "path", "origin"})
"""Keys under which no text of the repository's stands but paths and our own words."""


def _uses(pool: ClientPool) -> Iterator[Expression]:
    """What a client passes as its password: by a name of its own, or between the colon and the `@` of a URL."""
    dsn = pool.dsn
    while isinstance(dsn, EnvLookup) and dsn.default is not None:
        dsn = dsn.default
    if isinstance(dsn, Items):
        yield from (value for name, value in dsn.items if is_secret_key(name))
    elif isinstance(dsn, CallResult):
        yield from (value for name, value in dsn.keywords if is_secret_key(name))
    elif isinstance(dsn, Joined):
        yield from _between(dsn)
    yield from (value for name, value in pool.lookups if is_secret_key(name.rpartition(".")[2]))


def _between(url: Joined) -> Iterator[Expression]:
    """Parts before an `@`, or before what may begin with one; `//{host}:{port}/{name}` holds no password."""
    texts = [_text(part) for part in url.parts]
    before = ""
    for number, (part, text) in enumerate(zip(url.parts, texts, strict=True)):
        before += text if text is not None else "?"
        authority = before.partition("://")[2]
        if text is None and ":" in authority and "@" not in authority:
            behind = texts[number + 1 :]
            if any(each is not None and "@" in each for each in behind) or (
                behind[:1] == [None] and "/" not in authority and not _is_port(part)
            ):
                yield part


def _is_port(part: Expression) -> bool:
    names = part.names if isinstance(part, EnvLookup) else (part.name,) if isinstance(part, Reference) else ()
    return any("port" in each.lower() for each in names)


def _text(value: Expression) -> str | None:
    if not isinstance(value, Literal):
        return None
    return value.value.reveal() if isinstance(value.value, Secret) else str(value.value)


class _Finding:
    """Follows expressions to every text that they may stand for."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        self.texts: set[str] = set()
        self._names: dict[str, list[Expression]] = {}
        self._variables: dict[str, list[EnvEntry]] = {}
        self._seen: set[str] = set()
        for each in facts:
            if isinstance(each, NamedValue):
                self._names.setdefault(each.name.rpartition(".")[2].removesuffix("()"), []).append(each.value)
            for holder in (each, *getattr(each, "containers", ())):
                for entry in (*getattr(holder, "entries", ()), *getattr(holder, "env", ())):
                    if isinstance(entry, EnvEntry):
                        self._variables.setdefault(entry.name.upper(), []).append(entry)

    def variables_in(self, text: str) -> None:
        """Take the values of the variables that a text is filled in from: `$(DB_NAME)`, `${DB_NAME}`."""
        if "$" in text:
            for word in "".join(each if each.isalnum() or each == "_" else " " for each in text).split():
                self._variable(word)

    def follow(self, expression: Expression, depth: int = 0) -> None:
        """Take the texts of an expression, of the variables and of the names in it."""
        if depth > _DEEPEST:
            return
        if isinstance(expression, Literal):
            text = _text(expression)
            self.texts |= {text} if text is not None and isinstance(expression.value, (str, Secret)) else set()
        elif isinstance(expression, EnvLookup):
            for name in expression.names:
                self._variable(name)
            if expression.default is not None:
                self.follow(expression.default, depth + 1)
        elif isinstance(expression, Reference):
            self._name(expression.name, depth)
        elif isinstance(expression, (Joined, Elements)):
            for each in expression.parts if isinstance(expression, Joined) else expression.elements:
                self.follow(each, depth + 1)
        elif isinstance(expression, CallResult):
            for each in (*expression.positional, *(value for _, value in expression.keywords)):
                self.follow(each, depth + 1)

    def _variable(self, name: str) -> None:
        for entry in self._variables.get(name.upper(), ()):
            for setting in (entry.value, *(value for _, value in entry.readings)):
                if setting.value is not None:
                    self.texts.add(setting.value.reveal())

    def _name(self, name: str, depth: int) -> None:
        last = name.rpartition(".")[2].removesuffix("()")
        if last not in self._seen:
            self._seen.add(last)
            for value in self._names.get(last, ()):
                self.follow(value, depth + 1)
