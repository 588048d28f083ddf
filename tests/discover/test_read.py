"""Reading of one file: bytes, nothing, or why not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from poolaudit.discover.found import Unread
from poolaudit.discover.read import Reader, read_file


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", b""),
        (b"a=1\n", b"a=1\n"),
        (b"\xff\xfea\0", b"\xff\xfea\0"),
        (b"a" * 8191 + b"\0", None),
        (b"a" * 8192 + b"\0", b"a" * 8192 + b"\0"),
        (b"x" * 20_000, b"x" * 20_000),
        (b"x" * 20_001, Unread("f", "is larger than 20000 bytes")),
        (b"\0" + b"x" * 30_000, None),
    ],
    ids=["empty", "text", "utf-16", "binary", "late-nul", "at-limit", "over-limit", "big-binary"],
)
def test_content_decides(tmp_path: Path, content: bytes, expected: object) -> None:
    """Text arrives whole, binary files silently not, long files with a reason."""
    (tmp_path / "f").write_bytes(content)

    assert expected == read_file(tmp_path, "f", 20_000)


def test_a_file_that_is_gone_is_nothing(tmp_path: Path) -> None:
    """Git tracks files that the work tree no longer has."""
    (tmp_path / "f").write_text("x")

    assert [None, None] == [read_file(tmp_path, "gone/f"), read_file(tmp_path, "f/g")]


@pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and permissions of POSIX systems")
class TestPosix:
    """What is no regular file inside of the root is not opened."""

    def test_links_and_steps_upwards_are_refused(self, tmp_path: Path) -> None:
        """A reader asked for a path through a link, or out of the root, does not go there."""
        root = tmp_path / "root"
        (root / "real").mkdir(parents=True)
        (tmp_path / "secret").write_text("x")
        (root / "link").symlink_to("../secret")
        (root / "folder").symlink_to("..")
        (root / "real/inner").symlink_to(".")
        reader = Reader(root)
        expected = [
            Unread("link", "is a link"),
            Unread("folder/secret", "stands behind a link"),
            Unread("real/inner/x", "stands behind a link"),
            Unread("../secret", "stands behind a link"),
            Unread("real/../../secret", "stands behind a link"),
        ]

        assert expected == [reader.read(entry.path) for entry in expected]

    def test_pipes_devices_and_folders_are_not_opened(self, tmp_path: Path) -> None:
        """A pipe would block for ever, so it is refused before it is opened."""
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "folder").mkdir()
        reason = "is no regular file"

        assert [Unread("pipe", reason), Unread("folder", reason), Unread("null", reason)] == [
            read_file(tmp_path, "pipe"),
            read_file(tmp_path, "folder"),
            read_file(Path("/dev"), "null"),
        ]


def test_a_closed_file_is_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing permission is a reason."""
    (tmp_path / "f").write_text("x")

    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path, flags)

    monkeypatch.setattr(os, "open", refuse)

    assert Unread("f", "cannot be read: Permission denied") == read_file(tmp_path, "f")
