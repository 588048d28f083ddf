"""Pages as rules: every error names file, line and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.facts.setting import Setting
from poolaudit.graph.client import Client
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.lint.page import MAX_PAGE, parse_page, read_page
from poolaudit.lint.rule import Doubt, OptionError, RulePageError, Violation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """\
code: XX101
title: Too many connections
on: client
when: client.max_connections > options.limit
message: "{client.library} opens {client.max_connections}, more than {options.limit}"
severity: warning
remedy: "open fewer than {client.max_connections}"
fix:
  - set client.pool.max_size = 10
options:
  limit: 20
contexts: [code, example]
default: off
since: "0.1"
sources:
  - https://example.org/why
"""
BODY = "# Too many connections\n\nWhy.\n"


def page(head: str = HEAD, body: str = BODY) -> Any:
    """The rule in a page with this head."""
    return parse_page(f"---\n{head}---\n{body}", name="too-many", family="sizing", shown="rules/sizing/too-many.md")


def without(key: Any) -> Any:
    """The head without a key of one line."""
    return "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{key}:"))


def test_a_page_is_a_rule() -> None:
    """Front matter becomes the rule's fields, the rest its body."""
    rule = page()

    assert ("too-many", "XX101", "sizing", "Too many connections") == (rule.name, rule.code, rule.family, rule.title)
    assert (("code", "example"), {"limit": 20}, False, "0.1") == (rule.contexts, rule.options, rule.default, rule.since)
    assert (("https://example.org/why",), "rules/sizing/too-many.md") == (rule.sources, rule.path)
    assert (BODY, 19, Severity.WARNING) == (rule.body, rule.body_line, rule.severity)


def test_keys_have_defaults() -> None:
    """Confidence is high, the context is code, and the rule is on, unless a page says otherwise."""
    rule = page("".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(("contexts", "default", "since"))))

    assert (Confidence.HIGH, ("code",), True, "") == (rule.checks[0].confidence, rule.contexts, rule.default, rule.since)


def test_a_true_condition_is_a_violation(make: Callable[..., Any]) -> None:
    """The check gives its sentence, its evidence and what to set."""
    client = make(Client, library="asyncpg", max_connections=30)
    (found,) = page().checks[0].judge(client)

    assert isinstance(found, Violation)
    assert ("asyncpg opens 30, more than 20", "open fewer than 30") == (found.message, found.remedy)
    assert ((client.max_connections,), Severity.WARNING) == (found.settings, found.severity)
    assert ["client.pool.max_size"] == [each.target.text for each in found.assignments]


def test_a_false_condition_is_silent_and_an_unknown_one_a_doubt(make: Callable[..., Any]) -> None:
    """Nothing for false and for what does not exist; the missing fact for unknown."""
    check = page().checks[0]
    hidden = make(Client, max_connections=Setting.unresolved("read from the environment"))

    assert [] == list(check.judge(make(Client, max_connections=5)))
    assert [] == list(check.judge(make(Client)))
    assert [Doubt(("client.max_connections: read from the environment",))] == list(check.judge(hidden))


def test_options_change_the_condition_and_the_sentence(make: Callable[..., Any]) -> None:
    """A user's value takes the place of the default, which stays for others."""
    rule = page()
    client = make(Client, library="asyncpg", max_connections=30)

    assert [] == list(rule.with_options({"limit": 30}).checks[0].judge(client))
    assert "asyncpg opens 30, more than 7" == next(iter(rule.with_options({"limit": 7}).checks[0].judge(client))).message
    assert {"limit": 20} == rule.options


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"limt": 3}, "too-many has no option `limt`; did you mean `limit`?"),
        ({"limit": "3"}, "too-many: option `limit` is a int, not '3'"),
        ({"limit": True}, "too-many: option `limit` is a int, not True"),
        ({"limit": [3]}, "too-many: option `limit` is a int, not [3]"),
    ],
    ids=["unknown", "text", "truth", "list"],
)
def test_an_option_must_exist_and_have_its_type(options: dict[str, Any], expected: object) -> None:
    """A misspelt option and a value of another type are refused."""
    with pytest.raises(OptionError) as error:
        page().with_options(options)

    assert expected == str(error.value)


def test_checks_inherit_from_the_page() -> None:
    """A check of a list takes what it does not say from the page."""
    first_block = "  - when: client.max_connections > 100\n    severity: error\n"
    second_block = "  - when: client.unbounded\n    confidence: low\n    message: no limit\n"
    head = f"{without('when')}checks:\n{first_block}{second_block}"
    first, second = page(head).checks

    assert (Severity.ERROR, Confidence.HIGH, Severity.WARNING, Confidence.LOW) == (
        first.severity,
        first.confidence,
        second.severity,
        second.confidence,
    )
    assert ("client", "no limit") == (second.on, second.compiled().message.text)
    assert Severity.ERROR == page(head).severity


WHERE = "rules/sizing/too-many.md"
CHECKS = (
    without("when") + "checks:\n  - when: client.unbounded\n    severity: error\n  - severity: info\n    when: client.unbound\n"
)
MISTAKES = {
    "unknown key": (HEAD.replace("remedy:", "remdy:"), f"{WHERE}:8: no key `remdy`; did you mean `remedy`?"),
    "missing key": (without("title"), f"{WHERE}:2: `title` is missing"),
    "missing condition": (without("when"), f"{WHERE}:2: `when` is missing"),
    "missing remedy": (without("remedy"), f"{WHERE}:2: `remedy` is missing"),
    "unknown word": (
        HEAD.replace("client.max_connections >", "client.max_conections >"),
        f"{WHERE}:5: when: `client.max_conections` does not exist; did you mean `max_connections`?",
    ),
    "clash of types": (
        HEAD.replace("> options.limit", "> 'x'"),
        f"{WHERE}:5: when: `client.max_connections > 'x'` asks for the order of a number and a text",
    ),
    "unknown word in the message": (
        HEAD.replace("{client.library}", "{client.libary}"),
        f"{WHERE}:6: message: `client.libary` does not exist; did you mean `library`?",
    ),
    "unknown word in the remedy": (HEAD.replace('than {client.max_connections}"', 'than {client.x}"'), None),
    "fix that does not fit": (
        HEAD.replace("max_size = 10", "max_size = 'x'"),
        f"{WHERE}:9: fix: `set client.pool.max_size = 'x'` gives a number a text",
    ),
    "unknown kind": (HEAD.replace("on: client", "on: clinet"), f"{WHERE}:4: nothing is called `clinet`; did you mean `client`?"),
    "unknown severity": (
        HEAD.replace("severity: warning", "severity: warn"),
        f"{WHERE}:7: no severity `warn`; did you mean `warning`?",
    ),
    "unknown context": (
        HEAD.replace("[code, example]", "[code, exmple]"),
        f"{WHERE}:13: no context `exmple`; did you mean `example`?",
    ),
    "code": (HEAD.replace("XX101", "too-many"), f"{WHERE}:2: `too-many` is not letters and three or more digits, like `PA201`"),
    "code that is no text": (HEAD.replace("XX101", "101"), f"{WHERE}:2: `code` must be text; put it in quotes"),
    "no source": (
        HEAD.replace("sources:\n  - https://example.org/why\n", ""),
        f"{WHERE}:2: at least one address that proves the rule is needed, each starting with https://",
    ),
    "source that is no address": (
        HEAD.replace("https://example.org", "example.org"),
        f"{WHERE}:16: at least one address that proves the rule is needed, each starting with https://",
    ),
    "default": (HEAD.replace("default: off", "default: maybe"), f"{WHERE}:14: `default` must be `on` or `off`"),
    "option": (
        HEAD.replace("limit: 20", "limit: [1, x]"),
        f"{WHERE}:11: option `limit` must be a word with a number, a text, on or off, or a list as its default",
    ),
    "both forms": (HEAD + "checks:\n  - when: client.unbounded\n", f"{WHERE}:5: a page has either `when` or `checks`"),
    "unknown word in a check": (CHECKS, f"{WHERE}:21: when: `client.unbound` does not exist; did you mean `unbounded`?"),
    "unknown key in a check": (
        CHECKS.replace("  - severity: info\n", "  - sevrity: info\n"),
        f"{WHERE}:20: no key `sevrity`; did you mean `severity`?",
    ),
    "checks that are no list": (
        without("when") + "checks: yes\n",
        f"{WHERE}:17: `checks` must be a list of checks, each with `when`",
    ),
    "not YAML": (HEAD.replace('"{client.library} opens', "{client.library}: opens"), None),
    "escape sequence": (
        HEAD.replace("title: Too", 'title: "\\eToo').replace("connections\non", 'connections"\non'),
        f"{WHERE}:3: `title` holds a character that cannot be printed",
    ),
    "escape sequence in a key": (HEAD + '"\\ex": 1\n', f"{WHERE}:2: no key `\N{REPLACEMENT CHARACTER}x`; there is "),
    "not a mapping": ("- one\n- two\n", f"{WHERE}:2: the front matter is not a list of `key: value`"),
    "key twice": (HEAD + "code: XX102\n", f"{WHERE}:18: `code` stands here twice"),
}


@pytest.mark.parametrize(("head", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_at_its_line(head: str, expected: object) -> None:
    """One line: file, line, what is wrong, what was probably meant."""
    with pytest.raises(RulePageError) as error:
        page(head)

    assert (True, False) == (str(error.value).startswith(f"{WHERE}:"), "\n" in str(error.value))
    assert expected is None or str(error.value).startswith(expected)


def test_a_page_without_front_matter_is_refused() -> None:
    """A page starts with its keys."""
    with pytest.raises(RulePageError, match=r"^x.md:1: no front matter; a page starts with a line `---`, "):
        parse_page("# Title\n", name="x", family="y", shown="x.md")


@pytest.mark.parametrize("name", ["Too-Many", "too_many", "-too", "too many", "1st"])
def test_a_name_is_words_with_hyphens(name: str) -> None:
    """The file name is the rule's name, so it must look like one."""
    with pytest.raises(RulePageError, match=r"is not words in lower case with hyphens between them$"):
        parse_page(f"---\n{HEAD}---\n{BODY}", name=name, family="sizing", shown="x.md")


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    """A page written on Windows is the same page."""
    text = ("\N{ZERO WIDTH NO-BREAK SPACE}" + f"---\n{HEAD}---\n{BODY}").replace("\n", "\r\n")

    assert (page().options, BODY) == ((rule := parse_page(text, name="too-many", family="x", shown="x.md")).options, rule.body)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xfe---", "not UTF-8"),
        (b"---\n" + b"#" * MAX_PAGE, "larger than 256 KiB"),
        (b"---\n" + b"# x\n" * 5000 + b"---\n", "a front matter of more than 16 KiB"),
    ],
    ids=["bytes", "page", "head"],
)
def test_bytes_are_bounded(tmp_path: Path, data: Any, expected: object) -> None:
    """A page of a scanned repository may be anything."""
    (tmp_path / "big.md").write_bytes(data)

    with pytest.raises(RulePageError) as error:
        read_page(tmp_path / "big.md", shown="big.md")

    assert f"big.md:1: {expected}" == str(error.value)


def test_a_page_that_is_gone_is_refused(tmp_path: Path) -> None:
    """The error says what the system says."""
    with pytest.raises(RulePageError, match=r"^gone.md:1: cannot be read: No such file or directory$"):
        read_page(tmp_path / "gone.md", shown="gone.md")


def test_the_family_is_the_folder(tmp_path: Path) -> None:
    """A page belongs to the folder in which it stands."""
    (tmp_path / "sizing").mkdir()
    (tmp_path / "sizing" / "too-many.md").write_text(f"---\n{HEAD}---\n{BODY}", encoding="utf-8")

    assert read_page(tmp_path / "sizing" / "too-many.md").family == "sizing"


def test_a_trusted_page_is_compiled_when_it_is_needed(make: Callable[..., Any]) -> None:
    """Our own pages cost nothing before a subject of their kind turns up; a mistake in them shows then."""
    head = HEAD.replace("client.max_connections >", "client.max_conections >")
    rule = parse_page(f"---\n{head}---\n{BODY}", name="too-many", family="sizing", shown="x.md", trusted=True)

    with pytest.raises(RulePageError, match=r"^x.md:5: when: `client.max_conections` does not exist"):
        list(rule.checks[0].judge(make(Client)))
