"""Reading a tree with several processes."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import poolaudit
from poolaudit import read_tree
from poolaudit.facts.secret import Secret
from poolaudit.read_files import FileReader
from poolaudit.spread import AT_ONCE, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from poolaudit.scan import Survey

FIXTURES = sorted(path.parent for path in (Path(__file__).parent.parent / "fixtures").glob("*/repo"))


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Two processes that start from nothing, as on every system."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand every tree to the processes, small as it is."""
    monkeypatch.setattr(read_tree, "MANY", 1)


def _said(found: Survey) -> tuple[object, ...]:
    return found.facts, found.unread, found.files, found.files_read, found.ignores


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)
def test_the_result_does_not_depend_on_processes(folder: Path, processes: ProcessPoolExecutor) -> None:
    """Facts, unread files and comments are the same, in the same order."""
    assert _said(poolaudit.survey(folder / "repo")) == _said(poolaudit.survey(folder / "repo", executor=processes))


class _Dying:
    """Runs some calls, then breaks as a pool does whose process was killed."""

    def __init__(self, lives: int) -> None:
        self.lives = lives

    def map(self, function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
        for number, argument in enumerate(arguments):
            if number == self.lives:
                raise BrokenExecutor("a process ended")
            yield function(argument)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("lives", [0, 1, 2])
def test_processes_that_die_lose_nothing(lives: int, tmp_path: Path) -> None:
    """What a broken pool has not read is read without it."""
    for number in range(3 * AT_ONCE):
        (tmp_path / f"{number:03}.env").write_text(f"DATABASE_URL=postgresql://app:pw{number}@db{number}/shop\n")

    assert _said(poolaudit.survey(tmp_path)) == _said(poolaudit.survey(tmp_path, executor=_Dying(lives)))


def test_a_small_tree_is_read_without_help(tmp_path: Path) -> None:
    """Below `MANY` files the executor is not asked."""
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://app@db/shop\n")

    assert _said(poolaudit.survey(tmp_path)) == _said(poolaudit.survey(tmp_path, executor=_Dying(0)))


def test_a_secret_travels_only_packed(tmp_path: Path) -> None:
    """What goes from process to process holds its passwords; pickling the same facts in any other way is refused."""
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://app:hunter2@db/shop\n")
    read = FileReader(str(tmp_path)).read(".env", tracked=True)

    assert (read,) == unpack(pack((read,)))
    with pytest.raises(TypeError, match="Secret cannot be pickled"):
        pickle.dumps(read)
    with pytest.raises(TypeError, match="Secret cannot be pickled"):
        pickle.dumps(Secret("hunter2"))


def test_the_command_line_reads_a_large_tree_with_processes(tmp_path: Path) -> None:
    """One process and three print the same, and end."""
    for number in range(read_tree.MANY):
        (tmp_path / f"{number:04}.env").write_text(f"DATABASE_URL=postgresql://app@db{number % 7}/shop\n")
    printed = [
        subprocess.run(
            [sys.executable, "-m", "poolaudit", "facts", "--no-config", "-j", jobs, str(tmp_path)],
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for jobs in ("1", "3")
    ]

    assert printed[0] == printed[1]
    assert b"0999.env" in printed[0]
