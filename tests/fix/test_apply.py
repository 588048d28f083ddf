"""Fixes made in files."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.read import Reader
from poolaudit.discover.source import Source
from poolaudit.fix.apply import FixOutcome, Patch, apply_fixes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]


def test_changes_of_several_findings_are_made_at_once(tmp_path: Path, change: Make, finding: Make) -> None:
    """Values and arguments of one file, and of others, are combined; the outcome holds each file before and after."""
    (tmp_path / "db.py").write_text("e = f(\n    'postgres://h:5432/d',\n)  # x\n")
    (tmp_path / ".env").write_text("PORT=5432\n")
    call = "f(\n    'postgres://h:5432/d',\n)"
    findings = [
        finding(change("db.py", call, "True", "pool_pre_ping"), change(".env", "5432", "6432")),
        finding(change("db.py", "5432", "6543")),
        finding(change("db.py", call, "0", "connect_args.k"), change("db.py", call, "True", "pool_pre_ping")),
        finding(),
    ]
    after = "e = f(\n    'postgres://h:6543/d',\n    pool_pre_ping=True,\n    connect_args={\"k\": 0},\n)  # x\n"
    before = "e = f(\n    'postgres://h:5432/d',\n)  # x\n"
    expected = FixOutcome((Patch(".env", "PORT=5432\n", "PORT=6432\n"), Patch("db.py", before, after)), ())

    assert expected == apply_fixes(tmp_path, findings, write=False)
    assert (before, "PORT=5432\n") == ((tmp_path / "db.py").read_text(), (tmp_path / ".env").read_text())
    assert expected == apply_fixes(tmp_path, findings, write=True)
    assert (after, "PORT=6432\n") == ((tmp_path / "db.py").read_text(), (tmp_path / ".env").read_text())
    assert [".env", "db.py"] == sorted(each.name for each in tmp_path.iterdir())


def test_a_finding_is_mended_whole_or_not_at_all(tmp_path: Path, change: Make, finding: Make) -> None:
    """When one change is refused, the others of the same finding are not made; other findings are."""
    (tmp_path / "a.ini").write_text("x = 1\ny = 2\n")
    (tmp_path / "b.py").write_text("f(u, **o)\n")
    broken = finding(change("a.ini", "1", "9"), change("b.py", "f(u, **o)", "0", "a"))
    later = finding(change("a.ini", "1", "8"), change("a.ini", "2", "7"))
    expected = FixOutcome((Patch("a.ini", "x = 1\ny = 2\n", "x = 8\ny = 7\n"),), ((broken, "**o may already set a"),))

    assert expected == apply_fixes(tmp_path, [broken, later], write=True)


def test_the_later_of_two_overlapping_fixes_is_refused(tmp_path: Path, change: Make, finding: Make) -> None:
    """Equal changes are one; different ones at one place are not both made."""
    (tmp_path / "a.ini").write_text("x = 123\n")
    first, same, other = (finding(change("a.ini", "123", new)) for new in ("9", "9", "8"))
    inserted, again = (finding(change("a.ini", "123", new, after=True)) for new in (", a", ", b"))
    outcome = apply_fixes(tmp_path, [first, same, other, inserted, again], write=False)

    assert (
        FixOutcome(
            (Patch("a.ini", "x = 123\n", "x = 9, a\n"),), ((other, "it overlaps another fix"), (again, "it overlaps another fix"))
        )
        == outcome
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("x = 45678\n", "another text stands there than was scanned"),
        ("x\n", "the file is shorter than when it was scanned"),
        (None, "the file is gone or binary"),
    ],
    ids=["other", "short", "gone"],
)
def test_a_file_that_changed_since_the_scan_is_left_alone(
    tmp_path: Path, change: Make, finding: Make, content: str | None, reason: str
) -> None:
    """A value is replaced only where it still stands."""
    (tmp_path / "a.ini").write_text("x = 12345\n")
    made = finding(change("a.ini", "12345", "9"))
    (tmp_path / "a.ini").unlink()
    if content is not None:
        (tmp_path / "a.ini").write_text(content)

    assert FixOutcome((), ((made, reason),)) == apply_fixes(tmp_path, [made], write=True)


def test_a_file_that_changes_during_the_edit_is_left_alone(
    tmp_path: Path, change: Make, finding: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read again right before it is replaced; nothing is left behind."""
    (tmp_path / "a.ini").write_text("x = 1\n")
    made = finding(change("a.ini", "1", "9"))
    answers = iter((b"x = 1\n", b"x = 2\n"))
    monkeypatch.setattr(Reader, "read", lambda *_: next(answers))

    assert FixOutcome((), ((made, "the file changed while it was being edited"),)) == apply_fixes(tmp_path, [made], write=True)
    assert ["a.ini"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf[pgbouncer]\r\nx = 1\r\n", b"\xef\xbb\xbf[pgbouncer]\r\nx = 1\r\ny = 2\r\n"),
        ("\ufeffx = 1\r\n".encode("utf-16-le"), "\ufeffx = 1\r\ny = 2\r\n".encode("utf-16-le")),
        ("\ufeffx = 1".encode("utf-16-be"), "\ufeffx = 1\ny = 2".encode("utf-16-be")),
        (b"x = 1\r\t", b"x = 1\ry = 2\r\t"),
        (b"\xc3\xa9\x0cx = 1 \n\n", b"\xc3\xa9\x0cx = 1\ny = 2 \n\n"),
    ],
    ids=["utf-8-bom", "utf-16-le", "utf-16-be", "carriage-return", "odd"],
)
def test_encoding_and_newlines_are_kept(tmp_path: Path, change: Make, finding: Make, before: bytes, after: bytes) -> None:
    """Byte order marks and the style of line ends survive; new lines follow it."""
    (tmp_path / "a.ini").write_bytes(before)
    apply_fixes(tmp_path, [finding(change("a.ini", "x = 1", "\ny = 2", after=True))], write=True)

    assert after == (tmp_path / "a.ini").read_bytes()


def test_an_edit_that_would_break_a_file_spoils_no_other(tmp_path: Path, change: Make, finding: Make) -> None:
    """A generator cannot take a neighbour, so none of the finding's files change; other findings are mended."""
    (tmp_path / "a.py").write_text("f(x for x in y)\n")
    (tmp_path / "b.ini").write_text("x = 1\ny = 2\n")
    broken = finding(change("a.py", "f(x for x in y)", "0", "a"), change("b.ini", "1", "9"))
    sound = finding(change("b.ini", "2", "8"))
    expected = FixOutcome(
        (Patch("b.ini", "x = 1\ny = 2\n", "x = 1\ny = 8\n"),), ((broken, "the edited file would not be sound"),)
    )

    assert expected == apply_fixes(tmp_path, [broken, sound], write=True)


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX systems")
class TestPosix:
    """Modes stay, links are not followed, failures are told."""

    def test_the_mode_is_kept(self, tmp_path: Path, change: Make, finding: Make) -> None:
        """A script stays executable, a private file private."""
        (tmp_path / "a.sh").write_text("x=1\n")
        (tmp_path / "a.sh").chmod(0o750)
        apply_fixes(tmp_path, [finding(change("a.sh", "1", "2"))], write=True)

        assert (0o750, "x=2\n") == (stat.S_IMODE((tmp_path / "a.sh").stat().st_mode), (tmp_path / "a.sh").read_text())

    def test_links_are_not_followed(self, tmp_path: Path, change: Make, finding: Make) -> None:
        """A file behind a link, inside or outside of the root, is not written."""
        root = tmp_path / "root"
        (tmp_path / "outside").mkdir()
        root.mkdir()
        (tmp_path / "outside/a.ini").write_text("x = 1\n")
        (root / "a.ini").symlink_to("../outside/a.ini")
        (root / "folder").symlink_to("../outside")
        behind = [finding(change(f"root/{path}", "1", "2")) for path in ("a.ini", "folder/a.ini")]
        refused = apply_fixes(tmp_path, behind, write=True).refused

        assert ["the file is a link", "the file stands behind a link"] == [why for _, why in refused]
        assert (tmp_path / "outside/a.ini").read_text() == "x = 1\n"

    def test_a_failed_write_leaves_the_old_file(
        self, tmp_path: Path, change: Make, finding: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A full disk is told, the file stays, and no temporary file is left."""
        (tmp_path / "a.ini").write_text("x = 1\n")
        made = finding(change("a.ini", "1", "2"))

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)

        assert FixOutcome((), ((made, "the file cannot be written: No space left on device"),)) == (
            apply_fixes(tmp_path, [made], write=True)
        )
        assert [("a.ini", "x = 1\n")] == [(each.name, each.read_text()) for each in tmp_path.iterdir()]


def test_a_patch_does_not_show_the_text() -> None:
    """Files hold passwords, so a patch prints its path only."""
    assert repr(Patch("a", "password=x", "password=y")) == "Patch(path='a')"


def test_only_python_calls_take_arguments(tmp_path: Path, change: Make, finding: Make) -> None:
    """A call in another language is not edited."""
    (tmp_path / "a.js").write_text("f(u)\n")
    made = finding(change("a.js", "f(u)", "0", "a"))

    assert FixOutcome((), ((made, "only calls in Python files can be edited"),)) == apply_fixes(tmp_path, [made], write=True)


def test_spans_of_a_file_with_a_byte_order_mark_are_those_of_the_scan(tmp_path: Path, change: Make, finding: Make) -> None:
    """Offsets count the mark, as the scan does."""
    (tmp_path / "a.py").write_bytes("\ufeffx = f('é')\n".encode())
    apply_fixes(tmp_path, [finding(change("a.py", "f('é')", "0", "a"))], write=True)

    assert Source.decode("a.py", (tmp_path / "a.py").read_bytes()).text == "\ufeffx = f('é', a=0)\n"
