"""Options of the suite, and every small repository of the project as a parameter."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.lint.cases import Case

FIXTURES = Path(__file__).parents[1] / "fixtures"

# A machine that is busy is not a failure; in CI the same examples run each time, elsewhere new ones.
settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update` and `--proof`."""
    parser.addoption("--update", action="store_true", help="write the expected output of fixtures instead of comparing with it")
    parser.addoption("--proof", metavar="PATH", help="write what the live tests saw on real servers to this page")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with a `repository` once for each fixture and for each example of a rule page."""
    if "repository" in metafunc.fixturenames:
        metafunc.parametrize("repository", [pytest.param(each, id=name) for name, each in _repositories()], indirect=True)


@pytest.fixture
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a repository out of git's sight, with links as links."""
    return _write(request.param, tmp_path / "repo")


@pytest.fixture
def repositories(tmp_path: Path) -> tuple[Path, ...]:
    """Copies of all of them."""
    return tuple(_write(each, tmp_path / str(number)) for number, (_, each) in enumerate(_repositories()))


def _repositories() -> list[tuple[str, Path | Case]]:
    from poolaudit.lint.rulebook import load_rules  # noqa: PLC0415  # other tests run while a page is broken

    return [
        *((path.parent.name, path) for path in sorted(FIXTURES.glob("*/repo"))),
        *(
            (f"{rule.name} · {each.section}: {each.name}", each)
            for rule in load_rules()
            if rule.path
            for each in rule.manual.cases
        ),
    ]


def _write(repository: Path | Case, folder: Path) -> Path:
    if isinstance(repository, Path):
        shutil.copytree(repository, folder, symlinks=True)
    else:
        folder.mkdir()
        repository.write(folder)
    return folder


@pytest.fixture
def expected_text(request: pytest.FixtureRequest) -> Callable[[Path, str], str]:
    """Give the text of an expected file; with `--update`, write the actual text there first."""

    def read(path: Path, actual: str) -> str:
        if request.config.getoption("--update"):
            path.write_text(actual, encoding="utf-8", newline="\n")
        return path.read_text(encoding="utf-8") if path.is_file() else f"{path.name} is missing; pytest --update writes it\n"

    return read
