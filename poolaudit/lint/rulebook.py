"""All rules of a run: found by presence, chosen by name, code, prefix of a code, or family.

In: folders of pages. Out: a `Rulebook`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.lint.builtin import builtin_rules
from poolaudit.lint.own import OWN_RULES
from poolaudit.lint.page import pages, read_page, refuse_link
from poolaudit.lint.rule import RulePageError
from poolaudit.lint.words import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from poolaudit.lint.rule import Rule

EVERYTHING = "all"


class UnknownRuleError(ValueError):
    """A selector that names no rule; `str()` is one line with a suggestion."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules in order of their codes; names and codes are unique."""

    rules: tuple[Rule, ...]
    invalid: tuple[RulePageError, ...] = ()
    """Pages that could not be used, when they were not to stop the run."""

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def get(self, name: str) -> Rule:
        """The rule of this name or code; raise `UnknownRuleError`."""
        found = self.find(name)
        if found is None:
            raise UnknownRuleError(f"no rule is called `{name}`{self._meant(name, families=False)}")
        return found

    def find(self, name: str) -> Rule | None:
        """The rule of this name, or of this code in any case; None when there is none."""
        code = name.upper()
        return next((rule for rule in self.rules if rule.name == name or rule.code == code), None)

    def matching(self, selector: str) -> tuple[Rule, ...]:
        """Rules that a selector names: `all`, a name, a code, its start (`PA2`) or a family; raise `UnknownRuleError`."""
        if selector.lower() == EVERYTHING:
            return self.rules
        one = self.find(selector)
        if one is not None:
            return (one,)
        prefix = selector.upper() if selector[-1:].isdigit() else ""
        found = tuple(rule for rule in self.rules if rule.family == selector or (prefix and rule.code.startswith(prefix)))
        if not found:
            raise UnknownRuleError(f"no rule, code or family is called `{selector}`{self._meant(selector, families=True)}")
        return found

    def select(
        self, select: Iterable[str] = (), ignore: Iterable[str] = (), *, extend: Iterable[str] = (), pedantic: bool = False
    ) -> tuple[Rule, ...]:
        """The rules of a run.

        Args:
            select: Selectors; only what they name runs, rules that are off included. None: every rule that is on.
            ignore: Selectors of rules that do not run, whoever else names them.
            extend: Selectors of rules that run as well.
            pedantic: Also run the rules that are off.

        Raises:
            UnknownRuleError: A selector names nothing.
        """
        wanted = list(select)
        if wanted:
            chosen = {rule.name for selector in wanted for rule in self.matching(selector)}
        else:
            chosen = {rule.name for rule in self.rules if rule.default or pedantic}
        chosen |= {rule.name for selector in extend for rule in self.matching(selector)}
        chosen -= {rule.name for selector in ignore for rule in self.matching(selector)}
        return tuple(rule for rule in self.rules if rule.name in chosen)

    def with_options(self, options: Mapping[str, Mapping[str, object]]) -> Rulebook:
        """The same rules with options set, by rule name or code; raise `UnknownRuleError` or `OptionError`."""
        changed = {self.get(name).name: values for name, values in options.items()}
        rules = tuple(rule.with_options(changed[rule.name]) if rule.name in changed else rule for rule in self.rules)
        return Rulebook(rules, self.invalid)

    def _meant(self, word: str, *, families: bool) -> str:
        """What was probably meant, by name: a code that looks like another says nothing."""
        names = [*(rule.name for rule in self.rules), *(sorted({rule.family for rule in self.rules}) if families else ())]
        hint = closest(word, names)
        return hint if hint.startswith("; did you mean") else "; `poolaudit rules` lists them"


def load_rules(folders: Iterable[Path] = (), *, extra: Iterable[Rule] = (), keep_going: bool = False) -> Rulebook:
    """The built-in rules, the tool's own, those on the pages of `folders`, and `extra` ones.

    Raises:
        RulePageError: A page is not of the form, or takes a name or code that another rule has; with `keep_going` such
            pages of `folders` are left out and listed in `Rulebook.invalid`.
    """
    taken: dict[str, Rule] = {}
    invalid: list[RulePageError] = []
    for rule in OWN_RULES:
        _add(rule, taken)
    for rule in builtin_rules():
        _add(rule, taken)
    for folder in folders:
        for page, family in pages(folder, follow_links=False):
            try:
                refuse_link(page)
                _add(read_page(page, family=family), taken)
            except RulePageError as error:  # noqa: PERF203  # each page has its own
                if not keep_going:
                    raise
                invalid.append(error)
    for rule in extra:
        _add(rule, taken)
    unique = {id(rule): rule for rule in taken.values()}.values()
    return Rulebook(tuple(sorted(unique, key=lambda rule: (rule.code, rule.name))), tuple(invalid))


def _add(rule: Rule, taken: dict[str, Rule]) -> None:
    for key in dict.fromkeys((rule.name, rule.code)):
        other = taken.get(key)
        if other is not None:
            raise RulePageError(rule.path or rule.name, 1, f"`{key}` is taken by {other.path or other.name}")
    taken[rule.name] = taken[rule.code] = rule
