"""Ignore comments."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.facts.setting import Evidence, Origin
from poolaudit.facts.span import Span
from poolaudit.lint.finding import Confidence, Finding, Severity
from poolaudit.lint.own import OWN_RULES
from poolaudit.lint.rule import Rule
from poolaudit.lint.rulebook import Rulebook
from poolaudit.lint.suppress import MAX_COMMENTS, ignores, suppress

if TYPE_CHECKING:
    from collections.abc import Callable

BOOK = Rulebook((*OWN_RULES, Rule("direct-endpoint", "PA101", "endpoint", "t", ()), Rule("big-pool", "PA301", "sizing", "t", ())))
RUNNING = ("direct-endpoint", "big-pool", "unused-ignore")


def finding(span: Span, rule: Rule = "direct-endpoint", code: str = "PA101", *evidence: Span) -> Any:
    """A finding at a place, with evidence at others."""
    steps = tuple(Evidence(each, Origin.WRITTEN, "e") for each in evidence)
    return Finding(rule, code, Severity.ERROR, Confidence.HIGH, "m", span, steps, "r", "f")


def outcome(text: str, *findings: Finding, running: Any = RUNNING) -> Any:
    """Kept, silenced, and (line, column, message) of what is said about comments."""
    found = suppress(findings, ignores(Source("a.py", text)), BOOK, running)
    return (
        list(found.kept),
        list(found.suppressed),
        [(each.span.line, each.span.column, each.message) for each in found.about_comments],
    )


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # poolaudit: ignore[direct-endpoint] why",
        "x = 1 ; poolaudit: ignore[direct-endpoint] why",
        "x(); // poolaudit: ignore[PA101] why",
        "SELECT 1; -- poolaudit: ignore[pa101] why",
        "<x/> <!-- poolaudit: ignore[direct-endpoint] why -->",
        "x /* poolaudit: ignore[direct-endpoint] why */",
        "x {{/* poolaudit: ignore[direct-endpoint] why */}}",
        "x # noqa # poolaudit: ignore[big-pool , direct-endpoint] why",
        "x # poolaudit: ignore[big-pool] why # poolaudit: ignore[direct-endpoint] why",
        "#poolaudit: ignore[direct-endpoint]\nx",
        "   // poolaudit: ignore[direct-endpoint] why\nx",
        "/*\n * poolaudit: ignore[direct-endpoint] why\nx",
        "# poolaudit: ignore[direct-endpoint] a\r\n# poolaudit: ignore[big-pool] b\r\nx",
    ],
)
def test_a_comment_of_any_syntax_silences_its_line(line: str, at: Callable[..., Any]) -> None:
    """On the line of the finding, or alone on the line above it."""
    one = finding(at("a.py", len(line.splitlines())))
    kept, suppressed, about = outcome(line, one, running=("direct-endpoint", "unused-ignore"))

    assert ([], [one], []) == (kept, suppressed, about)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x # poolaudit: ignore[big-pool] why", 1),
        ("x # poolaudit: ignore[direct-endpoint] why\ny", 2),
        ("# poolaudit: ignore[direct-endpoint] why\n\ny", 3),
        ("x poolaudit: ignore[direct-endpoint]", 1),
        ("x # poolaudit: ignore", 1),
        ("x # poolaudit: ignored[direct-endpoint]", 1),
        ("x # poolaudit: ignore [direct-endpoint]", 1),
    ],
    ids=["another rule", "line above, not alone", "not the next line", "no comment", "no bracket", "another word", "blank"],
)
def test_what_is_not_meant_for_it_leaves_a_finding(text: str, line: int, at: Callable[..., Any]) -> None:
    """A comment says which rule, and stands where the finding is."""
    one = finding(at("a.py", line))

    assert ([one], []) == outcome(text, one)[:2]


def test_a_comment_counts_at_any_place_of_a_finding(at: Callable[..., Any]) -> None:
    """The evidence of a finding may be silenced where it stands."""
    one = finding(at("other.py", 9), "direct-endpoint", "PA101", at("a.py", 2))
    text = "x\ny  # poolaudit: ignore[direct-endpoint] a backup\n"

    assert ([], [one], []) == outcome(text, one)


def test_a_comment_behind_the_closing_bracket_counts() -> None:
    """Formatters move the comment of a long call to its last line."""
    one = finding(Span("a.py", 0, 30, 1, 1, 3, 2))

    assert ([], [one], []) == outcome("f(\n  x,\n)  # poolaudit: ignore[direct-endpoint] why\n", one)


def test_a_comment_at_an_argument_counts() -> None:
    """A call over several lines is one place; its second argument is part of it."""
    text = "pool(\n    url,\n    size=20,  # poolaudit: ignore[direct-endpoint] why\n)\n"
    one = finding(Source("a.py", text).span(0, len(text) - 1))

    assert ([], [one], []) == outcome(text, one)


def test_a_comment_in_another_file_does_not_count(at: Callable[..., Any]) -> None:
    """The same line of another file is another place."""
    one = finding(at("b.py", 1))

    assert ([one], []) == outcome("x # poolaudit: ignore[direct-endpoint]", one)[:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "x # poolaudit: ignore[direct-endpoint] why",
            [(1, 23, "direct-endpoint reports nothing here, so this comment silences nothing")],
        ),
        (
            "x # poolaudit: ignore[direct-endpont] why",
            [(1, 23, "no rule is called `direct-endpont`; did you mean `direct-endpoint`?")],
        ),
        (
            "x # poolaudit: ignore[PA101, big-pool]",
            [
                (1, 23, "direct-endpoint reports nothing here, so this comment silences nothing"),
                (1, 30, "big-pool reports nothing here, so this comment silences nothing"),
            ],
        ),
        (
            "x # poolaudit: ignore why",
            [(1, 5, "this comment names no rule, so it silences nothing; write `poolaudit: ignore[rule-name] reason`")],
        ),
        (
            "x # poolaudit: ignore[] why",
            [(1, 5, "this comment names no rule, so it silences nothing; write `poolaudit: ignore[rule-name] reason`")],
        ),
        ("x # poolaudit: ignore[direct-endpoint, unused-ignore] why", []),
        ("x # poolaudit: ignore[unused-ignore]", []),
        ("poolaudit: ignore is explained here", []),
        ("x # poolaudit: ignored in the past", []),
    ],
)
def test_unused_comments_are_findings(text: str, expected: object) -> None:
    """A comment that silences nothing is reported at the name, unless it says not to."""
    assert expected == outcome(text)[2]


def test_used_names_are_not_reported(at: Callable[..., Any]) -> None:
    """Of two names, only the one that silences nothing is reported."""
    text = "x # poolaudit: ignore[direct-endpoint, big-pool] why"

    assert [(1, 40, "big-pool reports nothing here, so this comment silences nothing")] == outcome(text, finding(at("a.py", 1)))[
        2
    ]


def test_a_comment_for_a_rule_that_does_not_run_is_not_unused() -> None:
    """A run of few rules cannot tell; a name that does not exist is wrong in any run."""
    text = "x # poolaudit: ignore[direct-endpoint]\ny # poolaudit: ignore[nope]"

    assert [2] == [line for line, _, _ in outcome(text, running=("big-pool", "unused-ignore"))[2]]
    assert [] == outcome(text, running=("big-pool",))[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x # poolaudit: ignore[direct-endpoint]", [(1, 5, "this comment does not say why")]),
        ("x /* poolaudit: ignore[direct-endpoint] */", [(1, 6, "this comment does not say why")]),
        ("x /* poolaudit: ignore[direct-endpoint] it must */", []),
    ],
    ids=["none", "end of the comment only", "reason"],
)
def test_a_reason_can_be_demanded(text: str, expected: object, at: Callable[..., Any]) -> None:
    """`ignore-without-reason` is for strict runs."""
    assert expected == outcome(text, finding(at("a.py", 1)), running=("direct-endpoint", "ignore-without-reason"))[2]


def test_what_is_said_about_comments_is_a_finding() -> None:
    """Rule, code, severity and identity of `unused-ignore`."""
    (found,) = suppress((), ignores(Source("a.py", "# poolaudit: ignore[nope]\n")), BOOK, RUNNING).about_comments

    assert ("unused-ignore", "PA002", Severity.INFO, "a.py") == (found.rule, found.code, found.severity, found.span.path)
    assert ("nope", "remove the comment, or name the rule that it is for") == (
        "# poolaudit: ignore[nope]"[found.span.offset : found.span.end],
        found.remedy,
    )


@pytest.mark.parametrize(
    "text",
    [
        "# poolaudit: ignore" + "[" * 500_000,
        "# " + "poolaudit: ignore[" * 30_000,
        "# poolaudit: ignore[x]\n" * 30_000,
        "# poolaudit: ignore[" + "x," * 240 + "]\n",
    ],
    ids=["brackets", "comments on one line", "comments below each other", "names"],
)
def test_hostile_comments_take_no_time(text: str) -> None:
    """Half a megabyte of comments is read in linear time, and no more than a bound of them."""
    start = perf_counter()
    found = ignores(Source("a.py", text))

    assert (True, True) == (1 <= len(found) <= MAX_COMMENTS, perf_counter() - start < 2)


def test_names_of_a_hostile_comment_are_printed_safely() -> None:
    """A name cannot forge lines of a report, and a long one is not compared with every rule."""
    (forged, long) = outcome(f"# poolaudit: ignore[\x1b[31m]\n# poolaudit: ignore[a\x07b, {'x' * 200}]\n")[2][-2:]

    assert (2, 21, "no rule is called `a\N{REPLACEMENT CHARACTER}b`; there is") == (
        *forged[:2],
        forged[2].partition(" unreadable")[0],
    )
    assert f"no rule is called `{'x' * 159}…`" == long[2]
