"""Where output goes and what it may look like."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import click
import pytest

from poolaudit.cli.streams import terminal, use_color, write_file
from poolaudit.report.terminal import Terminal


class _Screen(io.TextIOWrapper):
    def __init__(self, encoding: str, *, tty: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def fileno(self) -> int:
        raise OSError("no file")


@pytest.mark.parametrize(
    ("option", "environment", "tty", "expected"),
    [
        pytest.param("auto", {}, True, True, id="terminal"),
        pytest.param("auto", {}, False, False, id="pipe"),
        pytest.param("always", {"NO_COLOR": "1"}, False, True, id="always"),
        pytest.param("never", {"FORCE_COLOR": "1"}, True, False, id="never"),
        pytest.param("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False, id="no-color"),
        pytest.param("auto", {"NO_COLOR": ""}, True, True, id="empty-no-color"),
        pytest.param("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True, id="force-color"),
        pytest.param("auto", {"FORCE_COLOR": "0"}, True, False, id="force-no-color"),
        pytest.param("auto", {"TERM": "dumb"}, True, False, id="dumb"),
        pytest.param("auto", {"GITHUB_ACTIONS": "true"}, False, True, id="github"),
        pytest.param("auto", {"CI": "true"}, False, False, id="other-ci"),
    ],
)
def test_use_color(option: str, environment: dict[str, str], tty: bool, expected: bool) -> None:  # noqa: FBT001
    """The option decides, then the variables, then the stream."""
    assert expected is use_color(_Screen("utf-8", tty=tty), option, environment)


@pytest.mark.parametrize(
    ("encoding", "environment", "expected"),
    [
        pytest.param("utf-8", {}, Terminal(100, unicode=True), id="utf-8"),
        pytest.param("cp1252", {}, Terminal(100, unicode=False), id="windows"),
        pytest.param("ascii", {"COLUMNS": "60"}, Terminal(60, unicode=False), id="ascii-and-width"),
        pytest.param("utf-8", {"COLUMNS": "10"}, Terminal(40), id="too-narrow"),
        pytest.param("utf-8", {"COLUMNS": "1000"}, Terminal(140), id="too-wide"),
        pytest.param("utf-8", {"COLUMNS": "²"}, Terminal(100), id="no-number"),
    ],
)
def test_terminal(encoding: str, environment: dict[str, str], expected: Terminal) -> None:
    """Width and symbols follow the stream."""
    assert expected == terminal(_Screen(encoding, tty=False), "auto", environment)
    assert expected.width == terminal(_Screen(encoding, tty=True), "never", environment).width


def test_write_file(tmp_path: Path) -> None:
    """A file is written with plain line ends, keeps its mode, and leaves nothing beside it."""
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_file(path, "a\nü\udc80\n")

    assert b"a\n\xc3\xbc\x80\n" == path.read_bytes()
    assert (["out.txt"], 0o640) == ([each.name for each in tmp_path.iterdir()], stat.S_IMODE(path.stat().st_mode))


def test_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    """A new file is as readable as any other new file of the user."""
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "out.txt", "x")
    finally:
        os.umask(mask)

    assert 0o640 == stat.S_IMODE((tmp_path / "out.txt").stat().st_mode)


def test_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing is interrupted, the old content stands and no half of the new one lies about."""
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(path, "new")

    assert ("old", ["out.txt"]) == (path.read_text(encoding="utf-8"), [each.name for each in tmp_path.iterdir()])


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A file whose folder is missing is refused in one line."""
    with pytest.raises(click.UsageError, match=r"no such file or directory$"):
        write_file(tmp_path / "a/b", "x")


def test_named_pipe_is_written_into(tmp_path: Path) -> None:
    """A named pipe stays one, and its reader gets the text."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(path, "text\n")
        text = os.read(reader, 100)
    finally:
        os.close(reader)

    assert (b"text\n", True, ["pipe"]) == (text, path.is_fifo(), [each.name for each in tmp_path.iterdir()])


def test_device_is_written_into() -> None:
    """A device is never replaced by a file."""
    write_file(Path(os.devnull), "text\n")

    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_open_stream_is_written_into(tmp_path: Path) -> None:
    """`/dev/fd/N` is the stream itself: what stands before the report in the same file is kept."""
    path = tmp_path / "out.txt"
    with path.open("w", encoding="utf-8") as file:
        file.write("before\n")
        file.flush()
        write_file(Path(f"/dev/fd/{file.fileno()}"), "report\n")

    assert "before\nreport\n" == path.read_text(encoding="utf-8")
