"""Options of the suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`."""
    parser.addoption("--update", action="store_true", help="write the expected output of fixtures instead of comparing with it")


@pytest.fixture
def expected_text(request: pytest.FixtureRequest) -> Callable[[Path, str], str]:
    """Give the text of an expected file; with `--update`, write the actual text there first."""

    def read(path: Path, actual: str) -> str:
        if request.config.getoption("--update"):
            path.write_text(actual, encoding="utf-8", newline="\n")
        return path.read_text(encoding="utf-8") if path.is_file() else f"{path.name} is missing; pytest --update writes it\n"

    return read
