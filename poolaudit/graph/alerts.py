"""What alerts watch. In: the alerting rules of the tree and its poolers. Out: `Alert`s, and poolers that know of theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.connection_metrics import POOLERS
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.alert import Alert
from poolaudit.graph.context import context_of

if TYPE_CHECKING:
    from poolaudit.facts.alert_rule import AlertRule
    from poolaudit.graph.pooler import Pooler


def alerts(rules: tuple[AlertRule, ...]) -> tuple[Alert, ...]:
    """One for each rule."""
    return tuple(
        Alert(
            span=rule.span,
            symbol=f"alert {rule.name}",
            context=context_of(rule.span.path),
            trail=(),
            name=rule.name,
            subject=rule.subject,
            percent=rule.threshold,
            earliest=_earliest([each.threshold for each in rules if each.subject == rule.subject]),
        )
        for rule in rules
    )


def watched(poolers: tuple[Pooler, ...], rules: tuple[AlertRule, ...]) -> tuple[Pooler, ...]:
    """The same poolers, each with whether an alert looks at it; only those whose metrics are known."""
    if not rules:
        return poolers
    seen = {each.subject for each in rules}
    note = f"alerts on connections look at {', '.join(sorted(seen))}"

    def of(pooler: Pooler) -> Setting[bool]:
        if pooler.software not in POOLERS:
            return Setting.unresolved(f"the metrics of {pooler.name} are not known", pooler.span, "watched by an alert")
        return Setting(pooler.software in seen, Origin.DERIVED, rules[0].span, "watched by an alert", note)

    return tuple(replace(each, watched=of(each)) for each in poolers)


def _earliest(thresholds: list[Setting[float]]) -> Setting[float]:
    looking = [each for each in thresholds if each.origin is not Origin.ABSENT]
    unknown = next((each for each in looking if not each.is_known), None)
    if unknown is not None:
        return unknown
    return min(looking, key=lambda each: each.value or 0.0) if looking else Setting.absent("threshold")
