"""ProxySQL's query rules, followed for a few statements that tell what they do.

In: poolers with rules in their files. Out: a `QueryRule` for each active rule. A rule is matched by its own pattern; one that is
not simple enough to be tried here leaves the answer open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.poolers.proxysql import NARROWING
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.pooler import PoolEntry
    from poolaudit.facts.span import Span
    from poolaudit.graph.pooler import Pooler

READ = "SELECT name FROM stock WHERE id = ?"
LOCKING_READ = f"{READ} FOR UPDATE"
WITH_VARIABLE = ("SELECT @total := @total + price FROM stock", "SET @total = ?")
_LONGEST = 200
_MOST_REPEATS = 3
_NEVER_SHARES = "2"
"""Value of `multiplex` with which a statement with `@` does not keep its connection."""


@dataclass(frozen=True, slots=True)
class QueryRule:
    """One active rule of a pooler that routes statements."""

    span: Span
    """Its pattern."""
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    pooler: Pooler
    pattern: str
    hostgroup: Setting[str]
    """Where it sends what it matches."""
    sends_locking_reads_to_readers: Setting[bool]
    """Whether `SELECT … FOR UPDATE` ends at a hostgroup of readers because of it."""
    splits_transactions_of: Setting[str]
    """Users who are told not to keep a transaction on one hostgroup, and whose reads this rule sends to another than their
    writes; absent when there are none."""
    shares_user_variables: Setting[bool]
    """Whether it lets a connection be shared although the statement sets a variable of the session."""


def query_rules(poolers: Iterable[Pooler]) -> Iterator[QueryRule]:
    """The active rules of every pooler, in order."""
    for pooler in poolers:
        config = pooler.config
        rules = _rules(pooler)
        if config is None or not rules:
            continue
        locking, read = _sent_by(rules, LOCKING_READ), _sent_by(rules, READ)
        for rule in rules:
            if not _value(rule, "active").is_known:
                continue
            pattern = _pattern(rule)
            yield QueryRule(
                span=rule.span,
                symbol=f"query rule {rule.name or pattern.value}",
                context=context_of(config.path),
                trail=(Evidence(rule.span, Origin.WRITTEN, f"rule {rule.name} {pattern.value}"),),
                pooler=pooler,
                pattern=pattern.value or "",
                hostgroup=_value(rule, "destination_hostgroup"),
                sends_locking_reads_to_readers=_to_readers(rule, locking, pooler),
                splits_transactions_of=_split(rule, read, pooler),
                shares_user_variables=_shares(rule),
            )


def _rules(pooler: Pooler) -> tuple[PoolEntry, ...]:
    """The rules that are active, and those that may be, in the order in which they are tried."""
    rules = [each for each in pooler.config.entries if each.section == "rules"] if pooler.config is not None else []
    found = [each for each in rules if (on := _value(each, "active")).value == "1" or on.origin is Origin.UNRESOLVED]
    numbers = [each.name for each in found]
    if all(number.isdecimal() for number in numbers):
        found.sort(key=lambda each: int(each.name))
    return tuple(found)


def _value(entry: PoolEntry, name: str) -> Setting[str]:
    return next((value for key, value in reversed(entry.values) if key == name), Setting.absent(name))


def _pattern(rule: PoolEntry) -> Setting[str]:
    digest = _value(rule, "match_digest")
    return digest if digest.origin is not Origin.ABSENT else _value(rule, "match_pattern")


def _narrow(rule: PoolEntry) -> bool:
    """Whether it holds for some users, schemas, clients, ports or statements only, or behind another rule."""
    return any(
        (value := _value(rule, name)).origin is not Origin.ABSENT and not (name == "flagIN" and value.value == "0")
        for name in NARROWING
    )


def _matches(rule: PoolEntry, text: str) -> bool | None:
    """Whether a rule takes a statement; None when that cannot be told."""
    pattern = _pattern(rule)
    if pattern.origin is Origin.ABSENT:
        return True
    if not pattern.is_known or pattern.value is None or not _is_simple(pattern.value):
        return None
    modifiers, negated = _value(rule, "re_modifiers"), _value(rule, "negate_match_pattern")
    if Origin.UNRESOLVED in (modifiers.origin, negated.origin):
        return None
    ignore = modifiers.origin is Origin.ABSENT or "CASELESS" in (modifiers.value or "").upper()
    try:
        found = re.search(pattern.value, text, re.IGNORECASE if ignore else 0) is not None
    except re.error:
        return None
    return found != (negated.value == "1")


def _is_simple(pattern: str) -> bool:
    """Whether trying a pattern takes no time worth mentioning, and means the same to every engine."""
    repeats = pattern.count("*") + pattern.count("+") + pattern.count("{")
    nested = any(f"){sign}" in pattern for sign in "*+{")
    return len(pattern) <= _LONGEST and repeats <= _MOST_REPEATS and not nested and "(?" not in pattern


def _sent_by(rules: tuple[PoolEntry, ...], text: str) -> PoolEntry | None:
    """The rule that decides where every client's statement goes; None when none does, or it cannot be told."""
    decided: PoolEntry | None = None
    for rule in rules:
        taken = _matches(rule, text)
        if taken is None or (taken and (_narrow(rule) or _value(rule, "flagOUT").origin is not Origin.ABSENT)):
            return None
        if taken:
            last = _value(rule, "apply")
            if not _value(rule, "active").is_known or last.origin is Origin.UNRESOLVED:
                return None
            decided = rule if _value(rule, "destination_hostgroup").origin is not Origin.ABSENT else decided
            if last.value == "1":
                return decided
    return decided


def _to_readers(rule: PoolEntry, decided: PoolEntry | None, pooler: Pooler) -> Setting[bool]:
    group = _value(rule, "destination_hostgroup")
    if decided is not rule or not group.is_known:
        return Setting(False, Origin.DERIVED, rule.span)
    readers = _readers(pooler)
    if not readers.is_known:
        return Setting.unresolved(readers.note, rule.span, "readers")
    return Setting(
        group.value in (readers.value or ()), Origin.DERIVED, rule.span, "", "", (*group.evidence(), *readers.evidence())
    )


def _readers(pooler: Pooler) -> Setting[tuple[str, ...]]:
    """Hostgroups of readers: those that are paired with writers, else those that no user writes to."""
    entries = pooler.config.entries if pooler.config is not None else ()
    pairs = [_value(each, "reader_hostgroup") for each in entries if each.section == "replication"]
    writers = [_value(each, "writer_hostgroup") for each in entries if each.section == "replication"]
    if pairs and all(each.is_known for each in (*pairs, *writers)):
        written_to = [each.value for each in writers]
        groups = tuple(each.value for each in pairs if each.value is not None and each.value not in written_to)
        return Setting.derived(groups, "reader hostgroups", "", *pairs)
    return Setting.unresolved("nothing says which hostgroups are readers", None, "reader hostgroups")


def _split(rule: PoolEntry, decided: PoolEntry | None, pooler: Pooler) -> Setting[str]:
    group = _value(rule, "destination_hostgroup")
    if decided is not rule or not group.is_known or pooler.config is None:
        return Setting.absent("users")
    found = [
        (each.name, kept)
        for each in pooler.config.entries
        if each.section == "users"
        and (kept := _value(each, "transaction_persistent")).value == "0"
        and (on := _value(each, "active")).value != "0"
        and on.origin is not Origin.UNRESOLVED
        and (home := _value(each, "default_hostgroup")).is_known
        and home.value != group.value
    ]
    if not found:
        return Setting.absent("users")
    return Setting.derived(", ".join(name for name, _ in found), "users", "", *(kept for _, kept in found), group)


def _shares(rule: PoolEntry) -> Setting[bool]:
    multiplex = _value(rule, "multiplex")
    if multiplex.value != _NEVER_SHARES:
        return Setting(False, Origin.DERIVED, rule.span)
    answers = [_matches(rule, text) for text in WITH_VARIABLE]
    if True in answers:
        return multiplex.restated(True)
    return Setting.unresolved("its pattern is not tried", rule.span, "pattern") if None in answers else multiplex.restated(False)
