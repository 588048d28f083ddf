"""Paths of the command line become a root and a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from poolaudit.cli.place import Place, locate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files, two folders and a git work tree in it; the current folder."""
    for name in ("a/x.py", "a/b/y.py", "c/z.py", "git/.git/HEAD", "git/src/s.py", "git/t.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "root", "only"),
    [
        pytest.param([], "", (), id="nothing"),
        pytest.param(["."], "", (), id="here"),
        pytest.param(["a"], "a", (), id="folder"),
        pytest.param(["a", "c"], "", ("a/", "c/"), id="two-folders"),
        pytest.param(["a", "a/b"], "a", (), id="folder-in-a-folder"),
        pytest.param(["a", "a/x.py"], "a", ("x.py",), id="folder-and-its-file"),
        pytest.param(["a", "c/z.py"], "", ("a/", "c/z.py"), id="folder-and-other-file"),
        pytest.param(["a/x.py"], "", ("a/x.py",), id="file"),
        pytest.param(["a/x.py", "c/z.py", "a/x.py"], "", ("a/x.py", "c/z.py"), id="files"),
        pytest.param(["git/src/s.py"], "git", ("src/s.py",), id="file-of-a-work-tree"),
        pytest.param(["git/src"], "git/src", (), id="folder-of-a-work-tree"),
    ],
)
def test_locate(here: Path, paths: list[str], root: str, only: tuple[str, ...]) -> None:
    """Folders are roots and files are filters."""
    assert Place(here / root, only) == locate(paths)


def test_file_elsewhere(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file outside of the current folder and of any work tree has its own folder as root."""
    monkeypatch.chdir(here / "c")

    assert Place(here / "a", ("x.py",)) == locate(["../a/x.py"])


@pytest.mark.usefixtures("here")
def test_prefix() -> None:
    """The way from the root of the work tree to the scan root."""
    assert ("src/", "", "") == (locate(["git/src"]).prefix(), locate(["git"]).prefix(), locate(["a"]).prefix())


def test_missing_path(here: Path) -> None:
    """A path that does not exist is refused by name, with control characters escaped."""
    with pytest.raises(click.UsageError) as caught:
        locate([str(here / "a"), "no\x1b[2J"])

    assert "path does not exist: no\\x1b[2J" == caught.value.message


def test_loop_of_links(here: Path) -> None:
    """A link to itself does not exist."""
    (here / "loop").symlink_to("loop")

    with pytest.raises(click.UsageError, match=r"^path does not exist: loop$"):
        locate(["loop"])


@pytest.mark.parametrize(
    ("only", "path", "expected"),
    [((), "x", True), (("a/",), "a/x", True), (("a/",), "ab/x", False), (("a/x",), "a/x", True), (("a/x",), "a/xy", False)],
)
def test_covers(here: Path, only: tuple[str, ...], path: str, expected: bool) -> None:  # noqa: FBT001
    """A filter covers its files, and everything in its folders."""
    assert expected is Place(here, only).covers([path])
