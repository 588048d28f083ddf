"""Patches as unified diffs."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poolaudit.fix.apply import Patch
from poolaudit.fix.diff import unified_diff

if TYPE_CHECKING:
    from pathlib import Path


def applied(folder: Path, patch: Patch, *options: str) -> str:
    """The file after `git apply` of the diff."""
    place = folder / patch.path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(patch.before.encode())
    subprocess.run(
        ["git", "apply", *options, "-"], cwd=folder, input=unified_diff([patch]).encode(), check=True, capture_output=True
    )
    return place.read_bytes().decode()


def test_a_diff_shows_three_lines_around_a_change() -> None:
    """The header names both sides, and changes far apart have hunks of their own."""
    before = "".join(f"{number}\n" for number in range(1, 21))
    after = before.replace("2\n", "two\n", 1).replace("19\n", "19\n19a\n")
    expected = (
        "--- a/x/y.ini\n+++ b/x/y.ini\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -17,4 +17,5 @@\n 17\n 18\n 19\n+19a\n 20\n"
    )

    assert expected == unified_diff([Patch("x/y.ini", before, after)])


LINES = st.lists(st.sampled_from(["a", "b", "c\r", "", "é\x0c"]), max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, LINES, st.sampled_from(["", "\n"]), st.sampled_from(["", "\n"]))
def test_git_applies_every_diff(tmp_path: Path, one: list[str], other: list[str], end: str, other_end: str) -> None:
    """Any text becomes any other, with and without a newline at the end of the file."""
    before, after = "\n".join(["first", *one]) + end, "\n".join(["first", *other]) + other_end
    if before != after:
        assert after == applied(tmp_path, Patch("d/f.ini", before, after))


@pytest.mark.parametrize("name", ["a b.ini", 'q"uote.ini', "tab\t.ini", "é.ini", "new\nline.ini", "back\\slash.ini"])
def test_git_finds_files_of_any_name(tmp_path: Path, name: str) -> None:
    """Names are quoted as git reads them."""
    assert applied(tmp_path, Patch(name, "x = 1\n", "x = 2\n")) == "x = 2\n"


@pytest.mark.parametrize(
    ("distance", "shown", "options"),
    [(4, 3, ()), (3, 2, ()), (2, 1, ()), (1, 0, ("--unidiff-zero",))],
)
def test_no_password_is_shown_as_context(tmp_path: Path, distance: int, shown: int, options: tuple[str, ...]) -> None:
    """The context shrinks until it holds no password, and the diff still applies."""
    lines = [f"{number}\n" for number in range(12)]
    lines[6 - distance] = "postgres://app:hunter2@db/shop\n"
    before = "".join(lines)
    patch = Patch("a.env", before, before.replace("6\n", "six\n"))
    diff = unified_diff([patch])

    assert (False, shown) == ("hunter2" in diff, diff.split("-6\n")[0].count("\n "))
    assert patch.after == applied(tmp_path, patch, *options)


def test_a_changed_password_line_is_masked_with_a_note() -> None:
    """What changes is visible, the password is not, and the reader is told that this part does not apply."""
    patch = Patch(".env", "A=1\nURL=postgres://app:hunter2@db:5432/shop\n", "A=1\nURL=postgres://app:hunter2@db:6543/shop\n")
    expected = (
        "# .env: a changed line holds a password, which is masked here, so this part does not apply\n"
        "--- a/.env\n+++ b/.env\n@@ -1,2 +1,2 @@\n A=1\n"
        "-URL=postgres://app:***@db:5432/shop\n+URL=postgres://app:***@db:6543/shop\n"
    )

    assert expected == unified_diff([patch])


def test_no_patches_are_no_diff() -> None:
    """Nothing to change is nothing to show."""
    assert unified_diff([]) == ""
