"""Examples of rule pages."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.lint.cases import ANY, read_manual
from poolaudit.lint.finding import Confidence, Finding, Severity
from poolaudit.lint.rule import RulePageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from poolaudit.lint.rule import Rule

BODY = """\
# Too many

Why.

```text
# not a heading
```

## What to do

Less.

## Fires

A sentence.

`app/db.py`
```python
pool = create_pool(max_size=99)  # <- finding[error]
other = 1
```

`.env`:

~~~
URL=postgres://db
~~~

### In an ini file

`pgbouncer.ini`
````ini
[pgbouncer]
pool_mode = transaction ; <- finding
````

## Stays quiet

### Near miss: ten

`app/db.py`
```python
pool = create_pool(max_size=10)
```

### No pool

`app/db.py`
```python
```

## Fix

`app/db.py`
```python
pool = create_pool(max_size=10)
other = 1
```
"""


def manual(body: str) -> Any:
    """The manual of a page whose front matter ends on line 9."""
    return read_manual(body, 10, "rules/x/y.md")


def test_sections_hold_cases() -> None:
    """Each heading is a case; a section's files before the first one are a case too."""
    cases = manual(BODY).cases
    expected = [
        ("fires", "Fires"),
        ("fires", "In an ini file"),
        ("quiet", "Near miss: ten"),
        ("quiet", "No pool"),
        ("fix", "Fix"),
    ]

    assert expected == [(case.section, case.name) for case in cases]
    assert [False, False, True, False, False] == [case.near_miss for case in cases]
    assert [22, 38, 48, 55, 61] == [case.line for case in cases]


def test_a_case_is_files_without_their_marks() -> None:
    """The comment of an expectation, and the blanks before it, are not part of the file."""
    first, second, *_ = manual(BODY).cases

    assert (("app/db.py", "pool = create_pool(max_size=99)\nother = 1\n"), (".env", "URL=postgres://db\n")) == first.files
    assert {("app/db.py", 1, "error")} == first.expected
    assert (("pgbouncer.ini", "[pgbouncer]\npool_mode = transaction\n"),) == second.files
    assert {("pgbouncer.ini", 2, ANY)} == second.expected


def test_prose_is_what_stands_before_the_examples() -> None:
    """Title and examples left out; a fence keeps its hashes."""
    found = manual(BODY)

    assert ("Too many", "Why.\n\n```text\n# not a heading\n```\n\n## What to do\n\nLess.\n") == (found.title, found.prose)


def test_a_fix_belongs_to_the_first_firing_case() -> None:
    """A fix without a name of its own mends the first case."""
    found = manual(BODY)

    assert found.fixed_from(found.cases[-1]) is found.cases[0]


def test_a_named_fix_belongs_to_the_case_of_that_name() -> None:
    """A fix of the same name as a firing case mends that one."""
    found = manual(BODY.replace("## Fix\n", "## Fix\n\n### In an ini file\n"))

    assert found.fixed_from(found.cases[-1]) is found.cases[1]


@pytest.mark.parametrize(
    ("line", "text", "severity"),
    [
        ("a = 1  # <- finding", "a = 1", ANY),
        ("a = 1 ; <- finding[info]", "a = 1", "info"),
        ("SELECT 1; -- <- finding", "SELECT 1;", ANY),
        ("f(); // <- finding[warning]", "f();", "warning"),
        ("<a/> <!-- <- finding -->", "<a/>", ANY),
        ("a {/* x */} /* <- finding[error] */", "a {/* x */}", "error"),
        ("{{ .x }} {{/* <- finding */}}", "{{ .x }}", ANY),
        ('"a": 1 // <- finding  ', '"a": 1', ANY),
        ("a = 1  # why  # <- finding", "a = 1  # why", ANY),
        ("#<- finding", "", ANY),
    ],
    ids=["hash", "semicolon", "sql", "slashes", "html", "c", "template", "json", "behind a comment", "alone"],
)
def test_a_mark_is_a_comment_of_any_syntax(line: str, text: str, severity: str) -> None:
    """The mark goes, the rest of the line stays."""
    (case,) = manual(f"## Fires\n`a.txt`\n```\n{line}\n```\n").cases

    assert ((("a.txt", f"{text}\n"),), {("a.txt", 1, severity)}) == (case.files, case.expected)


MISTAKES = {
    "no mark": ("## Fires\n`a`\n```\nx\n```\n", "10: `Fires` fires nowhere; mark the line with a comment `<- finding`"),
    "mark in a quiet case": (
        "## Stays quiet\n### One\n`a`\n```\nx # <- finding\n```\n",
        "11: `One` must be quiet, but has a line marked `<- finding`",
    ),
    "mark without a comment": (
        "## Fires\n`a`\n```\nx <- finding\n```\n",
        "13: `<- finding` must be a comment of its own at the end of the line",
    ),
    "text behind the mark": (
        "## Fires\n`a`\n```\nx # <- finding here\n```\n",
        "13: `<- finding` must be a comment of its own at the end of the line",
    ),
    "severity": ("## Fires\n`a`\n```\n\nx # <- finding[eror]\n```\n", "14: no severity `eror`; did you mean `error`?"),
    "no path": (
        "## Fires\n```\nx # <- finding\n```\n",
        "11: a block without a file; put its path in backticks on the line above",
    ),
    "prose between path and block": (
        "## Fires\n`a`\nwords\n```\nx # <- finding\n```\n",
        "13: a block without a file; put its path in backticks on the line above",
    ),
    "absolute path": ("## Fires\n`/a`\n```\nx # <- finding\n```\n", "12: `/a` must be a relative path that this case has once"),
    "path that leads out": (
        "## Fires\n`b/../../a`\n```\nx # <- finding\n```\n",
        "12: `b/../../a` must be a relative path that this case has once",
    ),
    "path twice": (
        "## Fires\n`a`\n```\nx # <- finding\n```\n`a`\n```\n```\n",
        "16: `a` must be a relative path that this case has once",
    ),
    "name twice": (
        "## Stays quiet\n### A\n`a`\n```\n```\n### A\n",
        "15: two cases are called `A`; name each after what is special about it",
    ),
    "open fence": ("Why.\n```\n## Fires\n", "11: a fenced block that does not end; close it with ```"),
}


@pytest.mark.parametrize(("body", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_at_its_line(body: str, expected: object) -> None:
    """One line: file, line of the page, what is wrong, what to write."""
    with pytest.raises(RulePageError) as error:
        manual(body)

    assert f"rules/x/y.md:{expected}" == str(error.value)


def test_files_are_written_below_a_folder(tmp_path: Path) -> None:
    """Folders are made, text is written as it is."""
    manual(BODY).cases[0].write(tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    assert {"app/db.py": b"pool = create_pool(max_size=99)\nother = 1\n", ".env": b"URL=postgres://db\n"} == written


def finding(at: Callable[..., Any], rule: Rule, path: Any, line: int, severity: Severity) -> Any:
    """A finding at a line."""
    return Finding(rule, "XX1", severity, Confidence.HIGH, "m", at(path, line), (), "r", "f")


def test_findings_are_compared_by_place_and_wanted_severity(at: Callable[..., Any]) -> None:
    """Severity counts only where a mark names one; findings of other rules do not count."""
    case = manual(dedent("## Fires\n`a`\n```\nx # <- finding\ny # <- finding[error]\nz\n```\n")).cases[0]
    findings = [
        finding(at, "mine", "a", 1, Severity.INFO),
        finding(at, "mine", "a", 2, Severity.WARNING),
        finding(at, "mine", "a", 3, Severity.ERROR),
        finding(at, "other", "a", 3, Severity.ERROR),
    ]

    assert {("a", 1, ANY), ("a", 2, "warning"), ("a", 3, "error")} == case.seen(findings, "mine")
