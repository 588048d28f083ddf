"""What runs keep for the next one: used while nothing changed, made anew otherwise, and never needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from poolaudit import _kept
from poolaudit._kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESULT = {"name": ("a", 1, 2.5, True, None), "list": ["x"]}


class Making:
    """A result that counts how often it was made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, object]:
        """Make it once more."""
        self.times += 1
        return dict(RESULT)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for bytecode, and beside it one that results depend on."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    (tmp_path / "sources" / "inner").mkdir(parents=True)
    (tmp_path / "sources" / "inner" / "part.py").write_text("PART = 1\n", encoding="utf-8")
    _kept._state.cache_clear()
    yield tmp_path
    _kept._state.cache_clear()


def ask(place: Path, make: Making) -> dict[str, object]:
    """The result, as a run of its own gets it."""
    _kept._state.cache_clear()
    return kept("test", (str(place / "sources"),), make)


def files(place: Path) -> list[Path]:
    """What is kept."""
    return [each for each in (place / "bytecode").rglob("*") if each.is_file()]


def test_a_second_run_takes_what_the_first_one_kept(place: Path) -> None:
    """While no file changes, the result is made once."""
    make = Making()
    results = [ask(place, make), ask(place, make)]

    assert ([RESULT, RESULT], 1) == (results, make.times)


@pytest.mark.parametrize("change", ["new text", "new file", "file gone"])
def test_a_change_of_the_folder_makes_it_anew(place: Path, change: str) -> None:
    """Whatever happens to a file of the folder, the next run does not trust what was kept."""
    make = Making()
    ask(place, make)
    part = place / "sources" / "inner" / "part.py"
    if change == "new text":
        part.write_text("PART = 1000\n", encoding="utf-8")
    elif change == "new file":
        part.with_name("other.py").write_text("", encoding="utf-8")
    else:
        part.unlink()
    ask(place, make)

    assert make.times == 2


@pytest.mark.parametrize("left", [b"", b"\x00", b"nonsense", b"("], ids=["empty", "zero", "words", "cut short"])
def test_a_broken_file_is_no_reason_to_fail(place: Path, left: bytes) -> None:
    """A file that another program damaged is replaced."""
    make = Making()
    ask(place, make)
    files(place)[0].write_bytes(left)
    results = [ask(place, make), ask(place, make)]

    assert ([RESULT, RESULT], 2) == (results, make.times)


def test_nothing_is_kept_where_python_writes_no_bytecode(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who forbids bytecode gets no file of ours either."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = Making()
    results = [ask(place, make), ask(place, make)]

    assert ([RESULT, RESULT], 2, []) == (results, make.times, files(place))


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(place: Path) -> None:
    """A read-only installation makes the result each time."""
    (place / "bytecode").write_text("in the way", encoding="utf-8")
    make = Making()
    results = [ask(place, make), ask(place, make)]

    assert ([RESULT, RESULT], 2) == (results, make.times)
