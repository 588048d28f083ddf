"""Which rules there are, and which run."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from poolaudit.graph.client import Client
from poolaudit.lint import builtin as module
from poolaudit.lint.builtin import builtin_folder, builtin_rules
from poolaudit.lint.own import OWN_RULES
from poolaudit.lint.page import PageCheck, pages, read_page
from poolaudit.lint.rule import OptionError, RulePageError, rule
from poolaudit.lint.rulebook import Rulebook, UnknownRuleError, load_rules

PAGE = """\
---
code: {code}
title: A rule
on: client
when: client.max_connections > options.limit
message: m
severity: info
remedy: r
default: {default}
options:
  limit: 3
sources: [https://example.org]
---
# A rule
"""


def write(folder: Path, family: str, name: str, code: str, default: str = "on") -> Any:
    """A page in a family of a folder."""
    (folder / family).mkdir(parents=True, exist_ok=True)
    (folder / family / f"{name}.md").write_text(PAGE.format(code=code, default=default), encoding="utf-8")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A rulebook of four pages in two families and the tool's own rules."""
    write(tmp_path, "sizing", "big-pool", "XY301")
    write(tmp_path, "sizing", "small-pool", "XY302", default="off")
    write(tmp_path, "endpoint", "wrong-port", "XY101")
    write(tmp_path, "endpoint", "sizing-port", "XY310")
    monkeypatch.setattr(module, "builtin_folder", lambda: tmp_path)
    return load_rules()


def names(rules: Any) -> Any:
    """Names of rules, the tool's own left out."""
    return [rule.name for rule in rules if rule not in OWN_RULES]


def test_pages_are_found_by_presence(book: Rulebook) -> None:
    """Every page below the folder is a rule, in order of the codes."""
    assert ["wrong-port", "big-pool", "small-pool", "sizing-port"] == names(book)
    assert ["unreadable-file", "unused-ignore", "ignore-without-reason", "invalid-rule-page"] == [rule.name for rule in book][:4]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("big-pool", ["big-pool"]),
        ("XY302", ["small-pool"]),
        ("xy302", ["small-pool"]),
        ("XY3", ["big-pool", "small-pool", "sizing-port"]),
        ("xy1", ["wrong-port"]),
        ("sizing", ["big-pool", "small-pool"]),
        ("all", ["wrong-port", "big-pool", "small-pool", "sizing-port"]),
        ("PA002", []),
    ],
)
def test_a_selector_is_a_name_a_code_a_prefix_or_a_family(book: Rulebook, selector: str, expected: object) -> None:
    """Codes are read in any case."""
    assert expected == names(book.matching(selector))


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("big-pol", "no rule, code or family is called `big-pol`; did you mean `big-pool`?"),
        ("sizng", "no rule, code or family is called `sizng`; did you mean `sizing`?"),
        ("XY9", None),
        ("", None),
    ],
)
def test_an_unknown_selector_is_refused_with_a_suggestion(book: Rulebook, selector: str, expected: object) -> None:
    """A misspelt selector would silently run nothing."""
    with pytest.raises(UnknownRuleError) as error:
        book.matching(selector)

    assert expected in (None, str(error.value))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, ["wrong-port", "big-pool", "sizing-port"]),
        ({"pedantic": True}, ["wrong-port", "big-pool", "small-pool", "sizing-port"]),
        ({"select": ["small-pool"]}, ["small-pool"]),
        ({"select": ["sizing"], "ignore": ["XY301"]}, ["small-pool"]),
        ({"ignore": ["endpoint"]}, ["big-pool"]),
        ({"extend": ["XY302"], "ignore": ["endpoint"]}, ["big-pool", "small-pool"]),
        ({"select": ["big-pool"], "ignore": ["big-pool"]}, []),
    ],
    ids=str,
)
def test_selection(book: Rulebook, arguments: Any, expected: object) -> None:
    """Rules that are off run when they are named; what is ignored never runs."""
    assert expected == names(book.select(**arguments))


def test_own_rules_can_be_selected(book: Rulebook) -> None:
    """`unused-ignore` is on, `unreadable-file` only when it is asked for."""
    assert ["unused-ignore"] == [rule.name for rule in book.select() if rule in OWN_RULES]
    assert ["unreadable-file"] == [rule.name for rule in book.select(["PA001"])]


def test_get_finds_by_name_or_code(book: Rulebook) -> None:
    """One rule, or an error with a suggestion."""
    assert book.get("big-pool") is book.get("xy301")
    with pytest.raises(UnknownRuleError, match=r"^no rule is called `big-poll`; did you mean `big-pool`\?$"):
        book.get("big-poll")


def test_options_are_set_by_name_or_code(book: Rulebook) -> None:
    """The options of a configuration reach their rules."""
    changed = book.with_options({"XY301": {"limit": 9}})

    assert ({"limit": 9}, {"limit": 3}) == (changed.get("big-pool").options, changed.get("small-pool").options)


@pytest.mark.parametrize(
    ("options", "error"), [({"nope": {}}, UnknownRuleError), ({"big-pool": {"x": 1}}, OptionError)], ids=["rule", "option"]
)
def test_options_of_nothing_are_refused(book: Rulebook, options: dict[str, Any], error: Any) -> None:
    """A misspelt rule or option is an error."""
    with pytest.raises(error):
        book.with_options(options)


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("big-pool", "ZZ101", "`big-pool` is taken by rules/sizing/big-pool.md"),
        ("other", "XY301", "`XY301` is taken by rules/sizing/big-pool.md"),
        ("unused-ignore", "ZZ101", "`unused-ignore` is taken by unused-ignore"),
    ],
    ids=["name", "code", "own"],
)
def test_names_and_codes_are_unique(tmp_path: Path, name: str, code: str, expected: object) -> None:
    """A page of the user cannot take the place of another rule."""
    own = tmp_path.parent / f"{tmp_path.name}-own"
    write(own, "mine", name, code)

    with pytest.raises(RulePageError) as error:
        load_rules([own])

    assert f"{own / 'mine' / name}.md:1: {expected}" == str(error.value)


@pytest.mark.usefixtures("book")
def test_bad_pages_can_be_left_out(tmp_path: Path) -> None:
    """With `keep_going` a page that cannot be used is listed, and the others are used."""
    own = tmp_path.parent / f"{tmp_path.name}-own"
    write(own, "mine", "good", "ZZ101")
    (own / "mine" / "bad.md").write_text("# No head\n", encoding="utf-8")
    found = load_rules([own], keep_going=True)

    assert ("good", [f"{own / 'mine' / 'bad.md'}"]) == (found.get("ZZ101").name, [error.path for error in found.invalid])


def test_symbolic_links_of_a_repository_are_not_followed(tmp_path: Path) -> None:
    """A folder of rules in a scanned repository cannot lead out of it: each link is an error."""
    write(tmp_path / "real", "mine", "good", "ZZ101")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "linked").symlink_to(tmp_path / "real" / "mine")
    (tmp_path / "rules" / "page.md").symlink_to(tmp_path / "real" / "mine" / "good.md")

    found = load_rules([tmp_path / "rules"], keep_going=True)
    why = "is a symbolic link; put the pages themselves there"

    assert [f"{tmp_path / 'rules' / name}:1: {why}" for name in ("linked", "page.md")] == [str(error) for error in found.invalid]


def test_pages_may_stand_in_the_folder_itself(tmp_path: Path) -> None:
    """A small folder needs no families; a README is no page."""
    write(tmp_path, "db", "good", "ZZ101")
    (tmp_path / "db" / "README.md").write_text("# Ours\n", encoding="utf-8")

    assert [(tmp_path / "db" / "good.md", "db")] == list(pages(tmp_path / "db"))


def test_a_folder_that_is_gone_is_refused(tmp_path: Path) -> None:
    """A configuration that names no folder is wrong."""
    with pytest.raises(RulePageError, match=r"cannot be listed: No such file or directory$"):
        load_rules([tmp_path / "gone"])


@pytest.mark.usefixtures("book")
def test_python_rules_stand_beside_pages() -> None:
    """A rule in Python is given to the rulebook as it is."""

    @rule("mine", on=Client)
    def mine(_client: Any) -> Any:
        """Nothing."""
        yield from ()

    assert mine is load_rules(extra=[mine]).get("mine")


def test_built_in_rules_are_found_in_a_checkout() -> None:
    """The folder beside the package holds the rules."""
    assert (builtin_folder().name, True) == ("rules", (builtin_folder() / "transaction-mode").is_dir())


def test_built_in_rules_are_found_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder inside the package comes first."""
    (tmp_path / "poolaudit" / "rules").mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "poolaudit" / "lint" / "builtin.py"))

    assert tmp_path / "poolaudit" / "rules" == builtin_folder()


@pytest.mark.parametrize(("page", "family"), list(pages(builtin_folder())), ids=lambda each: getattr(each, "stem", None))
def test_what_is_kept_of_a_page_is_the_whole_rule(page: Path, family: str) -> None:
    """A rule that an earlier run read is the one on the page: its words and its conditions."""
    read = read_page(page, family=family, shown=f"rules/{family}/{page.name}")
    again = next(each for each in builtin_rules() if each.name == read.name)

    assert (read, _conditions(read)) == (again, _conditions(again))


def _conditions(rule: Any) -> Any:
    """What each check of a page is made of."""
    return [
        (
            check.keys.data,
            check.keys.first_line,
            check.compiled().message.text,
        )
        for check in rule.checks
        if isinstance(check, PageCheck)
    ]


def test_loading_the_rules_loads_no_parser() -> None:
    """A scan of one env file pays for no YAML library, no compiler of conditions, no terminal."""
    heavy = {"yaml", "difflib", "click", "hashlib", "poolaudit.lint.predicate"}
    code = f"import sys; from poolaudit.lint.rulebook import load_rules; load_rules(); print(sorted({heavy} & set(sys.modules)))"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])

    assert "[]\n" == done.stdout


def test_rules_without_pages_make_a_rulebook() -> None:
    """A rulebook can be made of rules at hand."""
    assert ("unused-ignore",) == tuple(each.name for each in Rulebook(OWN_RULES).select())
