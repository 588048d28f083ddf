"""The head of a page: what is read here must be what PyYAML reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from poolaudit.lint.builtin import builtin_folder
from poolaudit.lint.frontmatter import FrontMatterError, read_front_matter, read_simple
from poolaudit.lint.page import pages

if TYPE_CHECKING:
    from pathlib import Path

SIMPLE = {
    "texts": ("code: PA201\ntitle: A title, with a comma\n", {"code": "PA201", "title": "A title, with a comma"}),
    "quotes": (
        "message: \"{client.library} it's # not\"\nsince: '0.1'\n",
        {"message": "{client.library} it's # not", "since": "0.1"},
    ),
    "comparison": ('when: client.role == "x" and client.max > 5\n', {"when": 'client.role == "x" and client.max > 5'}),
    "truth": ("default: off\nother: Yes\n", {"default": False, "other": True}),
    "numbers": ("options:\n  max: 10\n  share: 0.8\n  low: -1\n", {"options": {"max": 10, "share": 0.8, "low": -1}}),
    "on": ("on: route\n", {"on": "route"}),
    "flow list": ("contexts: [code, test]\nempty: []\n", {"contexts": ["code", "test"], "empty": []}),
    "list": (
        "sources:\n  - https://a.example/b?c=1#d\n  # why\n\n  - https://b.example\n",
        {"sources": ["https://a.example/b?c=1#d", "https://b.example"]},
    ),
    "list without indent": ("sources:\n- one\n- two\nsince: x\n", {"sources": ["one", "two"], "since": "x"}),
    "folded": ("when: >-\n  one\n  two\ncode: X\n", {"when": "one two", "code": "X"}),
    "kept": ("when: |\n    one\n    two\n\ncode: X\n", {"when": "one\ntwo\n", "code": "X"}),
    "checks": (
        "checks:\n  - when: a > 1\n    severity: error\n    fix:\n      - set a = 1\n  - when: b\n    on: route\nsince: x\n",
        {"checks": [{"when": "a > 1", "severity": "error", "fix": ["set a = 1"]}, {"when": "b", "on": "route"}], "since": "x"},
    ),
}
OTHER = {
    "two lines": "title: one\n  two\n",
    "escape": 'title: "a\\tb"\n',
    "doubled quote": "title: 'it''s'\n",
    "comment behind a value": "title: one # two\n",
    "flow mapping": "options: {max: 10}\n",
    "quoted in a list": 'contexts: ["code", test]\n',
    "octal": "max: 010\n",
    "date": "since: 2026-01-01\n",
    "null": "since: null\n",
    "anchor": "a: &x one\nb: *x\n",
    "blank line in a text": "when: >-\n  one\n\n  two\n",
}


def by_yaml(text: str) -> Any:
    """What PyYAML says, with the keys that YAML 1.1 takes for truth values."""
    return {{True: "on", False: "off"}.get(key, key): value for key, value in yaml.safe_load(text).items()}


@pytest.mark.parametrize(("text", "expected"), SIMPLE.values(), ids=SIMPLE)
def test_simple_forms_are_read_without_yaml(text: str, expected: object) -> None:
    """The forms that pages are written in give plain data."""
    assert expected == read_simple(text)


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_any_other_form_is_left_to_yaml(text: str) -> None:
    """What is not surely simple is not guessed at."""
    assert read_simple(text) is None
    assert by_yaml(text) == read_front_matter(text)


@pytest.mark.parametrize("page", [page for page, _ in pages(builtin_folder())], ids=lambda page: page.stem)
def test_built_in_pages_are_simple_and_mean_what_yaml_says(page: Path) -> None:
    """No page of ours makes a scan load a YAML library, and other readers of the page see the same."""
    head = page.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
    expected = yaml.safe_load(head)
    for block in (expected, *expected.get("checks", ())):
        if True in block:
            block["on"] = block.pop(True)

    assert expected == read_simple(head)


LINE = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            [
                " ",
                "  ",
                "- ",
                "a",
                "b: ",
                "c:",
                "on",
                "1",
                "0.5",
                '"',
                "'",
                "#",
                " #",
                "[",
                "]",
                ",",
                ">-",
                "|",
                "{",
                "x > 1",
                "?",
                "-",
                ":",
            ]
        ),
        max_size=6,
    ),
)


@given(st.lists(LINE, min_size=1, max_size=5).map("\n".join))
@example("a: >-\n  b\n  # c\nd: e")
@example("a: |\n  b\n # c\nd: e")
@example("a:\n- b\n -c")
@example("a: [b c, d]")
@example("a: x:y")
def test_what_is_read_here_is_what_yaml_reads(text: str) -> None:
    """Whatever the text, the short way never differs from the long one."""
    try:
        found = read_simple(text)
    except FrontMatterError:
        return  # a key that stands twice, which YAML forbids and PyYAML accepts

    assert found is None or found == ({} if yaml.safe_load(text) is None else by_yaml(text))


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("code: PA1\nmessage: {client.library} is: bad\n", 2, "not YAML: "),
        ("code: PA1\ncode: PA2\n", 2, "`code` stands here twice"),
        ("a: " + "[" * 8000 + "]" * 8000, 1, "n"),
        ("a: [[[[[[1]]]]]]\n", 1, "nested deeper than a page needs"),
    ],
    ids=["brace without quotes", "key twice", "nesting bomb", "nested"],
)
def test_text_that_is_no_front_matter_is_refused(text: str, line: int, expected: object) -> None:
    """The error says where and, for the usual mistake, what to do."""
    with pytest.raises(FrontMatterError) as error:
        read_front_matter(text)

    assert (line, True) == (error.value.line, str(error.value).startswith(expected))
