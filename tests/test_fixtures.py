"""Whole repositories in `fixtures/`, each with everything that the program prints about it.

`pytest tests/test_fixtures.py --update` writes the expected files anew; read their diff before it is committed.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolaudit import __version__
from poolaudit.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = sorted(path.parent for path in (Path(__file__).parents[1] / "fixtures").glob("*/repo"))
CHANGING = {
    "txt": (),
    "json": ((r'"seconds": [0-9.]+', '"seconds": 0'), (re.escape(f'"version": "{__version__}"'), '"version": "VERSION"')),
    "sarif": (
        (re.escape(f'"fullName": "poolaudit {__version__}"'), '"fullName": "poolaudit VERSION"'),
        (rf'ersion": "{re.escape(__version__)}"', 'ersion": "VERSION"'),
    ),
}
"""Ending of the expected file → what differs between two runs or two releases, and what stands for it."""
FORMATS = {"txt": "text", "json": "json", "sarif": "sarif"}


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Copy a repository out of git's sight, with its links as links, and make it the current folder of a plain terminal."""

    def enter(repository: Path) -> None:
        copy = tmp_path / "repo"
        shutil.copytree(repository, copy, symlinks=True)
        monkeypatch.chdir(copy)

    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return enter


@pytest.mark.parametrize("ending", CHANGING)
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_output(
    fixture: Path,
    ending: str,
    alone: Callable[[Path], None],
    expected_text: Callable[[Path, str], str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is printed about a fixture is its expected file, to the character."""
    alone(fixture / "repo")
    code = run(["scan", "--no-config", "--format", FORMATS[ending]])
    said, complaint = capsys.readouterr()
    for pattern, placeholder in CHANGING[ending]:
        said = re.sub(pattern, placeholder, said)

    assert code in {0, 1}, complaint
    assert expected_text(fixture / f"expected.{ending}", said) == said


def test_there_are_fixtures() -> None:
    """The folders are found, so that no test above passes for want of one."""
    expected = {
        "clean",
        "django-supabase",
        "fastapi-asyncpg-pgbouncer",
        "hostile",
        "neon-direct-and-pooled",
        "sqlalchemy-celery-compose",
    }

    assert expected <= {path.name for path in FIXTURES}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_no_expected_file_is_left_over(fixture: Path) -> None:
    """Beside the repository stand the expected files and nothing else."""
    assert {"repo", "expected.txt", "expected.json", "expected.sarif"} == {path.name for path in fixture.iterdir()}
