"""What is left of the findings after the user has had a say: severities, ignore comments, the baseline, the threshold.

In: all findings of a scan, ignore comments, the rules, the configuration. Out: findings to report, and those that were silenced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.lint.finding import Severity
from poolaudit.lint.own import UNREADABLE_FILE, unreadable_file
from poolaudit.lint.suppress import suppress
from poolaudit.lint.verdict import at_least, with_severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.config import Config
    from poolaudit.lint.finding import Finding, Unread
    from poolaudit.lint.rule import Rule
    from poolaudit.lint.rulebook import Rulebook
    from poolaudit.lint.suppress import Ignore


def settle(
    findings: Iterable[Finding],
    comments: Iterable[Ignore],
    unread: Iterable[Unread],
    *,
    book: Rulebook,
    running: Iterable[Rule],
    config: Config,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings to report in order of place, and those that a comment or the baseline silenced.

    Raises `BaselineError` for a baseline file that is none.
    """
    names = frozenset(rule.name for rule in running)
    every = (*findings, *(unreadable_file(each) for each in unread if UNREADABLE_FILE.name in names))
    severities = {name: Severity(level) for name, level in config.severity.items()}
    said = suppress(with_severity(every, severities), comments, book, names)
    open_, accepted = (*said.kept, *said.about_comments), said.suppressed
    if config.baseline is not None and config.baseline.is_file():
        from poolaudit.lint.baseline import read_baseline, split  # noqa: PLC0415

        open_, known = split(open_, read_baseline(config.baseline))
        accepted = (*accepted, *known)
    shown = at_least(open_, Severity(config.min_severity))
    return tuple(sorted(shown, key=_place)), tuple(sorted(accepted, key=_place))


def _place(finding: Finding) -> tuple[object, ...]:
    return finding.span.path, finding.span.line, finding.rule, finding.span.column, finding.message
