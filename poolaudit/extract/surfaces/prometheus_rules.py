"""Alerting rules of Prometheus, plain or in a PrometheusRule. In: a YAML tree. Out: an `AlertRule` for each on connections.

Meaning: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ (3, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.connection_metrics import METRICS, USED
from poolaudit.extract.base import Surface
from poolaudit.extract.promql import alert_threshold
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import mappings
from poolaudit.facts.alert_rule import AlertRule
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.span import Span

_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:")


def extract(source: Source, document: Document) -> Iterator[AlertRule]:
    """Each rule that reads a metric of connections."""
    del source
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode):
            continue
        for groups in (root.get("groups"), root.get("spec", "groups")):
            for group in mappings(groups):
                for rule in mappings(group.get("rules")):
                    yield from _alert(rule)


SURFACE = Surface("prometheus_rules", ("yaml",), extract, triggers=tuple(name for _, names in METRICS for name in names))


def _alert(rule: MappingNode) -> Iterator[AlertRule]:
    name, expression = rule.get("alert"), rule.get("expr")
    if not isinstance(name, ScalarNode) or not isinstance(expression, ScalarNode) or not isinstance(expression.value, str):
        return
    words = _words(expression.value)
    for subject, metrics in METRICS:
        used = tuple(metric for metric in metrics if metric in words)
        if used:
            text = " ".join(expression.value.split())
            written = Setting.written(text, expression.span, "expr")
            yield AlertRule(str(name.value), name.span, written, used, subject, _threshold(text, used, expression.span))
            return


def _threshold(text: str, used: tuple[str, ...], span: Span) -> Setting[float]:
    """At which usage the alert fires."""
    if USED.isdisjoint(used):
        return Setting.absent("threshold")
    percent = alert_threshold(text)
    if percent is None:
        return Setting.unresolved("the expression does not compare usage with a limit alone", span, "threshold")
    return Setting.written(percent, span, "threshold in percent")


def _words(text: str) -> frozenset[str]:
    return frozenset("".join(letter if letter in _WORD else " " for letter in text).split())
