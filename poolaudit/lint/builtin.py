"""The pages that come with poolaudit, as rules. In: nothing. Out: rules in order of their files.

Reading all pages takes longer than scanning a small repository, so what they say is kept from run to run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from poolaudit._kept import kept
from poolaudit._parts import folder
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.lint.keys import CHECK_KEYS, RULE_KEYS, Keys
from poolaudit.lint.page import PageCheck, pages, read_page
from poolaudit.lint.rule import Rule


def builtin_rules() -> tuple[Rule, ...]:
    """Every built-in rule; raise `RulePageError` for a page that is not of the form."""
    place = builtin_folder()
    return tuple(map(_rule, kept("rules", (str(place), folder("poolaudit.lint")), lambda: _read(place))))


def builtin_folder() -> Path:
    """Where the rules of poolaudit are: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


def _read(place: Path) -> list[tuple[Any, ...]]:
    return [
        _plain(read_page(page, family=family, shown=f"rules/{family}/{page.name}", trusted=True)) for page, family in pages(place)
    ]


def _plain(rule: Rule) -> tuple[Any, ...]:
    """A rule as texts, numbers and collections of these."""
    checks = [check for check in rule.checks if isinstance(check, PageCheck)]
    page = next(check.keys.outer or check.keys for check in checks)
    return (
        (rule.name, rule.code, rule.family, rule.title),
        [(each.on, each.severity.value, each.confidence.value, each.remedy, _plain_keys(each.keys)) for each in checks],
        (rule.contexts, dict(rule.options), rule.default, rule.since, rule.sources, rule.path, rule.body, rule.body_line),
        _plain_keys(page),
    )


def _plain_keys(keys: Keys) -> tuple[Any, ...]:
    """The keys without their lines, which only errors need: pages that are kept have been read without any."""
    return keys.data, keys.first_line, keys.outer is not None


def _rule(plain: tuple[Any, ...]) -> Rule:
    """The rule again."""
    names, checks, about, page = plain
    options, path = about[1], about[5]
    outer = _keys(page, path, None)
    made = tuple(
        PageCheck(
            on,
            Severity(severity),
            Confidence(sure),
            remedy,
            _keys(keys, path, outer) if keys[-1] else outer,
            options,
            checked=True,
        )
        for on, severity, sure, remedy, keys in checks
    )
    name, code, family, title = names
    return Rule(name, code, family, title, made, *about)


def _keys(plain: tuple[Any, ...], path: str, outer: Keys | None) -> Keys:
    data, first_line, _ = plain
    return Keys(data, RULE_KEYS if outer is None else CHECK_KEYS, path, [], first_line, outer)
