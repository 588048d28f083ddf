"""Listing of files, by git and by walking."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.found import ListingError, Unread
from poolaudit.discover.walk import Listing, list_files

if TYPE_CHECKING:
    from pathlib import Path

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="file names and links of POSIX systems")


def write(root: Path, *paths: str) -> None:
    """Make files with a line in each."""
    for path in paths:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x\n")


def git(root: Path, *arguments: str) -> None:
    """Run git for the set-up of a test."""
    identity = [
        "-c",
        "user.name=T",
        "-c",
        "user.email=t@example.org",
        "-c",
        "protocol.file.allow=always",
        "-c",
        "init.defaultBranch=main",
    ]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    """A work tree with a tracked, an untracked and an ignored file."""
    root = tmp_path / "tree"
    write(root, "app/db.py", "new.env", "secret.env")
    (root / ".gitignore").write_text("secret.env\n")
    git(root, "init", "-q")
    git(root, "add", "app/db.py", ".gitignore")
    return root


class TestGit:
    """In a work tree git lists the files."""

    def test_lists_tracked_and_untracked_but_not_ignored_files(self, work_tree: Path) -> None:
        """Each file comes with whether git tracks it."""
        expected = Listing((".gitignore", "app/db.py", "new.env"), frozenset({"new.env"}), ())

        assert expected == list_files(work_tree)

    def test_tracked_only_leaves_others_out(self, work_tree: Path) -> None:
        """Only what git tracks is listed on request."""
        expected = Listing((".gitignore", "app/db.py"), frozenset(), ())

        assert expected == list_files(work_tree, tracked_only=True)

    def test_a_subfolder_is_listed_relative_to_itself(self, work_tree: Path) -> None:
        """The scan root may be a folder of the work tree."""
        assert ("db.py",) == list_files(work_tree / "app").files

    def test_an_ignored_root_is_walked(self, work_tree: Path) -> None:
        """A folder that git ignores is scanned when it is asked for by name."""
        write(work_tree, "tmp/a.env")
        (work_tree / "tmp/.gitignore").write_text("b.env\n")
        write(work_tree, "tmp/b.env")
        (work_tree / ".gitignore").write_text("tmp/\n")

        assert (".gitignore", "a.env") == list_files(work_tree / "tmp").files

    @needs_posix
    def test_odd_names_arrive_whole(self, work_tree: Path) -> None:
        """Newlines, quotes, tabs and letters beyond ASCII are part of a name."""
        names = ("a\nb.env", 'quo"te.env', "tab\t.env", "é.env", " blank .env")
        write(work_tree, *names)
        git(work_tree, "add", "a\nb.env", "tab\t.env")

        assert {*names, ".gitignore", "app/db.py", "new.env"} == set(list_files(work_tree).files)

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
    def test_a_name_that_is_not_utf8_is_unread(self, work_tree: Path) -> None:
        """A name that no report could print is said to be unread."""
        with open(os.fsencode(work_tree) + b"/\xff.env", "w") as file:  # noqa: PTH123
            file.write("x")

        assert (Unread("\\udcff.env", "its name is not UTF-8"),) == list_files(work_tree).unread

    def test_submodules_and_nested_work_trees_are_listed_by_their_own_git(self, work_tree: Path, tmp_path: Path) -> None:
        """What is tracked in a submodule or a nested clone counts as tracked."""
        other = tmp_path / "other"
        write(other, "lib.py")
        git(other, "init", "-q")
        git(other, "add", "lib.py")
        git(other, "commit", "-qm", "x")
        git(work_tree, "submodule", "add", "-q", str(other), "sub")
        git(work_tree, "clone", "-q", str(other), "nested")
        write(work_tree, "nested/loose.env")

        listing = list_files(work_tree)
        expected = (".gitignore", ".gitmodules", "app/db.py", "nested/lib.py", "nested/loose.env", "new.env", "sub/lib.py")

        assert (expected, {"nested/loose.env", "new.env"}) == (listing.files, listing.untracked)

    @needs_posix
    def test_hostile_configuration_runs_nothing(self, work_tree: Path, tmp_path: Path) -> None:
        """Commands that the repository's configuration names are not started."""
        witness = tmp_path / "ran"
        script = tmp_path / "hook.sh"
        script.write_text(f"#!/bin/sh\ntouch {witness}\n")
        script.chmod(0o755)
        hooks = work_tree / ".git/hooks"
        for name in ("fsmonitor-watchman", "post-index-change", "query-watchman"):
            shutil.copy(script, hooks / name)
        for key in (
            "core.fsmonitor",
            "core.pager",
            "pager.ls-files",
            "core.sshCommand",
            "diff.external",
            "filter.x.clean",
            "core.editor",
        ):
            git(work_tree, "config", key, str(script))
        (work_tree / ".gitattributes").write_text("* filter=x diff=x\n")
        before = (work_tree / ".git/index").read_bytes()

        files = list_files(work_tree).files

        assert ((".gitattributes", ".gitignore", "app/db.py", "new.env"), False, before) == (
            files,
            witness.exists(),
            (work_tree / ".git/index").read_bytes(),
        )

    def test_environment_of_a_hook_does_not_mislead(
        self, work_tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Variables that a git hook exports for another repository are not passed on."""
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))

        assert (".gitignore", "app/db.py", "new.env") == list_files(work_tree).files

    def test_without_git_the_folder_is_walked_with_a_note(self, work_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A missing program is said and made up for."""
        monkeypatch.setenv("PATH", "")
        expected = Listing(
            (".gitignore", "app/db.py", "new.env"),
            frozenset(),
            (),
            ("git could not list the files (git is not installed), so the folder was walked",),
        )

        assert expected == list_files(work_tree)

    @pytest.mark.parametrize("damage", ["not a repository\n", "gitdir: /nonexistent\n"], ids=["garbage", "dangling"])
    def test_a_broken_repository_is_walked_with_a_note(self, tmp_path: Path, damage: str) -> None:
        """Where git fails, the walk takes over."""
        write(tmp_path, "a.env", "node_modules/x.js")
        (tmp_path / ".git").write_text(damage)

        listing = list_files(tmp_path)

        assert ((".git", "a.env"), 1) == (listing.files, len(listing.notes))

    @needs_posix
    def test_another_owner_means_walking(self, work_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A repository of dubious ownership is walked, with the reason."""
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)

        assert ("git could not list the files (the repository belongs to another user), so the folder was walked",) == (
            list_files(work_tree).notes
        )

    def test_build_folders_count_only_when_tracked(self, work_tree: Path) -> None:
        """A tracked `build/` is source; an untracked one is a product; foreign code is left out in any case."""
        write(work_tree, "build/a.yml", "dist/b.yml", "vendor/c.yml", "node_modules/d.js", "Vendor2/e.yml")
        git(work_tree, "add", "-f", "build/a.yml", "vendor/c.yml", "node_modules/d.js")

        assert (".gitignore", "Vendor2/e.yml", "app/db.py", "build/a.yml", "new.env") == list_files(work_tree).files


class TestWalk:
    """Elsewhere the folder is walked."""

    def test_nested_ignore_files_weigh_more_than_outer_ones(self, tmp_path: Path) -> None:
        """The nearest pattern decides, `.ignore` after `.gitignore`, and an ignored folder is not entered."""
        write(tmp_path, "a.env", "b.env", "sub/a.env", "sub/b.env", "sub/c.env", "out/keep.env", "deep/x/y.env")
        (tmp_path / ".gitignore").write_text("a.env\nout/\ndeep/**/y.env\n")
        (tmp_path / "sub/.gitignore").write_text("!a.env\nb.env\nc.env\n")
        (tmp_path / "sub/.ignore").write_text("!c.env\n")
        (tmp_path / "out/.gitignore").write_text("!keep.env\n")
        expected = (".gitignore", "b.env", "sub/.gitignore", "sub/.ignore", "sub/a.env", "sub/c.env")

        assert Listing(expected, frozenset(), ()) == list_files(tmp_path)

    def test_agrees_with_git(self, work_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Patterns of many shapes leave out the same files with git and without."""
        write(work_tree, *(f"{a}/{b}/{c}.{d}" for a in "pq" for b in "rs" for c in ("t", "u v", "w#") for d in ("env", "yml")))
        (work_tree / ".gitignore").write_text(
            "# note\n/p/r/t.*\nq/**/*.yml\n!q/s/t.yml\ns/w\\#.env\nu\\ v.env  \n[wx]#.yml\n\n/r\n"
        )
        by_git = list_files(work_tree).files
        monkeypatch.setenv("PATH", "")

        assert by_git == list_files(work_tree).files

    def test_an_invalid_pattern_does_not_spoil_the_others(self, tmp_path: Path) -> None:
        """Lines that are no pattern are passed over."""
        write(tmp_path, "a.env", "b.env")
        (tmp_path / ".gitignore").write_text("!\n/\na.env\n")

        assert (".gitignore", "b.env") == list_files(tmp_path).files

    def test_tracked_only_without_git_says_so(self, tmp_path: Path) -> None:
        """What cannot be done is noted, and everything listed."""
        write(tmp_path, "a.env")
        expected = Listing(("a.env",), frozenset(), (), ("there is no git here that tracks files, so all were listed",))

        assert expected == list_files(tmp_path, tracked_only=True)

    def test_tracked_only_where_git_fails(self, work_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a work tree nobody but git knows what is tracked; the walk is no answer to that."""
        monkeypatch.setenv("PATH", "")

        with pytest.raises(ListingError, match=r"^git could not list the tracked files \(git is not installed\)$"):
            list_files(work_tree, tracked_only=True)

    def test_binary_suffixes_are_left_out(self, tmp_path: Path) -> None:
        """Pictures and archives are not listed, whatever the case of their suffix."""
        write(tmp_path, "a.PNG", "b.tar.gz", "png", ".env", "c.py")

        assert (".env", "c.py", "png") == list_files(tmp_path).files

    @pytest.mark.parametrize("with_git", [False, True], ids=["walk", "git"])
    def test_excludes_are_gitignore_patterns(self, tmp_path: Path, with_git: bool) -> None:  # noqa: FBT001
        """The configuration can leave out folders and bring single files back."""
        write(tmp_path, "a.py", "tests/a.py", "docs/x/b.py", "docs/keep.py")
        if with_git:
            git(tmp_path, "init", "-q")

        assert ("a.py", "docs/keep.py") == list_files(tmp_path, exclude=("tests/", "docs/*", "!docs/keep.py")).files

    def test_a_closed_folder_is_unread(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder without permission is said to be unread, and its neighbours are listed."""
        write(tmp_path, "a.env", "closed/b.env")
        scandir = os.scandir

        def refuse(path: str) -> object:
            if path.rstrip("/").endswith("closed"):
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)

        assert Listing(("a.env",), frozenset(), (Unread("closed", "folder cannot be listed: Permission denied"),)) == list_files(
            tmp_path
        )


@needs_posix
class TestLinks:
    """Links are followed to files inside of the root, and nowhere else."""

    @pytest.mark.parametrize("with_git", [False, True], ids=["walk", "git"])
    def test_links(self, tmp_path: Path, with_git: bool) -> None:  # noqa: FBT001
        """A file is listed once under its real path; loops end; a way out is unread; a dangling link is nothing."""
        root = tmp_path / "root"
        write(tmp_path, "outside/secret.env")
        write(root, "real/a.env")
        for name, target in {
            "same.env": "real/a.env",
            "real/loop": "..",
            "folder": "real",
            "self": "self",
            "gone": "nothing",
            "out.env": "../outside/secret.env",
            "out": "../outside",
            "null.env": os.devnull,
        }.items():
            (root / name).symlink_to(target)
        if with_git:
            git(root, "init", "-q")
            git(root, "add", "same.env", "real", "out.env")
        reason = "the link leads out of the scanned folder"
        expected = Listing(("real/a.env",), frozenset(), tuple(Unread(name, reason) for name in ("null.env", "out", "out.env")))

        assert expected == list_files(root)

    def test_a_link_to_an_ignored_file_names_that_file(self, work_tree: Path) -> None:
        """A file that is reached through a link is listed under its real path, as untracked."""
        (work_tree / "link.env").symlink_to("secret.env")
        listing = list_files(work_tree)

        assert ((".gitignore", "app/db.py", "new.env", "secret.env"), {"new.env", "secret.env"}) == (
            listing.files,
            listing.untracked,
        )
