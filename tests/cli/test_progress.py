"""The progress line."""

from __future__ import annotations

import pytest

from poolaudit.cli import progress as module
from poolaudit.cli.progress import Progress


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    """A clock that stands still."""
    clock = _Clock()
    monkeypatch.setattr(module, "monotonic", clock)
    return clock


def test_long_scan(clock: _Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """After a second the line appears, changes ten times a second at most, and goes away."""
    progress = Progress(visible=True)
    for clock.now, done in ((0.5, 10), (1.0, 20), (1.05, 30), (1.2, 40)):
        progress.update(done, 90)
    progress.close()

    assert ("", "\rreading 20 of 90 files\x1b[K\rreading 40 of 90 files\x1b[K\r\x1b[K") == capsys.readouterr()


@pytest.mark.parametrize(("visible", "now"), [(True, 0.9), (False, 5.0)], ids=["short", "invisible"])
def test_nothing_is_shown(clock: _Clock, capsys: pytest.CaptureFixture[str], visible: bool, now: float) -> None:  # noqa: FBT001
    """A short scan, and one that nobody watches, print nothing."""
    progress = Progress(visible=visible)
    clock.now = now
    progress.update(1, 2)
    progress.close()

    assert ("", "") == capsys.readouterr()
